"""Who lives where, by age, in the years to come: by cohorts (``cohorts``), corrected for what such forecasts have been
wrong by before (``learnt``), until somebody brings in better. How far off it may come is in ``doubt``.

The nation's drift by age, and each municipality's own beside its county, are taken to go on for ``GOES_ON`` years.
Asked as of a year in the past it knows nothing later: so the backtest tries this very method. Axes as in ``cohorts``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from stegvis.planning.ground.cohorts import (
    BLOCKS,
    LAST_KNOWN,
    Array,
    counties_forward,
    county_numbers,
    grouped,
    municipal_codes,
    summed_by_county,
    taken_forward,
)
from stegvis.planning.ground.keys import AGE_GROUPS
from stegvis.planning.ground.learnt import by_age, drift, trends
from stegvis.planning.ground.places import municipalities_of

Given = dict[str, Any]

FURTHEST = 2080
GOES_ON = 20
"""Years: as long as any has been seen."""


def of_all_counties(year: int, years: int) -> Iterator[Array]:
    """(C, S, A) at the end of ``year``, of which all is known, and of each of so many years later."""
    slope = by_age(drift(year).slope, AGE_GROUPS)
    for later, people in enumerate(counties_forward(year, years)):
        yield people * np.exp(slope * min(later, GOES_ON))


def of_all_municipalities(year: int, years: int) -> Iterator[Array]:
    """(R, S, A) at the end of a ``year`` of the panel and of each of so many years later. The municipalities' own
    trends change no county's sum of any age."""
    nation, own = by_age(drift(year).slope, AGE_GROUPS), by_age(trends(year).slope, BLOCKS)[:, None]
    for later, people in enumerate(taken_forward(year, years)):
        drawn = people * np.exp(own * min(later, GOES_ON))
        sums, wanted = summed_by_county(drawn), summed_by_county(people) * np.exp(nation * min(later, GOES_ON))
        yield drawn * np.divide(wanted, sums, out=np.ones_like(sums), where=sums > 0)[county_numbers()]


@cache
def projected() -> Array:
    """(Y, R, G) of every municipality, from the last known year to the furthest."""
    return np.stack([grouped(one) for one in of_all_municipalities(LAST_KNOWN, FURTHEST - LAST_KNOWN)])


def population(codes: tuple[str, ...], first_year: int, years: int, given: Given | None = None) -> Array:
    """(years + 1, R, G) inhabitants on 31 December, of municipalities or of all in a region's county.

    ``given`` are figures brought in (``Figures.content``): they stand where they are of a year, and what is estimated
    before and after is scaled to the nearest of them.
    """
    order = {code: number for number, code in enumerate(municipal_codes())}
    chosen = projected()[first_year - LAST_KNOWN : first_year - LAST_KNOWN + years + 1]
    if given:
        chosen = chosen.copy()
        for code, counts in given["places"].items():
            if code in order:
                chosen[:, order[code]] = _as_given(order[code], first_year, years, given["years"], np.array(counts))
    parts = [chosen[:, [order[one] for one in municipalities_of(code)]].sum(axis=1) for code in codes]
    return np.stack(parts, axis=1)


def _as_given(number: int, first_year: int, years: int, known: list[int], counts: Array) -> Array:
    """(years + 1, G) of one municipality, whose ``counts`` are of the ``known`` years."""
    wanted = np.arange(first_year, first_year + years + 1)
    nearest = np.abs(np.asarray(known)[None] - wanted[:, None]).argmin(axis=1)
    at = np.clip(np.asarray(known)[nearest], LAST_KNOWN, FURTHEST) - LAST_KNOWN
    ours = np.maximum(projected()[at, number], 1)
    found: Array = projected()[wanted - LAST_KNOWN, number] * counts[nearest] / ours
    return found


__all__ = ["LAST_KNOWN", "Given", "of_all_counties", "of_all_municipalities", "population", "projected"]
