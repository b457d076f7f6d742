"""From what is assumed and counted to what the engine computes: a workforce for each kind of employer and family.

Municipalities and regions are followed apart, since so much differs between them; as many are taken to change from one
to the other as back. Professions that people go over between are followed together (``keys.FAMILIES``), the others each
by itself, since a mover goes where there are posts of that profession.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np

from stegvis.engine.forecast import Change, Moves, Programme, Uncertainty, Workforce
from stegvis.planning.ground.area import ALL_AGES, Area, area_of, bell, retiring
from stegvis.planning.ground.inputs import Array, Inputs
from stegvis.planning.ground.keys import AGES, FAMILIES, FIRST_AGE, NURSE, YOUNG
from stegvis.planning.ground.places import SECTORS, counties

FULL_WEEK = 40.0
STUDENTS = (25, 50)
"""Ages at which nurses study further."""
NOTHING = 1e-9


@dataclass(frozen=True, eq=False)
class Part:
    """A family of professions (their numbers in the forecast) at one kind of employer: ``at`` (E',) are the places'
    numbers in the area, of which the first ``inside`` are the forecast's."""

    sector: int
    professions: tuple[int, ...]
    at: np.ndarray
    inside: np.ndarray
    workforce: Workforce
    uncertainty: Uncertainty
    found: list[tuple[Array, Array]] = field(default_factory=list)
    """Supply and what is left of today's staff with no lever pulled, once they have been computed."""


class Prepared:
    """What is the same for every set of levers."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.area: Area = area_of(inputs)
        self.codes = inputs.scope.professions

    def of(self, key: str, profession: str, sector: int) -> float:
        return self.inputs.assumptions.of(key, profession, SECTORS[sector])

    @cached_property
    def hours(self) -> Array:
        """(2, P) full-time equivalents of a person by sector, such as the new and those around the forecast: as in its
        places, weighed by their staff."""
        found = np.empty((2, len(self.codes)))
        persons = self.inputs.staff.sum(axis=-1)
        for sector in range(2):
            here = self.area.sector[: len(persons)] == sector
            for number, code in enumerate(self.codes):
                part = self.of("part_time", code, sector) * (1 - self.of("part_time_hours", code, sector))
                weights = persons[here, number]
                worked = (weights * self.inputs.fte[here, number]).sum()
                found[sector, number] = worked / weights.sum() if weights.sum() > 0 else 1 - part
        return found

    @cached_property
    def fte(self) -> Array:
        """(E, P) full-time equivalents of one of today's staff: each place's own in the forecast."""
        return np.concatenate([self.inputs.fte, self.hours[self.area.sector[len(self.inputs.fte) :]]])

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        found = []
        for family in FAMILIES:
            professions = tuple(self.codes.index(code) for code in family if code in self.codes)
            for sector in range(2):
                if professions and self.area.staff[self.area.of_sector(sector)][:, list(professions)].any():
                    found.append(self._part(sector, professions))
        return tuple(found)

    def _part(self, sector: int, professions: tuple[int, ...]) -> Part:
        at = self.area.of_sector(sector)
        inside = at[at < len(self.inputs.scope.places)]
        return Part(
            sector,
            professions,
            at,
            inside,
            _workforce(self, sector, professions),
            _uncertainty(self, sector, professions),
        )


@lru_cache(maxsize=4)
def prepared(inputs: Inputs) -> Prepared:
    """Kept while one pulls at levers of the same forecast."""
    return Prepared(inputs)


def _workforce(base: Prepared, sector: int, professions: tuple[int, ...]) -> Workforce:
    codes = [base.codes[number] for number in professions]
    years, at = base.inputs.scope.years, base.area.of_sector(sector)
    hours = base.hours[sector, list(professions)]
    # The engine knows hours by profession: who works other hours than that counts as so much more or less of a person.
    as_whole = base.fte[at][:, list(professions)] / np.maximum(hours, NOTHING)
    stock = base.area.staff[at][:, list(professions)] * as_whole[..., None]
    shorter = np.array([base.of("part_time_hours", code, sector) for code in codes])
    part_time = np.clip((1 - hours) / np.maximum(1 - shorter, NOTHING), 0, 1)
    return Workforce(
        stock=stock,
        first_age=FIRST_AGE,
        years=years,
        retiring=np.stack([_retiring(base, code, sector) for code in codes])[None],
        leaving=np.stack([_leaving(base, code, sector) for code in codes])[None],
        death=np.stack([_death(base, code, sector) for code in codes])[None],
        hours=np.repeat(hours[:, None], AGES, axis=1)[None],
        part_time=np.repeat(part_time[:, None], AGES, axis=1),
        entry=np.stack([_entry(base, code, sector) for code in codes]),
        retention=np.array([base.of("first_year", code, sector) for code in codes]),
        programmes=tuple(
            _programme(base, sector, number, one)
            for one, number in enumerate(professions)
            if base.of("seats", base.codes[number], sector) > 0
        ),
        abroad=np.stack([_abroad(base, sector, number) for number in professions], axis=-1),
        agency=np.stack([_agency(base, sector, number) for number in professions], axis=-1),
        full_week=FULL_WEEK,
        moves=_moves(base, sector, codes, stock),
        changes=_changes(base, sector, codes),
    )


def _retiring(base: Prepared, code: str, sector: int) -> Array:
    return retiring(base.of("retirement_age", code, sector), base.of("retirement_spread", code, sector))


def _leaving(base: Prepared, code: str, sector: int) -> Array:
    early, later = base.of("early_leaving", code, sector), base.of("leaving", code, sector)
    found = np.where(ALL_AGES < YOUNG, early, later)
    if code == NURSE:  # who becomes what is not followed here has left
        gone = sum(base.of("goes_on", one, sector) for one in _elsewhere(base))
        students = (STUDENTS[0] <= ALL_AGES) & (STUDENTS[1] > ALL_AGES)
        found = 1 - (1 - found) * (1 - np.minimum(gone, 1) * students)
    return np.asarray(found, dtype=float)


def _elsewhere(base: Prepared) -> list[str]:
    family = FAMILIES[0]
    return ["barnmorska", *(code for code in family[1:] if code not in base.codes)]


def _death(base: Prepared, code: str, sector: int) -> Array:
    doubled = (ALL_AGES - 60) / base.of("death_doubling", code, sector)
    return np.minimum(base.of("death", code, sector) * 2.0**doubled, 1)


def _entry(base: Prepared, code: str, sector: int) -> Array:
    return bell(base.of("entry_age", code, sector), base.of("entry_spread", code, sector), 21, 60)


def _persons(base: Prepared, number: int) -> Array:
    """(E,) of a profession, municipalities and regions."""
    found: Array = base.area.staff[:, number].sum(axis=-1)
    return found


def _programme(base: Prepared, sector: int, number: int, one: int) -> Programme:
    """Of the nation's graduates some stay in the county of their education, which has places by its inhabitants, and
    the others go where the posts are."""
    code = base.codes[number]
    posts, people = _persons(base, number), base.inputs.counties[0].sum(axis=-1)
    in_county = np.bincount(base.area.county, posts, len(counties()))[base.area.county]
    near = posts / np.maximum(in_county, NOTHING) * (people / people.sum())[base.area.county]
    share = base.of("local", code, sector)
    stays = share * near + (1 - share) * posts / max(posts.sum(), NOTHING)
    seats = np.full(base.inputs.scope.years, base.of("seats", code, sector))
    stays = stays * base.of("begins", code, sector)
    completion = np.array([base.of("completion", code, sector)])
    return Programme(one, seats, completion, stays[base.area.of_sector(sector)])


def _abroad(base: Prepared, sector: int, number: int) -> Array:
    posts = _persons(base, number)
    shares = posts[base.area.of_sector(sector)] / max(posts.sum(), NOTHING)
    persons = base.of("abroad", base.codes[number], sector)
    return np.repeat(persons * shares[None, :], base.inputs.scope.years, axis=0)


def _agency(base: Prepared, sector: int, number: int) -> Array:
    own = (_persons(base, number) * base.fte[:, number])[base.area.of_sector(sector)]
    share = base.of("agency", base.codes[number], sector)
    return np.repeat(share * own[None, :], base.inputs.scope.years + 1, axis=0)


def _moves(base: Prepared, sector: int, codes: list[str], stock: Array) -> Moves:
    """Within a kind of employer and county, and in the nation, to places by their posts."""
    _, county = np.unique(base.area.county[base.area.of_sector(sector)], return_inverse=True)
    mass = stock.sum(axis=(1, 2))
    mass = mass + NOTHING * max(mass.sum(), 1)  # a county where nobody works yet
    rates = [
        np.array([base.of(key, code, sector) for code in codes])[None, None] for key in ("moves_within", "moves_across")
    ]
    return Moves(county.astype(np.intp), mass / mass.sum(), *rates)


def _changes(base: Prepared, sector: int, codes: list[str]) -> tuple[Change, ...]:
    if codes[0] != NURSE:
        return ()
    students = (STUDENTS[0] <= ALL_AGES) & (STUDENTS[1] > ALL_AGES)
    return tuple(
        Change(0, number, (base.of("goes_on", code, sector) * students)[None, None].astype(float))
        for number, code in enumerate(codes)
        if number
    )


def _uncertainty(base: Prepared, sector: int, professions: tuple[int, ...]) -> Uncertainty:
    """The spreads as so many years of work, or persons, seen: what is known from few differs more. How people leave is
    assumed of each kind of employer, and off by itself there; the places in an education are the same for both."""
    codes = [base.codes[number] for number in professions]
    entry = base.inputs.assumptions.entry
    kind = SECTORS[sector]
    exposure = np.stack([_exposure(base, code, sector) for code in codes])
    intake = [1 / max(entry("seats", code, kind).spread, 1e-3) ** 2 for code in codes]
    return Uncertainty(
        exposure=exposure,
        intake_years=np.array(intake),
        leaving_drift=base.of("leaving_drift", "", sector),
        intake_drift=base.of("intake_drift", "", sector),
        shared=base.of("shared_drift", "", sector),
        names=tuple(f"{code} {kind}" for code in codes),
        intake_names=tuple(codes),
    )


def _exposure(base: Prepared, code: str, sector: int) -> Array:
    """(A,) person-years that would leave as much doubt of the chance to leave, on the log of its odds, as the spread
    says: n = 1 / (spread² p (1 - p)), a tenth of it at each of ten ages."""
    entry, kind = base.inputs.assumptions.entry, SECTORS[sector]
    found = np.empty(AGES)
    spans = (("early_leaving", 0, YOUNG), ("leaving", YOUNG, 60), ("retirement_age", 60, 200))
    for key, first, end in spans:
        one = entry(key, code, kind)
        chance = 0.2 if key == "retirement_age" else min(max(one.value, 0.001), 0.5)
        here = (first <= ALL_AGES) & (end > ALL_AGES)
        found[here] = 0.1 / (max(one.spread, 1e-3) ** 2 * chance * (1 - chance))
    return found
