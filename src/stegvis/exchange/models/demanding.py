"""What people lack and cannot find, and what a collaboration gathers of it to buy or to ask for together."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.exchange.models.offering import Offer
from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, Holds, InSet, IsPerson, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.frameworks.models import Framework
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.people.models import Person

MEMBERS = InSet("collaboration", "leads") | InSet("collaboration", "collaborations")
REQUEST_SENT = Holds("state", "asked") | Holds("state", "answered") | Holds("state", "bought")


class Lacking(models.Model):
    """How many of an employer's staff a requirement stands in the way of, as counted in the night.

    Exact, so nobody reads it: the database's own function tells it to what hides small groups.
    """

    access = Access(DataClass.EMPLOYER, read=Nobody(), write=Nobody())

    employer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    requirement = models.SlugField(max_length=80)
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "framework", "requirement"], name="lacking_is_counted_once_an_employer"
            )
        ]


@tracked()
class Wanted(models.Model):
    """What somebody says is missing: an area or a requirement, or their own words. Counted without the name."""

    access = Access(
        DataClass.PERSONAL,
        read=IsPerson(),
        insert=IsPerson() & InSet("employer", "employers"),
        write=Nobody(),
        delete=IsPerson(),
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    area = models.SlugField(_("area"), max_length=50, blank=True)
    framework = models.ForeignKey(Framework, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    requirement = models.SlugField(_("requirement"), max_length=80, blank=True)
    words = models.CharField(_("in my own words"), max_length=200, blank=True)
    said_on = models.DateField(_("said on"))

    class Meta:
        ordering = ["-said_on", "-id"]
        verbose_name = _("what somebody wants")
        constraints = [
            models.UniqueConstraint(fields=["employer", "person", "id"], name="wanted_of_person"),
            models.UniqueConstraint(
                fields=["employer", "person", "area", "framework", "requirement", "words"],
                name="wanted_is_said_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(framework__isnull=True, requirement="") | (Q(framework__isnull=False) & ~Q(requirement="")),
                name="wanted_requirement_has_its_framework",
            ),
            models.CheckConstraint(condition=~Q(area="", requirement="", words=""), name="wanted_says_something"),
        ]


@tracked()
class Bundle(models.Model):
    """Demand gathered in a collaboration: to buy together, or to ask a university for.

    Each employer's coordinator says how many seats. ``university`` sees it from when it is ``asked``. The press that
    ``request`` names, sent again, makes no other.
    """

    class Kind(models.TextChoices):
        PURCHASE = "purchase", _("Buy together")
        REQUEST = "request", _("Ask a university")

    class State(models.TextChoices):
        GATHERING = "gathering", pgettext_lazy("bundle", "Gathering seats")
        ASKED = "asked", pgettext_lazy("bundle", "Asked for")
        ANSWERED = "answered", pgettext_lazy("bundle", "Answered")
        BOUGHT = "bought", pgettext_lazy("bundle", "Bought")

    access = Access(
        DataClass.PUBLISHED,
        read=MEMBERS | (InSet("university", "represents") & REQUEST_SENT),
        insert=InSet("collaboration", "leads"),
        write=InSet("collaboration", "leads") | (InSet("university", "represents") & REQUEST_SENT),
        delete=Nobody(),
    )

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PURCHASE)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.GATHERING)
    title = models.CharField(_("title"), max_length=120)
    words = models.CharField(_("what is wanted"), max_length=500, blank=True)
    areas = ArrayField(models.SlugField(max_length=50), verbose_name=_("areas"), default=list, blank=True)
    answer_by = models.DateField(_("say how many seats by"), null=True, blank=True)
    university = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("the university's answer"), max_length=1000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    offer = models.ForeignKey(Offer, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request = models.UUIDField(null=True, blank=True, editable=False)
    created_on = models.DateField(auto_now_add=True)

    class Meta:
        ordering = ["-created_on", "-id"]
        verbose_name = _("gathered demand")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="purchase") | Q(state="gathering") | Q(university__isnull=False),
                name="request_names_its_university",
            ),
            models.UniqueConstraint(fields=["created_by", "request"], name="bundle_is_begun_once"),
        ]
        triggers = [pgtrigger.ReadOnly(name="bundle_stays", fields=["collaboration", "created_by"])]

    def __str__(self) -> str:
        return self.title


@tracked()
class BundleSeats(models.Model):
    """How many seats an employer wants of what is gathered, said by its coordinator."""

    access = Access(
        DataClass.PUBLISHED,
        read=AsRow("bundle"),
        write=InSet("employer", "coordinates"),
        delete=Nobody(),
    )

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="seats")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        ordering = ["employer__name"]
        verbose_name = _("seats that an employer wants")
        constraints = [models.UniqueConstraint(fields=["bundle", "employer"], name="employer_says_its_seats_once")]
        triggers = [pgtrigger.ReadOnly(name="bundle_seats_stay", fields=["bundle", "employer"])]
