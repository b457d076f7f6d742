"""A framework on trial: in chosen units and professions, for a time, with a reference group."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import InSet, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.frameworks.models.published import FrameworkVersion
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Profession

READ = InSet("employer", "employers")
WRITE = InSet("employer", "coordinates")


@tracked()
class Pilot(models.Model):
    """While it runs, the staff of its units and professions are placed against ``version`` and nobody else is."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        ENDED = "ended", pgettext_lazy("pilot", "Ended")
        WIDENED = "widened", _("Widened to the whole employer")

    access = Access(DataClass.EMPLOYER, read=READ, write=WRITE, delete=Nobody())

    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pilots")
    version = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="pilots")
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("what is to be found out"), blank=True)
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    widened_from = models.CharField(max_length=10, choices=State.choices, blank=True)  # its state if that is undone
    evaluation = models.TextField(_("evaluation"), blank=True)
    evaluated_on = models.DateField(_("evaluated on"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-starts", "-id"]
        verbose_name = _("pilot")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="pilot_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state="widened") | Q(widened_from=""), name="only_widened_pilot_says_from_what"
            ),
            # The target of composite keys: a pilot's parts stay with its employer.
            models.UniqueConstraint(fields=["employer", "id"], name="pilot_of_employer"),
        ]

    def __str__(self) -> str:
        return self.title


class PilotUnit(models.Model):
    access = Access(DataClass.EMPLOYER, read=READ, write=WRITE)

    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pilot", "unit"], name="unit_once_per_pilot")]


class PilotProfession(models.Model):
    access = Access(DataClass.EMPLOYER, read=READ, write=WRITE)

    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="professions")
    profession = models.ForeignKey(Profession, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pilot", "profession"], name="profession_once_per_pilot")]


@tracked()
class PilotMember(models.Model):
    """One of the pilot's reference group: practitioners, managers, MAS/MAR, the unions."""

    access = Access(DataClass.EMPLOYER, read=READ, write=WRITE)

    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(_("name"), max_length=120)
    speaks_for = models.CharField(_("speaks for"), max_length=120)

    class Meta:
        ordering = ["id"]
        verbose_name = _("member of the reference group")
        triggers = [pgtrigger.ReadOnly(name="member_stays", fields=["pilot", "employer"])]
