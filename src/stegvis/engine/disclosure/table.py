"""A two-way table with its totals, as cells that add up."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def with_totals(counts: npt.ArrayLike) -> Counts:
    """Counts of shape (rows, columns) with a last row and a last column of totals.

    Raises ``ValueError`` for counts that are not a table of whole, non-negative numbers.
    """
    inner = np.asarray(counts)
    if inner.ndim != 2 or (inner.size and (inner.dtype.kind not in "iu" or inner.min() < 0)):
        raise ValueError("expected a table of whole numbers, none negative")
    rows, columns = inner.shape
    table = np.zeros((rows + 1, columns + 1), np.int64)
    table[:rows, :columns] = inner
    table[:rows, columns] = inner.sum(axis=1)
    table[rows] = table[:rows].sum(axis=0)
    return table


def relations(shape: tuple[int, int]) -> npt.NDArray[np.float64]:
    """What adds up in a table with totals of this shape: every row of the result times the cells is 0.

    Shape (rows + columns, cells), cells in reading order. The matrix is that of a network, so the bounds that
    linear programming finds are whole numbers that some table attains.
    """
    rows, columns = shape
    lines = np.zeros((rows + columns, rows, columns))
    for row in range(rows):
        lines[row, row] = 1
        lines[row, row, -1] = -1
    for column in range(columns):
        lines[rows + column, :, column] = 1
        lines[rows + column, -1, column] = -1
    return lines.reshape(rows + columns, rows * columns)
