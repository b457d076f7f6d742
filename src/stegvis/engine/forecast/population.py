"""Population by place, sex and age, some years on: cohorts by their own recent growth, with drift.

A cohort's growth from one age to the next holds survival and moving together (Hamilton & Perry 1962); children are so
many for each woman of 15 to 49. Both are estimated from the last years, place by place, each place's few shrunk towards
what all have. From 65 years on, where death decides, growth goes on to change as it has: fewer have died for each year.
What then is not known is estimated from how the growth of groups of ages has wandered: a random walk with noise upon it
(the local-level model), for all places together and for each by itself, by its moments; and how sure the change is.

Nothing is fitted to years after the origin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stegvis.engine.checks import amounts
from stegvis.engine.forecast.model import Array, ModelError

WOMEN, MOTHERS = 0, slice(15, 50)
OLD = 65
STARTS = np.array([1, 18, 30, 65, 80])
"""Of the groups of ages, at the end of the year, that share their luck; those born are one more, the first."""
BORROWED = 100.0
"""So many persons of all places' growth are added to each place's own."""
LEAST_YEARS = 4


def project(history: Array, *, years: int, draws: int = 200, seed: int = 0, window: int = 8) -> Array:
    """(D, years + 1, R, S, A) of ``history`` (H, R, S, A), year by year to the origin: sexes women and men, ages in
    single years, the last one open. Year 0 is the origin."""
    _check(history, years, draws)
    recent = history[-(window + 1) :]
    ratio = _ratio(recent)
    residuals = _residuals(history[-(2 * window + 1) :], ratio)
    trend = Trend.of(residuals)
    rng = np.random.default_rng(seed)
    luck = Wander.of(trend.without(residuals)).drawn(rng, draws, years, len(recent) - 1)
    luck += trend.drawn(rng, draws, years, len(recent) - 1)
    out = np.empty((draws, years + 1, *history.shape[1:]))
    out[:, 0] = history[-1]
    group = np.searchsorted(STARTS, np.arange(history.shape[3]), side="right")
    for year in range(years):
        factor = np.exp(luck[:, year])[..., group]  # (D, R, A)
        out[:, year + 1] = _exposed(out[:, year]) * ratio * factor[:, :, None, :]
    return out


def _exposed(people: Array) -> Array:
    """(…, S, A) those who can be of each age a year later: a year younger, or mothers, or already of the last."""
    found = np.empty_like(people)
    found[..., 1:] = people[..., :-1]
    found[..., -1] += people[..., -1]
    found[..., 0] = people[..., WOMEN, MOTHERS].sum(axis=-1)[..., None]
    return found


def _ratio(history: Array) -> Array:
    """(R, S, A)"""
    could, came = _exposed(history[:-1]).sum(axis=0), history[1:].sum(axis=0)
    everywhere = came.sum(axis=0) / np.maximum(could.sum(axis=0), 1)
    found: Array = (came + BORROWED * everywhere) / (could + BORROWED)
    return found


def _residuals(history: Array, ratio: Array) -> Array:
    """(H - 1, R, G) how much more a group of ages became than its ratios say, as a logarithm."""
    starts = [0, *STARTS[history.shape[3] > STARTS]]
    expected = np.add.reduceat((_exposed(history[:-1]) * ratio).sum(axis=2), starts, axis=2)
    came = np.add.reduceat(history[1:].sum(axis=2), starts, axis=2)
    found: Array = np.log(np.maximum(came, 0.5) / np.maximum(expected, 0.5))
    return found


@dataclass(frozen=True)
class Trend:
    """``slope`` (G,) a year of the growth of the old, all places alike, by a line through the past, and its ``error``;
    0 for others, whose growth comes and goes."""

    slope: Array
    error: Array

    @classmethod
    def of(cls, residuals: Array) -> Trend:
        common = residuals.mean(axis=1)
        time = _centred(len(common))
        slope = time @ common / (time @ time)
        rest = common - common.mean(axis=0) - time[:, None] * slope
        error = np.sqrt((rest**2).sum(axis=0) / max(len(time) - 2, 1) / (time @ time))
        old = np.arange(len(slope)) > np.searchsorted(STARTS, OLD)
        return cls(slope * old, error * old)

    def without(self, residuals: Array) -> Array:
        """The residuals (T, R, G) less their trend."""
        found: Array = residuals - (_centred(len(residuals))[:, None] * self.slope)[:, None, :]
        return found

    def drawn(self, rng: np.random.Generator, draws: int, years: int, window: int) -> Array:
        """(D, years, 1, G); the ratios are of the middle of the ``window``."""
        slopes = self.slope + self.error * rng.standard_normal((draws, len(self.slope)))
        later = np.arange(1, years + 1) + (window - 1) / 2
        found: Array = slopes[:, None, None, :] * later[:, None, None]
        return found


def _centred(years: int) -> Array:
    return np.arange(years, dtype=np.float64) - (years - 1) / 2


@dataclass(frozen=True)
class Wander:
    """Covariances (G, G) of a year's step of the level and of the noise on it: of all places, and of one by itself."""

    step: Array
    noise: Array
    own_step: Array
    own_noise: Array
    places: int

    @classmethod
    def of(cls, residuals: Array) -> Wander:
        common = residuals.mean(axis=1, keepdims=True)
        own = (residuals - common) * np.sqrt(residuals.shape[1] / max(residuals.shape[1] - 1, 1))
        return cls(*_moments(common), *_moments(own), residuals.shape[1])

    def drawn(self, rng: np.random.Generator, draws: int, years: int, window: int) -> Array:
        """(D, years, R, G) of logarithms. The level today is not known either: it is off from the mean of the
        ``window``, as a walk's end is from its mean and a mean of noise from none."""
        common = _walks(rng, (draws, years, 1), self.step, self.noise, window)
        return common + _walks(rng, (draws, years, self.places), self.own_step, self.own_noise, window)


