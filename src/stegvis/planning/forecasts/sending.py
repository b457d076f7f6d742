"""A scenario as something to take away: a file, a report, or figures and measures for a supply plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.pdf import PDF
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.planning.forecasts.drawing.canvas import figure
from stegvis.planning.forecasts.figures.figure import Here
from stegvis.planning.forecasts.files import delimited_of, json_of, workbook_of
from stegvis.planning.forecasts.picture import Picture
from stegvis.planning.forecasts.printing import scenario_pdf
from stegvis.planning.forecasts.reading import Reading
from stegvis.planning.ground import running
from stegvis.planning.ground.inputs import Array, Inputs
from stegvis.planning.ground.levers import Lever


def sent_or_told(request: ActorRequest, wanted: str, reading: Reading, here: Here) -> HttpResponse:
    """The file, or back to the page with why it cannot be had."""
    try:
        return sent_as(wanted, reading, here, request.actor.today)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(request.path)


def sent_as(wanted: str, reading: Reading, here: Here, day: date) -> HttpResponse:
    """``wanted`` is xlsx, csv, json or pdf. Raises Http404 for any other."""
    name = f"{slug(f'{reading.title} {reading.scenario}', 60) or 'prognos'}.{wanted}"
    match wanted:
        case "xlsx":
            return download(workbook_of(reading), name, XLSX)
        case "csv":
            return download(delimited_of(reading), name, "text/csv; charset=utf-8")
        case "json":
            return download(json_of(reading), name, "application/json")
        case "pdf":
            return download(scenario_pdf(reading, here, day), name, PDF)
    raise Http404


@dataclass(frozen=True)
class Told:
    """What is told a plan of a profession in a year, full-time equivalents. ``supply`` and ``need`` are as they become
    if nothing is done; ``gives`` is how much less is missing by each lever, in the scenario's order."""

    profession: str
    now: float
    supply: float
    need: float
    gives: tuple[float, ...]


def told_of(base: Picture, levers: Sequence[Lever], inputs: Inputs, place: str, year: int) -> list[Told]:
    """Of every profession of the forecast. Raises Refused for a year that it does not tell of."""
    result = base.result
    if year not in result.years:
        told = {"first": result.years[0], "last": result.years[-1], "year": year}
        raise Refused(
            _(
                "The forecast tells of %(first)s to %(last)s, and the plan ends in %(year)s. Nothing is taken into it. "
                "Change the plan's years, or make a forecast that reaches as far."
            )
            % told
        )
    at = result.years.index(year)
    gives = given(inputs, levers, at)[:, result.places.index(place)]
    found = []
    for number, profession in enumerate(result.professions):
        series = result.at(place, profession)
        figures = (series.mean_supply[0], series.supply[2][at], series.mean_need[at])
        now, supply, need = (max(0.0, float(one)) for one in figures)
        found.append(Told(profession, now, supply, need, tuple(gives[:, number].tolist())))
    return found


def given(inputs: Inputs, levers: Sequence[Lever], at: int) -> Array:
    """(L, R + 1, P) how much less is missing by each lever in the year numbered ``at``, after those before it."""

    def missing(pulled: Sequence[Lever]) -> Array:
        found = running.central(inputs, pulled)
        return np.asarray((found.need - found.supply)[at])

    steps: Array = -np.diff([missing(levers[:number]) for number in range(len(levers) + 1)], axis=0)
    return steps


def source_of(forecast: str, place: str, year: int, day: date) -> str:
    """Where a plan's figures come from, as it is written there."""
    told = {"forecast": forecast[:90], "place": place[:60], "year": year, "day": date_format(day)}
    return _("Forecast in Stegvis %(day)s: %(forecast)s, if nothing is done, %(place)s, %(year)s") % told


def gives_words(told: Told, scenario: str, year: int) -> str:
    """What the scenario's measures are to give, as it is written behind a need; nothing where it has none."""
    if not told.gives:
        return ""
    words = {"scenario": scenario, "n": figure(sum(told.gives)), "year": year}
    return _("The measures in the scenario “%(scenario)s” are to give %(n)s full-time equivalents by %(year)s.") % words


def lever_keys(levers: Sequence[Lever]) -> list[str]:
    """A name for each that is the same when its amount is changed: its kind, and which one of that kind it is."""
    kinds = [one.kind for one in levers]
    return [f"{kind}-{kinds[: at + 1].count(kind)}" for at, kind in enumerate(kinds)]
