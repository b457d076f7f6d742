"""Levers pulled together, and what each of them gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any, TypeVar

from stegvis.engine.forecast.levers import (
    Completion,
    FewerLeave,
    FirstYear,
    FromAbroad,
    Lever,
    LongerWeeks,
    MoreGraduates,
    RetireLater,
    Scene,
    TaskShift,
)
from stegvis.engine.forecast.model import ModelError

T = TypeVar("T")

DIRECTIONS: dict[type, tuple[str, str]] = {
    RetireLater: ("months", "professions"),
    LongerWeeks: ("hours", "professions"),
    MoreGraduates: ("share", "programmes"),
    Completion: ("points", "programmes"),
    FirstYear: ("points", "professions"),
    FewerLeave: ("share", "professions"),
    FromAbroad: ("persons", "profession"),
}
"""Where a lever says how much, and of whom."""


def pull(scene: Scene, levers: Sequence[Lever]) -> Scene:
    """The scene with all levers pulled, in their order. ModelError for the first that cannot be, or that fights another
    (``contradicts`` with the numbers of both): the same lever both ways, of the same people from the same year."""
    for (number, one), (later, other) in combinations(enumerate(levers), 2):
        if _fight(one, other):
            raise ModelError(type(one).__name__, "contradicts", (number, later))
    for number, lever in enumerate(levers):
        try:
            scene = lever.pull(scene)
        except ModelError as fault:
            raise ModelError(type(lever).__name__, fault.code, (number, *fault.at), **fault.params) from fault
    return scene


def _fight(one: Lever, other: Lever) -> bool:
    if isinstance(one, TaskShift) and isinstance(other, TaskShift):
        return (one.source, one.target) == (other.target, other.source)
    if type(one) is not type(other) or type(one) not in DIRECTIONS:
        return False
    size, whom = DIRECTIONS[type(one)]
    same_time = getattr(one, "from_year", 1) == getattr(other, "from_year", 1)
    opposite = getattr(one, size) * getattr(other, size) < 0
    return same_time and opposite and _overlap(getattr(one, whom), getattr(other, whom)) and _ages_overlap(one, other)


def _overlap(one: tuple[int, ...] | int, other: tuple[int, ...] | int) -> bool:
    """None named means all."""
    if isinstance(one, int) or isinstance(other, int):
        return one == other
    return not one or not other or bool(set(one) & set(other))


def _ages_overlap(one: Lever, other: Lever) -> bool:
    if isinstance(one, FewerLeave) and isinstance(other, FewerLeave):
        return max(one.ages[0], other.ages[0]) < min(one.ages[1], other.ages[1])
    return True


@dataclass(frozen=True)
class Fall:
    """``steps``: what each lever gives after those before it, so that ``before`` and they sum to ``after``; ``alone``:
    what each gives by itself; ``together``: what they give beyond that, because they reach the same people."""

    before: Any
    after: Any
    steps: tuple[Any, ...]
    alone: tuple[Any, ...]
    together: Any


def waterfall(levers: Sequence[T], value: Callable[[Sequence[T]], Any]) -> Fall:
    """``value`` says what is shown, a number or an array, when some of the levers are pulled.

    In the order given, since that is the order in which one decides, and since the steps then sum to the whole
    without a rest to explain. Shapley's division is fairer between levers, but costs 2^n runs, and answers a question
    that nobody at the table asks. What depends on the order is said by ``alone`` and ``together``."""
    values = [value(levers[:number]) for number in range(len(levers) + 1)]
    steps = tuple(after - before for before, after in pairwise(values))
    # The first is alone already.
    alone = tuple(
        step if number == 0 else value([lever]) - values[0]
        for number, (lever, step) in enumerate(zip(levers, steps, strict=True))
    )
    return Fall(values[0], values[-1], steps, alone, sum(steps) - sum(alone))
