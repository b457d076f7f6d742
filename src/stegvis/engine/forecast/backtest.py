"""How a forecast would have done: origins in the past, each told only what was known then.

A band keeps its promise if as many outcomes lie within it as it says; CRPS says how far off a forecast is, its spread
counted, in the units of what is forecast (Gneiting & Raftery 2007, Strictly proper scoring rules). Both are compared
with rivals that know next to nothing. Arrays: origin ``O``, horizon ``H``, place ``R``, draw ``D``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stegvis.engine.forecast.model import Array, ModelError

Forecaster = Callable[[Array, int], Array]
"""Of a past (h, R), and how many years on: draws (D, years + 1, R), year 0 the origin."""


@dataclass(frozen=True)
class Scores:
    """``inside50`` and ``inside90`` the share of outcomes within the bands, ``by_horizon50`` and ``by_horizon90`` (H,)
    the same by horizon; ``crps`` (H,) the mean; ``rivals`` (H,) of each; ``skill`` 1 - CRPS / the rival's, of all."""

    inside50: float
    inside90: float
    by_horizon50: Array
    by_horizon90: Array
    crps: Array
    rivals: dict[str, Array]
    skill: dict[str, float]


def origins_of(length: int, *, first: int, horizon: int, every: int = 1) -> range:
    """The last known years, as places in the history, that leave ``horizon`` years to compare with."""
    found = range(first, length - horizon, every)
    if not found:
        raise ModelError("history", "too_few_years", least=first + horizon + 1)
    return found


def rolled(history: Array, origins: Sequence[int], horizon: int, forecast: Forecaster) -> tuple[Array, Array]:
    """Outcomes (O, H, R) and draws (D, O, H, R) of ``history`` (T, R): at each origin with what was known then. An
    outcome that has not come yet is NaN; one at least has to have come from each origin."""
    if not len(origins) or min(origins) < 0 or max(origins) + 1 >= len(history):
        raise ModelError("origins", "outside", most=len(history) - 2)
    later = np.concatenate([history, np.full((horizon, *history.shape[1:]), np.nan)])
    outcome = np.stack([later[one + 1 : one + 1 + horizon] for one in origins])
    draws = np.stack([forecast(history[: one + 1].copy(), horizon)[:, 1:] for one in origins], axis=1)
    return outcome, draws


def scores(outcome: Array, draws: Array, rivals: Mapping[str, Array] | None = None) -> Scores:
    """Of ``outcome`` (O, H, R) and ``draws`` (D, O, H, R); rivals likewise, each with as many draws as it has. NaN is
    left out; something has to have come of each horizon."""
    if draws.shape[1:] != outcome.shape:
        raise ModelError("draws", "shape", draws.shape)
    known = np.isfinite(outcome).sum(axis=(0, 2))
    if not known.all() or np.isinf(outcome).any() or not np.isfinite(draws).all():
        raise ModelError("outcome", "not_a_number")
    low90, low50, high50, high90 = np.quantile(draws, (0.05, 0.25, 0.75, 0.95), axis=0)
    by_horizon50, by_horizon90 = coverage(outcome, low50, high50), coverage(outcome, low90, high90)
    own = np.nanmean(crps(outcome, draws), axis=(0, 2))
    others = {name: np.nanmean(crps(outcome, one), axis=(0, 2)) for name, one in (rivals or {}).items()}
    skill = {name: float(1 - own.mean() / one.mean()) if one.mean() else 0.0 for name, one in others.items()}
    inside50, inside90 = (float(np.average(one, weights=known)) for one in (by_horizon50, by_horizon90))
    return Scores(inside50, inside90, by_horizon50, by_horizon90, own, others, skill)


def coverage(outcome: Array, low: Array, high: Array) -> Array:
    """(H,) the share of those outcomes (O, H, R) that are known, within."""
    within = (low <= outcome) & (outcome <= high)
    found: Array = within.sum(axis=(0, 2)) / np.isfinite(outcome).sum(axis=(0, 2))
    return found


def crps(outcome: Array, draws: Array) -> Array:
    """As ``outcome`` of ``draws`` (D, …): E|X - y| - E|X - X'| / 2, X' another draw (the fair form, Ferro 2014)."""
    number = len(draws)
    off: Array = np.abs(draws - outcome).mean(axis=0)
    if number == 1:
        return off
    # Of sorted x, the sum over pairs of |x_i - x_j| is that of 2 (2i - n + 1) x_i.
    weights = 2.0 * np.arange(number) - number + 1
    among = np.tensordot(weights, np.sort(draws, axis=0), axes=1) / (number * (number - 1))
    return np.asarray(off - among)


def no_change(past: Array, years: int, *, draws: int = 200, seed: int = 0) -> Array:
    """(D, years + 1, R) as ``past`` (h, R) ended, its logarithm walking at random as it has."""
    counted = np.maximum(past, 0.5)
    return past[-1] * np.exp(_walk(np.diff(np.log(counted), axis=0), years, draws, seed))


def per_inhabitant(staff: Array, people: Array, later: Array, *, draws: int = 200, seed: int = 0) -> Array:
    """(D, years + 1, R): as many for each inhabitant as last year. ``staff`` and ``people`` (h, R); ``later``
    (D or 1, years + 1, R) inhabitants from the origin on, as then forecast."""
    if (people <= 0).any() or (later <= 0).any():
        raise ModelError("people", "nobody")
    share = np.maximum(staff, 0.5) / people
    walk = _walk(np.diff(np.log(share), axis=0), later.shape[1] - 1, draws, seed)
    found: Array = staff[-1] / people[-1] * np.resize(later, (draws, *later.shape[1:])) * np.exp(walk)
    return found


def _walk(steps: Array, years: int, draws: int, seed: int) -> Array:
    """(D, years + 1, R) with steps as large as those of the past (h - 1, R), none in year 0."""
    size = np.sqrt((steps**2).mean(axis=0)) if len(steps) else np.zeros(steps.shape[1])
    each = np.random.default_rng(seed).standard_normal((draws, years, steps.shape[1])) * size
    return np.concatenate([np.zeros((draws, 1, steps.shape[1])), each.cumsum(axis=1)], axis=1)
