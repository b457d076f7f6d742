"""Estimates from a sample with weights, strata and clusters, and how far chance may have moved them.

A statistic is turned into a sum over the sample by Taylor linearisation (Woodruff 1971), and the variance of that sum
is the one between the sampled units, or clusters of units, within strata (Särndal, Swensson and Wretman 1992, ch. 4-5):

    var = Σ_h (1 - n_h / N_h) · n_h / (n_h - 1) · Σ_i (z_hi - mean z_h)²

where h are strata, i the n_h units or clusters sampled of N_h, and z the linearised values summed by cluster. What is
clustered further within clusters is in their sums already. The figures are those of R's ``survey`` (Lumley 2010).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Design:
    """How a sample was drawn. All arrays have the shape (respondents,).

    ``weights`` are how many each stands for. ``strata`` and ``clusters`` are any labels; clusters are numbered within
    strata. ``populations`` is, for each, the number of units or clusters that its stratum was drawn from (the finite
    population correction); without it the correction is 1. Raises ``ValueError`` for arrays that do not fit, for
    weights that are not positive, and for a stratum of which a single unit was drawn though it holds more: of its
    variance nothing is known, so it must be joined with another.
    """

    weights: npt.ArrayLike
    strata: npt.ArrayLike | None = None
    clusters: npt.ArrayLike | None = None
    populations: npt.ArrayLike | None = None
    calibration: Floats | None = field(default=None, repr=False)
    """Given by ``rake``: an orthonormal basis of the margins, times the root of the weights before, (n, rank)."""
    before: Floats | None = field(default=None, repr=False)
    """Given by ``rake``: the weights before."""

    def __post_init__(self) -> None:
        weights = np.asarray(self.weights, np.float64)
        if weights.ndim != 1 or not np.isfinite(weights).all() or (weights <= 0).any():
            raise ValueError("weights are positive, one a respondent")
        object.__setattr__(self, "weights", weights)
        for labels in (self.strata, self.clusters, self.populations):
            if labels is not None and np.asarray(labels).shape != weights.shape:
                raise ValueError("each respondent has one stratum, one cluster and one population")
        if (self._drawn > self._drawn_from).any():
            raise ValueError("more was drawn of a stratum than it holds")
        if ((self._drawn == 1) & (self._drawn_from > 1)).any():
            raise ValueError("a stratum has a single unit drawn: join it with another")

    @property
    def size(self) -> int:
        """The number of respondents."""
        return len(self._stratum)

    @property
    def freedom(self) -> int:
        """Degrees of freedom: sampled clusters (or units) less strata."""
        return self._unit_stratum.size - self._drawn.size

    @cached_property
    def _stratum(self) -> Ints:
        return _numbered(np.zeros(len(np.asarray(self.weights)), np.int64) if self.strata is None else self.strata)

    @cached_property
    def _unit(self) -> Ints:
        if self.clusters is None:
            return np.arange(self.size)
        cluster = _numbered(self.clusters)
        return _numbered(self._stratum * (int(cluster.max(initial=0)) + 1) + cluster)

    @cached_property
    def _unit_stratum(self) -> Ints:
        stratum = np.zeros(int(self._unit.max(initial=-1)) + 1, np.int64)
        stratum[self._unit] = self._stratum
        return stratum

    @cached_property
    def _drawn(self) -> Ints:
        return np.bincount(self._unit_stratum)

    @cached_property
    def _drawn_from(self) -> Floats:
        whole = np.full(self._drawn.size, np.inf)
        if self.populations is not None:
            people = np.asarray(self.populations, np.float64)
            whole[self._stratum] = people
            if (whole[self._stratum] != people).any():
                raise ValueError("a stratum has one population")
        return whole

    def covariance(self, linearised: Floats) -> Floats:
        """The covariance of weighted sums of values, shape (respondents, sums); the values not yet weighted."""
        weighted = np.asarray(self.weights)[:, None] * self._residuals(linearised)
        units, strata = self._unit_stratum.size, self._drawn.size
        sums = weighted if self.clusters is None else _summed(self._unit, weighted, units)
        means = _summed(self._unit_stratum, sums, strata) / self._drawn[:, None]
        scale = (1 - self._drawn / self._drawn_from) * self._drawn / np.maximum(self._drawn - 1, 1)
        apart = (sums - means[self._unit_stratum]) * np.sqrt(scale)[self._unit_stratum, None]
        return apart.T @ apart

    def _residuals(self, values: Floats) -> Floats:
        """What of the values the margins raked to do not tell (Deville and Särndal, JASA 87, 1992, 376-382)."""
        if self.calibration is None or self.before is None:
            return values
        root = np.sqrt(self.before)[:, None]
        scaled = values * root
        return (scaled - self.calibration @ (self.calibration.T @ scaled)) / root


def _numbered(labels: npt.ArrayLike) -> Ints:
    return np.unique(np.asarray(labels), return_inverse=True)[1].astype(np.int64)


def _summed(place: Ints, values: Floats, number: int) -> Floats:
    """Rows summed by place: a sparse product would do, but sorting spares SciPy's start."""
    found = np.zeros((number, values.shape[1]))
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    found[place[order][starts]] = np.add.reduceat(values[order], starts, axis=0) if len(starts) else 0
    return found


