"""In which order things stand, and how sure that is.

1 is the highest value; equal ones share the better rank. An order is always given with the ranks that each could
have: between two neighbours whose ranges overlap nothing has been found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stegvis.engine.statistics.census import Span

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

DRAWS = 2000
_AT_A_TIME = 200


@dataclass(frozen=True, eq=False)
class Ranks:
    """Of each item its rank, and the best and the worst that it could have. Shape (items,); 0 where unknown."""

    rank: Counts
    best: Counts
    worst: Counts


def census_ranks(span: Span) -> Ranks:
    """The ranks that each item could have once everybody had answered.

    The silent may answer each item as they like, so one item may stand at its highest while all others stand at
    their lowest: every rank given is reached by some answers.
    """
    return Ranks(
        _ranked(span.observed),
        *(
            np.where(np.isnan(span.low), 0, 1 + found)
            for found in (_above(span.low, span.high), _above(span.high, span.low))
        ),
    )


def sample_ranks(
    values: npt.ArrayLike,
    covariance: npt.ArrayLike,
    *,
    level: float = 0.95,
    freedom: float = np.inf,
    seed: int = 0,
    draws: int = DRAWS,
) -> Ranks:
    """Ranks of estimates with simultaneous intervals: with probability ``level`` all true ranks lie within them.

    Two items are told apart where their difference is larger, in its standard errors, than the largest difference
    of any pair that chance brings at ``level``; an item's best rank is one more than the items told to lie above it
    (Mogstad, Romano, Shaikh and Wilhelm, Review of Economic Studies 91, 2024, 476-518). Chance is drawn from a normal
    distribution with the estimates' ``covariance`` (items, items), or from Student's with ``freedom``. The generator
    is NumPy's ``RandomState``, so the same seed always gives the same ranks.
    """
    value, spread = np.asarray(values, np.float64), np.asarray(covariance, np.float64)
    known = np.isfinite(value) & np.isfinite(np.diag(spread))
    found = [np.zeros(value.size, np.int64) for _ in range(3)]
    if known.any():
        inner = spread[np.ix_(known, known)]
        error = _errors_of_differences(inner)
        critical = _largest_by_chance(inner, error, level=level, freedom=freedom, seed=seed, draws=draws)
        for whole, part in zip(found, _told_apart(value[known], critical * error), strict=True):
            whole[known] = part
    return Ranks(*found)


def _told_apart(value: Floats, least: Floats) -> tuple[Counts, Counts, Counts]:
    """Rank, best and worst, where two differ that lie further apart than ``least`` says."""
    above = (value[None, :] - value[:, None]) > least + 1e-12  # whether the second lies above the first
    return _ranked(value), 1 + above.sum(axis=1), value.size - above.sum(axis=0)


def _errors_of_differences(covariance: Floats) -> Floats:
    """The standard error of each pair's difference; exactly 0 where the two always move together."""
    variance = np.diag(covariance)
    error = np.sqrt(np.maximum(variance[:, None] + variance - 2 * covariance, 0))
    error[error < 1e-9 * np.sqrt(variance.max())] = 0
    return error


def _largest_by_chance(spread: Floats, error: Floats, *, level: float, freedom: float, seed: int, draws: int) -> float:
    """How many standard errors the most different of all pairs lie apart, at most, in a share ``level`` of draws."""
    pairs = np.triu_indices(len(error), 1)
    differing = error[pairs] > 0
    one, other = pairs[0][differing], pairs[1][differing]
    if one.size == 0:
        return 0.0
    values, vectors = np.linalg.eigh(spread)
    root = vectors * np.sqrt(np.maximum(values, 0))
    generator = np.random.RandomState(seed % 2**32)
    per = 1 / error[one, other]
    largest = []
    for start in range(0, draws, _AT_A_TIME):
        drawn = generator.standard_normal((min(_AT_A_TIME, draws - start), len(error))) @ root.T
        if np.isfinite(freedom):
            drawn /= np.sqrt(generator.chisquare(freedom, (len(drawn), 1)) / freedom)
        largest.append((np.abs(drawn[:, one] - drawn[:, other]) * per).max(axis=1))
    return float(np.quantile(np.concatenate(largest), level, method="higher"))


def _ranked(values: Floats) -> Counts:
    known = np.isfinite(values)
    ordered = -np.sort(-values[known])
    rank = np.zeros(values.shape, np.int64)
    rank[known] = 1 + np.searchsorted(-ordered, -values[known], side="left")
    return rank


def _above(others: Floats, own: Floats) -> Counts:
    """How many of the others lie above each; unknown ones lie nowhere. An item never lies above itself here."""
    higher = others[None, :] > own[:, None]
    np.fill_diagonal(higher, False)
    return higher.sum(axis=1)
