"""What a forecast's ground reads: the owner's changes, staff, inhabitants. A handful of queries, whatever the size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Q, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.organisations.models import Collaboration, Membership, Organisation
from stegvis.planning.ground import population
from stegvis.planning.ground.area import ages_of, estimated_staff
from stegvis.planning.ground.assumptions import Assumption, Assumptions, packaged
from stegvis.planning.ground.inputs import (
    COUNTED,
    ESTIMATED,
    FEW,
    ROUNDED,
    Array,
    Inputs,
    Scope,
    check_inputs,
    check_scope,
)
from stegvis.planning.ground.keys import AGES, FIRST_AGE, LAST_AGE
from stegvis.planning.ground.places import SECTORS, counties, places
from stegvis.planning.models.ground import Figures, Ground, Override

ROUNDING_VARIANCE = 25 / 12
FEW_PERSONS, FEW_VARIANCE = 2.5, 2.0
BANDS = ((FIRST_AGE, 35), (35, 45), (45, 55), (55, LAST_AGE + 1))


def owners(actor: Actor) -> list[Organisation | Collaboration]:
    """Whose planning the actor leads: employers with a code, then collaborations."""
    found: list[Organisation | Collaboration] = list(
        Organisation.objects.filter(pk__in=actor.coordinates).exclude(code="").order_by("name")
    )
    return [*found, *Collaboration.objects.filter(pk__in=actor.leads).order_by("name")]


def grounds(actor: Actor) -> QuerySet[Ground]:
    return visible(actor, Ground).select_related("employer", "collaboration")


def ground_of(*, actor: Actor, pk: int) -> Ground:
    """NotYours for another's."""
    return get_visible(actor, Ground, grounds(actor), pk=pk)


def overrides(actor: Actor, ground: Ground, *, also_undone: bool = False) -> list[Override]:
    found = visible(actor, Override).filter(ground=ground)
    return list(found if also_undone else found.filter(undone_at=None))


def assumptions_of(actor: Actor, ground: Ground) -> Assumptions:
    """The packaged ones with the owner's changes in their place."""
    return packaged().changed(as_assumption(one) for one in overrides(actor, ground))


def as_assumption(one: Override) -> Assumption:
    return Assumption(
        key=one.key,
        value=one.value,
        profession=one.profession,
        sector=one.sector,
        source=one.source,
        dated=one.dated.isoformat(),
        certain=one.is_certain,
        signed=one.signed_name,
        why=one.why,
    )


def usual_places(actor: Actor, ground: Ground) -> tuple[str, ...]:
    """Those that the owner plans for: the employer, or the collaboration's members."""
    if ground.employer is not None:
        return (ground.employer.code,)
    members = Organisation.objects.filter(memberships__in=_memberships(actor, ground)).exclude(code="")
    return tuple(sorted(set(members.values_list("code", flat=True)), key=lambda code: (len(code) == 2, code)))


def _memberships(actor: Actor, ground: Ground) -> Any:
    today = actor.today
    found = Membership.objects.filter(collaboration=ground.collaboration_id, valid_from__lte=today)
    return found.filter(Q(valid_to=None) | Q(valid_to__gte=today))


def population_figures(actor: Actor, ground: Ground) -> Figures | None:
    """The owner's own, else the latest that were fetched for everybody."""
    return visible(actor, Figures).filter(ground=ground).first() or visible(actor, Figures).filter(ground=None).first()


def gather(*, actor: Actor, ground: Ground, scope: Scope, today: date | None = None) -> Inputs:
    """All that the forecast is computed from. Raises PlanningError, NotYours."""
    check_scope(scope)
    ground = ground_of(actor=actor, pk=ground.pk)
    assumed = assumptions_of(actor, ground)
    figures = population_figures(actor, ground)
    given = figures.content if figures else None
    inputs = Inputs(
        scope=scope,
        assumptions=assumed,
        staff=np.zeros((len(scope.places), len(scope.professions), AGES)),
        fte=_usual_fte(assumed, scope),
        noise=np.zeros((len(scope.places), len(scope.professions))),
        origin=(),
        population=population.population(scope.places, scope.first_year, scope.years, given),
        counties=population.population(tuple(counties()), scope.first_year, scope.years, given),
        population_source=figures.source if figures else "",
        population_noise=figures.noise if figures else 0.0,
    )
    found = with_staff(inputs, staff_rows(ground, today or actor.today))
    check_inputs(found)
    return found


