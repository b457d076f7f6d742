"""Roles offered to experienced staff, and who would like one or wishes for something else."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import Holds, InSet, IsPerson, NotHidden
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.access import EmployedNow, StillEmployed
from stegvis.people.models import Person

# A wish is between the person and the manager; interest in a role is for whoever offers it.
ANSWERS = (Holds("is_wish", True) & EmployedNow("manages")) | (
    Holds("is_wish", False) & ((InSet("unit", "manages") & StillEmployed()) | EmployedNow("coordinates"))
)


@tracked()
class Offer(models.Model):
    """A role for experienced staff, in a unit or anywhere with the employer. ``share`` is per cent of full time."""

    class Kind(models.TextChoices):
        ADJUSTED = "adjusted", _("Adjusted post")
        ASSIGNMENT = "assignment", _("Assignment")
        PROJECT = "project", _("Project")
        MENTOR = "mentor", _("Mentor or supervisor")

    access = Access(
        DataClass.EMPLOYER,
        read=InSet("employer", "employers"),
        write=InSet("employer", "coordinates") | InSet("unit", "manages"),
    )

    employer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("role"), max_length=120)
    about = models.TextField(_("what it means and what it asks for"), blank=True)
    share = models.PositiveSmallIntegerField(_("per cent of full time"), null=True, blank=True)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("to"), null=True, blank=True)
    professions = ArrayField(models.SlugField(max_length=50), default=list, blank=True)  # empty: for all
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_on = models.DateField(_("published on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        ordering = ["-published_on", "-id"]
        verbose_name = _("role for experienced staff")
        constraints = [
            models.UniqueConstraint(fields=["employer", "id"], name="offer_of_employer"),
            models.CheckConstraint(
                condition=(Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")))
                & (Q(share__isnull=True) | Q(share__range=(1, 100))),
                name="offer_is_plausible",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Interest(models.Model):
    """Somebody would like a role that is offered, or states a wish of their own to their manager.

    ``unit`` is the role's. ``text`` is the person's, ``answer`` what was agreed; both read both.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for a talk")
        TALKED = "talked", _("Talked about")
        AGREED = "agreed", _("Agreed")
        NOT_NOW = "not_now", _("Not now")
        WITHDRAWN = "withdrawn", _("Taken back")

    access = Access(
        DataClass.PERSONAL,
        read=IsPerson() | ((ANSWERS | EmployedNow("handles")) & NotHidden()),
        insert=IsPerson() & InSet("employer", "employers"),
        write=(IsPerson() & InSet("employer", "employers")) | (ANSWERS & NotHidden()),
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, null=True, blank=True, on_delete=models.CASCADE, related_name="interests")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_wish = models.BooleanField(default=False)
    text = models.TextField(_("what you would like"), blank=True)
    share = models.PositiveSmallIntegerField(_("per cent of full time"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    stated_on = models.DateField(_("stated on"))
    answer = models.TextField(_("what we have said"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        ordering = ["-stated_on", "-id"]
        verbose_name = _("interest in a role")
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "person"],
                condition=Q(state__in=["open", "talked", "agreed"]),
                name="interested_once_in_each",
            ),
            models.UniqueConstraint(
                fields=["employer", "person"],
                condition=Q(is_wish=True, state__in=["open", "talked"]),
                name="one_wish_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(is_wish=True, offer__isnull=True, unit__isnull=True)
                | Q(is_wish=False, offer__isnull=False),
                name="wish_is_of_ones_own",
            ),
        ]
