"""How well two judges agree who rated the same things on an ordered scale.

Weighted kappa (Cohen, 1968) is the share of the disagreement expected by chance that did not happen. With p the
relative frequencies of the cross table, r and c its row and column sums, and v the agreement of a pair of ratings
(1 on the diagonal, 0 in the far corners),

    observed = sum v p        expected = sum v r c        kappa = (observed - expected) / (1 - expected)

Its standard error is the large-sample one of Fleiss, Cohen & Everitt (Psychological Bulletin 72, 1969, 323-327),
which supposes that the pairs are independent: take one pair a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Weights = Literal["linear", "quadratic"]

LEAST_PAIRS = 10
"""With fewer pairs the interval spans nearly everything, and a kappa says nothing."""

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Agreement:
    """Two judges of ``pairs`` things. Shares are of 1; ``mean_difference`` is the second rating less the first.

    ``kappa`` is None where it cannot be said, and ``why`` is then ``too_few`` pairs or ``no_spread`` (both judges
    gave one and the same rating throughout, so that nothing could have been expected but agreement). ``low`` and
    ``high`` bound its 95 % interval; None too where every pair agrees, for then the formula gives no width.
    """

    pairs: int
    exact: float | None
    within_one: float | None
    mean_difference: float | None
    kappa: float | None = None
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


def cross_table(first: npt.ArrayLike, second: npt.ArrayLike, scale: npt.ArrayLike) -> Counts:
    """Pairs of ratings counted: shape (scale, scale), first ratings as rows. ``scale`` lists the values in order.

    Raises ``ValueError`` for ratings that are not on the scale, and for unequal numbers of them.
    """
    values = np.asarray(scale)
    rows, columns = (_positions(np.asarray(ratings), values) for ratings in (first, second))
    if rows.shape != columns.shape:
        raise ValueError("each pair needs a first and a second rating")
    table = np.zeros((values.size, values.size), np.int64)
    np.add.at(table, (rows, columns), 1)
    return table


def _positions(ratings: npt.NDArray, values: npt.NDArray) -> Counts:
    order = np.argsort(values)
    found = order[np.minimum(np.searchsorted(values, ratings, sorter=order), values.size - 1)]
    if (values[found] != ratings).any():
        raise ValueError("a rating is not on the scale")
    return found


def agreement(table: npt.ArrayLike, weights: Weights = "quadratic", *, least_pairs: int = LEAST_PAIRS) -> Agreement:
    """The agreement in a square table of counts, first judge as rows, categories in order.

    Quadratic weights make a disagreement by two steps four times as grave as one by one step, linear ones twice.
    Raises ``ValueError`` for a table that is not square, or holds negative counts.
    """
    counts = np.asarray(table, np.int64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or (counts < 0).any():
        raise ValueError("expected a square table of counts")
    pairs = int(counts.sum())
    if pairs == 0:
        return Agreement(0, None, None, None, why="too_few")
    steps = np.subtract.outer(np.arange(len(counts)), np.arange(len(counts)))
    share = counts / pairs
    simple = (
        float(share[steps == 0].sum()),
        float(share[np.abs(steps) <= 1].sum()),
        float(-(share * steps).sum()),
    )
    if pairs < least_pairs:
        return Agreement(pairs, *simple, why="too_few")
    return Agreement(pairs, *simple, **_kappa(share, _agreement_weights(steps, weights), pairs))


def _agreement_weights(steps: Counts, weights: Weights) -> Floats:
    apart = np.abs(steps) / max(len(steps) - 1, 1)
    return 1 - (apart**2 if weights == "quadratic" else apart)


def _kappa(share: Floats, weight: Floats, pairs: int) -> dict:
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed, expected = float((weight * share).sum()), float(rows @ weight @ columns)
    if 1 - expected < 1e-12:
        return {"why": "no_spread"}
    kappa = (observed - expected) / (1 - expected)
    by_chance = np.add.outer(weight @ columns, rows @ weight)
    part = weight * (1 - expected) - by_chance * (1 - observed)  # what a pair adds to kappa's large-sample variance
    variance = float((share * (part - (share * part).sum()) ** 2).sum())
    error = variance**0.5 / ((1 - expected) ** 2 * pairs**0.5)
    if 1 - observed < 1e-12:
        return {"kappa": 1.0, "standard_error": 0.0}
    width = NORMAL_95 * error
    return {
        "kappa": kappa,
        "standard_error": error,
        "low": max(kappa - width, -1.0),
        "high": min(kappa + width, 1.0),
    }
