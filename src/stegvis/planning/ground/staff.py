"""How many work where, of what is counted: exactly, rounded, as few, or by the number of inhabitants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from stegvis.planning.ground import population
from stegvis.planning.ground.area import ages_of, estimated_staff
from stegvis.planning.ground.assumptions import Assumptions
from stegvis.planning.ground.inputs import COUNTED, ESTIMATED, FEW, ROUNDED, Array, Inputs, Scope
from stegvis.planning.ground.keys import AGES, FIRST_AGE, LAST_AGE
from stegvis.planning.ground.places import SECTORS, counties, places

ROUNDING_VARIANCE = 25 / 12
FEW_PERSONS, FEW_VARIANCE = 2.5, 2.0
BANDS = ((FIRST_AGE, 35), (35, 45), (45, 55), (55, LAST_AGE + 1))


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


def inputs_of(
    scope: Scope,
    assumed: Assumptions,
    rows: Sequence[StaffRow] = (),
    *,
    given: population.Given | None = None,
    source: str = "",
    noise: float = 0.0,
) -> Inputs:
    """With the staff in ``rows``, and inhabitants as ``given`` (``Figures.content``) or as packaged."""
    found = Inputs(
        scope=scope,
        assumptions=assumed,
        staff=np.zeros((len(scope.places), len(scope.professions), AGES)),
        fte=_usual_fte(assumed, scope),
        noise=np.zeros((len(scope.places), len(scope.professions))),
        origin=(),
        population=population.population(scope.places, scope.first_year, scope.years, given),
        counties=population.population(tuple(counties()), scope.first_year, scope.years, given),
        population_source=source,
        population_noise=noise,
    )
    return with_staff(found, rows).rounded()


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
