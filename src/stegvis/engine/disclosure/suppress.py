"""Which cells to hide: the small ones, and others beside them so that none can be subtracted out.

Sensitive is a count from 1 to ``threshold - 1``, inside the table or among the totals, and every cell of a row with
so few people in all. A zero is shown: it stands for nobody, and a group of ``threshold`` or more may be told what it
has in common. It may still be hidden to protect another cell. A sensitive count is protected when whoever sees the
rest can only tell an interval at least ``threshold - 1`` wide, or as wide as hiding everything would leave.

Nor may a line's total less what it shows leave a small group: where the hidden cells of a line hold fewer than
``threshold`` people together, a cell of the line that could have been shown is treated as sensitive too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from stegvis.engine.disclosure.attack import Bounds, bounds
from stegvis.engine.disclosure.patterns import Problem, cheapest_pattern, grown_pattern
from stegvis.engine.disclosure.table import Bools, Counts, with_totals

THRESHOLD = 5

EXACT_UP_TO = 600
"""Sensitive cells times cells: beyond this the pattern is grown cell by cell instead of being the cheapest."""


@dataclass(frozen=True, eq=False)
class Suppressed:
    """A table that may be shown. Arrays have a last row and a last column of totals.

    ``hidden`` cells are shown as withheld, small ones and those hidden beside them alike. ``too_few`` names the
    rows (the total last) with so few people that nothing but that is said. ``audit`` is what an attacker could
    work out, ``needed`` how wide each sensitive cell's interval had to be, else 0.
    """

    table: Counts
    hidden: Bools
    too_few: Bools
    audit: Bounds
    needed: Counts

    def shown(self) -> list[list[int | None]]:
        """The cells with totals, ``None`` where withheld."""
        return [
            [None if hide else int(value) for value, hide in zip(values, hides, strict=True)]
            for values, hides in zip(self.table, self.hidden, strict=True)
        ]


def suppress(
    counts: npt.ArrayLike, *, threshold: int = THRESHOLD, rows_are_known: bool = False, exact: bool | None = None
) -> Suppressed:
    """Suppress counts of shape (rows, columns) and audit the result.

    ``rows_are_known`` says that the reader can learn how many people a row has, as a unit's staff is known: its
    total then protects nothing, even where it is hidden. ``exact`` forces the cheapest pattern or the grown one;
    without it the table's size decides. Raises ``ArithmeticError`` should the audit find a sensitive cell bare.
    """
    table = with_totals(counts)
    problem = _problem(table, threshold, rows_are_known)
    if exact is None:
        exact = bool(np.count_nonzero(problem.needed) * table.size <= EXACT_UP_TO)
    search = cheapest_pattern if exact else grown_pattern
    unknown = search(problem)
    while (beside := _beside(problem, unknown, threshold)).any():
        needed = np.where(beside, _attainable(table, threshold, rows_are_known), problem.needed)
        problem = replace(problem, must=problem.must | beside, needed=needed)
        unknown = search(problem)
    audit = bounds(table, unknown)
    if (audit.high - audit.low < problem.needed).any():
        raise ArithmeticError("a hidden count can be worked out")
    too_few = (table[:, -1] > 0) & (table[:, -1] < threshold)
    return Suppressed(table, unknown | _small(table, threshold), too_few, audit, problem.needed)


def _small(table: Counts, threshold: int) -> Bools:
    return (table > 0) & (table < threshold)


def _problem(table: Counts, threshold: int, rows_are_known: bool) -> Problem:
    sensitive = _small(table, threshold)
    given = np.zeros(table.shape, np.bool_)
    given[:, -1] = rows_are_known
    few = (table[:, -1:] > 0) & (table[:, -1:] < threshold)
    needed = np.where(sensitive & ~given, _attainable(table, threshold, rows_are_known), 0)
    return Problem(table, (sensitive | few) & ~given, given, needed)


def _attainable(table: Counts, threshold: int, rows_are_known: bool) -> Counts:
    """How wide the interval of each cell should be, or can be made."""
    wide = np.full_like(table, threshold - 1)
    if rows_are_known:  # of a row's people any number may be in one column, unless it is the only one
        wide = np.minimum(wide, table[:, -1:] if table.shape[1] > 2 else 0)
    return wide


def _beside(problem: Problem, unknown: Bools, threshold: int) -> Bools:
    """For each line whose hidden cells are a small group together, the cheapest cell that makes it a larger one."""
    beside = np.zeros_like(unknown)
    for line in _lines(problem.table.shape):
        cells, total = line[:-1], line[-1]
        hidden, counts = unknown.flat[cells], problem.table.flat[cells]
        shown = cells[~hidden & (counts > 0)]
        if not unknown.flat[total] and 0 < counts[hidden].sum() < threshold and shown.size:
            beside.flat[shown[np.argmin(problem.costs.flat[shown])]] = True
    return beside


def _lines(shape: tuple[int, ...]) -> Iterator[npt.NDArray[np.intp]]:
    """The positions of each row's cells and of each column's, the total last."""
    positions = np.arange(shape[0] * shape[1]).reshape(shape)
    yield from positions
    yield from positions.T
