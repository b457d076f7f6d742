"""What forecasts by cohorts have been wrong by, and how much of it goes on: the nation's by age, since the old live
longer than the ratios of any years say, and each municipality's beside its county, since its ages are not the county's.

Axes as in ``cohorts``. Errors are logarithms. Everything is asked as of a year, and knows nothing of what came later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from stegvis.planning.ground.cohorts import (
    BETWEEN,
    BLOCKS,
    PANEL,
    Array,
    by_blocks,
    counties_forward,
    county_history,
    county_numbers,
    grouped,
    known,
    municipal_codes,
    summed_by_county,
    taken_forward,
)
from stegvis.planning.ground.keys import AGE_GROUPS

Groups = tuple[tuple[int, int], ...]
FIRST_ORIGIN, FURTHEST_TRIED, SPAN = 1974, 20, 5
"""The first year from which the counties are forecast, by the six years before it, for how many years at most, and in
how many the nation's own drift is seen."""


@dataclass(frozen=True)
class Tried:
    """``errors`` (H, C, G) by years ahead, from 1 on, and ``people`` (C, G) at the origin."""

    errors: Array
    people: Array

    @property
    def nation(self) -> Array:
        """(H, 1, G)."""
        found: Array = (self.errors * self.people).sum(axis=1, keepdims=True) / self.people.sum(axis=0)
        return found


@cache
def tried(origin: int, groups: Groups) -> Tried:
    """Of the counties, as far as is known."""
    years, history = county_history()
    ahead = min(FURTHEST_TRIED, years[-1] - origin)
    expected = np.stack([grouped(one, groups) for one in counties_forward(origin, ahead)])
    came = grouped(history[origin - years[0] :][: ahead + 1], groups)
    return Tried(np.log(came / expected)[1:], expected[0])


@dataclass(frozen=True)
class Trends:
    """``slope`` (…, G) a year, of which ``trusted`` (G,) is kept of what is seen and the rest taken for chance;
    ``within`` (…, G) the variance of what a span has, a year, about the mean of all; ``seen`` spans."""

    slope: Array
    within: Array
    trusted: Array
    seen: int


@cache
def drift(year: int, groups: Groups = AGE_GROUPS) -> Trends:
    """(G,) of the nation, by spans that end one after the other until the year; shrunk towards none."""
    last = min(year, county_history()[0][-1])
    origins = range(last - SPAN, FIRST_ORIGIN - 1, -SPAN)
    found = np.stack([tried(one, groups).nation[SPAN - 1, 0] / SPAN for one in origins])
    mean, within = found.mean(axis=0), found.var(axis=0, ddof=1)
    trusted = _trusted(mean**2, within / len(found))
    return Trends(trusted * mean, within, trusted, len(found))


@cache
def surprises(year: int) -> Array:
    """(I, R, B) of each interval of the ``PANEL`` that had ended: how much more a municipality became than was forecast
    when it began, beside its county, a year. NaN where it did not exist."""
    found = []
    for begins, ends in pairwise(one for one in PANEL if one <= year):
        *_, people = taken_forward(begins, BETWEEN)
        exists = ~np.isnan(known(begins))
        came, expected = np.where(exists, known(ends), 0), np.where(exists, by_blocks(people), 0)
        beside = (summed_by_county(came) / summed_by_county(expected))[county_numbers()]
        ratio = np.divide(came, expected * beside, out=np.full(came.shape, np.nan), where=exists)
        found.append(np.log(ratio) / BETWEEN)
    return np.array(found).reshape(-1, len(municipal_codes()), len(BLOCKS))


@cache
def trends(year: int) -> Trends:
    """(R, B) of the municipalities, shrunk towards the mean of all, from when two intervals are known."""
    found = surprises(year)
    own = np.nanmean(found, axis=0)
    alike = own.mean(axis=0)
    counted = (~np.isnan(found)).sum(axis=0)
    within = np.nansum((found - own) ** 2, axis=0) / np.maximum(counted - 1, 1)
    trusted = _trusted(((own - alike) ** 2).mean(axis=0), within.mean(axis=0) / len(found))
    return Trends(alike + trusted * (own - alike), within, trusted, len(found))


def _trusted(between: Array, by_chance: Array) -> Array:
    """How much of a mean is kept (James & Stein 1961)."""
    found: Array = np.clip(1 - by_chance / np.maximum(between, 1e-300), 0, 1)
    return found


def by_age(values: Array, groups: Sequence[tuple[int, int]]) -> Array:
    """(…, G) to (…, A)."""
    found: Array = np.repeat(values, [end - first for first, end in groups], axis=-1)
    return found
