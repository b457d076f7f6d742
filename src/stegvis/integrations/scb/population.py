"""The inhabitants by municipality and age, asked of PxWebApi 2: first how the table is built, then for its numbers.

TAB638 has the years to 2024. TAB5557 has those from 2025, in which every number has been changed a little (the Cell Key
Method): it is read as noisy, in as few numbers as the age groups need. The two differ in their codes (of the content,
of the oldest, of totals), so that they are read from the table's own description. Written from the specification
PxAPI-2 and what others have found of the two tables, and tried on answers made after them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from stegvis.integrations.scb.jsonstat import METRIC, TIME, Dimension, JsonStatError, numbers, structure
from stegvis.planning.ground.fetching import FetchError, Service
from stegvis.planning.ground.keys import AGE_GROUPS
from stegvis.planning.ground.sources import Fetched, check_fetched, check_year

ADDRESS = "https://statistikdatabasen.scb.se/api/v2"
EXACT, PERTURBED, FIRST_PERTURBED = "TAB638", "TAB5557", 2025
CONTENT = "folkmängd"
PLACES, AGES = "Region", "Alder"
CELL_VARIANCE = 3.0
"""Of one changed number."""


def service() -> Service:
    from django.conf import settings

    folder = settings.ENV.data_dir / "fetched"
    return Service("SCB", os.environ.get("STEGVIS_SCB_ADDRESS", ADDRESS), pause=0.5, cache=folder / "scb", turns=folder)


def fetch(from_service: Service | None = None, *, year: int | None = None) -> Fetched:
    """The municipalities' inhabitants by age at the end of a year, the last one where none is named. FetchError."""
    if year is not None:
        check_year("SCB", year)
    asked_of = from_service or service()
    table = PERTURBED if year is None or year >= FIRST_PERTURBED else EXACT
    question: Question = asked_of.get(f"tables/{table}/metadata", read=lambda told: choose(told, year), lang="sv")
    wanted = {f"valueCodes[{name}]": ",".join(codes) or "*" for name, codes in question.codes.items()}
    found: Fetched = asked_of.get(
        f"tables/{table}/data",
        read=lambda told: _fetched(told, table, question),
        lang="sv",
        outputFormat="json-stat2",
        **wanted,
    )
    return found


@dataclass(frozen=True)
class Question:
    """``codes`` of each dimension that is asked for (none: all of them), and the ages that each age code stands for."""

    year: int
    codes: dict[str, tuple[str, ...]]
    ages: dict[str, int]


def choose(answer: Any, year: int | None) -> Question:
    """What to ask for, by the table's description: the population alone, and no sum beside its parts. FetchError."""
    try:
        dimensions = {one.name: one for one in structure(answer)}
    except JsonStatError:
        raise _not_such_a_table() from None
    time, metric = _of_role(dimensions, TIME), _of_role(dimensions, METRIC)
    if PLACES not in dimensions or AGES not in dimensions:
        raise _not_such_a_table()
    year = _year(time.codes, year)
    ages = partition(dimensions[AGES].codes)
    codes: dict[str, tuple[str, ...]] = {}
    for name, one in dimensions.items():
        if name == PLACES:
            codes[name] = ()
        elif name == AGES:
            codes[name] = tuple(ages)
        elif one is time:
            codes[name] = (str(year),)
        elif one is metric:
            codes[name] = (_content(metric),)
        elif one.totals:
            codes[name] = (one.totals[0],)
        elif not one.may_be_left_out:
            codes[name] = one.codes
    return Question(year, codes, ages)


def _of_role(dimensions: dict[str, Dimension], role: str) -> Dimension:
    found = [one for one in dimensions.values() if one.role == role]
    if len(found) != 1:
        raise _not_such_a_table()
    return found[0]


def _year(codes: Sequence[str], year: int | None) -> int:
    """The one that is named, or the table's last."""
    known = [int(code) for code in codes if re.fullmatch(r"\d{4}", code, re.ASCII)]
    if len(known) < len(codes):
        raise FetchError(_("SCB's table is not by year."))
    if year is not None and year not in known:
        raise FetchError(_("SCB's table has no figures of %(year)s.") % {"year": year})
    year = year or max(known)
    check_year("SCB", year)
    return year


