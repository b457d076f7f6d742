"""How a gap is closed: least short, then least cost, then least use of levers and moving (SciPy's HiGHS, exact)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import scipy  # its parts load when first used
from numpy.typing import NDArray

from stegvis.engine.capacity.check import amount, first, length
from stegvis.engine.capacity.model import Array, Closing, Ints, Lever, Moved, Moving
from stegvis.engine.forecast.model import ModelError

FEW = 1e-6
"""Of a step that counts as a whole one."""
SLACK = 1e-9
"""How much an earlier aim may give way to rounding, beside its size."""
DECIMALS, SHOWN = 6, 4
"""Of hours from levers and amounts moved, and of the hours short and spare that are left of them."""
SECONDS = 0.5
"""For each aim."""
ENOUGH = 1e-4
"""Beside the least, where there are whole steps: to prove the last of it takes longer than all the rest."""
COSTING, TIDYING = 1, 2
"""The places of the last two aims."""
TIDY = 1e-6
"""Kronor that an hour used weighs, where costs are alike."""
SOLVED = 0


def close(gap: Array, levers: Sequence[Lever], moving: Moving | None = None) -> Closing:
    """What closes as much of the ``gap`` (W, C) hours as can be closed, at the least cost.

    Where levers come in whole steps, cost is within a ten-thousandth of the least. Raises ModelError where a lever
    contradicts itself.
    """
    _check(gap, levers, moving)
    problem = _Problem(gap, levers, moving)
    return problem.read(*problem.best())


class _Problem:
    """Columns: hours by lever, week and competence; then what is moved; then hours short by week and competence.

    Where there are steps, a column counts them. Rows all say *at most*.
    """

    def __init__(self, gap: Array, levers: Sequence[Lever], moving: Moving | None) -> None:
        self.gap, self.levers, self.moving = gap, levers, moving
        self.moves = _moves(len(gap), moving)
        self.cells, self.used = gap.size, len(levers) * gap.size
        steps = [np.full(gap.size, lever.step) for lever in levers]
        steps += [np.full(len(self.moves), moving.step if moving else 0.0), np.zeros(gap.size)]
        self.step = np.concatenate(steps)
        self.unit = np.where(self.step > 0, self.step, 1.0)

    def best(self) -> tuple[Array, bool]:
        """(n,) hours and amounts by column, and whether the first two aims are proved to be met as well as can be.

        What cannot be proved in time is sought week by week too, and the better of the two is answered.
        """
        point, proved = self._sought(self.step > 0)
        if not proved and len(self.gap) > 1:
            point = min(point, self._by_weeks(), key=self._worth)
        return point, proved

    def _sought(self, whole: NDArray[np.bool_]) -> tuple[Array, bool]:
        """The aims in turn, with ``whole`` steps in the first two; how many there are is settled before the last."""
        matrix, limits = self._rows()
        matrix = matrix @ scipy.sparse.diags_array(self.unit)
        least_of, most = np.zeros(self.unit.size), self._most()
        point, proved, aims = self._nothing(), True, self._aims()
        for place, aim in enumerate(aims):
            costs = aim * self.unit
            found = scipy.optimize.milp(
                costs + TIDY * aims[TIDYING] * self.unit if place == COSTING else costs,
                integrality=whole if place < TIDYING else None,
                bounds=scipy.optimize.Bounds(least_of, most),
                constraints=scipy.optimize.LinearConstraint(matrix, ub=limits),
                options={"time_limit": SECONDS, "mip_rel_gap": ENOUGH if place else 0},
            )
            proved &= found.status == SOLVED or place == TIDYING
            if found.x is not None:
                point = np.where(whole, np.rint(found.x), found.x)
            least = float(costs @ point)
            matrix = scipy.sparse.vstack([matrix, scipy.sparse.csr_array(costs[None, :])], format="csr")
            limits = np.append(limits, least + SLACK * max(1.0, abs(least)))
            if place == COSTING:
                least_of, most = np.where(whole, point, least_of), np.where(whole, point, most)
        return point * self.unit, proved

    def _by_weeks(self) -> Array:
        """(n,) What is moved as if nothing came in steps, rounded down to them; then each week by itself.

        A relaxation that is fixed part by part. Source: Pochet and Wolsey 2006, Production Planning by Mixed Integer
        Programming, section 3.6 (relax-and-fix).
        """
        moves = slice(self.used, self.used + len(self.moves))
        moved = self._sought(np.zeros(self.unit.size, bool))[0][moves]
        step = self.step[moves]
        moved = np.where(step > 0, np.floor(moved / self.unit[moves] + FEW) * step, moved)
        gap, totals = self.gap + self._brought(moved), [lever.total for lever in self.levers]
        used = np.zeros((len(self.levers), *self.gap.shape))
        for week in range(len(gap)):
            levers = [_in_week(lever, week, total) for lever, total in zip(self.levers, totals, strict=True)]
            part = _Problem(gap[week : week + 1], levers, None)
            used[:, week] = part.best()[0][: part.used].reshape(len(levers), -1)
            totals = [total if total is None else total - used[n, week] for n, total in enumerate(totals)]
        short = np.maximum(gap - used.sum(axis=0), 0)
        return np.concatenate([used.ravel(), moved, short.ravel()])

    def _worth(self, point: Array) -> tuple[float, ...]:
        """By the first two aims, the less the better."""
        return tuple(round(float(aim @ point), SHOWN) for aim in self._aims()[:TIDYING])

    def _nothing(self) -> Array:
        """All gaps as they are."""
        found: Array = np.zeros(self.unit.size)
        found[-self.cells :] = np.maximum(self.gap, 0).ravel()
        return found

    def read(self, point: Array, proved: bool) -> Closing:
        point = np.round(point, DECIMALS) + 0.0
        used = point[: self.used].reshape(len(self.levers), *self.gap.shape)
        amounts = point[self.used : self.used + len(self.moves)]
        left = self.gap - used.sum(axis=0) + self._brought(amounts)
        costs = [
            float((np.broadcast_to(one.cost, self.gap.shape) * used[n]).sum()) for n, one in enumerate(self.levers)
        ]
        left = np.round(left, SHOWN) + 0.0
        return Closing(
            used=used,
            short=np.maximum(left, 0),
            spare=np.maximum(-left, 0),
            cost=np.array([*costs, float(amounts @ self._move_cost())]),
            moved=[
                Moved(int(a), int(source), int(target), float(amount))
                for (a, source, target), amount in zip(self.moves, amounts, strict=True)
                if amount > 0
            ],
            proved=proved,
        )

    def _brought(self, amounts: Array) -> Array:
        """(W, C) hours that moving adds to each week."""
        found = np.zeros(self.gap.shape)
        if self.moving is not None:
            hours = amounts[:, None] * self.moving.time[self.moves[:, 0]]
            np.add.at(found, self.moves[:, 2], hours)
            np.subtract.at(found, self.moves[:, 1], hours)
        return found

    def _rows(self) -> tuple[scipy.sparse.csr_array, Array]:
        """Each week and competence is covered or short; each lever keeps its total, each week what may leave it."""
        weeks, competences = self.gap.shape
        each = scipy.sparse.eye_array(self.cells)
        blocks = [[*[-each] * len(self.levers), self._moved_hours(), -each]]
        limits = [-self.gap.ravel()]
        sums = scipy.sparse.kron(np.ones((1, weeks)), scipy.sparse.eye_array(competences))
        for place, lever in enumerate(self.levers):
            if lever.total is not None:
                blocks.append([sums if n == place else None for n in range(len(self.levers))] + [None, None])
                limits.append(np.asarray(lever.total))
        if self.moving is not None and len(self.moves):
            activities = len(self.moving.time)
            leaves = self.moves[:, 1] * activities + self.moves[:, 0]
            row = scipy.sparse.csr_array(
                (np.ones(len(leaves)), (leaves, np.arange(len(leaves)))), shape=(weeks * activities, len(leaves))
            )
            blocks.append([None] * len(self.levers) + [row, None])
            limits.append(np.broadcast_to(self.moving.most, (weeks, activities)).ravel())
        return scipy.sparse.block_array(blocks, format="csr"), np.concatenate(limits)

    def _moved_hours(self) -> scipy.sparse.csr_array:
        """(W·C, M) hours that each move adds to the week it comes to and takes from the one it leaves."""
        count, competences = len(self.moves), self.gap.shape[1]
        if self.moving is None or not count:
            return scipy.sparse.csr_array((self.cells, count))
        hours = self.moving.time[self.moves[:, 0]]
        columns = np.repeat(np.arange(count), competences)
        kinds = np.tile(np.arange(competences), count)
        comes, leaves = (np.repeat(self.moves[:, end], competences) * competences + kinds for end in (2, 1))
        entries = np.concatenate([hours.ravel(), -hours.ravel()])
        places = (np.concatenate([comes, leaves]), np.concatenate([columns, columns]))
        return scipy.sparse.coo_array((entries, places), shape=(self.cells, count)).tocsr()

    def _most(self) -> Array:
        """(n,) of each column, in whole steps where there are."""
        weeks, activities = len(self.gap), len(self.moving.time) if self.moving else 0
        limits = [np.broadcast_to(lever.most, self.gap.shape).ravel() for lever in self.levers]
        if self.moving is not None:
            limits.append(np.broadcast_to(self.moving.most, (weeks, activities))[self.moves[:, 1], self.moves[:, 0]])
        most = np.concatenate([*limits, np.full(self.cells, np.inf)]) / self.unit
        return np.where(self.step > 0, np.floor(most + FEW), most)

    def _move_cost(self) -> Array:
        if self.moving is None:
            return np.zeros(0)
        found: Array = np.broadcast_to(self.moving.cost, len(self.moving.time))[self.moves[:, 0]]
        return found

    def _aims(self) -> list[Array]:
        """Hours short; kronor; hours from levers and hours moved, those moved further the more."""
        costs = [np.broadcast_to(lever.cost, self.gap.shape).ravel() for lever in self.levers]
        moved = np.zeros(len(self.moves))
        if self.moving is not None:
            moved = self.moving.time.sum(axis=1)[self.moves[:, 0]] * np.abs(self.moves[:, 2] - self.moves[:, 1])
        short, none = np.ones(self.cells), np.zeros(self.cells)
        return [
            np.concatenate([np.zeros(self.used + len(self.moves)), short]),
            np.concatenate([*costs, self._move_cost(), none]),
            np.concatenate([np.ones(self.used), moved, none]),
        ]


def _in_week(lever: Lever, week: int, total: Array | None) -> Lever:
    """A lever as it is in one week, with what is left of its total."""
    most, cost = (array if len(array) == 1 else array[week : week + 1] for array in (lever.most, lever.cost))
    return replace(lever, most=most, cost=cost, total=None if total is None else np.maximum(total, 0))


def _moves(weeks: int, moving: Moving | None) -> Ints:
    """(M, 3) activity, the week it leaves and the one it comes to."""
    if moving is None:
        return np.zeros((0, 3), np.intp)
    activity, source, target = np.meshgrid(
        np.arange(len(moving.time)), np.arange(weeks), np.arange(weeks), indexing="ij"
    )
    near = (source != target) & (np.abs(target - source) <= moving.within)
    return np.stack([activity[near], source[near], target[near]], axis=1)


def _check(gap: Array, levers: Sequence[Lever], moving: Moving | None) -> None:
    if gap.ndim != 2 or not gap.size:
        raise ModelError("gap", "shape", gap.shape)
    first("gap", "not_a_number", ~np.isfinite(gap))
    weeks, competences = gap.shape
    for place, lever in enumerate(levers):
        name = f"levers {place}"
        for array in (lever.most, lever.cost):
            length(name, array, gap.shape)
            amount(name, array)
        if lever.total is not None:
            length(name, lever.total, (competences,), exact=True)
            amount(name, lever.total)
        amount(name, np.asarray(lever.step))
    if moving is not None:
        activities = len(moving.time)
        length("moving", moving.time, (activities, competences), exact=True)
        length("moving", moving.most, (weeks, activities))
        length("moving", moving.cost, (activities,))
        for array in (moving.time, moving.most, moving.cost, np.asarray(moving.step), np.asarray(moving.within)):
            amount("moving", array)
