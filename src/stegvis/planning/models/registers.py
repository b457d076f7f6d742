"""Simple registers by half-year: posts for training, agency staff, and staff trained abroad. Counts, never persons."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import InSet
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession

OWN = InSet("employer", "coordinates")


class Half(models.IntegerChoices):
    SPRING = 1, pgettext_lazy("half-year", "Spring")
    AUTUMN = 2, pgettext_lazy("half-year", "Autumn")


class Counted(models.Model):
    """What an employer counts for a half-year."""

    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    half = models.PositiveSmallIntegerField(_("half-year"), choices=Half.choices)

    class Meta:
        abstract = True


@tracked()
class TrainingPost(Counted):
    """Posts for those in training after their degree. ``filled`` of ``posts`` have somebody."""

    class Kind(models.TextChoices):
        AT = "at", _("General medical training (allmäntjänstgöring)")
        BT = "bt", _("Basic medical training (bastjänstgöring, BT)")
        ST = "st", _("Specialist medical training (specialiseringstjänstgöring, ST)")
        PTP = "ptp", _("Practice of psychologists (PTP)")

    access = Access(DataClass.EMPLOYER, read=OWN, write=OWN)

    kind = models.CharField(_("kind"), max_length=3, choices=Kind.choices)
    posts = models.PositiveSmallIntegerField(_("posts"))
    filled = models.PositiveSmallIntegerField(_("filled"))

    class Meta:
        ordering = ["-year", "-half", "kind"]
        verbose_name = _("posts for training")
        constraints = [
            models.UniqueConstraint(fields=["employer", "kind", "year", "half"], name="posts_are_counted_once"),
            models.CheckConstraint(condition=Q(filled__lte=F("posts")), name="no_more_posts_are_filled_than_are"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100), half__in=[1, 2]), name="posts_have_a_term"),
        ]
        triggers = [pgtrigger.ReadOnly(name="posts_stay", fields=["employer", "kind", "year", "half"])]


@tracked()
class AgencyUse(Counted):
    """What agency staff worked and cost. ``worked`` is full-time equivalents over the half-year."""

    access = Access(DataClass.EMPLOYER, read=OWN, write=OWN)

    profession = models.ForeignKey(Profession, verbose_name=_("profession"), on_delete=models.PROTECT, related_name="+")
    worked = models.DecimalField(_("full-time equivalents"), max_digits=7, decimal_places=1)
    kronor = models.PositiveBigIntegerField(_("cost, kronor"))

    class Meta:
        ordering = ["-year", "-half", "profession__title_sv"]
        verbose_name = _("agency staff")
        constraints = [
            models.UniqueConstraint(fields=["employer", "profession", "year", "half"], name="agency_is_counted_once"),
            models.CheckConstraint(condition=Q(worked__gte=0), name="agency_work_is_not_below_zero"),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100), half__in=[1, 2]), name="agency_has_a_term"),
        ]
        triggers = [pgtrigger.ReadOnly(name="agency_stays", fields=["employer", "profession", "year", "half"])]


@tracked()
class TrainedAbroad(Counted):
    """How many of those trained abroad or newly arrived stand at each step on the way to a Swedish licence."""

    class Step(models.TextChoices):
        LANGUAGE = "language", _("Language course")
        PRACTICE = "practice", _("Practice at a workplace")
        TEST = "test", _("Waits for the proficiency test")
        SUPERVISED = "supervised", _("Practical service under supervision")
        LICENSED = "licensed", _("Licensed in the half-year")

    access = Access(DataClass.EMPLOYER, read=OWN, write=OWN)

    profession = models.ForeignKey(Profession, verbose_name=_("profession"), on_delete=models.PROTECT, related_name="+")
    step = models.CharField(_("step"), max_length=10, choices=Step.choices)
    people = models.PositiveSmallIntegerField(_("how many"))

    class Meta:
        ordering = ["-year", "-half", "profession__title_sv", "step"]
        verbose_name = _("staff trained abroad")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "profession", "step", "year", "half"], name="trained_abroad_are_counted_once"
            ),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100), half__in=[1, 2]), name="abroad_has_a_term"),
        ]
        triggers = [pgtrigger.ReadOnly(name="abroad_stays", fields=["employer", "profession", "step", "year", "half"])]