def _moments(series: Array) -> tuple[Array, Array]:
    """Of (T, R, G), pooled over places. Differences of a walk with noise have the variance step + 2 noise, and the
    covariance -noise with the next. What two groups share is divided as what each has is."""
    change = np.diff(series, axis=0)
    whole = np.einsum("trg,trh->gh", change, change) / (len(change) * series.shape[1])
    after = np.einsum("trg,trg->g", change[:-1], change[1:]) / ((len(change) - 1) * series.shape[1])
    step = np.clip(1 + 2 * after / np.maximum(np.diag(whole), 1e-300), 0, 1)
    return whole * np.sqrt(np.outer(step, step)), whole * np.sqrt(np.outer(1 - step, 1 - step)) / 2


def _walks(rng: np.random.Generator, shape: tuple[int, int, int], step: Array, noise: Array, window: int) -> Array:
    draws, years, places = shape

    def normals(number: int, covariance: Array) -> Array:
        values, vectors = np.linalg.eigh(covariance)
        root = vectors * np.sqrt(np.maximum(values, 0))
        return np.asarray(rng.standard_normal((draws, number, places, len(root))) @ root.T)

    today = normals(1, step * window / 3 + noise / window)
    found: Array = today + normals(years, step).cumsum(axis=1) + normals(years, noise)
    return found


def _check(history: Array, years: int, draws: int) -> None:
    if history.ndim != 4 or history.shape[2] != 2 or history.shape[3] <= MOTHERS.stop:
        raise ModelError("history", "shape", history.shape)
    if len(history) < LEAST_YEARS:
        raise ModelError("history", "too_few_years", least=LEAST_YEARS)
    amounts("history", history)
    if years < 1 or years > 100:
        raise ModelError("years", "too_many_years" if years > 100 else "below_zero", most=100, years=years)
    if draws < 1:
        raise ModelError("draws", "below_zero", draws=draws)
    size = 8.0 * draws * (years + 1) * history[0].size
    if size > 4e9:
        raise ModelError("draws", "too_large", most=4e9, bytes=size)
    nobody = history.sum(axis=(2, 3)) <= 0
    if nobody.any():
        raise ModelError("history", "nobody", tuple(int(one) for one in np.argwhere(nobody)[0]))