@dataclass(frozen=True, eq=False)
class Margin:
    """What the whole population is known to be by one variable: ``totals`` by category, and each one's category.

    Categories are numbered from 0, shapes (respondents,) and (categories,).
    """

    categories: npt.ArrayLike
    totals: npt.ArrayLike


def rake(design: Design, margins: list[Margin], *, most_rounds: int = 1000, tolerance: float = 1e-10) -> Design:
    """The design with weights fitted to all margins, one after another until they hold (Deming and Stephan 1940).

    The standard errors that follow are those of the residuals. Raises ``ValueError`` where the margins do not add up
    to the same number or a category with people has no respondent, and ``ArithmeticError`` where no weights fit.
    """
    groups = [np.asarray(margin.categories, np.int64) for margin in margins]
    totals = [np.asarray(margin.totals, np.float64) for margin in margins]
    everybody = [float(total.sum()) for total in totals]
    if not margins or max(everybody) - min(everybody) > 1e-6 * max(everybody):
        raise ValueError("the margins are of different numbers of people")
    for group, total in zip(groups, totals, strict=True):
        if group.shape != (design.size,) or group.min() < 0 or group.max() >= total.size:
            raise ValueError("each respondent has one category of each margin")
        if ((np.bincount(group, minlength=total.size) > 0) != (total > 0)).any():
            raise ValueError("a category has people and no respondent, or a respondent and no people")
    weights = _fitted(np.asarray(design.weights, np.float64), groups, totals, most_rounds, tolerance)
    before = np.asarray(design.weights, np.float64)
    dummies = np.hstack([np.eye(total.size)[group] for group, total in zip(groups, totals, strict=True)])
    basis, strength, _ = np.linalg.svd(dummies * np.sqrt(before)[:, None], full_matrices=False)
    kept = basis[:, strength > 1e-10 * strength.max()]
    return Design(weights, design.strata, design.clusters, design.populations, kept, before)


def _fitted(weights: Floats, groups: list[Ints], totals: list[Floats], most_rounds: int, tolerance: float) -> Floats:
    for _round in range(most_rounds):
        worst = 0.0
        for group, total in zip(groups, totals, strict=True):
            now = np.bincount(group, weights, total.size)
            factor = np.divide(total, now, out=np.ones_like(total), where=now > 0)
            worst = max(worst, float(np.abs(factor - 1).max()))
            weights = weights * factor[group]
        if worst < tolerance:
            return weights
    raise ArithmeticError("no weights fit all the margins")
