"""What a survey of everybody leaves unknown: those who did not answer, and nothing else.

Where all N were asked there is no sample, and an interval of chance would answer a question that nobody put. What is
unknown is what the N - r others would have said. The figures here say how low and how high the truth of all N can
lie, whatever they would have said (Manski, Journal of Human Resources 24, 1989, 343-360).

Whom an item does not apply to belongs neither to N nor to r: take them out of both. Somebody silent to whom it would
not apply either leaves the truth within the same bounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Span:
    """``observed`` among those who answered (``nan`` of nobody), and the least and the most it can be of all.

    The three have one shape. They are one and the same number where everybody answered.
    """

    observed: Floats
    low: Floats
    high: Floats


def census_share(yes: npt.ArrayLike, answered: npt.ArrayLike, population: npt.ArrayLike) -> Span:
    """From ``yes / population`` to ``(yes + population - answered) / population``. Arrays of whole numbers.

    Raises ``ValueError`` unless 0 ≤ yes ≤ answered ≤ population.
    """
    return census_mean(yes, answered, population, (0, 1))


def census_mean(
    total: npt.ArrayLike, answered: npt.ArrayLike, population: npt.ArrayLike, ends: tuple[float, float]
) -> Span:
    """The mean of a scale whose ends are known, given the ``total`` of the values answered.

    The silent are all put at the lower end and then all at the upper. Raises ``ValueError`` for totals that answers
    between the ends cannot have, and for more answers than people.
    """
    low, high = ends
    sums, number, people = (np.asarray(one, np.float64) for one in (total, answered, population))
    within = (sums >= number * low - 1e-9) & (sums <= number * high + 1e-9)
    if not (within & (number >= 0) & (number <= people)).all():
        raise ValueError("answers lie between the ends of the scale, and are no more than there are people")
    silent = people - number
    return Span(_ratio(sums, number), _ratio(sums + silent * low, people), _ratio(sums + silent * high, people))


def census_net(
    positive: npt.ArrayLike, negative: npt.ArrayLike, answered: npt.ArrayLike, population: npt.ArrayLike
) -> Span:
    """The share of positive answers less the share of negative ones, from -1 to 1."""
    return census_mean(np.asarray(positive) - np.asarray(negative), answered, population, (-1, 1))


def _ratio(part: Floats, whole: Floats) -> Floats:
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
