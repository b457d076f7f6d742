"""Two frameworks side by side, level by level, requirement by requirement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import zip_longest

from stegvis.frameworks.format.document import FrameworkDocument, Level, Requirement

Codes = tuple[str, str]
"""A requirement of the left framework and one of the right."""


@dataclass(frozen=True)
class Counterpart:
    """A requirement of the other framework, and the level that asks for it."""

    level: Level
    requirement: Requirement


@dataclass(frozen=True)
class Pair:
    """What each side asks for; ``None`` where a side has nothing beside it on that level.

    ``elsewhere`` are then the counterparts in the rest of the other framework.
    """

    left: Requirement | None
    right: Requirement | None
    elsewhere: tuple[Counterpart, ...] = ()

    @property
    def differs(self) -> bool:
        """Both ask for the same thing, but not equally much or judged otherwise."""
        return (
            self.left is not None
            and self.right is not None
            and (self.left.minimum, self.left.area, set(self.left.judged_by))
            != (self.right.minimum, self.right.area, set(self.right.judged_by))
        )


@dataclass(frozen=True)
class LevelPair:
    left: Level | None
    right: Level | None
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Coverage:
    """Of the ``asked`` requirements, those that people have named a counterpart of, and others that share a fact."""

    asked: int
    said: int
    shared: int

    @property
    def found(self) -> int:
        return self.said + self.shared

    @property
    def alone(self) -> int:
        return self.asked - self.found


def compare(left: FrameworkDocument, right: FrameworkDocument, said: Collection[Codes] = ()) -> tuple[LevelPair, ...]:
    """Levels paired from the lowest up. Requirements stand together where ``said`` has them, else where kind and an
    accepted code are shared.

    A level without a counterpart stands alone; so does a requirement.
    """
    turned = {(b, a) for a, b in said}
    ours, theirs = _Finder(right, said), _Finder(left, turned)
    return tuple(
        LevelPair(a, b, tuple(_pairs(_requirements(a), _requirements(b), ours, theirs)))
        for a, b in zip_longest(_by_order(left), _by_order(right))
    )


def coverage(
    document: FrameworkDocument, other: FrameworkDocument, said: Collection[Codes] = ()
) -> list[tuple[Level, Coverage]]:
    """Level by level from the lowest up, how many requirements of ``document`` have a counterpart in ``other``.

    The counterpart may be of any level. ``said`` names requirements of ``document`` first.
    """
    finder = _Finder(other, said)
    return [(level, _covered(_requirements(level), finder)) for level in _by_order(document)]


def total(parts: Iterable[Coverage]) -> Coverage:
    parts = list(parts)
    return Coverage(sum(p.asked for p in parts), sum(p.said for p in parts), sum(p.shared for p in parts))


def same_facts(a: Requirement, b: Requirement) -> bool:
    return a.kind is b.kind and not set(a.accepts).isdisjoint(b.accepts)


class _Finder:
    """Looks for counterparts in one framework of the other's requirements."""

    def __init__(self, document: FrameworkDocument, said: Collection[Codes]) -> None:
        self.all = [Counterpart(level, item) for level in _by_order(document) for item in level.requirements()]
        self.said = frozenset(said)

    def is_said(self, requirement: Requirement, other: Requirement) -> bool:
        return (requirement.code, other.code) in self.said

    def of(self, requirement: Requirement) -> tuple[Counterpart, ...]:
        """What people have said if they have said anything, else what shares a fact."""
        said = tuple(one for one in self.all if self.is_said(requirement, one.requirement))
        return said or tuple(one for one in self.all if same_facts(requirement, one.requirement))

    def any_said(self, requirement: Requirement) -> bool:
        return any(self.is_said(requirement, one.requirement) for one in self.all)


def _by_order(document: FrameworkDocument) -> list[Level]:
    return sorted(document.levels, key=lambda level: level.order)


def _requirements(level: Level | None) -> list[Requirement]:
    return list(level.requirements()) if level else []


def _covered(requirements: list[Requirement], finder: _Finder) -> Coverage:
    said = sum(finder.any_said(item) for item in requirements)
    found = sum(bool(finder.of(item)) for item in requirements)
    return Coverage(len(requirements), said, found - said)


def _pairs(left: list[Requirement], right: list[Requirement], ours: _Finder, theirs: _Finder) -> list[Pair]:
    """Those that stand together first, then what only the left asks for, then what only the right does."""
    twins: dict[str, Requirement] = {}
    _join(left, right, ours.is_said, twins)
    _join(left, right, same_facts, twins)
    taken = {other.code for other in twins.values()}
    return [
        *(Pair(item, twins[item.code]) for item in left if item.code in twins),
        *(Pair(item, None, ours.of(item)) for item in left if item.code not in twins),
        *(Pair(None, item, theirs.of(item)) for item in right if item.code not in taken),
    ]


def _join(
    left: list[Requirement],
    right: list[Requirement],
    belong: Callable[[Requirement, Requirement], bool],
    twins: dict[str, Requirement],
) -> None:
    """Add to ``twins`` the first free one of the right that belongs with each of the left that has none."""
    taken = {other.code for other in twins.values()}
    for item in left:
        twin = next((other for other in right if other.code not in taken and belong(item, other)), None)
        if item.code not in twins and twin is not None:
            twins[item.code] = twin
            taken.add(twin.code)
