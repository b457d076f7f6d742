"""What can be worked out about hidden cells, whichever tables and releases they stand in.

The attacker knows every cell that is shown, everything that adds up, and that no count is negative. For each hidden
cell linear programming finds the least and the most that it can be. Cells that no sum joins are attacked apart, and
many such problems are laid side by side and solved in one call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy  # its parts load when first used

from stegvis.engine.disclosure.publication import Bools, Counts, Floats

Places = npt.NDArray[np.intp]
Question = tuple[Places, Places, Floats]

NEAR = 1e-6

AT_ONCE = 4_000
"""Unknowns solved in one call. Larger calls are slower than their share."""


@dataclass(frozen=True, eq=False)
class Attacked:
    """For each cell asked about and each direction (1 up, -1 down), how far it can move and what stops it.

    ``cells``, ``signs`` and ``moves`` have the shape (questions,). ``stops`` (questions, cells) says how much of the
    bound is owed to each cell of the system: positive to its not rising, negative to its not falling. ``whole`` says
    whether the table found is one of whole numbers, as it must be for a person to be in it.
    """

    cells: Places
    signs: Floats
    moves: Floats
    whole: Bools
    stops: scipy.sparse.csr_array


def parts_joined(relations: scipy.sparse.csr_array, cells: Bools) -> list[Places]:
    """The cells that sums join, part by part; a cell that no sum holds is a part of its own."""
    where = np.flatnonzero(cells)
    among = abs(relations[:, where])
    _number, label = scipy.sparse.csgraph.connected_components(among.T @ among, directed=False)
    order = np.argsort(label, kind="stable")
    return np.split(where[order], np.flatnonzero(np.diff(label[order])) + 1) if where.size else []


def attack(
    relations: scipy.sparse.csr_array, counts: Counts, questions: Sequence[Question], *, beyond: float
) -> Iterator[Attacked]:
    """How far hidden cells can move from their counts, each asked about by itself.

    A question is a part of joined hidden cells, those of them asked about, and in which direction each. ``beyond`` is
    how far a cell moves that nothing stops.
    """
    for batch in _batches(questions):
        yield _solve(relations, counts, batch, beyond)


def move_in_whole_numbers(
    relations: scipy.sparse.csr_array, counts: Counts, part: Places, asked: tuple[int, float], *, beyond: float
) -> float:
    """How far one cell can move, in one direction, when every cell of the part holds whole people."""
    cell, sign = asked
    cost = np.where(part == cell, -sign, 0.0)
    found = scipy.optimize.milp(
        cost,
        integrality=np.ones(part.size),
        bounds=scipy.optimize.Bounds(-counts[part], beyond),
        constraints=scipy.optimize.LinearConstraint(relations[:, part], 0, 0),
    )
    if found.status != 0:
        raise ArithmeticError(f"the attack found no table: {found.message}")
    return float(-found.fun)


def _batches(questions: Sequence[Question]) -> Iterator[list[Question]]:
    batch: list[Question] = []
    unknowns = 0
    for part, cells, signs in questions:
        most = max(1, AT_ONCE // part.size)
        for start in range(0, cells.size, most):
            piece = part, cells[start : start + most], signs[start : start + most]
            size = part.size * piece[1].size
            if batch and unknowns + size > AT_ONCE:
                yield batch
                batch, unknowns = [], 0
            batch.append(piece)
            unknowns += size
    if batch:
        yield batch


@dataclass(frozen=True, eq=False)
class _SideBySide:
    """The questions of a batch as one program: what has to be 0 ``matrix`` (rows, columns), the least of each unknown
    ``low`` and its ``costs`` (columns,), and of each piece the relations that its rows are and how many questions."""

    matrix: scipy.sparse.csc_array
    low: Floats
    costs: Floats
    lines: list[tuple[Places, int]]


def _side_by_side(relations: scipy.sparse.csr_array, counts: Counts, batch: list[Question]) -> _SideBySide:
    among = relations.tocsc()[:, np.concatenate([part for part, _cells, _signs in batch])]  # once: a slice is slow
    rows, columns, values, lows, costs = [], [], [], [], []
    lines: list[tuple[Places, int]] = []
    row = column = first = 0
    for part, cells, signs in batch:
        ends = among.indptr[first : first + part.size + 1]
        first += part.size
        inner = slice(ends[0], ends[-1])
        used, line = np.unique(among.indices[inner], return_inverse=True)
        times = np.arange(cells.size)[:, None]
        rows.append((row + times * used.size + line).ravel())
        columns.append((column + times * part.size + np.repeat(np.arange(part.size), np.diff(ends))).ravel())
        values.append(np.tile(among.data[inner], cells.size))
        lows.append(np.tile(-counts[part].astype(np.float64), cells.size))
        costs.append(_cost(part, cells, signs).ravel())
        lines.append((used, cells.size))
        row, column = row + cells.size * used.size, column + cells.size * part.size
    places = np.concatenate(rows), np.concatenate(columns)
    matrix = scipy.sparse.coo_array((np.concatenate(values), places), shape=(row, column)).tocsc()
    return _SideBySide(matrix, np.concatenate(lows), np.concatenate(costs), lines)


def _cost(part: Places, cells: Places, signs: Floats) -> Floats:
    """(questions, unknowns): of each question its own cell, upwards or downwards."""
    cost = np.zeros((cells.size, part.size))
    order = np.argsort(part)
    cost[np.arange(cells.size), order[np.searchsorted(part, cells, sorter=order)]] = -signs
    return cost


def _solve(relations: scipy.sparse.csr_array, counts: Counts, batch: list[Question], beyond: float) -> Attacked:
    together = _side_by_side(relations, counts, batch)
    rows, columns = together.matrix.shape
    found = scipy.optimize.linprog(
        together.costs,
        A_eq=together.matrix,
        b_eq=np.zeros(rows),
        bounds=np.column_stack([together.low, np.full(columns, beyond)]),
        method="highs",
    )
    if found.status != 0:
        raise ArithmeticError(f"the attack found no table: {found.message}")
    asked, signs = (np.concatenate([piece[which] for piece in batch]) for which in (1, 2))
    gained = -found.x * together.costs
    sizes = np.concatenate([np.full(cells.size, part.size) for part, cells, _signs in batch])
    starts = np.cumsum(sizes) - sizes
    moves = np.add.reduceat(gained, starts)
    whole = np.maximum.reduceat(np.abs(found.x - np.rint(found.x)), starts) < NEAR
    stops = _stops(relations, together.lines, found.eqlin.marginals, asked, signs)
    return Attacked(asked, signs, moves, whole, stops)


def _stops(
    relations: scipy.sparse.csr_array, lines: list[tuple[Places, int]], prices: Floats, asked: Places, signs: Floats
) -> scipy.sparse.csr_array:
    """The dual answer: what each sum is worth, as what each cell is worth."""
    which = np.concatenate([np.tile(used, times) for used, times in lines])
    each = np.repeat(np.arange(asked.size), np.concatenate([np.full(times, used.size) for used, times in lines]))
    worth = scipy.sparse.coo_array((prices, (each, which)), shape=(asked.size, relations.shape[0])).tocsr()
    own = scipy.sparse.coo_array((signs, (np.arange(asked.size), asked)), shape=(asked.size, relations.shape[1]))
    return scipy.sparse.csr_array(worth @ relations + own)
