"""Reading pilots."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.db.models import Case, Prefetch, QuerySet, When

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.frameworks.models import FrameworkVersion, Pilot, PilotProfession, PilotUnit


def placed_by_pilot(employer_id: int, day: date) -> dict[tuple[int, str], FrameworkVersion]:
    """(unit, profession) → the version that its staff are placed against on the day because a pilot runs there.

    Whoever is not in it is placed by the employer's adoption, if any. A pilot ends with its last day, by itself. Two
    queries, of what the transaction's actor may see.
    """
    rows = PilotUnit.objects.filter(
        employer=employer_id,
        pilot__state=Pilot.State.RUNNING,
        pilot__starts__lte=day,
        pilot__ends__gte=day,
        pilot__professions__isnull=False,
    ).values_list("unit_id", "pilot__professions__profession_id", "pilot__version_id")
    found = {(unit, profession): version for unit, profession, version in rows}
    versions = FrameworkVersion.objects.in_bulk(set(found.values()))
    return {key: versions[version] for key, version in found.items()}


def piloting_employers() -> set[int]:
    """Employers whose staff a pilot places, has placed until lately or will place: each night looks at them too."""
    return set(Pilot.objects.filter(state=Pilot.State.RUNNING).values_list("employer_id", flat=True))


def pilots_of(actor: Actor) -> QuerySet[Pilot]:
    """The pilots of the actor's employers, those that run or are planned first, with their units and professions."""
    order = Case(When(state=Pilot.State.RUNNING, then=0), When(state=Pilot.State.PLANNED, then=1), default=2)
    return (
        visible(actor, Pilot)
        .select_related("employer", "version__framework")
        .prefetch_related(
            Prefetch("units", PilotUnit.objects.select_related("unit").order_by("unit__name")),
            Prefetch("professions", PilotProfession.objects.select_related("profession").order_by("profession")),
        )
        .order_by(order, "-starts", "-pk")
    )


def pilot_of(actor: Actor, pilot_id: int) -> Pilot:
    """Raises NotYours."""
    return get_visible(actor, Pilot, pilots_of(actor).prefetch_related("members"), pk=pilot_id)


def pilots_in_units(actor: Actor) -> list[Pilot]:
    """What runs today, or is to, in units that the actor manages. One query where there is none."""
    if not actor.manages:
        return []
    return list(
        pilots_of(actor)
        .filter(state=Pilot.State.RUNNING, ends__gte=actor.today, units__unit__in=actor.manages)
        .distinct()
    )


def pilots_with(actor: Actor, version: FrameworkVersion) -> list[Pilot]:
    """The pilots of this version with the actor's employers."""
    return list(visible(actor, Pilot).filter(version=version).select_related("employer"))


class Phase(StrEnum):
    """Where a pilot stands on a day: its state, told apart by its dates."""

    PLANNED = "planned"
    COMING = "coming"  # started by the coordinator, its first day is ahead
    RUNNING = "running"
    OVER = "over"  # its last day has passed, and nobody has ended or widened it
    ENDED = "ended"
    WIDENED = "widened"


def phase_of(pilot: Pilot, day: date) -> Phase:
    if pilot.state != Pilot.State.RUNNING:
        return Phase(pilot.state)
    return Phase.COMING if day < pilot.starts else Phase.OVER if day > pilot.ends else Phase.RUNNING
