"""Quantiles of what is known but for chance: a mixture of one normal for each draw.

Draws are sorted and taken together in groups, finer in the tails, each a normal with the group's mean and its variance
within; so a thousand draws cost no more than a score. A test compares it with the whole mixture.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.forecast.model import Array

BOUNDS = (
    0,
    0.01,
    0.025,
    0.05,
    0.075,
    0.1,
    0.15,
    0.2,
    0.3,
    0.4,
    0.5,
    0.6,
    0.7,
    0.8,
    0.85,
    0.9,
    0.925,
    0.95,
    0.975,
    0.99,
)
STEPS, CLOSE = 8, 1e-9
ROWS = 512


def quantiles(
    draws: Array, probabilities: Sequence[float], chance: Array | None = None, *, by_size: bool = True
) -> Array:
    """(B, N) of ``draws`` (N, D), which are sorted in place. ``chance`` (N,): the variance that chance adds at the mean
    of the draws, and ``by_size`` in proportion to what a draw says; None: no chance, and the draws' own quantiles."""
    draws.sort(axis=1)
    if chance is None:
        return np.asarray(_of_sorted(draws, probabilities))
    found = [
        _mixed(draws[first : first + ROWS], chance[first : first + ROWS], np.asarray(probabilities), by_size)
        for first in range(0, len(draws), ROWS)
    ]
    return np.concatenate(found, axis=1)


def _of_sorted(draws: Array, probabilities: Sequence[float]) -> Array:
    """As numpy.quantile by its default, of what is sorted already."""
    at = np.asarray(probabilities) * (draws.shape[1] - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, draws.shape[1] - 1)
    return (draws[:, low] + (draws[:, high] - draws[:, low]) * (at - low)).T


def _mixed(draws: Array, chance: Array, probabilities: Array, by_size: bool) -> Array:
    number = draws.shape[1]
    begins = np.unique((np.array(BOUNDS) * number).astype(int))
    sizes = np.diff([*begins, number])
    weights = sizes / number
    means = np.add.reduceat(draws, begins, axis=1) / sizes
    within = np.add.reduceat((draws - np.repeat(means, sizes, axis=1)) ** 2, begins, axis=1) / sizes
    middle = means @ weights
    size = np.maximum(means / np.where(middle > 0, middle, 1)[:, None], 0) if by_size else 1.0
    variances = within + chance[:, None] * size
    whole = np.sqrt(np.maximum((variances + (means - middle[:, None]) ** 2) @ weights, 0))
    certain = whole <= 1e-12 * np.maximum(np.abs(middle), 1)
    spread = np.sqrt(np.maximum(variances, (1e-6 * np.where(certain, 1, whole)[:, None]) ** 2))
    starts = (middle + whole * scipy.special.ndtri(one) for one in probabilities)
    found = np.stack([_solved(means, spread, weights, at, one) for at, one in zip(starts, probabilities, strict=True)])
    return np.where(certain, middle, found)


def _solved(means: Array, spread: Array, weights: Array, start: Array, probability: float) -> Array:
    """(N,) from a ``start`` (N,) by Newton's steps, halved where one would leave what is known to hold the quantile."""
    reach = scipy.special.ndtri(1e-9)
    low, high = (means + reach * spread).min(axis=1), (means - reach * spread).max(axis=1)
    at = np.clip(start, low, high)
    for _ in range(STEPS):
        z = (at[:, None] - means) / spread
        over = scipy.special.ndtr(z) @ weights - probability
        if np.all(np.abs(over) < CLOSE):
            break
        density = (np.exp(-0.5 * z**2) / spread) @ weights / np.sqrt(2 * np.pi)
        low, high = np.where(over < 0, at, low), np.where(over > 0, at, high)
        step = at - over / np.maximum(density, 1e-300)
        at = np.where((step >= low) & (step <= high), step, (low + high) / 2)
    return np.asarray(at)
