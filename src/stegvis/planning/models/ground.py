"""What forecasts stand on: an owner's assumptions and figures, counted staff, and what has been computed."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, Holds, InSet, Nobody, SignedIn
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation
from stegvis.organisations.owning import LEADERS, ONE_OWNER, Owned
from stegvis.people.models import Profession

USER = settings.AUTH_USER_MODEL


class Ground(Owned):
    """What an owner's forecasts are computed from: the packaged assumptions, with the owner's own changes."""

    access = Access(DataClass.EMPLOYER, read=LEADERS, write=LEADERS, delete=Nobody())

    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("planning data")
        constraints = [
            models.CheckConstraint(condition=ONE_OWNER, name="ground_has_one_owner"),
            models.UniqueConstraint(
                fields=["employer", "collaboration"], nulls_distinct=False, name="one_ground_an_owner"
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="ground_stays", fields=["employer", "collaboration"])]

    def __str__(self) -> str:
        return str(self.owner)


@tracked()
class Override(models.Model):
    """A changed assumption, named and signed, with why. It holds until it is undone, and is never deleted."""

    access = Access(DataClass.EMPLOYER, read=AsRow("ground"), write=AsWriter("ground"), delete=Nobody())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="overrides")
    key = models.SlugField(_("assumption"), max_length=40)
    profession = models.SlugField(_("profession"), max_length=60, blank=True)
    sector = models.SlugField(_("kind of employer"), max_length=15, blank=True)
    value = models.FloatField(_("value"))
    source = models.CharField(_("source"), max_length=200)
    dated = models.DateField(_("date of the source"))
    is_certain = models.BooleanField(_("the value is certain"), default=False)
    why = models.CharField(_("why"), max_length=500)
    signed_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_name = models.CharField(_("signed by"), max_length=120)
    signed_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_name = models.CharField(_("undone by"), max_length=120, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-signed_at"]
        verbose_name = _("changed assumption")
        constraints = [
            models.UniqueConstraint(
                fields=["ground", "key", "profession", "sector"],
                condition=Q(undone_at__isnull=True),
                name="one_change_in_force_an_assumption",
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_was_signed_stays",
                fields=["ground", "key", "profession", "sector", "value", "source", "dated", "is_certain", "why"],
            )
        ]

    def __str__(self) -> str:
        return self.key


class StaffCount(models.Model):
    """An employer's own figures of staff at a year's end, by profession and age: what is not in Stegvis, or was before.

    ``persons`` and ``fte`` are of the one age. The employer's coordinators alone read them.
    """

    access = Access(DataClass.EMPLOYER, read=InSet("employer", "coordinates"), write=InSet("employer", "coordinates"))

    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staff_counts")
    year = models.PositiveSmallIntegerField(_("year"))
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")
    age = models.PositiveSmallIntegerField(_("age"))
    persons = models.PositiveIntegerField(_("persons"))
    fte = models.DecimalField(_("full-time equivalents"), max_digits=9, decimal_places=2)

    class Meta:
        ordering = ["employer_id", "-year", "profession_id", "age"]
        verbose_name = _("counted staff")
        constraints = [
            models.UniqueConstraint(fields=["employer", "year", "profession", "age"], name="staff_is_counted_once"),
            models.CheckConstraint(condition=Q(year__range=(1980, 2100)), name="staff_count_year_is_plausible"),
            models.CheckConstraint(condition=Q(age__range=(15, 90)), name="staff_count_age_is_plausible"),
            models.CheckConstraint(
                condition=Q(fte__gte=0, fte__lte=models.F("persons")), name="fte_is_at_most_the_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.profession_id} {self.age}"


class Figures(models.Model):
    """A table of inhabitants by place, year and age group, brought in: fetched for everybody, or by an owner's file.

    ``content`` is ``{"years": […], "places": {code: [[group, …] of a year, …]}}``; ``noise`` the variance that the
    source has added to each number. ``has_ages`` tells a source that counts by age from one whose ages are estimated.
    ``brought_at`` is renewed where the same table is brought in again.
    """

    access = Access(
        DataClass.EMPLOYER,
        read=(Holds("is_shared", True) & SignedIn()) | AsRow("ground"),
        write=AsWriter("ground"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ground = models.ForeignKey(Ground, null=True, blank=True, on_delete=models.CASCADE, related_name="figures")
    is_shared = models.BooleanField(default=False)
    source = models.CharField(_("source"), max_length=200)
    table = models.CharField(_("table"), max_length=60, blank=True)
    dated = models.DateField(_("date of the source"))
    brought_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    brought_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    noise = models.FloatField(default=0)
    has_ages = models.BooleanField(default=True)
    last_year = models.PositiveSmallIntegerField(_("last year"), default=0)
    content = models.JSONField()

    class Meta:
        ordering = ["-brought_at"]
        verbose_name = _("population figures")
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__isnull=False, is_shared=False) | Q(ground__isnull=True, is_shared=True),
                name="figures_are_an_owners_or_shared",
            ),
            models.UniqueConstraint(fields=["ground", "digest"], nulls_distinct=False, name="figures_are_kept_once"),
        ]

    def __str__(self) -> str:
        return self.source


class SetAside(models.Model):
    """Population figures that one ground does without, named and signed, until they are put back. Never deleted."""

    access = Access(DataClass.EMPLOYER, read=AsRow("ground"), write=AsWriter("ground"), delete=Nobody())

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="set_aside")
    figures = models.ForeignKey(Figures, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_name = models.CharField(_("signed by"), max_length=120)
    signed_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_name = models.CharField(_("undone by"), max_length=120, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-signed_at"]
        verbose_name = _("figures set aside")
        constraints = [
            models.UniqueConstraint(
                fields=["ground", "figures"], condition=Q(undone_at__isnull=True), name="figures_are_set_aside_once"
            )
        ]
        triggers = [pgtrigger.ReadOnly(name="what_was_set_aside_stays", fields=["ground", "figures"])]

    def __str__(self) -> str:
        return str(self.figures)


class Run(models.Model):
    """A computed forecast with all that it is computed from, both packed: anybody can do it again. Never changed."""

    access = Access(
        DataClass.EMPLOYER, read=AsRow("ground"), insert=AsWriter("ground"), write=Nobody(), delete=Nobody()
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="runs")
    title = models.CharField(_("title"), max_length=120)
    levers = models.JSONField(default=list)
    inputs = models.BinaryField()
    inputs_digest = models.CharField(max_length=64)
    result = models.BinaryField()
    result_digest = models.CharField(max_length=64)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    finished_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-finished_at"]
        verbose_name = _("computed forecast")
        constraints = [models.CheckConstraint(condition=~Q(result_digest=""), name="a_result_is_whole")]

    def __str__(self) -> str:
        return self.title
