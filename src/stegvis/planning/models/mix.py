"""Who does what in a unit, and tasks that move from one profession to another: decided, and followed week by week."""

from __future__ import annotations

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, InSet, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation, Unit

USER = settings.AUTH_USER_MODEL
HOURS: dict[str, Any] = {"max_digits": 6, "decimal_places": 1}
IN_OUR_TIME = (date(1990, 1, 1), date(2150, 12, 31))
"""Days that weeks can be counted from."""
OF_UNIT = InSet("unit", "manages") | InSet("employer", "coordinates")


class OfUnit(models.Model):
    """A unit's: its managers and the employer's coordinators read and write it."""

    employer = models.ForeignKey(Organisation, verbose_name=_("employer"), on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


@tracked()
class Mix(OfUnit):
    """A unit's tasks and staff. ``content`` is plain values (``mix.content``); ``revision`` counts what is saved."""

    access = Access(DataClass.EMPLOYER, read=OF_UNIT, write=OF_UNIT, delete=Nobody())

    title = models.CharField(_("title"), max_length=120)
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-changed_at", "-id"]
        verbose_name = _("skill mix")
        constraints = [models.UniqueConstraint(fields=["unit", "id"], name="mix_of_unit")]
        triggers = [pgtrigger.ReadOnly(name="mix_stays", fields=["employer", "unit", "created_by"])]

    def __str__(self) -> str:
        return self.title


@tracked()
class Shift(OfUnit):
    """A task that is to move from one role to another (``mix.roles``), so many hours a week.

    ``decided_name`` and ``ended_name`` are signatures: the name of who signed, as it was then.
    """

    class Kind(models.TextChoices):
        SERVICE = "service", _("Service near the patient")
        ADMINISTRATION = "administration", _("Administration")
        CARE = "care", _("Care tasks between professions")
        DIGITAL = "digital", _("Work that a tool takes over")

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("task shift", "Proposed")
        DECIDED = "decided", pgettext_lazy("task shift", "Decided")
        ENDED = "ended", pgettext_lazy("task shift", "Followed up")
        DROPPED = "dropped", pgettext_lazy("task shift", "Dropped")

    class Outcome(models.TextChoices):
        HAPPENED = "happened", _("The task has moved")
        PARTLY = "partly", _("The task has moved in part")
        ONLY_ADDED = "only_added", _("Staff was added, but the task did not move")
        NOT = "not", _("The task did not move")

    access = Access(DataClass.EMPLOYER, read=OF_UNIT, write=OF_UNIT, delete=Nobody())

    mix = models.ForeignKey(Mix, null=True, blank=True, on_delete=models.PROTECT, related_name="shifts")
    task = models.CharField(_("task"), max_length=120)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    source = models.CharField(_("from"), max_length=60)
    target = models.CharField(_("to"), max_length=60)
    hours = models.DecimalField(_("hours a week"), **HOURS)
    starts = models.DateField(_("first week"))  # a Monday
    why = models.CharField(_("why"), max_length=1000)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PROPOSED)
    decided_on = models.DateField(null=True, blank=True)
    decided_name = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    outcome_words = models.CharField(max_length=1000, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_name = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-starts", "-id"]
        verbose_name = _("task shift")
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="shift_has_hours"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="shift_moves_a_task"),
            models.CheckConstraint(condition=Q(starts__iso_week_day=1), name="shift_starts_on_a_monday"),
            models.CheckConstraint(condition=Q(starts__range=IN_OUR_TIME), name="shift_starts_in_our_time"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_on=None)
                | Q(state="dropped")
                | Q(state__in=["decided", "ended"], decided_on__isnull=False),
                name="shift_is_decided_with_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False) & ~Q(outcome="") | ~Q(state="ended") & Q(outcome=""),
                name="ended_shift_has_an_outcome",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="shift_stays", fields=["employer", "unit", "created_by"])]

    def __str__(self) -> str:
        return self.task


@tracked()
class ShiftWeek(models.Model):
    """How a week went: hours that the giving role was spared of the task, and that the receiving role was there."""

    access = Access(DataClass.EMPLOYER, read=AsRow("shift"), write=AsWriter("shift"), delete=Nobody())

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="weeks")
    week = models.DateField(_("week"))  # its Monday
    moved = models.DecimalField(_("hours moved"), **HOURS)
    added = models.DecimalField(_("hours the receiving staff had"), **HOURS)
    words = models.CharField(_("what happened"), max_length=500, blank=True)
    said_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["week"]
        verbose_name = _("week of a task shift")
        constraints = [
            models.UniqueConstraint(fields=["shift", "week"], name="shift_week_is_told_once"),
            models.CheckConstraint(condition=Q(moved__gte=0, added__gte=0), name="shift_week_is_not_below_zero"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="shift_week_is_a_monday"),
        ]
        triggers = [pgtrigger.ReadOnly(name="shift_week_stays", fields=["shift", "week"])]
