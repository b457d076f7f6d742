"""What is offered and what is wished for, as plain arrays, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

A_WEEK = 7 * 24 * 60


@dataclass(frozen=True)
class Offered:
    """N occasions, S sessions, R requirements of the gap, E pieces of evidence that something asks for.

    ``offer``          (N,) occasions of one offer share a number: no more than one of them is chosen
    ``closes``         (N, R) which requirements taking part meets
    ``hours, price``   (N,) hours of working time, whole kronor
    ``starts, ends``   (N,) minutes
    ``sessions``       (S, 3) occasion, start and end in minutes: when one is busy. An occasion without any is taken in
                       one's own time, its hours spread evenly from its start to its end
    ``needs, gives``   (N, E) evidence asked for before an occasion, and evidence that it gives when it has ended

    Raises ``ValueError`` where the arrays do not fit together.
    """

    offer: Ints
    closes: Bools
    hours: Floats
    price: Ints
    starts: Ints
    ends: Ints
    sessions: Ints
    needs: Bools
    gives: Bools

    def __post_init__(self) -> None:
        columns = (self.offer, self.hours, self.price, self.starts, self.ends)
        if any(one.shape != (self.size,) for one in columns):
            raise ValueError("each occasion has an offer, hours, a price, a start and an end")
        if self.closes.ndim != 2 or len(self.closes) != self.size:
            raise ValueError("closes has a row for each occasion")
        if self.needs.shape != self.gives.shape or self.needs.ndim != 2 or len(self.needs) != self.size:
            raise ValueError("needs and gives have a row for each occasion and a column for each piece of evidence")
        if self.sessions.ndim != 2 or self.sessions.shape[1] != 3:
            raise ValueError("a session has an occasion, a start and an end")
        whose = self.sessions[:, 0]
        if whose.size and (whose.min() < 0 or whose.max() >= self.size):
            raise ValueError("a session belongs to no occasion")

    @property
    def size(self) -> int:
        return self.offer.size

    def only(self, kept: Ints) -> Offered:
        """Those of the occasions alone, numbered anew in the order given."""
        number = np.full(self.size, -1, np.int64)
        number[kept] = np.arange(kept.size)
        whose = number[self.sessions[:, 0]]
        sessions = np.column_stack([whose, self.sessions[:, 1:]])[whose >= 0]
        return Offered(
            self.offer[kept],
            self.closes[kept],
            self.hours[kept],
            self.price[kept],
            self.starts[kept],
            self.ends[kept],
            sessions,
            self.needs[kept],
            self.gives[kept],
        )


@dataclass(frozen=True)
class Wish:
    """What one person wants, and has.

    ``weights``        (R,) how much it is worth to close each requirement, none negative
    ``first, last``    the window in minutes: an occasion lies wholly within it
    ``budget``         kronor, infinite where nobody counts
    ``hours_a_week``   the most hours in any one week, infinite where nobody counts
    ``has``            (E,) evidence that the person has already
    ``busy``           (B, 2) starts and ends in minutes of what the person is booked for
    ``booked``         (P, 3) starts and ends in minutes, and hours, of what takes of the hours of its weeks already
    ``cheapest``       whether the cheapest of the best is wanted, rather than the fewest occasions
    """

    weights: Floats
    first: int
    last: int
    budget: float
    hours_a_week: float
    has: Bools
    busy: Ints
    booked: Floats = field(default_factory=lambda: np.zeros((0, 3)))
    cheapest: bool = False


class Problem(NamedTuple):
    """What is wrong, as a machine word, and of which occasion, session, requirement or offer (-1: of the wish)."""

    what: str
    where: int = -1


IN_A_CIRCLE = "needs_in_a_circle"
"""An offer that takes, in the end, what only itself can give: never chosen, and no harm to the others."""


def problems(offered: Offered, wish: Wish) -> list[Problem]:
    """All that is wrong, in the order looked for. ``solve`` raises for all of it but what is in a circle."""
    found = [
        *_where("negative_hours", ~(offered.hours >= 0) | ~np.isfinite(offered.hours)),
        *_where("negative_price", offered.price < 0),
        *_where("ends_before_start", offered.ends < offered.starts),
        *_where("session_ends_before_start", offered.sessions[:, 2] <= offered.sessions[:, 1]),
        *_where("session_outside_occasion", _is_outside(offered)),
    ]
    if wish.weights.shape != (offered.closes.shape[1],) or wish.has.shape != (offered.needs.shape[1],):
        return [*found, Problem("does_not_fit")]
    found += _where("negative_weight", ~(wish.weights >= 0) | ~np.isfinite(wish.weights))
    found += [Problem("window_ends_before_start")] if wish.last < wish.first else []
    found += [Problem("negative_budget")] if not wish.budget >= 0 else []
    found += [Problem("negative_hours_booked")] if not (wish.booked[:, 2] >= 0).all() else []
    found += [Problem("negative_hours_a_week")] if not wish.hours_a_week >= 0 else []
    return found + [Problem(IN_A_CIRCLE, offer) for offer in _in_a_circle(offered, wish.has)]


def _where(what: str, wrong: Bools) -> list[Problem]:
    return [Problem(what, int(one)) for one in np.flatnonzero(wrong)]


def _is_outside(offered: Offered) -> Bools:
    whose, starts, ends = offered.sessions.T
    return (starts < offered.starts[whose]) | (ends > offered.ends[whose])


def _in_a_circle(offered: Offered, has: Bools) -> list[int]:
    """Offers that could not be taken in any order, though each piece they ask for is given by such an offer."""
    lacks = offered.needs & ~has
    can: Bools = np.zeros(offered.size, np.bool_)
    while True:
        there = offered.gives[can].any(axis=0)
        more: Bools = ~np.any(lacks & ~there, axis=1)
        if (more == can).all():
            break
        can = more
    left = ~can
    while True:
        given = there | offered.gives[left].any(axis=0)
        fewer = left & ~(lacks & ~given).any(axis=1)
        if (fewer == left).all():
            return sorted(set(offered.offer[left].tolist()))
        left = fewer
