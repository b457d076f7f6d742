"""Levers pulled together, and what each of them gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from stegvis.engine.forecast.clashes import EVER, EVERY_AGE, Meant, clashes
from stegvis.engine.forecast.levers import (
    LAST,
    Completion,
    FewerLeave,
    FirstYear,
    FromAbroad,
    HireAgency,
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
    HireAgency: ("fte", "profession"),
    TaskShift: ("share", "source"),
}
"""Where a lever says how much, and of whom."""
RANGES = {"RetireLater": (-240.0, 240.0), "TaskShift": (0.0, 1.0)}
"""What several may come to together, where the scene does not say it itself."""


def pull(scene: Scene, levers: Sequence[Lever]) -> Scene:
    """The scene with all levers pulled, in their order but for ``LAST``. ModelError for the first that cannot be, or
    that fights others (``clashes``, with the numbers of all of them)."""
    known = [number for number, one in enumerate(levers) if type(one) in DIRECTIONS]
    for clash in clashes([meant_by(levers[number]) for number in known], RANGES):
        numbers = tuple(known[one] for one in clash.at)
        raise ModelError(type(levers[numbers[0]]).__name__, clash.code, numbers, total=clash.total)
    start = scene
    for number, lever in sorted(enumerate(levers), key=lambda one: isinstance(one[1], LAST)):
        try:
            scene = lever.pull(scene, start)
        except ModelError as fault:
            raise ModelError(type(lever).__name__, fault.code, (number, *fault.at), **fault.params) from fault
    return scene


def meant_by(lever: Lever) -> Meant:
    """What one of DIRECTIONS says of itself."""
    size, whom = DIRECTIONS[type(lever)]
    named = getattr(lever, whom)
    shares = np.array(getattr(lever, "shares", ()))
    return Meant(
        type(lever).__name__,
        getattr(lever, size),
        frozenset(named if isinstance(named, tuple) else (named,)),
        frozenset(np.flatnonzero(shares).tolist()),
        getattr(lever, "target", None),
        (getattr(lever, "from_year", 1), getattr(lever, "to_year", None) or EVER),
        getattr(lever, "ages", EVERY_AGE),
    )


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
