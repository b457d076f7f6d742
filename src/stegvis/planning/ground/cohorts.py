"""Who has lived where, by age, and as cohorts would take them forward.

Axes: year ``Y``, place ``R`` (or county ``C``), sex ``S`` (women, men), age ``A`` (0–100, the last open), age group
``G`` (``keys.AGE_GROUPS``), block of ages ``B``.

A municipality's ages are its county's, scaled to what is known of it: its total, those under 20 and those of 75 or
more. Cohort change ratios hold death and migration together (Hamilton & Perry 1962, Public Health Reports 77); with
them go children per woman of 20–44. Both are the county's: of the last twenty years, since migration comes and goes,
but from 55 of the last five, since the old live longer and longer.

Everything is asked as of a year, and knows nothing of what came later.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from stegvis.planning.ground.keys import AGE_GROUPS
from stegvis.planning.ground.places import counties, places, rows

Array = NDArray[np.float64]

LONG, SHORT, SENIOR = 20, 5, 55
"""Years that the ratios are of, below and from an age."""
PANEL = (2001, 2005, 2009, 2013, 2017, 2021)
"""Years of which municipalities are known."""
BETWEEN = 4
LAST_KNOWN = PANEL[-1]
MOTHERS = slice(20, 45)
BLOCKS = ((0, 20), (20, 75), (75, 101))
"""Ages of which a municipality is known, from, to before."""


@cache
def county_history() -> tuple[tuple[int, ...], Array]:
    """The years, and persons (Y, C, S, A) with the counties in the order of their codes."""
    packed = files("stegvis.planning").joinpath("data", "county_population.csv.gz").read_bytes()
    table = list(csv.reader(gzip.decompress(packed).decode().splitlines()))[1:]
    years = sorted({int(row[1]) for row in table})
    found = np.empty((len(years), len(counties()), 2, len(table[0]) - 3))
    order = {code: number for number, code in enumerate(counties())}
    for county, year, sex, *counts in table:
        found[int(year) - years[0], order[county], "FM".index(sex)] = [float(one) for one in counts]
    return tuple(years), found


def ratios(history: Array) -> tuple[Array, Array]:
    """(C, S, A) of each age what is left of it a year later, at the next; and (C, S) births per woman of 20–44."""
    change, births = _ratios(history[-LONG - 1 :])
    change[..., SENIOR:] = _ratios(history[-SHORT - 1 :])[0][..., SENIOR:]
    return change, births


def _ratios(history: Array) -> tuple[Array, Array]:
    before, after = history[:-1].sum(axis=0), history[1:].sum(axis=0)
    could = np.maximum(before, 1)  # nobody of 100 in a small county
    change = np.empty_like(before)
    change[..., :-2] = after[..., 1:-1] / could[..., :-2]
    change[..., -2:] = (after[..., -1] / could[..., -2:].sum(axis=-1))[..., None]
    return change, after[..., 0] / before[:, :1, MOTHERS].sum(axis=-1)


def a_year_later(people: Array, change: Array, births: Array) -> Array:
    """People (R, S, A), with their counties' ratios."""
    left = people * change
    older = np.empty_like(people)
    older[..., 1:] = left[..., :-1]
    older[..., -1] += left[..., -1]
    older[..., 0] = people[:, :1, MOTHERS].sum(axis=-1) * births
    return older


@cache
def municipal_codes() -> tuple[str, ...]:
    return tuple(code for code in places() if len(code) == 4)


@cache
def county_numbers() -> NDArray[np.intp]:
    """(R,) of each municipality its county's place in the order of codes."""
    order = {code: number for number, code in enumerate(counties())}
    return np.array([order[places()[code].county] for code in municipal_codes()])


def summed_by_county(found: Array) -> Array:
    """(R, …) of the municipalities to (C, …), their sums."""
    sums = np.zeros((len(counties()), *found.shape[1:]))
    np.add.at(sums, county_numbers(), found)
    return sums


@cache
def known(year: int) -> Array:
    """(R, B) persons of each municipality by ``BLOCKS``, on 31 December of a year of the ``PANEL``; NaN where it did
    not yet exist."""
    order = {code: number for number, code in enumerate(municipal_codes())}
    found = np.full((len(order), len(BLOCKS)), np.nan)
    for row in rows("municipality_population.csv"):
        if int(row["year"]) == year:
            young, old = float(row["share_0_19"]), float(row["share_75plus"])
            found[order[row["code"]]] = float(row["population"]) * np.array([young, 1 - young - old, old])
    return found


@cache
def rates(year: int) -> tuple[Array, Array]:
    """``ratios`` of the counties by what was known at the end of the year."""
    years, history = county_history()
    return ratios(history[: min(year, years[-1]) - years[0] + 1])


def counties_forward(year: int, years: int) -> Iterator[Array]:
    """(C, S, A) of the counties at the end of ``year``, of which all is known, and of each of so many years later."""
    known_years, history = county_history()
    people = history[year - known_years[0]]
    yield people
    for _ in range(years):
        people = a_year_later(people, *rates(year))
        yield people


@cache
def estimated(year: int = LAST_KNOWN) -> Array:
    """(R, S, A) persons of each municipality on 31 December of a year of the ``PANEL``, by what was known then."""
    last = min(year, county_history()[0][-1])
    *_, people = counties_forward(last, year - last)
    found: Array = people[county_numbers()]
    for number, (first, end) in enumerate(BLOCKS):
        part = found[..., first:end]
        part *= (np.nan_to_num(known(year)[:, number]) / part.sum(axis=(1, 2)))[:, None, None]
    return found


def taken_forward(year: int, years: int) -> Iterator[Array]:
    """(R, S, A) of the municipalities at the end of ``year`` and of each of so many years later."""
    change, births = (one[county_numbers()] for one in rates(year))
    people = estimated(year)
    yield people
    for _ in range(years):
        people = a_year_later(people, change, births)
        yield people


def grouped(people: Array, groups: Sequence[tuple[int, int]] = AGE_GROUPS) -> Array:
    """(…, S, A) to (…, G)."""
    ages = people.sum(axis=-2)
    return np.stack([ages[..., first:end].sum(axis=-1) for first, end in groups], axis=-1)


def by_blocks(people: Array) -> Array:
    """(…, S, A) to (…, B)."""
    return grouped(people, BLOCKS)
