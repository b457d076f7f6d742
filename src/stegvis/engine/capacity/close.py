"""How a gap is closed: least short, then least cost, then least use of levers and moving (SciPy's HiGHS, exact)."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.capacity.check import amount, first, length
from stegvis.engine.capacity.model import Array, Closing, Ints, Lever, Moved, Moving
from stegvis.engine.forecast.model import ModelError

FEW = 1e-6
"""Of a step that counts as a whole one."""
SLACK = 1e-9
"""How much an earlier aim may give way to rounding, beside its size."""
DECIMALS = 5
"""Of hours and amounts in an answer."""
SECONDS = 20.0
SOLVED = 0


def close(gap: Array, levers: Sequence[Lever], moving: Moving | None = None) -> Closing:
    """What closes as much of the ``gap`` (W, C) hours as can be closed, at the least cost.

    Raises ModelError where a lever contradicts itself, and ``no_time`` where whole steps were not proved to be best in
    20 seconds.
    """
    _check(gap, levers, moving)
    problem = _Problem(gap, levers, moving)
    return problem.read(problem.best(time.monotonic() + SECONDS))


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

    def best(self, until: float) -> Array:
        """(n,) hours and amounts by column."""
        matrix, limits = self._rows()
        matrix = matrix @ scipy.sparse.diags_array(self.unit)
        most = self._most() / self.unit
        most = np.where(self.step > 0, np.floor(most + FEW), most)
        point = np.zeros(self.unit.size)
        for aim in self._aims():
            costs = aim * self.unit
            found = scipy.optimize.milp(
                costs,
                integrality=self.step > 0,
                bounds=scipy.optimize.Bounds(0, most),
                constraints=scipy.optimize.LinearConstraint(matrix, ub=limits),
                options={"time_limit": max(until - time.monotonic(), 0.01), "mip_rel_gap": 0},
            )
            if found.status != SOLVED:
                raise ModelError("levers", "no_time", seconds=SECONDS)
            point = found.x
            matrix = scipy.sparse.vstack([matrix, scipy.sparse.csr_array(costs[None, :])], format="csr")
            limits = np.append(limits, found.fun + SLACK * max(1.0, abs(found.fun)))
        return np.asarray(np.where(self.step > 0, np.rint(point), point) * self.unit, dtype=float)

    def read(self, point: Array) -> Closing:
        point = np.round(point, DECIMALS) + 0.0
        used = point[: self.used].reshape(len(self.levers), *self.gap.shape)
        amounts = point[self.used : self.used + len(self.moves)]
        left = self.gap - used.sum(axis=0) + self._brought(amounts)
        costs = [
            float((np.broadcast_to(one.cost, self.gap.shape) * used[n]).sum()) for n, one in enumerate(self.levers)
        ]
        left = np.round(left, DECIMALS) + 0.0
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
        weeks, activities = len(self.gap), len(self.moving.time) if self.moving else 0
        limits = [np.broadcast_to(lever.most, self.gap.shape).ravel() for lever in self.levers]
        if self.moving is not None:
            limits.append(np.broadcast_to(self.moving.most, (weeks, activities))[self.moves[:, 1], self.moves[:, 0]])
        return np.concatenate([*limits, np.full(self.cells, np.inf)])

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
