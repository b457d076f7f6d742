"""What to hide in a large part at once, before the search asks about its cells one by one.

One table is sought in which as many guarded cells as can be are as far away as they must be able to be, and which
differs from the true one by as cheap cells as can be: those must be hidden, and then all of these cells are
protected by the same few. What is left is sought again, with what is hidden by then for nothing (after Castro,
Computers & Operations Research 39, 2012, 1826-1837, who protects one cell at a time).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.disclosure.intervals import NEAR, Places
from stegvis.engine.disclosure.protection import System
from stegvis.engine.disclosure.publication import Bools, Floats

Watch = Callable[[], None]
"""Called each time the search has come a step further."""

ROUNDS = 40
"""Tables sought in one direction. What they leave open is asked about cell by cell."""


def unwatched() -> None:
    """For a search that nobody watches."""


def grown(system: System, hidden: Bools, cells: Places, watch: Watch = unwatched) -> Bools:
    """Of the ``cells`` of a part, in that order, those to hide; ``hidden`` are so already. Shape (cells,)."""
    unseen = hidden[cells]
    guarded = system.guarded[cells]
    for sign, far in ((1.0, system.high - system.counts), (-1.0, system.counts - system.low)):
        need = far[cells].astype(np.float64)
        open_ = guarded & (need > 0)
        for _round in range(ROUNDS):
            watch()
            reached = _reached(system, cells, unseen, open_, sign * need)
            if not reached.any():
                break
            moves = _solve(system, cells, unseen, reached, sign * need, alone=True)
            unseen = unseen | (np.abs(moves) > NEAR)
            open_ = open_ & ~reached
    return unseen


def _reached(system: System, cells: Places, unseen: Bools, open_: Bools, need: Floats) -> Bools:
    """Which of the open cells can move together as far as they must, whatever it costs."""
    if not open_.any():
        return open_
    moves = _solve(system, cells, unseen, open_, need, alone=False)
    return np.asarray(open_ & (np.abs(moves) >= np.abs(need) - NEAR) & (moves * need > 0))


def _solve(system: System, cells: Places, unseen: Bools, asked: Bools, need: Floats, *, alone: bool) -> Floats:
    """The moves of the cells in the cheapest table in which those asked move as far as they can.

    With ``alone`` they move as far as they must, and nothing but the cheapest is sought.
    """
    size, costs = cells.size, np.where(unseen, 0.0, system.costs[cells])
    rises, falls = np.full(size, system.beyond), system.counts[cells].astype(np.float64)
    up, down = asked & (need > 0), asked & (need < 0)
    rises[up], falls[down] = need[up], -need[down]
    least = np.zeros((2, size))
    if alone:
        least[0, up], least[1, down] = need[up], -need[down]
        rises[down] = falls[up] = 0
    worth = np.zeros((2, size))
    if not alone:
        worth[0, up] = worth[1, down] = 1 + costs.sum()
    sums = system.relations[:, cells]
    sums = sums[np.diff(sums.tocsr().indptr) > 0]
    found = scipy.optimize.linprog(
        np.concatenate([costs - worth[0] + worth[1], costs - worth[1] + worth[0]]),
        A_eq=scipy.sparse.hstack([sums, -sums]),
        b_eq=np.zeros(sums.shape[0]),
        bounds=np.column_stack([least.ravel(), np.concatenate([rises, falls])]),
        method="highs",
    )
    if found.status != 0:
        raise ArithmeticError(f"no table was found: {found.message}")
    return np.asarray(found.x[:size] - found.x[size:], np.float64)
