"""How an assessor's ratings compare with what others gave for the same competences.

Each rating is compared with the mean of the others' ratings of the same item (a competence in an area), and the
differences are averaged. The average is then drawn towards 0 as though ``DOUBT`` more ratings had been exactly as
the others': with n ratings, n / (n + DOUBT) of it remains. Few ratings thus say little, many say what they say.

It compares, and explains nothing: an assessor whose staff are more experienced has higher ratings by right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DOUBT = 10
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Leniency:
    """Of one assessor, in steps of the scale; positive is higher than the others.

    ``ratings`` are those that could be compared. ``difference`` is the plain average and ``shrunk`` what remains of
    it; ``low`` and ``high`` bound the 95 % interval of what remains.
    """

    ratings: int
    difference: float
    shrunk: float
    low: float
    high: float

    @property
    def stands_out(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def leniency(
    assessor: npt.ArrayLike, item: npt.ArrayLike, rating: npt.ArrayLike, count: npt.ArrayLike | None = None
) -> dict[int, Leniency]:
    """Assessor → how they compare. Arrays of shape (rows,); ``count`` says how many such ratings a row stands for.

    Assessors and items are whole numbers. An assessor none of whose items others have rated is left out. The
    spread within items, pooled over all, gives the intervals; where nothing varies they have no width.
    """
    who, assessors = _numbered(assessor)
    what, items = _numbered(item)
    values = np.asarray(rating, np.float64)
    times = np.ones(values.size, np.int64) if count is None else np.asarray(count, np.int64)
    shape = (assessors.size, items.size)
    number, total = (_summed(shape, who, what, times * factor) for factor in (1, values))
    others = number.sum(axis=0) - number
    compared = (number > 0) & (others > 0)
    others_mean = (total.sum(axis=0) - total) / np.maximum(others, 1)
    difference = np.where(compared, total - number * others_mean, 0).sum(axis=1)
    own = np.where(compared, number, 0)
    count_of = own.sum(axis=1)
    # Own ratings vary once each; an item's mean among the others is shared by all own ratings of it.
    unsure = (own + np.where(compared, number**2 / np.maximum(others, 1), 0)).sum(axis=1)
    variance = _variance_within(what, values, times, items.size)
    return {
        int(assessors[one]): _shrunk(int(count_of[one]), difference[one], variance * unsure[one])
        for one in np.flatnonzero(count_of)
    }


def _numbered(codes: npt.ArrayLike) -> tuple[Ints, Ints]:
    found, position = np.unique(np.asarray(codes), return_inverse=True)
    return position, found


def _summed(shape: tuple[int, int], who: Ints, what: Ints, values: npt.ArrayLike) -> Floats:
    found = np.zeros(shape)
    np.add.at(found, (who, what), np.asarray(values, np.float64))
    return found


def _variance_within(what: Ints, values: Floats, times: Ints, items: int) -> float:
    number = np.bincount(what, times, items)
    mean = np.bincount(what, times * values, items) / np.maximum(number, 1)
    freedom = float((number - 1).clip(0).sum())
    return float((times * (values - mean[what]) ** 2).sum()) / freedom if freedom else 0.0


def _shrunk(ratings: int, difference: float, variance: float) -> Leniency:
    average, remains = difference / ratings, ratings / (ratings + DOUBT)
    middle, width = average * remains, NORMAL_95 * remains * variance**0.5 / ratings
    return Leniency(ratings, float(average), float(middle), float(middle - width), float(middle + width))
