"""Who lives where, by age, in the years to come: estimated from what is packaged, until somebody brings in better.

Axes: year ``Y``, place ``R`` (or county ``C``), sex ``S`` (women, men), age ``A`` (0–100, the last open), age group
``G`` (``keys.AGE_GROUPS``).

A municipality's ages are its county's, scaled to what is known of it: its total, those under 20 and those of 75 or
more. It is taken forward by cohort change ratios, which hold death and migration together (Hamilton & Perry 1962,
Public Health Reports 77), and by children per woman of 20–44. Both are the county's: of the last twenty years, since
migration comes and goes, but from 55 of the last five, since the old live longer and longer.
"""

from __future__ import annotations

import csv
import gzip
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stegvis.planning.ground.keys import AGE_GROUPS
from stegvis.planning.ground.places import counties, municipalities_of, places, rows

Array = NDArray[np.float64]
Given = dict[str, Any]

LONG, SHORT, SENIOR = 20, 5, 55
"""Years that the ratios are of, below and from an age."""
LAST_KNOWN = 2021
FURTHEST = 2080
MOTHERS = slice(20, 45)
BLOCKS = (slice(0, 20), slice(20, 75), slice(75, None))


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
    change = np.empty_like(before)
    change[..., :-2] = after[..., 1:-1] / before[..., :-2]
    change[..., -2:] = (after[..., -1] / before[..., -2:].sum(axis=-1))[..., None]
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
def estimated() -> Array:
    """(R, S, A) persons of each municipality on 31 December of the last year that is known."""
    years, history = county_history()
    change, births = ratios(history)
    people = history[-1]
    for _ in range(LAST_KNOWN - years[-1]):
        people = a_year_later(people, change, births)
    known = {row["code"]: row for row in rows("municipality_population.csv") if int(row["year"]) == LAST_KNOWN}
    found = np.empty((len(municipal_codes()), *people.shape[1:]))
    for number, code in enumerate(municipal_codes()):
        row = known[code]
        young, old = float(row["share_0_19"]), float(row["share_75plus"])
        pattern = people[county_numbers()[number]]
        for block, share in zip(BLOCKS, (young, 1 - young - old, old), strict=True):
            part = pattern[:, block]
            found[number][:, block] = part * (share * float(row["population"]) / part.sum())
    return found


@cache
def county_numbers() -> NDArray[np.intp]:
    """(R,) of each municipality its county's place in the order of codes."""
    order = {code: number for number, code in enumerate(counties())}
    return np.array([order[places()[code].county] for code in municipal_codes()])


@cache
def projected() -> Array:
    """(Y, R, G) of every municipality, from the last known year to the furthest."""
    change, births = ratios(county_history()[1])
    change, births = change[county_numbers()], births[county_numbers()]
    people = estimated()
    found = [grouped(people)]
    for _ in range(FURTHEST - LAST_KNOWN):
        people = a_year_later(people, change, births)
        found.append(grouped(people))
    return np.stack(found)


def grouped(people: Array) -> Array:
    """(R, S, A) to (R, G)."""
    ages = people.sum(axis=-2)
    return np.stack([ages[..., first:end].sum(axis=-1) for first, end in AGE_GROUPS], axis=-1)


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
