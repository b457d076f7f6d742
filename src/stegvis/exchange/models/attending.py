"""Who came, what it gave them, what they took home, and what they thought of it."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models.access import PERSON_OR_MANAGER
from stegvis.exchange.models.applying import HOST, Application
from stegvis.exchange.models.occurring import Occasion, Session
from stegvis.exchange.models.offering import Offer
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsWriter, IsPerson, Nobody, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Evidence, Person

USER = settings.AUTH_USER_MODEL
HOSTS = AsWriter("occasion") & NotHidden()


@tracked()
class Register(models.Model):
    """How attendance is taken at an occasion: the ``share`` of its sessions that is enough, per cent, and the code
    that participants enter just now. Of the code the database holds a digest; ``key`` and the secret key give it."""

    access = Access(DataClass.EMPLOYER, read=AsWriter("occasion"), write=AsWriter("occasion"))

    occasion = models.OneToOneField(Occasion, on_delete=models.CASCADE, related_name="register")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    share = models.PositiveSmallIntegerField(_("share of the sessions that is enough, per cent"), default=100)
    key = models.UUIDField(null=True, editable=False)
    code_hash = models.CharField(max_length=64, blank=True)
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    code_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("attendance list")
        constraints = [
            models.CheckConstraint(condition=Q(share__range=(1, 100)), name="share_of_sessions_is_a_percentage"),
            models.CheckConstraint(
                condition=Q(code_hash="") | Q(key__isnull=False, code_until__isnull=False), name="code_has_an_end"
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="register_stays", fields=["occasion", "employer"])]


@tracked()
class Presence(models.Model):
    """That somebody came to a session or did not; without sessions, to the occasion. What the evidence rests on, so
    the host alone writes it, or the database for who enters the right code. ``excused`` is absence that was told."""

    access = Access(DataClass.TWO_SIDED, read=PERSON_OR_MANAGER | HOSTS, write=HOSTS, history=PERSON_OR_MANAGER)

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="presences")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    came = models.BooleanField(_("came"))
    excused = models.BooleanField(_("told that they could not come"), default=False)
    by_code = models.BooleanField(_("by code"), default=False)
    noted_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("presence")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "session"], nulls_distinct=False, name="presence_is_noted_once"
            ),
            models.CheckConstraint(condition=Q(came=False) | Q(excused=False), name="nobody_is_excused_who_came"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="presence_stays", fields=["application", "occasion", "session", "person", "employer"]
            )
        ]


@tracked()
class Outcome(models.Model):
    """What an application became for the person: the evidence, given once, and that the evaluation is answered.

    The database's functions alone write it. ``employer`` is where the evidence stands: where the person worked then.
    """

    access = Access(DataClass.PERSONAL, read=IsPerson(), write=Nobody())

    # The keys are of the migration: an earlier employer's purge takes the application, and must not be stopped by it.
    application = models.OneToOneField(
        Application, primary_key=True, on_delete=models.CASCADE, related_name="outcome", db_constraint=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    given_on = models.DateField(null=True, blank=True)
    has_answered = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("what an application became")


@tracked()
class Lesson(models.Model):
    """What somebody took home, told to the host because they chose to."""

    access = Access(
        DataClass.TWO_SIDED, read=IsPerson() | HOST, insert=IsPerson(), write=IsPerson(), history=IsPerson()
    )

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="lesson")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("what you took home"), max_length=1000)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("what a participant took home")
        triggers = [pgtrigger.ReadOnly(name="lesson_stays", fields=["application", "person", "employer", "host"])]


class Evaluation(models.Model):
    """What somebody thought, nobody knows who: no person, no application, a random key, no history.

    It is written with at least four others, in an order by lot, when as many have answered; until then it is sealed
    (``foundation.sealed``, decision 0013). ``month`` is when that was, the same for all of them. Nobody reads a row:
    ``stegvis_evaluation`` tells of all, so that no two tellings differ by fewer than five.
    """

    access = Access(DataClass.TWO_SIDED, read=Nobody(), write=Nobody())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    useful = models.PositiveSmallIntegerField()
    arranged = models.PositiveSmallIntegerField()
    recommended = models.PositiveSmallIntegerField()
    line = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("evaluation")
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__range=(1, 5), arranged__range=(1, 5), recommended__range=(1, 5)),
                name="ratings_are_one_to_five",
            )
        ]
