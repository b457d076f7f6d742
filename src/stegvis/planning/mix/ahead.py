"""The years ahead of a skill mix, as plain values: need, staff and budget of each year and place, and study posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_noop

from stegvis.foundation.documents import problems

MOST_YEARS, MOST_PLACES, MOST_PATHS = 20, 300, 40
YEARS, POSTS, STAFF = "År", "Utbildningstjänster", "Personal per plats"
"""The sheets that they stand in, whose Swedish names are their interface."""


@dataclass(frozen=True)
class Year:
    """``need`` and ``staff`` as shares of the mix's hours. ``budget``: kronor for the posts that begin in the year,
    shared by all places. ``place`` is empty where there is but one."""

    number: int
    need: float
    staff: float
    budget: float
    place: str = ""


@dataclass(frozen=True)
class Path:
    """One of ``source`` studies for ``years`` to become ``target``, and works the share ``works`` meanwhile. ``cost``
    kronor, all when it begins; at most ``most`` begin in a year in ``place``, in each place where none is named."""

    source: str
    target: str
    years: int
    works: float
    cost: float
    most: float
    place: str = ""


@dataclass(frozen=True)
class Local:
    """Of a role a place has so many ``hours`` a week today, instead of the mix's."""

    place: str
    role: str
    hours: float


@dataclass(frozen=True)
class Ahead:
    """``years`` in any order: each place has every year once."""

    years: tuple[Year, ...] = ()
    paths: tuple[Path, ...] = ()
    staff: tuple[Local, ...] = ()

    @property
    def places(self) -> list[str]:
        """In the order in which they are named; one of no name where there is but one."""
        return list(dict.fromkeys(one.place for one in self.years))

    @property
    def numbers(self) -> list[int]:
        return sorted({one.number for one in self.years})

    def in_order(self) -> list[Year]:
        """Place for place, and within a place year for year."""
        at = {place: number for number, place in enumerate(self.places)}
        return sorted(self.years, key=lambda one: (at[one.place], one.number))

    def budget(self, number: int) -> float:
        """Kronor of all places together, in a year."""
        return sum(one.budget for one in self.years if one.number == number)

    def among(self, roles: Iterable[str]) -> Ahead:
        """Without what needs staff that is no longer there."""
        kept = set(roles)
        paths = tuple(one for one in self.paths if {one.source, one.target} <= kept)
        return replace(self, paths=paths, staff=tuple(one for one in self.staff if one.role in kept))

    @classmethod
    def of(cls, told: dict[str, Any]) -> Ahead:
        return cls(
            tuple(Year(**one) for one in told["years"]),
            tuple(Path(**one) for one in told["paths"]),
            tuple(Local(**one) for one in told["staff"]),
        )


problems.TEXTS |= {
    "ahead_years": gettext_noop("There have to be from 1 to %(n)s years."),
    "ahead_gap": gettext_noop("No year between the first and the last can be missing."),
    "ahead_places": gettext_noop("There can be at most %(n)s places."),
    "ahead_twice": gettext_noop("%(year)s stands twice for the same place."),
    "ahead_nameless": gettext_noop("Name the place on every row, or on none."),
    "ahead_below": gettext_noop("Need, staff, budget, cost and hours are 0 or more."),
    "ahead_lacks": gettext_noop("%(place)s lacks %(years)s: each place has every year."),
    "ahead_kinds": gettext_noop("There can be at most %(n)s kinds of study posts."),
    "ahead_role": gettext_noop("Who is named is not in the sheet Personal."),
    "ahead_same": gettext_noop("Nobody studies to become what they already are."),
    "ahead_studies": gettext_noop("Studies take 1 to 10 years, and one works 0 to 100 per cent meanwhile."),
    "ahead_staff_twice": gettext_noop("The same staff stands twice for the same place."),
    "ahead_nowhere": gettext_noop("%(place)s is not among the places of the sheet År."),
}


@dataclass(frozen=True)
class Fault:
    """``at`` is the place in the sheet's tuple of ``Ahead``, None for the whole sheet. ``code`` is of TEXTS."""

    sheet: str
    at: int | None
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return problems.words(self.code, self.params)


def faults_of_ahead(ahead: Ahead, roles: Iterable[str]) -> list[Fault]:
    """All that does not hold of the years ahead of a mix with staff of such ``roles``."""
    known = set(roles)
    return [*_faults_of_years(ahead), *_faults_of_paths(ahead, known), *_faults_of_staff(ahead, known)]


def _faults_of_years(ahead: Ahead) -> Iterator[Fault]:
    numbers, places = ahead.numbers, ahead.places
    if not 1 <= len(numbers) <= MOST_YEARS:
        yield Fault(YEARS, None, "ahead_years", {"n": MOST_YEARS})
    elif numbers[-1] - numbers[0] >= len(numbers):
        yield Fault(YEARS, None, "ahead_gap")
    if len(places) > MOST_PLACES:
        yield Fault(YEARS, None, "ahead_places", {"n": MOST_PLACES})
    seen: set[tuple[str, int]] = set()
    for at, one in enumerate(ahead.years):
        if (one.place, one.number) in seen:
            yield Fault(YEARS, at, "ahead_twice", {"year": one.number})
        seen.add((one.place, one.number))
        if not one.place and len(places) > 1:
            yield Fault(YEARS, at, "ahead_nameless")
        if min(one.need, one.staff, one.budget) < 0:
            yield Fault(YEARS, at, "ahead_below")
    for place in filter(None, places):
        if lacking := [str(number) for number in numbers if (place, number) not in seen]:
            yield Fault(YEARS, None, "ahead_lacks", {"place": place, "years": ", ".join(lacking)})


def _faults_of_paths(ahead: Ahead, roles: set[str]) -> Iterator[Fault]:
    if len(ahead.paths) > MOST_PATHS:
        yield Fault(POSTS, None, "ahead_kinds", {"n": MOST_PATHS})
    for at, one in enumerate(ahead.paths):
        if {one.source, one.target} - roles:
            yield Fault(POSTS, at, "ahead_role")
        if one.source == one.target:
            yield Fault(POSTS, at, "ahead_same")
        if not 1 <= one.years <= 10 or not 0 <= one.works <= 1:
            yield Fault(POSTS, at, "ahead_studies")
        if min(one.cost, one.most) < 0:
            yield Fault(POSTS, at, "ahead_below")
        yield from _nowhere(ahead, POSTS, at, one.place)


def _faults_of_staff(ahead: Ahead, roles: set[str]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for at, one in enumerate(ahead.staff):
        if one.role not in roles:
            yield Fault(STAFF, at, "ahead_role")
        if (one.place, one.role) in seen:
            yield Fault(STAFF, at, "ahead_staff_twice")
        seen.add((one.place, one.role))
        if one.hours < 0:
            yield Fault(STAFF, at, "ahead_below")
        yield from _nowhere(ahead, STAFF, at, one.place)


def _nowhere(ahead: Ahead, sheet: str, at: int, place: str) -> Iterator[Fault]:
    if place and place not in ahead.places:
        yield Fault(sheet, at, "ahead_nowhere", {"place": place})
