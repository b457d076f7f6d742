"""Two waves or two groups compared.

A difference is given with what may be said of its uncertainty, and says so where nothing may: a census has no
sampling error, and answers gathered without a design have none that can be known.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from stegvis.engine.statistics.census import Span
from stegvis.engine.statistics.design import Design
from stegvis.engine.statistics.estimates import LEVEL, Estimates, estimate_mean, student

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


class Basis(StrEnum):
    """What the bounds of a difference mean."""

    SAMPLE = "sample"
    """Low and high are an interval of chance."""
    CENSUS = "census"
    """Everybody was asked: there is no interval of chance. Low and high are what the silent could make of it."""
    NONE = "none"
    """Answers gathered without a design: no interval can be known, and none is given."""


@dataclass(frozen=True, eq=False)
class Difference:
    """The second less the first, all of one shape. ``standard_error`` is ``nan`` where ``basis`` is no sample's.

    ``differs`` is -1, 0 or 1: whether the bounds leave out 0, and on which side the second then lies. It is 0
    throughout without a basis, for then nothing has been shown.
    """

    value: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    basis: Basis

    @property
    def differs(self) -> Counts:
        return np.where(self.low > 0, 1, np.where(self.high < 0, -1, 0))


def compare_samples(first: Estimates, second: Estimates, *, level: float = LEVEL) -> Difference:
    """Two samples drawn apart from each other. Freedom is Welch's (Satterthwaite 1946)."""
    one, other = first.standard_error**2, second.standard_error**2
    value, variance = second.value - first.value, one + other
    parts = one**2 / max(first.freedom, 1) + other**2 / max(second.freedom, 1)
    freedom = np.divide(variance**2, parts, out=np.full(value.shape, np.inf), where=parts > 0)
    if min(first.freedom, second.freedom) <= 0:
        freedom = np.zeros(value.shape)
    error = np.sqrt(variance)
    width = np.array([student(one, level) for one in freedom.tolist()]) * error
    return Difference(value, error, value - width, value + width, Basis.SAMPLE)


def compare_groups(
    design: Design, values: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike, *, level: float = LEVEL
) -> Difference:
    """The means of two groups of one sample, which may share clusters: what they have in common is accounted for.

    ``first`` and ``second`` say of each respondent whether they belong, shape (respondents,). So are two waves of
    one panel compared: a row per person and wave, and the person as the cluster.
    """
    columns = np.asarray(values, np.float64).reshape(design.size, -1)
    items = columns.shape[1]
    split = [np.where(np.asarray(group, np.bool_)[:, None], columns, np.nan) for group in (first, second)]
    both = estimate_mean(design, np.hstack(split))
    change = np.hstack([-np.eye(items), np.eye(items)])
    value = change @ np.nan_to_num(both.value) + 0 * (both.value[:items] + both.value[items:])
    variance = np.diag(change @ both.covariance @ change.T)
    error = np.where(np.isnan(value), np.nan, np.sqrt(np.maximum(variance, 0)))
    width = student(design.freedom, level) * error
    return Difference(value, error, value - width, value + width, Basis.SAMPLE)


def compare_census(first: Span, second: Span) -> Difference:
    """Two waves or groups in which everybody was asked: from the least to the most that the silent could make of it."""
    value = second.observed - first.observed
    none = np.full(np.shape(value), np.nan)
    return Difference(value, none, second.low - first.high, second.high - first.low, Basis.CENSUS)


def compare_plainly(first: npt.ArrayLike, second: npt.ArrayLike) -> Difference:
    """Two figures without a design behind them: a difference, and the statement that its uncertainty is not known."""
    value = np.asarray(second, np.float64) - np.asarray(first, np.float64)
    none = np.full(value.shape, np.nan)
    return Difference(value, none, none, none, Basis.NONE)
