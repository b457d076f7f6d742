"""Means, totals, shares and ratios of a sample, with the interval that its design allows.

A missing value (``nan``) leaves its respondent out of that item alone: those who answered are then a domain of the
sample, as a ``domain`` given by the caller is, and the standard error is the domain's (Särndal, Swensson and Wretman
1992, ch. 10). Intervals are Student's with the design's degrees of freedom; a share's is that of Wilson for a simple
random sample or an effective number of answers (``wilson_intervals``), and Student's on the logit otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy  # its parts load when first used: they take longer than all the rest of a start

from stegvis.engine.statistics.design import Bools, Design, Floats

LEVEL = 0.95


@dataclass(frozen=True, eq=False)
class Estimates:
    """One or more estimates. ``value``, ``standard_error``, ``low`` and ``high`` have one shape (items,).

    ``covariance`` is (items, items), ``freedom`` the degrees of freedom behind the intervals. ``nan`` where nothing
    was answered; the interval is ``nan`` too where there is no freedom.
    """

    value: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    covariance: Floats
    freedom: int


def estimate_mean(
    design: Design, values: npt.ArrayLike, *, domain: npt.ArrayLike | None = None, level: float = LEVEL
) -> Estimates:
    """The mean of each column of ``values``, shape (respondents,) or (respondents, items), ``nan`` where missing."""
    columns, known = _columns(design, values, domain)
    return estimate_ratio(design, columns, known.astype(np.float64), level=level)


def estimate_total(
    design: Design, values: npt.ArrayLike, *, domain: npt.ArrayLike | None = None, level: float = LEVEL
) -> Estimates:
    """The population's total of each column; whoever's value is missing adds nothing."""
    columns, _known = _columns(design, values, domain)
    return with_intervals(np.asarray(design.weights) @ columns, design.covariance(columns), design.freedom, level)


def estimate_ratio(
    design: Design,
    above: npt.ArrayLike,
    below: npt.ArrayLike,
    *,
    domain: npt.ArrayLike | None = None,
    level: float = LEVEL,
) -> Estimates:
    """The total of ``above`` divided by that of ``below``, columns of one shape; a missing one leaves out both."""
    (tops, known), (bottoms, also) = (_columns(design, one, domain) for one in (above, below))
    tops, bottoms = np.where(also, tops, 0), np.where(known, bottoms, 0)
    weights = np.asarray(design.weights)
    whole = weights @ bottoms
    value = np.divide(weights @ tops, whole, out=np.full(whole.shape, np.nan), where=whole != 0)
    linearised = np.divide(tops - value * bottoms, whole, out=np.zeros_like(tops), where=whole != 0)
    return with_intervals(value, design.covariance(linearised), design.freedom, level)


def estimate_shares(
    design: Design,
    answers: npt.ArrayLike,
    categories: int,
    *,
    domain: npt.ArrayLike | None = None,
    level: float = LEVEL,
) -> Estimates:
    """Each category's share of the answers on the scale, flat: item by item, category by category.

    ``answers`` of shape (respondents, items), categories from 0; negative codes are not on the scale. Intervals are
    Student's on the logit, so that they stay between 0 and 1.
    """
    codes = np.asarray(answers, np.int64).reshape(design.size, -1)
    chosen = (codes[:, :, None] == np.arange(categories)).astype(np.float64)
    chosen[codes < 0] = np.nan
    found = estimate_mean(design, chosen.reshape(design.size, -1), domain=domain, level=level)
    return _on_the_logit(found, level)


def estimate_share(
    design: Design, chosen: npt.ArrayLike, *, domain: npt.ArrayLike | None = None, level: float = LEVEL
) -> Estimates:
    """The share of each column of 0 and 1 (``nan`` where not answered), its interval between 0 and 1."""
    return _on_the_logit(estimate_mean(design, chosen, domain=domain, level=level), level)


def with_intervals(value: Floats, covariance: Floats, freedom: int, level: float = LEVEL) -> Estimates:
    """Estimates of which the covariance is known, with Student's intervals."""
    error = np.sqrt(np.maximum(np.diag(covariance), 0))
    error = np.where(np.isnan(value), np.nan, error)
    width = student(freedom, level) * error
    return Estimates(value, error, value - width, value + width, covariance, freedom)


def student(freedom: float, level: float = LEVEL) -> float:
    """How many standard errors an interval reaches either way; ``nan`` without freedom."""
    return float(scipy.special.stdtrit(freedom, (1 + level) / 2)) if freedom > 0 else float("nan")


def wilson_intervals(shares: npt.ArrayLike, numbers: npt.ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Wilson's interval of each share of a simple random sample of ``numbers`` answers, or of so many effective ones.

    ``numbers`` need not be whole (Kish's effective number is not). From 0 to 1 of nobody.
    """
    share, number = np.broadcast_arrays(np.asarray(shares, np.float64), np.asarray(numbers, np.float64))
    z = float(scipy.special.ndtri((1 + level) / 2))
    some = (number > 0) & ~np.isnan(share)
    pull = np.divide(z * z, number, out=np.zeros(share.shape), where=some)
    part = np.where(some, share, 0)
    middle = (part + pull / 2) / (1 + pull)
    width = np.sqrt(part * (1 - part) * pull + pull**2 / 4) / (1 + pull)
    low, high = np.clip(middle - width, 0, part), np.clip(middle + width, part, 1)
    return np.where(some, low, 0), np.where(some, high, 1)


def _on_the_logit(found: Estimates, level: float) -> Estimates:
    share = found.value
    inside = (share > 0) & (share < 1)
    safe = np.where(inside, share, 0.5)
    width = student(found.freedom, level) * found.standard_error / (safe * (1 - safe))
    middle = np.log(safe / (1 - safe))
    low, high = (np.where(inside, 1 / (1 + np.exp(-(middle + side * width))), share) for side in (-1, 1))
    return replace(found, low=low, high=high)


def _columns(design: Design, values: npt.ArrayLike, domain: npt.ArrayLike | None) -> tuple[Floats, Bools]:
    """Values as columns, 0 where they do not count, and where they do."""
    columns: npt.NDArray[Any] = np.asarray(values, np.float64)
    if columns.ndim == 1:
        columns = columns[:, None]
    if columns.shape[0] != design.size:
        raise ValueError("each respondent has one row of values")
    known = ~np.isnan(columns)
    if domain is not None:
        known &= np.asarray(domain, np.bool_).reshape(-1, 1)
    return np.where(known, columns, 0.0), known
