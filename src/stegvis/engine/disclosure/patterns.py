"""The search for cells to hide. A cell is protected by other tables that look the same from outside.

Such a table differs from the true one by deviations that add up to nothing along every line, touch hidden cells
only and leave no count negative. A sensitive cell's interval is as wide as the difference between one table in which
it is higher and one in which it is lower (Fischetti & Salazar, 2001).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy  # its parts load when first used: they take longer than all the rest of a start

from stegvis.engine.disclosure.attack import bounds
from stegvis.engine.disclosure.table import Bools, Counts, relations

Floats = npt.NDArray[np.float64]

TOTALS_COST = 10
"""How many times dearer a total is to hide than a cell inside: readers miss it more."""

TINY = 1e-6


@dataclass(frozen=True, eq=False)
class Problem:
    """All arrays have the shape of ``table``, which has its totals.

    ``must`` be hidden; ``given`` is known to the reader whatever is done; ``needed`` is the least width of a
    sensitive cell's interval, 0 for all others.
    """

    table: Counts
    must: Bools
    given: Bools
    needed: Counts

    @property
    def costs(self) -> Floats:
        """What it costs to hide each cell: a cell, and a little for the people in it."""
        cost = 1 + self.table / max(int(self.table[-1, -1]), 1)
        cost[-1] *= TOTALS_COST
        cost[:, -1] *= TOTALS_COST
        return cost

    @property
    def sensitive(self) -> list[int]:
        """Positions of sensitive cells, those with the widest intervals and then the largest counts first."""
        cells = np.flatnonzero(self.needed)
        return sorted(cells.tolist(), key=lambda cell: (-self.needed.flat[cell], -self.table.flat[cell], cell))


def grown_pattern(problem: Problem) -> Bools:
    """Protect one sensitive cell after another, each as cheaply as what is already hidden allows."""
    hidden = problem.must.copy()
    lines = scipy.sparse.csr_array(relations(problem.table.shape))
    low, high = bounds(problem.table, hidden)
    bare = (high - low < problem.needed).ravel()
    for cell in filter(bare.item, problem.sensitive):
        width = int(problem.needed.flat[cell])
        room = np.where(problem.given, 0, [np.full_like(problem.table, width), np.minimum(problem.table, width)])
        cost = np.where(hidden, 0, problem.costs).ravel()
        deviations = _cheapest_deviations(lines, cell, width, cost, room.ravel())
        hidden |= deviations.reshape(hidden.shape) > TINY
    return hidden


def _cheapest_deviations(lines: scipy.sparse.csr_array, cell: int, width: int, cost: Floats, room: Counts) -> Floats:
    """How much each cell moves, either way, in a higher and a lower table that lie ``width`` apart in ``cell``.

    ``room`` is how far cells can go up and then how far down.
    """
    optimize, sparse = scipy.optimize, scipy.sparse
    size = cost.size
    one_table = sparse.hstack([lines, -lines])
    apart = sparse.coo_array(([1, -1, -1, 1], ([0] * 4, cell + size * np.arange(4))), shape=(1, 4 * size))
    found = optimize.linprog(
        np.tile(cost, 4),
        A_eq=sparse.vstack([sparse.block_diag([one_table, one_table]), apart]),
        b_eq=np.append(np.zeros(2 * lines.shape[0]), width),
        bounds=np.column_stack([np.zeros(4 * size), np.tile(room, 2)]),
        method="highs",
    )
    if found.status != 0:
        raise ArithmeticError(f"no pattern protects the cell: {found.message}")
    return found.x.reshape(4, size).sum(axis=0)


def cheapest_pattern(problem: Problem) -> Bools:
    """The cheapest set of cells that protects every sensitive one, by mixed-integer programming.

    The first variables say of each cell whether it is hidden; then, for each sensitive cell, come the deviations
    of a higher and of a lower table.
    """
    cells = problem.sensitive
    if not cells:
        return problem.must.copy()
    optimize, sparse = scipy.optimize, scipy.sparse
    size = problem.table.size
    lines = sparse.csr_array(relations(problem.table.shape))
    tables = 2 * len(cells)
    widths = np.repeat([problem.needed.flat[cell] for cell in cells], 2 * size).reshape(tables, size)
    up, down = widths, np.minimum(widths, problem.table.ravel())
    deviations = tables * size
    chosen = sparse.coo_array(np.tile(np.eye(size), (tables, 1)))
    one = sparse.coo_array(np.eye(deviations))
    constraints = [
        optimize.LinearConstraint(
            sparse.hstack([sparse.coo_array((tables * lines.shape[0], size)), sparse.block_diag([lines] * tables)]),
            0,
            0,
        ),
        optimize.LinearConstraint(sparse.hstack([-chosen.multiply(up.reshape(-1, 1)), one]), -np.inf, 0),
        optimize.LinearConstraint(sparse.hstack([chosen.multiply(down.reshape(-1, 1)), one]), 0, np.inf),
        optimize.LinearConstraint(_apart(cells, size), [problem.needed.flat[cell] for cell in cells], np.inf),
    ]
    found = optimize.milp(
        np.concatenate([problem.costs.ravel(), np.zeros(deviations)]),
        integrality=np.concatenate([np.ones(size), np.zeros(deviations)]),
        bounds=optimize.Bounds(
            np.concatenate([problem.must.ravel().astype(float), np.full(deviations, -np.inf)]),
            np.concatenate([(~problem.given).ravel().astype(float), np.full(deviations, np.inf)]),
        ),
        constraints=constraints,
    )
    if found.status != 0:
        raise ArithmeticError(f"no pattern protects the cells: {found.message}")
    return np.asarray(found.x[:size] > 0.5).reshape(problem.table.shape)


def _apart(cells: list[int], size: int) -> scipy.sparse.csr_array:
    """For each sensitive cell its deviation in the higher table less that in the lower one."""
    row = np.arange(len(cells))
    higher = size * (1 + 2 * row) + cells
    signs = np.repeat([1, -1], len(cells))
    where = (np.tile(row, 2), np.concatenate([higher, higher + size]))
    shape = len(cells), size * (1 + 2 * len(cells))
    return scipy.sparse.csr_array(scipy.sparse.coo_array((signs, where), shape=shape))
