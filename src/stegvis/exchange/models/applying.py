"""Who asks for a seat, waits for one, has one, and took part."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.careers.models.access import PERSON_MANAGER_OR_COORDINATOR
from stegvis.exchange.models.occurring import Occasion
from stegvis.exchange.models.offering import Offer
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import InSet, IsPerson, Nobody, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.access import EmployedNow
from stegvis.people.models import Person, Profession

USER = settings.AUTH_USER_MODEL
HOST = (InSet("host", "coordinates") | InSet("host_unit", "manages") | InSet("host", "represents")) & NotHidden()


class HeldField(models.Field):
    """PostgreSQL's own ``nummultirange``; the database alone writes it."""

    def db_type(self, connection: object) -> str:
        return "nummultirange"


# A seat is taken where it cannot be taken twice: one update that only finds a free one decides, for whoever writes the
# state. The hours are kept beside, on a line of numbers where each person has a stretch of their own, so that the
# exclusion constraint can refuse two seats at one time without an extension for equality. Who has a key waits or sits
# by a round, whose quotas and caps hold for as long as its places are taken.
TAKES_A_SEAT = pgtrigger.Trigger(
    name="takes_a_seat",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "occasion_id") | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("had", "boolean"), ("has", "boolean")],
    func="""
        had := TG_OP <> 'INSERT' AND OLD.state IN ('held', 'offered', 'booked', 'attended', 'absent');
        has := TG_OP <> 'DELETE' AND NEW.state IN ('held', 'offered', 'booked', 'attended', 'absent');
        IF had AND has AND OLD.occasion_id = NEW.occasion_id THEN
            RETURN NEW;
        END IF;
        IF had THEN
            UPDATE exchange_occasion SET taken = taken - 1 WHERE id = OLD.occasion_id;
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        NEW.held := NULL;
        IF has THEN
            UPDATE exchange_occasion SET taken = taken + 1
            WHERE id = NEW.occasion_id AND state = 'open' AND taken < seats;
            IF NOT FOUND OR (NEW.key <> '{}' AND NOT stegvis_round_has_room(NEW.occasion_id, NEW.employer_id)) THEN
                RAISE check_violation USING MESSAGE = 'no seat is free', CONSTRAINT = 'a_seat_is_free';
            END IF;
            NEW.held := stegvis_held(NEW.person_id, NEW.occasion_id);
        END IF;
        RETURN NEW;
    """,
)


@tracked(exclude=["held"])
class Application(models.Model):
    """Somebody's application to an occasion, from the question to the certificate.

    A seat is held from the moment one applies, while the manager answers; on the waiting list there is none. ``key``
    orders the list, then ``asked_at``: a round gives it, else it is empty. ``either`` joins applications to several
    occasions of which one is enough. The name, the profession and the workplace are what the person shows the host.
    ``request`` makes a repeated press one application. ``title`` is kept for when the offer is no longer theirs to see.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("application", "On the waiting list")
        HELD = "held", pgettext_lazy("application", "Place held, waits for the manager")
        OFFERED = "offered", pgettext_lazy("application", "Place offered from the waiting list")
        BOOKED = "booked", pgettext_lazy("application", "Has a place")
        DECLINED = "declined", pgettext_lazy("application", "The manager has said no")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")
        LAPSED = "lapsed", pgettext_lazy("application", "Not answered in time")
        CANCELLED = "cancelled", pgettext_lazy("application", "The occasion was called off")
        ATTENDED = "attended", pgettext_lazy("application", "Took part")
        ABSENT = "absent", pgettext_lazy("application", "Did not come")

    access = Access(
        DataClass.TWO_SIDED,
        read=PERSON_MANAGER_OR_COORDINATOR | HOST,
        insert=IsPerson() & InSet("employer", "employers"),
        write=IsPerson() | ((EmployedNow("manages") | EmployedNow("coordinates")) & NotHidden()) | HOST,
        delete=Nobody(),
        history=PERSON_MANAGER_OR_COORDINATOR,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="applications")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="applications")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=9, choices=State.choices)
    title = models.CharField(_("title"), max_length=120)
    name = models.CharField(_("name"), max_length=200)
    workplace = models.CharField(_("workplace"), max_length=250, blank=True)
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(_("why I want to take part"), max_length=300, blank=True)
    starts_on = models.DateField(_("I want to begin"), null=True, blank=True)
    request = models.UUIDField(default=uuid.uuid4, editable=False)
    either = models.UUIDField(null=True, blank=True)
    key = ArrayField(models.BigIntegerField(), default=list, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateTimeField(_("answer at the latest"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    answered_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("the manager's words"), max_length=300, blank=True)
    suggested = models.ForeignKey(Occasion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    substitute = models.CharField(_("who stands in"), max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    held = HeldField(null=True, editable=False, serialize=False)

    class Meta:
        ordering = ["-asked_at", "id"]
        verbose_name = _("application")
        indexes = [
            models.Index(fields=["employer", "unit", "state"], name="application_of_unit"),
            models.Index(fields=["occasion", "state"], name="application_of_occasion"),
            models.Index(fields=["person", "state"], name="application_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["employer", "person", "id"], name="exchange_application_of_person"),
            models.UniqueConstraint(fields=["occasion", "id"], name="exchange_application_of_occasion"),
            models.UniqueConstraint(fields=["person", "request"], name="application_is_sent_once"),
            models.UniqueConstraint(
                fields=["occasion", "person"],
                condition=Q(state__in=["waiting", "held", "offered", "booked", "attended", "absent"]),
                name="one_application_to_an_occasion",
            ),
            ExclusionConstraint(name="nobody_sits_in_two_places", index_type="GIST", expressions=[("held", "&&")]),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(answer_by__isnull=False), name="offered_place_has_a_deadline"
            ),
        ]
        triggers = [
            TAKES_A_SEAT,
            pgtrigger.ReadOnly(
                name="application_stays", fields=["person", "employer", "user", "host", "offer", "request"]
            ),
        ]


SEATED = (Application.State.HELD, Application.State.OFFERED, Application.State.BOOKED)
ACTIVE = (Application.State.WAITING, *SEATED)
