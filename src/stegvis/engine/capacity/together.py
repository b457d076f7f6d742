"""What closes a gap when production can be moved between weeks: all weeks together.

The least hours short are exact, since all levers are then used in full, and so is the least cost where no lever comes
in whole steps. Where they do, steps are rounded up from the relaxation, while more and more of them are rounded down,
the smallest parts first; how much the cost may be above the least is told. Nothing but the proof of a small problem is
cut off by the clock. Source: Achterberg 2007, Constraint Integer Programming, section 9.2 (diving).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.capacity import moves
from stegvis.engine.capacity.model import Array, Ints, Lever, Moved, Moving
from stegvis.engine.capacity.weekly import DECIMALS, FEW, TIDY, cheapest, most_of

ENOUGH = 1e-4
"""Of the cost, above the least: to prove the last of it takes longer than all the rest."""
SMALL, SECONDS = 60, 0.4
"""Columns in whole steps among which the best is sought and proved, and for how long."""
MOST_ROUNDS, WORK = 24, 10e6
"""Of rounding; and the columns squared, summed over the rounds, that take about a second."""
SOLVED = 0


def best(gap: Array, levers: Sequence[Lever], moving: Moving) -> tuple[Array, list[Moved], float]:
    """(N, W, C) hours, what is moved, and the kronor by which it may cost more than the least."""
    problem = _Problem(gap, levers, moving)
    relaxed = problem.solve(np.zeros(problem.size), problem.most)
    assert relaxed is not None  # noqa: S101 - using all levers in full is a point
    best_of_all = problem.proved() if problem.whole.any() else relaxed
    point = problem.tidied(_rounded(problem, relaxed) if best_of_all is None else best_of_all)
    used, moved = problem.read(point)
    over = problem.worth(point) - problem.worth(relaxed) if best_of_all is None else 0.0
    return used, moved, over if over > ENOUGH * problem.worth(point) else 0.0


class _Problem:
    """Columns: steps, or hours, by lever, week and competence; what has left and what has come by week and activity
    (``moves``); then hours short by week and competence. Rows all say *at most*."""

    def __init__(self, gap: Array, levers: Sequence[Lever], moving: Moving) -> None:
        self.gap, self.levers, self.moving = gap, levers, moving
        self.used, self.sums = len(levers) * gap.size, 2 * len(gap) * len(moving.time)
        rest = self.sums + gap.size
        steps = np.concatenate([*(np.full(gap.size, lever.step) for lever in levers), np.zeros(rest)])
        self.whole, self.unit = steps > 0, np.where(steps > 0, steps, 1.0)
        most = [most_of(lever, gap.shape).ravel() for lever in levers]
        self.most = np.round(np.concatenate([*most, np.full(rest, np.inf)]) / self.unit, DECIMALS)
        costs = [np.broadcast_to(lever.cost, gap.shape).ravel() for lever in levers]
        self.cost = np.concatenate([*costs, moves.cost(moving, len(gap)), np.zeros(gap.size)]) * self.unit
        self.matrix, self.limits = self._rows()
        self._settle_short()

    @property
    def size(self) -> int:
        return len(self.most)

    def worth(self, point: Array) -> float:
        return float(self.cost @ point)

    def solve(self, low: Array, high: Array, aim: Array | None = None) -> Array | None:
        """(n,) the point of least cost, or least ``aim``, within the bounds; None where there is none."""
        found = scipy.optimize.linprog(
            self.cost if aim is None else aim,
            self.matrix,
            self.limits,
            bounds=np.stack([low, high], axis=1),
            method="highs-ipm",
        )
        return np.asarray(found.x) if found.status == SOLVED else None

    def proved(self) -> Array | None:
        """(n,) the best, where it is found and proved soon."""
        if self.whole.sum() > SMALL:
            return None
        found = scipy.optimize.milp(
            self.cost,
            integrality=self.whole,
            bounds=scipy.optimize.Bounds(0, self.most),
            constraints=scipy.optimize.LinearConstraint(self.matrix, ub=self.limits),
            options={"time_limit": SECONDS, "mip_rel_gap": ENOUGH},
        )
        return np.where(self.whole, np.rint(found.x), found.x) if found.status == SOLVED else None

    def tidied(self, point: Array) -> Array:
        """(n,) with the same steps: of what costs alike, the least used and the moved the least far."""
        places = np.arange(self.sums // 2)
        left, come = (
            scipy.sparse.csr_array(
                (np.ones(len(places)), (places, self.used + start + places)), (len(places), self.size)
            )
            for start in (0, len(places))
        )
        apart = scipy.sparse.eye_array(len(places))
        matrix = scipy.sparse.block_array(
            [[self.matrix, None], [left - come, -apart], [come - left, -apart]], format="csr"
        )
        hours = np.tile(self.moving.time.sum(axis=1), len(self.gap))
        used = np.where(np.arange(self.size) < self.used, self.unit, 0)
        found = scipy.optimize.linprog(
            np.concatenate([self.cost + TIDY * used, TIDY * (hours + FEW)]),
            matrix,
            np.concatenate([self.limits, np.zeros(2 * len(places))]),
            bounds=np.stack(
                [
                    np.concatenate([np.where(self.whole, point, 0), np.zeros(len(places))]),
                    np.concatenate([np.where(self.whole, point, self.most), np.full(len(places), np.inf)]),
                ],
                axis=1,
            ),
            method="highs-ipm",
        )
        return np.asarray(found.x[: self.size]) if found.status == SOLVED else point

    def read(self, point: Array) -> tuple[Array, list[Moved]]:
        """(N, W, C) hours, and what is moved."""
        used = (point * self.unit)[: self.used].reshape(len(self.levers), *self.gap.shape)
        return used, moves.read(self.moving, point[self.used : self.used + self.sums])

    def up(self, point: Array) -> Array:
        """(n,) in whole steps."""
        return np.where(self.whole, np.ceil(point - FEW), point)

    def settled(self, point: Array) -> Array:
        """(n,) in whole steps: with what is moved, the cheapest in each week."""
        _used, moved = self.read(point)
        used = cheapest(self.gap + moves.brought(self.moving, moved, self.gap.shape), self.levers)
        return np.concatenate([used.ravel() / self.unit[: self.used], point[self.used :]])

    def _rows(self) -> tuple[scipy.sparse.csr_array, Array]:
        """Each week and competence is covered or short, and what is moved comes in time."""
        each = scipy.sparse.eye_array(self.gap.size)
        covers = scipy.sparse.hstack([*[-each] * len(self.levers), moves.hours(self.moving, len(self.gap)), -each])
        timely, limits = moves.rows(self.moving, len(self.gap))
        before, after = (scipy.sparse.csr_array((len(limits), n)) for n in (self.used, self.gap.size))
        matrix = scipy.sparse.vstack([covers, scipy.sparse.hstack([before, timely, after])])
        return matrix.tocsr() @ scipy.sparse.diags_array(self.unit), np.concatenate([-self.gap.ravel(), limits])

    def _settle_short(self) -> None:
        """No more is short than with all levers in full: from here on that is a row."""
        short = (np.arange(self.size) >= self.used + self.sums).astype(float)
        low = np.where(np.arange(self.size) < self.used, self.most, 0)
        found = self.solve(low, self.most, short)
        assert found is not None  # noqa: S101 - to move nothing is a point
        least = float(short @ found)
        self.matrix = scipy.sparse.vstack([self.matrix, scipy.sparse.csr_array(short[None])], format="csr")
        self.limits = np.append(self.limits, least + FEW * max(1.0, least))


def _rounded(problem: _Problem, relaxed: Array) -> Array:
    """(n,) the cheapest of the points that rounding up gives, while more and more is rounded down."""
    rounds = int(np.clip(WORK / problem.size**2, 1, MOST_ROUNDS))
    low, high, point = np.zeros(problem.size), problem.most.copy(), relaxed
    found, many = point, 0
    for _round in range(rounds):
        parts = _parts(problem, point, low, high)
        if not len(parts):
            break
        many = many or max(1, 2 * len(parts) // rounds)
        lowered = parts[:many]
        tried = high.copy()
        tried[lowered] = np.floor(point[lowered] + FEW)
        better = problem.solve(low, tried)
        if better is None:
            many = max(1, many // 2)
            low[lowered[-1]] = np.ceil(point[lowered[-1]] - FEW)
            continue
        point, high = better, tried
        found = min(found, point, key=lambda one: problem.worth(problem.up(one)))
    return problem.settled(found)


def _parts(problem: _Problem, point: Array, low: Array, high: Array) -> Ints:
    """Columns with a part of a step left to settle, the smallest first."""
    part = np.where(problem.whole & (low < high), point - np.floor(point + FEW), 0)
    unsettled = np.flatnonzero((part > FEW) & (low < point))
    return unsettled[np.argsort(part[unsettled], kind="stable")]