def _content(metric: Dimension) -> str:
    found = [code for code in metric.codes if metric.labels.get(code, "").strip().casefold() == CONTENT]
    if len(found) != 1:
        raise FetchError(_("SCB's table does not say which of its numbers is the population."))
    return found[0]


def partition(codes: Sequence[str]) -> dict[str, int]:
    """The age codes that together are everybody, once, with the age group of each: the fewest that keep the groups
    apart. FetchError where none do."""
    spans = [span for code in codes if (span := _span(code))]
    for width in sorted({one[3] for one in spans}, reverse=True):
        chosen = sorted(one for one in spans if one[3] == width)
        ends = [0, *(end for _first, end, _code, _width in chosen)]
        groups = [_group(first, end) for first, end, _code, _width in chosen]
        if [first for first, *_rest in chosen] == ends[:-1] and ends[-1] == OPEN and None not in groups:
            return {code: group for (*_ends, code, _width), group in zip(chosen, groups, strict=True)}  # type: ignore[misc]
    raise FetchError(_("SCB's table is not by age."))


OPEN = 1000
"""After the oldest."""


def _span(code: str) -> tuple[int, int, str, int] | None:
    """From, before, the code, and in how many years it counts; None for a sum of all and the like.

    ``7``, ``-4``, ``5-9`` and ``95-99``; the oldest are ``100+``, or ``100+1``, ``100+5`` and ``100+10`` by the width
    of the ages before.
    """
    if found := re.fullmatch(r"(\d{1,3})", code, re.ASCII):
        return int(code), int(code) + 1, code, 1
    if found := re.fullmatch(r"(\d{0,3})-(\d{1,3})", code, re.ASCII):
        first, last = int(found[1] or 0), int(found[2])
        return (first, last + 1, code, last + 1 - first) if last > first else None
    if found := re.fullmatch(r"(\d{1,3})\+(\d{0,2})", code, re.ASCII):
        return int(found[1]), OPEN, code, int(found[2] or 1)
    return None


def _group(first: int, end: int) -> int | None:
    """The age group that holds all of the ages."""
    for number, (low, high) in enumerate(AGE_GROUPS):
        if low <= first and (end <= high or number == len(AGE_GROUPS) - 1):
            return number
    return None


def _fetched(answer: Any, table: str, question: Question) -> Fetched:
    content = {"years": [question.year], "places": read(answer, question)}
    check_fetched("SCB", content)
    added = max(np.bincount(list(question.ages.values())))
    noise = CELL_VARIANCE * float(added) if table == PERTURBED else 0.0
    return Fetched("SCB", table, _dated(answer), content, noise)


def read(answer: Any, question: Question) -> dict[str, list[list[float]]]:
    """Of each region its inhabitants by age group. FetchError for anything else than was asked for."""
    try:
        dimensions, values = numbers(answer)
    except JsonStatError:
        raise _not_such_a_table() from None
    names = [one.name for one in dimensions]
    for one in dimensions:
        asked = question.codes.get(one.name)
        if asked is None or (asked and sorted(asked) != sorted(one.codes)):
            raise FetchError(_("SCB answered with something else than what was asked for."))
    if set(names) != set(question.codes):
        raise FetchError(_("SCB answered with something else than what was asked for."))
    places, ages = names.index(PLACES), names.index(AGES)
    table = values.sum(axis=tuple(at for at in range(len(names)) if at not in (places, ages)))
    table = table if places < ages else table.T
    return {
        code: [_grouped(row, dimensions[ages].codes, question.ages)]
        for code, row in zip(dimensions[places].codes, table, strict=True)
    }


def _grouped(row: NDArray[np.float64], codes: Sequence[str], ages: dict[str, int]) -> list[float]:
    found = np.zeros(len(AGE_GROUPS))
    for code, persons in zip(codes, row, strict=True):
        found[ages[code]] += persons
    return [float(one) for one in found]


def _not_such_a_table() -> FetchError:
    return FetchError(_("SCB answered with something else than a table by region, age and year."))


def _dated(answer: Any) -> date:
    try:
        return date.fromisoformat(str(answer.get("updated", ""))[:10])
    except ValueError:
        return timezone.localdate()
