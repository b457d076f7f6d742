"""What anybody can work out about hidden cells from those shown and from what adds up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.disclosure.table import Bools, Counts, relations


class Bounds(NamedTuple):
    """The narrowest interval for each cell, shape as the table; a shown cell has its value as both."""

    low: Counts
    high: Counts


BEYOND = 10**6
"""Added to the table's total, more than any bounded cell can hold."""


def bounds(table: Counts, unknown: Bools) -> Bounds:
    """Attack a table with totals of which the cells in ``unknown`` are not shown, and all else is.

    The attacker knows that counts are never negative and nothing else; a cell that nothing bounds from above gets
    the highest whole number of its type.
    """
    low, high = table.copy(), table.copy()
    if unknown.any():
        low[unknown], high[unknown] = _extremes(table, unknown)
    return Bounds(low, high)


def _extremes(table: Counts, unknown: Bools) -> tuple[Counts, Counts]:
    """The least and the most that each unknown cell can be, in reading order.

    Every cell and direction is a problem of its own; laid side by side they are solved in one call.
    """
    lines = relations(table.shape)
    among = lines[:, unknown.ravel()]
    totals = -lines @ np.where(unknown, 0, table).ravel()
    used = np.abs(among).sum(axis=1) > 0
    cells, beyond = among.shape[1], int(table[-1, -1]) + BEYOND
    objective = np.concatenate([np.eye(cells), -np.eye(cells)]).ravel()
    found = scipy.optimize.linprog(
        objective,
        A_eq=scipy.sparse.kron(scipy.sparse.eye_array(2 * cells), among[used]),
        b_eq=np.tile(totals[used], 2 * cells),
        bounds=(0, beyond),
        method="highs",
    )
    if found.status != 0:
        raise ArithmeticError(f"the attack found no table: {found.message}")
    low, high = np.rint((found.x * np.abs(objective)).reshape(2, cells, cells).sum(axis=2)).astype(np.int64)
    return low, np.where(high >= beyond, np.iinfo(np.int64).max, high)
