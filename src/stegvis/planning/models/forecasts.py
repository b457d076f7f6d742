"""Forecasts and their scenarios, what is noted of them, and what others are shown."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stegvis.foundation.access.declaration import Access, DataClass
from stegvis.foundation.access.rules import AsRow, AsWriter, Holds, InSet, Nobody
from stegvis.foundation.audit.history import tracked
from stegvis.organisations.models import Collaboration, Organisation, Role
from stegvis.planning.access import Coordinating, HoldsRole
from stegvis.planning.ground.inputs import Scope, scope_of
from stegvis.planning.ground.levers import Lever
from stegvis.planning.models.ground import Ground, Run

USER = settings.AUTH_USER_MODEL


@tracked()
class Forecast(models.Model):
    """A question: these places and professions, so many years. Its scenarios answer it, from the same staff and people.

    ``asked`` is a ``Scope`` as JSON.
    """

    access = Access(DataClass.EMPLOYER, read=AsRow("ground"), write=AsWriter("ground"), delete=Nobody())

    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="forecasts")
    title = models.CharField(_("title"), max_length=120)
    asked = models.JSONField()
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("forecast")
        constraints = [models.UniqueConstraint(fields=["ground", "id"], name="forecast_of_ground")]
        triggers = [pgtrigger.ReadOnly(name="forecast_stays", fields=["ground", "asked", "created_by"])]

    def __str__(self) -> str:
        return self.title

    @property
    def owner(self) -> Organisation | Collaboration | None:
        return self.ground.owner

    @property
    def scope(self) -> Scope:
        return scope_of(self.asked)

    @property
    def last_year(self) -> int:
        return self.scope.first_year + self.scope.years


@tracked(exclude=["further", "job_id"])
class Scenario(models.Model):
    """What is done in a forecast, and what comes of it. The base is what comes if nothing more is done than today.

    ``levers`` are ``Lever`` as JSON. ``run`` is there when it is computed, and ``further`` what is told beside it
    (``forecasts.picture``). ``revision`` counts how often its levers have been changed, ``job_id`` is the last
    computation's.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("forecast", "Being computed")
        DONE = "done", pgettext_lazy("forecast", "Ready")
        FAILED = "failed", pgettext_lazy("forecast", "Could not be computed")

    access = Access(DataClass.EMPLOYER, read=AsRow("ground"), write=AsWriter("ground"), delete=Nobody())

    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="+")
    forecast = models.ForeignKey(Forecast, on_delete=models.PROTECT, related_name="scenarios")
    name = models.CharField(_("name"), max_length=80)
    is_base = models.BooleanField(default=False)
    levers = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    further = models.BinaryField(default=b"")
    job_id = models.UUIDField(null=True)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-is_base", "id"]
        verbose_name = _("scenario")
        constraints = [
            models.UniqueConstraint(fields=["forecast"], condition=Q(is_base=True), name="forecast_has_one_base"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(run__isnull=False), name="what_is_ready_has_been_computed"
            ),
            models.CheckConstraint(condition=Q(is_base=False) | Q(levers=[]), name="the_base_pulls_no_lever"),
        ]
        triggers = [pgtrigger.ReadOnly(name="scenario_stays", fields=["ground", "forecast", "is_base", "created_by"])]

    def __str__(self) -> str:
        return self.name

    @property
    def pulled(self) -> tuple[Lever, ...]:
        return tuple(Lever.of(one) for one in self.levers)


class ScenarioNote(models.Model):
    """Who decided what, or how a scenario is to be understood: signed, and never changed."""

    access = Access(
        DataClass.EMPLOYER, read=AsRow("scenario"), insert=AsWriter("scenario"), write=Nobody(), delete=Nobody()
    )

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="notes")
    words = models.CharField(_("note"), max_length=1000)
    signed_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_name = models.CharField(_("signed by"), max_length=120)
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-signed_at", "-id"]
        verbose_name = _("note on a scenario")

    def __str__(self) -> str:
        return self.words


@tracked(exclude=["result", "further", "about"])
class SharedScenario(models.Model):
    """A scenario as others are shown it, as it was when it was shared, without places with fewer than five persons.

    ``about`` holds words and assumptions; ``result`` and ``further`` are as in a run and a scenario, masked. What staff
    it was computed from is not in it.
    """

    access = Access(
        DataClass.PUBLISHED,
        read=AsRow("scenario")
        | (
            Holds("is_open", True)
            & (
                (Holds("for_members", True) & InSet("collaboration", "collaborations") & Coordinating())
                | (Holds("for_national", True) & HoldsRole(Role.NATIONAL_FOLLOW_UP.value))
            )
        ),
        write=AsWriter("scenario"),
        delete=Nobody(),
    )

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="shared")
    collaboration = models.ForeignKey(Collaboration, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_open = models.BooleanField(default=True)
    for_members = models.BooleanField(_("the members' coordinators"), default=False)
    for_national = models.BooleanField(_("national follow-up"), default=False)
    title = models.CharField(_("title"), max_length=220)
    owner = models.CharField(_("owner"), max_length=120)
    about = models.JSONField()
    result = models.BinaryField()
    further = models.BinaryField()
    shared_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    shared_name = models.CharField(_("shared by"), max_length=120)
    shared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-shared_at", "-id"]
        verbose_name = _("shared scenario")
        constraints = [
            models.UniqueConstraint(
                fields=["scenario"], condition=Q(is_open=True), name="scenario_is_shared_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(for_members=False) | Q(collaboration__isnull=False), name="members_are_a_collaborations"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="what_is_shared_stays",
                fields=["scenario", "collaboration", "title", "owner", "about", "result", "further", "shared_name"],
            )
        ]

    def __str__(self) -> str:
        return self.title
