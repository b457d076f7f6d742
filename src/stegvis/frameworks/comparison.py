"""Two frameworks side by side, level by level, requirement by requirement."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from stegvis.frameworks.format.document import FrameworkDocument, Level, Requirement


@dataclass(frozen=True)
class Pair:
    """What each side asks for; ``None`` where a side has nothing with the same facts."""

    left: Requirement | None
    right: Requirement | None

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


def compare(left: FrameworkDocument, right: FrameworkDocument) -> tuple[LevelPair, ...]:
    """Levels paired from the lowest up. Requirements are paired where kind and an accepted code are shared.

    A level without a counterpart stands alone; so does a requirement.
    """
    return tuple(
        LevelPair(a, b, tuple(_pairs(_requirements(a), _requirements(b))))
        for a, b in zip_longest(_by_order(left), _by_order(right))
    )


def _by_order(document: FrameworkDocument) -> list[Level]:
    return sorted(document.levels, key=lambda level: level.order)


def _requirements(level: Level | None) -> list[Requirement]:
    return list(level.requirements()) if level else []


def _pairs(left: list[Requirement], right: list[Requirement]) -> list[Pair]:
    """Shared ones first, then what only the left asks for, then what only the right does."""
    unpaired = list(right)
    shared, alone = [], []
    for requirement in left:
        twin = next((other for other in unpaired if _same_facts(requirement, other)), None)
        if twin is None:
            alone.append(Pair(requirement, None))
        else:
            unpaired.remove(twin)
            shared.append(Pair(requirement, twin))
    return [*shared, *alone, *(Pair(None, requirement) for requirement in unpaired)]


def _same_facts(a: Requirement, b: Requirement) -> bool:
    return a.kind is b.kind and bool(set(a.accepts) & set(b.accepts))
