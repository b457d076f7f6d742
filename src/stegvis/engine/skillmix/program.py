"""The linear programme of a mix, and its optima by several aims, none at the cost of an earlier one.

Columns are hours of work of a profession at a task of a unit, in two pieces, up to today's and beyond it, and then the
hours of each task that nobody does. Rows are the hours of each task, less being negative, and those of each profession;
all say *at most*. Nothing costs below 0 in the first two aims, so the dual simplex method starts at once.

The order of aims is kept by complementary slackness and not by large weights: a column with a reduced cost after an aim
stays at its bound, and a row with a price stays full, in every optimum. So the prices of the aims say the ``Face`` of
all their optima, over which the next aim is taken. Source: Isermann 1982, lexicographic linear programming.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy  # its parts load when first used
from numpy.typing import NDArray

from stegvis.engine.skillmix.model import Array, Bools, Mix

Ints = NDArray[np.intp]

TINY = 1e-7
"""A price or a reduced cost that counts as none, of aims that are 1 at most."""
CLOSE = 1e-6
"""Hours within which a row is full and a column at its bound."""
SOLVED, INFEASIBLE = 0, 2


class NoOptimumError(ArithmeticError):
    """The optima of the earlier aims have no point at these limits."""


@dataclass(frozen=True)
class Pairs:
    """The columns of work: each a ``unit``, a ``task`` and a ``profession``, (n,), with at most ``most`` hours; the
    first ``kept`` of them are today's hours."""

    unit: Ints
    task: Ints
    profession: Ints
    most: Array
    kept: int

    @classmethod
    def of(cls, mix: Mix) -> Pairs:
        asked = np.broadcast_to(mix.may, mix.shape) & (mix.demand > 0)[:, :, None]
        every = np.nonzero(asked)
        today = np.broadcast_to(mix.today, mix.shape)[every]
        done = today > 0
        unit, task, profession = (np.concatenate([one[done], one]) for one in every)
        most = np.concatenate([today[done], np.full(done.size, np.inf)])
        return cls(unit, task, profession, most, int(done.sum()))

    @property
    def is_beyond(self) -> Bools:
        """(n,) the pieces beyond today's hours."""
        found: Bools = np.arange(self.unit.size) >= self.kept
        return found

    def take(self, mix: Mix, array: Array) -> Array:
        """(n,) the value of an array (1 or U, 1 or T, 1 or P) for each."""
        found: Array = np.broadcast_to(array, mix.shape)[self.unit, self.task, self.profession]
        return found

    def costs(self, mix: Mix) -> Array:
        """(n,) kronor an hour: the wage, and the training where it is beyond today's."""
        return self.take(mix, mix.wage[:, None, :]) + self.take(mix, mix.training) * self.is_beyond


@dataclass(frozen=True)
class Program:
    """``matrix`` (m, n) sparse by column, ``limits`` (m,), ``most`` (n,); ``aims`` (n,) each to be least in turn, of
    which the largest number is 1, times ``scales``. ``row_unit`` (m,) and ``column_unit`` (n,) are the units that rows
    and columns belong to."""

    matrix: scipy.sparse.csc_array
    limits: Array
    most: Array
    aims: Sequence[Array]
    scales: Sequence[float]
    row_unit: Ints
    column_unit: Ints

    def of_units(self, units: Bools) -> Program:
        """The same for some units, whose numbers stay."""
        rows, columns = units[self.row_unit], units[self.column_unit]
        return replace(
            self,
            matrix=self.matrix[:, columns][rows],
            limits=self.limits[rows],
            most=self.most[columns],
            aims=[aim[columns] for aim in self.aims],
            row_unit=self.row_unit[rows],
            column_unit=self.column_unit[columns],
        )


@dataclass(frozen=True)
class Face:
    """All optima of some aims: the columns that are ``free``, the others ``held`` at a bound, the rows ``full``."""

    free: Bools
    held: Array
    full: Bools

    def holds(self, program: Program, point: Array) -> bool:
        """Whether a point within the limits is one of them."""
        slack = program.limits - program.matrix @ point
        apart = np.abs(point - self.held)[~self.free].max(initial=0), np.abs(slack[self.full]).max(initial=0)
        return bool(max(apart) <= CLOSE)