@dataclass(frozen=True)
class StaffRow:
    """As ``stegvis_planning_staff`` gives it."""

    code: str
    profession: str
    age: int | None
    persons: int | None
    share: float | None
    bands: list[int] | None
    origin: str


def staff_rows(ground: Ground, day: date) -> list[StaffRow]:
    """Nothing for whoever does not lead the ground's owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_planning_staff(%s, %s)", [ground.pk, day])
        return [
            StaffRow(code, profession, age, persons, None if share is None else float(share), bands, origin)
            for code, profession, age, persons, share, bands, origin in cursor.fetchall()
        ]


def _usual_fte(assumed: Assumptions, scope: Scope) -> Array:
    def one(place: str, code: str) -> float:
        kind = places()[place].kind
        return 1 - assumed.of("part_time", code, kind) * (1 - assumed.of("part_time_hours", code, kind))

    return np.array([[one(place, code) for code in scope.professions] for place in scope.places])


def with_staff(inputs: Inputs, rows: Sequence[StaffRow]) -> Inputs:
    """Who is counted; where nobody is, an estimate by the inhabitants, which is marked."""
    scope, assumed = inputs.scope, inputs.assumptions
    kinds = [places()[code].kind for code in scope.places]
    sector = np.array([SECTORS.index(kind) for kind in kinds])
    estimate = estimated_staff(inputs, inputs.population[0].sum(axis=-1), sector)
    staff, fte, noise = estimate.copy(), inputs.fte.copy(), np.zeros(inputs.fte.shape)
    by_place: dict[str, dict[str, list[StaffRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_place[row.code][row.profession].append(row)
    origin = []
    for place, code in enumerate(scope.places):
        line = []
        for number, profession in enumerate(scope.professions):
            at = (place, number)
            found = by_place[code][profession] if code in by_place else []
            whence = _origin(code in by_place, by_place.get(code, {}), found)
            line.append(whence)
            expected = float(estimate[at].sum())
            if whence == ESTIMATED:
                noise[at] = (assumed.entry("staff", profession, kinds[place]).spread * expected) ** 2
                continue
            shape = ages_of(assumed, profession, kinds[place])
            if whence == FEW:
                staff[at] = min(FEW_PERSONS, expected) * shape
                noise[at] = min(FEW_VARIANCE, expected**2)
                continue
            staff[at] = _ages(found, shape)
            noise[at] = ROUNDING_VARIANCE if whence == ROUNDED else 0.0
            persons = sum(row.persons or 0 for row in found)
            if persons:
                worked = sum((row.persons or 0) * (row.share if row.share is not None else fte[at]) for row in found)
                fte[at] = min(worked / persons, 1.0)
        origin.append(tuple(line))
    return replace(inputs, staff=staff, fte=fte, noise=noise, origin=tuple(origin))


def _origin(is_known: bool, of_place: dict[str, list[StaffRow]], found: list[StaffRow]) -> str:
    """An employer that has any staff in Stegvis has none of the professions that it does not show."""
    if not is_known:
        return ESTIMATED
    whence = next(row.origin for rows in of_place.values() for row in rows)
    if whence != ROUNDED:
        return whence or COUNTED
    return ROUNDED if found and found[0].persons is not None else FEW


def _ages(rows: Sequence[StaffRow], shape: Array) -> Array:
    """(A,) persons: at their ages, in their bands, or spread as is usual."""
    found = np.zeros(AGES)
    for row in rows:
        persons = float(row.persons or 0)
        if row.age is not None:
            found[min(max(row.age, FIRST_AGE), LAST_AGE) - FIRST_AGE] += persons
        elif row.bands:
            for (first, end), number in zip(BANDS, row.bands, strict=True):
                part = shape[first - FIRST_AGE : end - FIRST_AGE]
                found[first - FIRST_AGE : end - FIRST_AGE] += part / part.sum() * number * persons / sum(row.bands)
        else:
            found += persons * shape
    return found
