"""What can be worked out about counts when more than one thing is told of them: linked tables, shares, means.

A table's own totals are ``bounds``' affair. Here anything that is a weighted sum of the same hidden cells may be told,
exactly or as an interval (a rounded figure), and the narrowest interval that follows for other sums of them is found.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy  # its parts load when first used

from stegvis.engine.disclosure.suppress import THRESHOLD

NEAR, MOST = 1e-7, 1e7
"""What rounding may add, and what nothing told of is greater than."""

Floats = npt.NDArray[np.float64]


def extremes(
    asked: npt.ArrayLike, told: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """The least and the most that each sum in ``asked`` can be. Shapes: asked (sums, cells), told (facts, cells).

    ``told @ cells`` is known to lie between ``low`` and ``high`` (the same where told exactly) and no cell is
    negative. Infinity where nothing bounds a sum from above. Raises ``ArithmeticError`` where no cells fit.
    """
    sums = np.atleast_2d(np.asarray(asked, np.float64))
    known = _known(told, low, high)
    found = [[_least(direction * one, known)[0] * direction for one in sums] for direction in (1.0, -1.0)]
    return np.array(found[0]), np.array(found[1])


def is_guarded(
    sensitive: npt.ArrayLike,
    told: npt.ArrayLike,
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    width: npt.ArrayLike = THRESHOLD - 1,
) -> bool:
    """Whether every sensitive sum keeps an interval at least ``width`` wide: one for all, or one for each.

    Cells that fit what is told are found at the ends of one sum's interval, and bear witness of the others': most
    sums need no search of their own.
    """
    asked = np.asarray(sensitive, np.float64)
    if asked.size == 0:
        return True
    sums = np.atleast_2d(asked)
    needed = np.broadcast_to(np.asarray(width, np.float64) - 1e-6, len(sums))
    known = _known(told, low, high)
    least, most = np.full(len(sums), np.inf), np.full(len(sums), -np.inf)
    for n, one in enumerate(sums):
        for direction in (1.0, -1.0):
            if most[n] - least[n] >= needed[n]:
                break
            end, cells = _least(direction * one, known)
            least[n], most[n] = min(least[n], end * direction), max(most[n], end * direction)
            if cells is not None:
                least, most = np.minimum(least, sums @ cells), np.maximum(most, sums @ cells)
        if most[n] - least[n] < needed[n]:
            return False
    return True


def _known(told: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike) -> dict[str, Floats]:
    facts = np.atleast_2d(np.asarray(told, np.float64))
    least, most = np.asarray(low, np.float64), np.asarray(high, np.float64)
    exact = least == most
    return {
        "A_eq": facts[exact],
        "b_eq": least[exact],
        "A_ub": np.vstack([facts[~exact], -facts[~exact]]),
        "b_ub": np.concatenate([most[~exact], -least[~exact]]),
    }


def _least(objective: Floats, known: dict[str, Floats]) -> tuple[float, Floats | None]:
    """And cells where it is so little; none where nothing bounds it (status 3)."""
    solved = scipy.optimize.linprog(objective, **known, bounds=(0, None), method="highs")
    if solved.status == 3:
        return -np.inf, None
    if solved.status != 0:
        raise ArithmeticError(f"no table fits what is told: {solved.message}")
    return float(solved.fun), solved.x


def most(told: Floats, values: Floats, within: Floats) -> tuple[Floats, Floats]:
    """(C,) the most that each cell can be, and (C, C) the cells when it is.

    ``told`` (F, C) @ cells are ``values`` (F,), and each cell is ``within`` (C, 2) its least and its most. Sums that
    contradict each other are as near to what is told as they can be, all of them together, and the others are held to.
    Infinity where nothing bounds a cell from above. Raises ``ArithmeticError`` where nothing is found.
    """
    cells = told.shape[1]
    near = np.tile(_away(told, values, within) + NEAR, cells)
    copies = scipy.sparse.kron(scipy.sparse.eye_array(cells), told)
    around = np.tile(values, cells)
    solved = scipy.optimize.linprog(
        -np.eye(cells).ravel(),
        A_ub=scipy.sparse.vstack([copies, -copies]),
        b_ub=np.concatenate([around + near, near - around]),
        bounds=np.tile(np.minimum(within, MOST), (cells, 1)),
        method="highs",
    )
    if solved.status != 0:
        raise ArithmeticError(f"nothing is found that is as near as can be: {solved.message}")
    tables: Floats = solved.x.reshape(cells, cells)
    ends = np.diag(tables)
    return np.where(ends >= MOST, np.inf, ends), tables


def _away(told: Floats, values: Floats, within: Floats) -> Floats:
    """(F,) how far from what is told each sum is, where all of them together are the least."""
    facts, cells = told.shape
    apart = np.eye(facts)
    solved = scipy.optimize.linprog(
        np.repeat([0.0, 1.0], [cells, facts]),
        A_ub=np.vstack([np.hstack([told, -apart]), np.hstack([-told, -apart])]),
        b_ub=np.concatenate([values, -values]),
        bounds=np.vstack([np.minimum(within, MOST), np.tile([0.0, np.inf], (facts, 1))]),
        method="highs",
    )
    if solved.status != 0:
        raise ArithmeticError(f"nothing is found that is as near as can be: {solved.message}")
    found: Floats = solved.x[cells:]
    return found
