"""Where levers fight each other: one rule, for the engine's own levers and for whatever else is pulled."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import combinations

EVER = 1_000_000
EVERY_AGE = (0, 200)
CLOSE = 1e-9
Nobody: frozenset[Hashable] = frozenset()


@dataclass(frozen=True)
class Meant:
    """What a lever is said to do. ``whom`` and ``where`` name whom it is about; none named are all. ``to`` is who takes
    over from them. ``years`` are the first and the last, ``ages`` from, to but not with."""

    kind: str
    amount: float
    whom: frozenset[Hashable] = Nobody
    where: frozenset[Hashable] = Nobody
    to: Hashable = None
    years: tuple[int, int] = (1, EVER)
    ages: tuple[int, int] = EVERY_AGE

    def meets(self, other: Meant) -> bool:
        """Whether both are about some of the same people at the same time."""
        return (
            self.kind == other.kind
            and _some(self.whom, other.whom)
            and _some(self.where, other.where)
            and max(self.years[0], other.years[0]) <= min(self.years[1], other.years[1])
            and max(self.ages[0], other.ages[0]) < min(self.ages[1], other.ages[1])
        )


@dataclass(frozen=True)
class Clash:
    """The levers numbered ``at`` cannot be pulled together. ``code``: ``contradicts`` (both ways for the same people),
    ``circle`` (what is given comes back to who gave it) or ``together`` (``total`` is more or less than may be)."""

    code: str
    at: tuple[int, ...]
    total: float = 0.0


def clashes(levers: Sequence[Meant], ranges: Mapping[str, tuple[float, float]]) -> list[Clash]:
    """All that fight. ``ranges``: within which the sum of a kind has to be, for any one and any age."""
    found = [
        Clash("contradicts", (number, later))
        for (number, one), (later, other) in combinations(enumerate(levers), 2)
        if one.amount * other.amount < 0 and one.meets(other)
    ]
    for kind in dict.fromkeys(one.kind for one in levers):
        numbers = [number for number, one in enumerate(levers) if one.kind == kind]
        found += _circles(levers, numbers)
        if kind in ranges and not found:
            found += dict.fromkeys(_beyond(levers, numbers, ranges[kind]))
    return found


def _some(one: Collection[Hashable], other: Collection[Hashable]) -> bool:
    """None named means all."""
    return not one or not other or not set(one).isdisjoint(other)


def _circles(levers: Sequence[Meant], numbers: Sequence[int]) -> Iterator[Clash]:
    goes: dict[Hashable, set[Hashable]] = {}
    for number in numbers:
        for one in levers[number].whom if levers[number].to is not None else ():
            goes.setdefault(one, set()).add(levers[number].to)
    try:
        TopologicalSorter(goes).prepare()
    except CycleError as found:
        ring = set(found.args[1])
        yield Clash("circle", tuple(one for one in numbers if levers[one].to in ring and levers[one].whom & ring))


def _beyond(levers: Sequence[Meant], numbers: Sequence[int], span: tuple[float, float]) -> Iterator[Clash]:
    """Whoever is named, and whoever is not, at each age where a lever begins."""
    everybody = set().union(*(levers[number].whom for number in numbers)) or {None}
    for who in sorted(everybody, key=str):
        for age in sorted({levers[number].ages[0] for number in numbers}):
            about = tuple(number for number in numbers if _reaches(levers[number], who, age))
            total = sum(levers[number].amount for number in about)
            if len(about) > 1 and not span[0] - CLOSE <= total <= span[1] + CLOSE:
                yield Clash("together", about, total)


def _reaches(lever: Meant, who: Hashable, age: int) -> bool:
    return (not lever.whom or who in lever.whom) and lever.ages[0] <= age < lever.ages[1]
