"""What a split of tasks among professions is made of.

Axes, always in this order: unit ``U``, task ``T``, profession ``P``. A unit is whatever has its own hours: a ward, a
municipality, a region in one year. An axis of length 1 stands for every unit, task or profession.

A task's hours are hours at speed 1: whoever has speed 0.8 at a task does 0.8 of them in an hour of work.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

NOBODY = -1
"""In a shift: that part of the task was done, or will be done, by nobody."""


def _zeros() -> Array:
    return np.zeros((1, 1, 1))


@dataclass(frozen=True)
class Mix:
    """``demand`` (U, T) hours of each task at speed 1; ``hours`` (U, P) hours of work there are, whatever the period.

    ``may`` (1 or U, 1 or T, P) says who may do what, by law, training or local decision: the caller keeps the reasons.
    ``speed`` (1 or U, 1 or T, 1 or P) is above 0 wherever one may; elsewhere it is read nowhere. ``wage`` (1 or U, P)
    kronor an hour of work. ``today`` (1 or U, 1 or T, 1 or P) hours of work by today's split; what it holds that one
    may not do is moved away. ``training`` (1 or U, 1 or T, 1 or P) kronor for each hour of work that a profession does
    of a task beyond today's; above 0 where training is needed. ``near`` (1 or T,) marks the tasks near the patient.
    ``weight`` (1 or T,) is how much an hour short matters, above 0. ``reluctance`` kronor an hour is what a change has
    to save to be made at all: it steers, also what hours are worth, and is in no cost reported.
    """

    demand: Array
    hours: Array
    may: Bools
    speed: Array
    wage: Array
    today: Array = field(default_factory=_zeros)
    training: Array = field(default_factory=_zeros)
    near: Bools = field(default_factory=lambda: np.zeros(1, np.bool_))
    weight: Array = field(default_factory=lambda: np.ones(1))
    reluctance: float = 0.0

    @property
    def shape(self) -> tuple[int, int, int]:
        """Units, tasks, professions."""
        units, tasks = self.demand.shape
        return units, tasks, self.hours.shape[1]


@dataclass(frozen=True)
class Posts:
    """Study posts of ``K`` kinds that ``R`` places may begin in each of ``Y`` years, within one budget for all places.

    ``gives`` (K, L, P) hours of work that a post adds in the year when it begins, the next, …, below 0 where it takes
    them; the last stands for every later year. ``cost`` (K,) kronor, all in the year when it begins. ``budget``
    (1 or Y,) kronor for the posts begun in a year by all places together. ``most`` (1 or R, 1 or Y, 1 or K) posts that
    may begin. Posts are divisible: round them after.
    """

    gives: Array
    cost: Array
    budget: Array
    most: Array

    @property
    def kinds(self) -> int:
        return len(self.cost)

    def over_years(self, years: int) -> Array:
        """(K, years, P) what a post gives in each year from its first."""
        lags = np.minimum(np.arange(years), self.gives.shape[1] - 1)
        found: Array = self.gives[:, lags]
        return found


@dataclass(frozen=True)
class Worth:
    """What an hour, or a post, is worth: ``short`` weighted hours of shortage that it takes away, and ``cost`` kronor
    that it saves after that, its own wage paid (below 0: to take the shortage away costs that)."""

    short: Array
    cost: Array


@dataclass(frozen=True)
class Split:
    """Who does what: ``hours`` (U, T, P) hours of work, ``short`` (U, T) hours of the task that nobody does, ``unused``
    (U, P) hours left. ``cost`` (U,) kronor, wages and training. ``change`` (U,) hours of work done otherwise than
    today, taken away and added.

    ``more`` and ``fewer``, each (U, P): what one more hour of a profession would give, and what one hour fewer would
    take. They differ where the split stands at a corner; between the two lies every answer that a solver may give. What
    there is no hour of cannot be fewer: there ``fewer`` is not a number.
    """

    hours: Array
    short: Array
    unused: Array
    cost: Array
    change: Array
    more: Worth
    fewer: Worth


@dataclass(frozen=True)
class Plan:
    """``begun`` (R, Y, K) study posts; ``split`` has its units in the order of places, and within a place of years.

    ``post`` (R, Y, K): what one more post is worth at least at the margin, the others as they are: the hours that it
    gives over the years, less those it takes, less its cost. Exact where it gives and takes in different years. A whole
    post may give less: ``one_more`` says what.
    """

    begun: Array
    split: Split
    post: Worth


@dataclass(frozen=True)
class Shift:
    """Of a unit's task, ``given`` hours of work of ``source`` become ``taken`` hours of ``target``; either may be
    ``NOBODY``, whose hours count at speed 1."""

    unit: int
    task: int
    source: int
    target: int
    given: float
    taken: float


@dataclass(frozen=True)
class Training:
    """A profession has to be trained to take ``hours`` more of a task; ``is_new`` where it does none of it today."""

    unit: int
    task: int
    profession: int
    hours: float
    cost: float
    is_new: bool


@dataclass(frozen=True)
class Nearness:
    """``freed`` (U, P) hours fewer on tasks away from the patient, ``nearer`` (U, P) hours more on those near; below 0
    where it goes the other way. What is freed and not used is in the split's ``unused``."""

    freed: Array
    nearer: Array
