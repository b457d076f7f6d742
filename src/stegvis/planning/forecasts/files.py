"""A scenario's figures as files: the same as on its page, a line for each place, profession and year."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.sheets import Column, SheetSpec
from stegvis.foundation.documents.writing import SheetToWrite, write_delimited, write_workbook
from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.printing import facts_of
from stegvis.planning.forecasts.reading import Reading
from stegvis.planning.forecasts.wording import place_name
from stegvis.planning.ground.assumptions import Assumption
from stegvis.planning.ground.keys import KEYS
from stegvis.planning.ground.levers import levers_told
from stegvis.planning.templatetags.planning_parts import sector_title

FORMAT = "stegvis-scenario"
FIGURES = ("supply_5", "supply_25", "supply", "supply_75", "supply_95", "need", "demand", "gap_5", "gap", "gap_95")
"""Full-time equivalents; the gap is supply less need, with what it is below five times of a hundred, and so on."""
MOST_LINES = 20_000
NOTHING: list[float | None] = [None] * len(FIGURES)


def workbook_of(reading: Reading) -> bytes:
    """Figures, levers, assumptions, notes and what all of it stands on, a sheet each. Numbers are numbers. Raises
    Refused where there are more lines than can be written while somebody waits."""
    _refuse_long(reading)
    sheets = (
        (_("Forecast"), _heads(), list(_lines(reading))),
        (_("Levers"), [_("Lever"), _("Who decides it")], [[one.title, one.note] for one in reading.levers]),
        (
            _("Assumptions"),
            [
                _("Profession"),
                _("Assumption"),
                _("Kind of employer"),
                _("Value"),
                _("Unit"),
                _("Source"),
                _("Date"),
                _("Signed by"),
            ],
            [_assumed(one, reading.names) for one in reading.assumptions.entries],
        ),
        (
            _("Notes"),
            [_("Note"), _("Signed by"), _("Date")],
            [[one.words, one.signed, one.day] for one in reading.notes],
        ),
        (
            _("About the forecast"),
            [_("Detail"), _("Content")],
            [*facts_of(reading), (_("Unit"), _("full-time employees"))],
        ),
    )
    return write_workbook([SheetToWrite(_spec(name, heads), rows) for name, heads, rows in sheets])


def _refuse_long(reading: Reading) -> None:
    result = reading.picture.result
    lines = len(result.places) * len(result.professions) * len(result.years)
    if lines > MOST_LINES:
        raise Refused(
            _(
                "The workbook would have %(n)s lines, and it takes at most %(most)s. Take the CSV file instead: Excel "
                "opens it too."
            )
            % {"n": figure(lines), "most": figure(MOST_LINES)}
        )


def _assumed(one: Assumption, names: dict[str, str]) -> list[Any]:
    key = KEYS[one.key]
    profession = names.get(one.profession, one.profession) if one.profession else _("All professions")
    sector = sector_title(one.sector) if one.sector else _("All employers")
    value = round(key.shown(one.value), 6)
    return [profession, str(key.label), sector, value, str(key.unit), one.source, one.dated, one.signed]


def delimited_of(reading: Reading) -> bytes:
    """Each line says where the inhabitants are from, since nothing else goes with it."""
    spec = _spec("prognos", [*_heads(), _("Population from")])
    return write_delimited(spec, ([*line, reading.population] for line in _lines(reading)))


def json_of(reading: Reading) -> bytes:
    return json.dumps(content_of(reading), ensure_ascii=False, indent=1).encode()


def content_of(reading: Reading) -> dict[str, Any]:
    """With what it was computed from: the digest of its inputs, levers and assumptions. ``null`` is fewer than five."""
    result = reading.picture.result
    return {
        "format": FORMAT,
        "version": 1,
        "title": reading.title,
        "scenario": reading.scenario,
        "owner": reading.owner,
        "inputs_digest": result.inputs_digest,
        "engine": result.engine,
        "unit": "full-time equivalents",
        "population": reading.population,
        "levers": levers_told(result.levers, result.scope.first_year),
        "assumptions": reading.assumptions.as_json(),
        "rows": [
            {"place": place, "profession": code, "year": year} | dict(zip(FIGURES, figures or NOTHING, strict=True))
            for place, code, year, figures in _figures(reading)
        ],
    }


def _heads() -> list[str]:
    return [
        pgettext("forecast", "Place"),
        _("Profession"),
        _("Year"),
        _("Supply, 5 %"),
        _("Supply, 25 %"),
        _("Supply"),
        _("Supply, 75 %"),
        _("Supply, 95 %"),
        pgettext("forecast", "Need"),
        pgettext("forecast", "Demand"),
        _("Gap, 5 %"),
        _("Gap"),
        _("Gap, 95 %"),
    ]


def _lines(reading: Reading) -> Iterator[list[Any]]:
    shown_few: list[Any] = [_("fewer than 5")] * len(FIGURES)
    for place, code, year, figures in _figures(reading):
        yield [place_name(place), reading.names.get(code, code), year, *(figures or shown_few)]


def _figures(reading: Reading) -> Iterator[tuple[str, str, int, list[float] | None]]:
    """Of each place, profession and year the figures of ``FIGURES``, or None where they are hidden."""
    picture = reading.picture
    for place in picture.result.places:
        for code in picture.result.professions:
            series = picture.series(place, code)
            for at, year in enumerate(picture.result.years):
                if series is None:
                    yield place, code, year, None
                    continue
                gap = [series.gap[number][at] for number in (0, 2, -1)]
                found = [*(one[at] for one in series.supply), series.mean_need[at], series.mean_demand[at], *gap]
                yield place, code, year, [round(float(one), 2) + 0.0 for one in found]  # never -0.0


def _spec(name: str, heads: list[str]) -> SheetSpec:
    return SheetSpec(name, tuple(Column(str(at), head) for at, head in enumerate(heads)))