def program_of(mix: Mix, pairs: Pairs) -> Program:
    units, tasks, professions = mix.shape
    demands, count = units * tasks, pairs.unit.size
    entries = np.stack([-pairs.take(mix, mix.speed), np.ones(count)], axis=1).ravel()
    rows = np.stack([pairs.unit * tasks + pairs.task, demands + pairs.unit * professions + pairs.profession], axis=1)
    each = np.arange(demands)
    starts = np.concatenate([np.arange(0, 2 * count, 2), 2 * count + np.arange(demands + 1)])
    matrix = scipy.sparse.csc_array(
        (np.concatenate([entries, -np.ones(demands)]), np.concatenate([rows.ravel(), each]), starts),
        shape=(demands + units * professions, count + demands),
    )
    none, nothing = np.zeros(demands), np.zeros(count)
    weight = np.broadcast_to(mix.weight, (units, tasks)).ravel()
    costs = pairs.costs(mix) + mix.reluctance * pairs.is_beyond
    aims = (
        np.concatenate([nothing, weight]),
        np.concatenate([costs, none]),
        np.concatenate([np.where(pairs.is_beyond, 1.0, -1.0), none]),
    )
    scales = [float(np.abs(aim).max(initial=0)) or 1.0 for aim in aims]
    of_tasks = np.repeat(np.arange(units), tasks)
    return Program(
        matrix,
        limits=np.concatenate([-mix.demand.ravel(), mix.hours.ravel()]),
        most=np.concatenate([pairs.most, np.full(demands, np.inf)]),
        aims=[aim / scale for aim, scale in zip(aims, scales, strict=True)],
        scales=scales,
        row_unit=np.concatenate([of_tasks, np.repeat(np.arange(units), professions)]),
        column_unit=np.concatenate([pairs.unit, of_tasks]),
    )


def face_of(program: Program, prices: Sequence[Array]) -> Face:
    """The optima of the first aims by their ``prices``, each (m,)."""
    rows, columns = program.matrix.shape
    free, held, full = np.ones(columns, np.bool_), np.zeros(columns), np.zeros(rows, np.bool_)
    for aim, priced in zip(program.aims, prices, strict=False):
        reduced = np.where(free, aim - program.matrix.T @ priced, 0)
        held = np.where(reduced < -TINY, program.most, held)
        free &= np.abs(reduced) <= TINY
        full |= np.abs(priced) > TINY
    return Face(free, held, full)


def least(program: Program, face: Face, aim: Array, limits: Array) -> tuple[Array, Array]:
    """An optimum (n,) of ``aim`` over a face at ``limits``, and its prices (m,): how much it rises by each limit.

    Raises NoOptimumError where the face has no point at these limits.
    """
    columns, full = np.flatnonzero(face.free), face.full
    rest = limits - program.matrix @ face.held
    point, prices = face.held.copy(), np.zeros_like(limits)
    if not columns.size:
        if np.any(rest < -CLOSE) or np.any(rest[full] > CLOSE):
            raise NoOptimumError
        return point, prices
    some = program.matrix[:, columns].tocsr()
    found = scipy.optimize.linprog(
        aim[columns],
        A_ub=some[~full],
        b_ub=rest[~full],
        A_eq=some[full] if full.any() else None,
        b_eq=rest[full] if full.any() else None,
        bounds=np.stack([np.zeros(columns.size), program.most[columns]], axis=1),
        method="highs-ds",
        options={"presolve": bool(full.any())},
    )
    if found.status == INFEASIBLE:
        raise NoOptimumError
    if found.status != SOLVED:
        raise ArithmeticError(found.message)
    point[columns] = found.x
    prices[~full] = found.ineqlin.marginals
    if full.any():
        prices[full] = found.eqlin.marginals
    return point, prices


def corner_prices(program: Program, point: Array, limits: Array) -> list[Array] | None:
    """The prices (m,) of the first two aims at a corner, if it is best by one after the other; None if it is not, or if
    it has no prices of its own since more than its loose columns meet there.

    Prices that make all loose columns pay for themselves are right if then no other column or row would gain, by the
    first aim or, where that does not care, by the second.
    """
    loose = (point > CLOSE) & (point < program.most - CLOSE)
    full = (limits - program.matrix @ point <= CLOSE) & (limits != 0)
    if loose.sum() != full.sum():
        return None
    basis = program.matrix[:, loose][full].T.tocsc()
    try:
        factors = scipy.sparse.linalg.splu(basis)
    except RuntimeError:  # the columns depend on one another
        return None
    prices = []
    for aim in program.aims[:2]:
        price = np.zeros_like(limits)
        price[full] = factors.solve(aim[loose])
        prices.append(price)
    gains = [_gains(program, point, aim, price) for aim, price in zip(program.aims, prices, strict=False)]
    better = (gains[0] > TINY) | ((gains[0] > -TINY) & (gains[1] > TINY))
    return None if better.any() else prices


def _gains(program: Program, point: Array, aim: Array, price: Array) -> Array:
    """(n + m,) what an aim gains by more of a column at its least, less of one at its most, and a row left slack."""
    reduced = aim - program.matrix.T @ price
    return np.concatenate(
        [np.where(point > CLOSE, np.where(point < program.most - CLOSE, 0, reduced), -reduced), price]
    )
