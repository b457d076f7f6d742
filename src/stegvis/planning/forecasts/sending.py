"""A scenario as something to take away: a file, a report, or figures for a supply plan."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.foundation.documents.pdf import PDF
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.writing import XLSX, download
from stegvis.planning.forecasts.figures import Here
from stegvis.planning.forecasts.files import delimited_of, json_of, workbook_of
from stegvis.planning.forecasts.picture import Picture
from stegvis.planning.forecasts.printing import scenario_pdf
from stegvis.planning.forecasts.reading import Reading


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


def need_of(picture: Picture, here: Here, named: str, day: date) -> dict[str, str]:
    """What a supply plan says of a profession: what is there now, what will be and what will be needed."""
    series = picture.result.at(here.place, here.profession)
    source = _("Forecast in Stegvis, %(name)s, %(day)s") % {"name": named[:130], "day": date_format(day)}
    figures = {"now": series.mean_supply[0], "supply": series.supply[2][-1], "need": series.mean_need[-1]}
    return {"yrke": here.profession, "source": source} | {
        name: f"{max(0.0, float(value)):.1f}" for name, value in figures.items()
    }
