"""What production and capacity planning is made of.

Axes, always in this order: week ``W``, activity ``A``, competence ``C``. An axis of length 1 stands for every week,
activity or competence. All time is hours of work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.intp]


class Reason(StrEnum):
    """Why somebody who is employed is not there for the planned work."""

    LEAVE = "leave"
    SICK = "sick"
    PARENTAL = "parental"
    STUDY = "study"
    TRAINING = "training"
    SHADOWING = "shadowing"
    SUPERVISION = "supervision"
    TALKS = "talks"
    OTHER = "other"


REASONS = tuple(Reason)
"""The order of the reasons in arrays."""


@dataclass(frozen=True)
class Standards:
    """Workload standards of a unit, as WISN has them.

    ``time`` (A, C) hours that one of an activity takes of each competence. ``support`` (C,) the share of the working
    time that goes to what all in the competence do beside (0 up to 1). ``individual`` (C,) hours a week that certain
    people have for tasks of their own, all of them together.
    """

    time: Array
    support: Array
    individual: Array


@dataclass(frozen=True)
class Need:
    """Hours by week and competence, each (W, C): for the ``production``, the ``support`` that comes with it and the
    ``individual`` tasks. ``hours`` is their sum, ``fte`` (W, C) as many full-time employees."""

    production: Array
    support: Array
    individual: Array
    fte: Array

    @property
    def hours(self) -> Array:
        found: Array = self.production + self.support + self.individual
        return found


@dataclass(frozen=True)
class Staff:
    """A person on the list: a ``competence`` by number, contracted ``hours`` a week, employed in the weeks from
    ``first`` to before ``end`` (``None``: throughout)."""

    competence: int
    hours: float
    first: int = 0
    end: int | None = None


@dataclass(frozen=True)
class Absence:
    """``hours`` that ``staff`` (their place on the list) is away in ``week`` (its place among the weeks)."""

    staff: int
    week: int
    reason: Reason
    hours: float


@dataclass(frozen=True)
class Capacity:
    """``contracted`` (W, C) hours, and ``away`` (Q, W, C) of them by reason in the order of ``REASONS``."""

    contracted: Array
    away: Array

    @property
    def hours(self) -> Array:
        """(W, C) what is left."""
        found: Array = self.contracted - self.away.sum(axis=0)
        return found


@dataclass(frozen=True)
class Lever:
    """A way to get more hours, such as extra hours, a loan from a neighbour or agency staff.

    ``most`` (1 or W, 1 or C) hours a week, ``cost`` (1 or W, 1 or C) kronor an hour. With ``step`` above 0 they come in
    whole steps, such as shifts of 8 hours.
    """

    name: str
    most: Array
    cost: Array
    step: float = 0.0


@dataclass(frozen=True)
class Moving:
    """Production may be moved to another week at most ``within`` weeks away: of what is planned in a week ``most``
    (1 or W, 1 or A) may leave it, at ``cost`` (1 or A,) kronor each. ``time`` (A, C) hours is what one takes with its
    support."""

    time: Array
    most: Array
    cost: Array
    within: int = 1


@dataclass(frozen=True)
class Moved:
    """``amount`` of an activity goes from one week to another."""

    activity: int
    source: int
    target: int
    amount: float


@dataclass(frozen=True)
class Closing:
    """How a gap is closed: ``used`` (N, W, C) hours by lever, ``short`` (W, C) hours that remain, ``spare`` (W, C)
    hours where there is more than is needed, ``cost`` (N + 1,) kronor by lever and, last, of moving, and what is
    ``moved``. Less cannot be short. ``over``: kronor by which it may cost more than the least, where levers come in
    whole steps and production is moved; 0 where nothing is cheaper, but for a ten-thousandth. ``left_out``: activities
    that were not thought of to be moved, since there are so many.
    """

    used: Array
    short: Array
    spare: Array
    cost: Array
    moved: Sequence[Moved] = field(default=())
    over: float = 0.0
    left_out: int = 0


@dataclass(frozen=True)
class Weeks:
    """A plan's, or an outcome's, weeks: ``volume`` (W, A), ``time`` (1 or W, A, C) hours each, ``beside`` (W, C) hours
    for support and individual tasks, ``contracted`` (W, C) hours, ``away`` (Q, W, C) hours by reason, ``added``
    (N, W, C) hours by lever.
    """

    volume: Array
    time: Array
    beside: Array
    contracted: Array
    away: Array
    added: Array


@dataclass(frozen=True)
class Causes:
    """Why the gap became another than planned: each (W, C) hours, above 0 where it made the gap wider.

    ``volume`` more was done; ``time`` each took longer; ``beside`` more work beside it; ``staffing`` fewer hours
    employed; ``absence`` (Q, W, C) more away by reason; ``levers`` (N, W, C) fewer hours added. ``deviation`` is what
    they sum to.
    """

    volume: Array
    time: Array
    beside: Array
    staffing: Array
    absence: Array
    levers: Array
    deviation: Array
