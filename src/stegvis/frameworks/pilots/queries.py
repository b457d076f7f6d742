"""Reading pilots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from django.db.models import Case, Prefetch, Q, QuerySet, When

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.frameworks.models import Adoption, FrameworkVersion, Pilot, PilotProfession, PilotUnit
from stegvis.frameworks.queries import has_staff
from stegvis.organisations.models import Unit
from stegvis.organisations.queries import unit_tree, with_those_above
from stegvis.people.models import Profession


def placed_by_pilot(employer_id: int, day: date) -> dict[tuple[int, str], FrameworkVersion]:
    """(unit, profession) → the version that its staff are placed against on the day because a pilot runs there.

    Whoever is not in it is placed by the employer's adoption, if any. A unit that has come below one of the pilot's is
    in it. A pilot ends with its last day, by itself. Three queries, one without a pilot, of what the transaction's
    actor may see.
    """
    rows = PilotUnit.objects.filter(
        employer=employer_id,
        pilot__state=Pilot.State.RUNNING,
        pilot__starts__lte=day,
        pilot__ends__gte=day,
        pilot__professions__isnull=False,
    ).values_list("unit_id", "pilot__professions__profession_id", "pilot__version_id")
    chosen = {(unit, profession): version for unit, profession, version in rows}
    if not chosen:
        return {}
    versions = FrameworkVersion.objects.in_bulk(set(chosen.values()))
    parents = dict(Unit.objects.filter(organisation=employer_id).values_list("pk", "parent_id"))
    found: dict[tuple[int, str], FrameworkVersion] = {}
    for unit in parents:
        for profession in {code for _unit, code in chosen}:
            if (version := _nearest(chosen, parents, unit, profession)) is not None:
                found[unit, profession] = versions[version]
    return found


def _nearest(
    chosen: Mapping[tuple[int, str], int], parents: Mapping[int, int | None], unit: int | None, profession: str
) -> int | None:
    """What was chosen for the unit, else for the nearest above it."""
    while unit is not None and (unit, profession) not in chosen:
        unit = parents.get(unit)
    return None if unit is None else chosen[unit, profession]


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


def running_pilots(actor: Actor) -> QuerySet[Pilot]:
    """What runs today, or is to, with the actor's employers."""
    return visible(actor, Pilot).filter(_runs(actor))


def _runs(actor: Actor) -> Q:
    return Q(state=Pilot.State.RUNNING, ends__gte=actor.today)


def pilots_in_units(actor: Actor) -> list[Pilot]:
    """What runs today, or is to, in units that the actor manages. One query where nothing runs with the employers."""
    if not actor.manages:
        return []
    running = list(pilots_of(actor).filter(_runs(actor)))
    units = with_those_above(actor.manages) if running else set()
    return [pilot for pilot in running if any(one.unit_id in units for one in pilot.units.all())]


def units_in(actor: Actor, pilot: Pilot) -> list[Unit]:
    """The pilot's units in the order of the tree, with those that have come below them since. One query."""
    chosen = {one.unit_id for one in pilot.units.all()}
    tree = [node.unit for node in unit_tree(actor, pilot.employer)]
    for unit in tree:  # what is above comes first
        if unit.parent_id in chosen:
            chosen.add(unit.pk)
    return [unit for unit in tree if unit.pk in chosen]


def professions_of(pilot: Pilot) -> QuerySet[Profession]:
    return Profession.objects.filter(pk__in=PilotProfession.objects.filter(pilot=pilot).values("profession"))


def replaced_by(actor: Actor, pilot: Pilot) -> list[Adoption]:
    """What the employer's staff are placed by now, and would not be if the pilot were widened.

    One query, and one for each profession.
    """
    rows = visible(actor, Adoption).filter(employer=pilot.employer_id, profession__in=professions_of(pilot))
    rows = rows.exclude(version=pilot.version_id).select_related("version__framework", "profession", "employer")
    return [one for one in rows.order_by("profession") if has_staff(one.employer_id, one.profession_id)]


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
