"""A unit's weeks ahead: what is to be produced and who is there, decided, and told of week by week."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation, Unit
from stegvis.planning.models.mix import IN_OUR_TIME, OF_UNIT

USER = settings.AUTH_USER_MODEL
MOST_WEEKS = 53


@tracked()
class CapacityPlan(models.Model):
    """A plan of production and capacity. ``content`` is plain values (``capacity.content``), in which no person is.

    ``revision`` counts what is saved, and a decision names the one it was made on. ``gaps`` is written by the
    decision: the hours short by week and profession, for the sums that a collaboration sees.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("capacity plan", "Being written")
        DECIDED = "decided", pgettext_lazy("capacity plan", "Decided")

    access = Access(DataClass.EMPLOYER, read=OF_UNIT, write=OF_UNIT, delete=Nobody())

    employer = models.ForeignKey(Organisation, verbose_name=_("employer"), on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    starts = models.DateField(_("first week"))  # a Monday
    weeks = models.PositiveSmallIntegerField(_("number of weeks"))
    content = models.JSONField(default=dict)
    gaps = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.DRAFT)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_name = models.CharField(max_length=200, blank=True)  # as it was then
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts", "-id"]
        verbose_name = _("capacity plan")
        constraints = [
            models.CheckConstraint(condition=Q(starts__iso_week_day=1), name="capacity_plan_starts_on_a_monday"),
            models.CheckConstraint(condition=Q(starts__range=IN_OUR_TIME), name="capacity_plan_starts_in_our_time"),
            models.CheckConstraint(condition=Q(weeks__range=(1, MOST_WEEKS)), name="capacity_plan_has_weeks"),
            models.CheckConstraint(
                condition=Q(state="draft", decided_on=None) | Q(state="decided", decided_on__isnull=False),
                name="capacity_plan_is_decided_with_a_day",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="capacity_plan_stays", fields=["employer", "unit", "starts", "weeks", "created_by"])
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class CapacityWeek(models.Model):
    """How a week of a decided plan went, told once; told again, it is changed. ``content`` is plain values."""

    access = Access(DataClass.EMPLOYER, read=AsRow("plan"), write=AsWriter("plan"), delete=Nobody())

    plan = models.ForeignKey(CapacityPlan, on_delete=models.CASCADE, related_name="outcomes")
    week = models.DateField(_("week"))  # its Monday
    content = models.JSONField()
    words = models.CharField(_("what lay behind"), max_length=1000, blank=True)
    said_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    said_on = models.DateField()

    class Meta:
        ordering = ["week"]
        verbose_name = _("week of a capacity plan")
        constraints = [
            models.UniqueConstraint(fields=["plan", "week"], name="capacity_week_is_told_once"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="capacity_week_is_a_monday"),
        ]
        triggers = [pgtrigger.ReadOnly(name="capacity_week_stays", fields=["plan", "week"])]
