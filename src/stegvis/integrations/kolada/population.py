"""Key figures from ``data/kpi/{id}/year/{year}``, page by page.

N01951 is the number of inhabitants. Kolada has no ages: they are as estimated, scaled to the number. Written from the
public description of the interface, and tried on answers made after it.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.planning.ground import population
from stegvis.planning.ground.fetching import FetchError, Service
from stegvis.planning.ground.places import places
from stegvis.planning.ground.sources import Fetched, check_fetched, check_year

ADDRESS = "https://api.kolada.se/v3"
INHABITANTS = "N01951"
MOST_PAGES = 50
MOST = 1e9


def service() -> Service:
    from django.conf import settings

    folder = settings.ENV.data_dir / "fetched"
    return Service(
        "Kolada", os.environ.get("STEGVIS_KOLADA_ADDRESS", ADDRESS), pause=0.5, cache=folder / "kolada", turns=folder
    )


def fetch(from_service: Service | None = None, *, year: int | None = None) -> Fetched:
    """The municipalities' inhabitants in a year, last year's where none is named. FetchError."""
    year = year or timezone.localdate().year - 1
    check_year("Kolada", year)
    with (from_service or service()).in_parts() as pages:
        return _fetched(figures(pages, INHABITANTS, year), year)


def _fetched(totals: dict[str, float], year: int) -> Fetched:
    if not totals:
        raise FetchError(_("Kolada has no inhabitants by municipality for %(year)s.") % {"year": year})
    found = {}
    for code, total in totals.items():
        if code in places() and len(code) == 4:
            groups = population.population((code,), year, 0)[0, 0]
            found[code] = [np.round(groups * (total / groups.sum()), 3).tolist()]
    content = {"years": [year], "places": found}
    check_fetched("Kolada", content)
    return Fetched("Kolada", INHABITANTS, date(year, 12, 31), content, has_ages=False)


def figures(service: Service, kpi: str, year: int) -> dict[str, float]:
    """Of each municipality the year's figure for both sexes together; those without one are left out."""
    path = f"data/kpi/{kpi}/year/{year}"
    asked: dict[str, str] = {}
    found: dict[str, float] = {}
    for _page in range(MOST_PAGES):
        more, following = service.get(path, read=lambda told: _page_of(told, kpi, year), **asked)
        if twice := sorted(more.keys() & found.keys()):
            raise FetchError(_("Kolada has two figures of %(code)s.") % {"code": twice[0]})
        found |= more
        if not following:
            return found
        asked = dict(parse_qsl(urlsplit(following).query))
    raise FetchError(_("Kolada answered with more pages than can be read."))


def _page_of(answer: Any, kpi: str, year: int) -> tuple[dict[str, float], str]:
    """What a page tells of the year, and the address of the next. FetchError."""
    try:
        rows = [(str(row["municipality"]), _told(row, kpi, year)) for row in answer["values"]]
        following = answer.get("next_url") or ""
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError):
        rows, following = [], None
    codes = [code for code, _figure in rows]
    if not isinstance(following, str) or len(set(codes)) < len(codes):
        raise FetchError(_("Kolada answered with something else than key figures."))
    return {code: figure for code, figure in rows if figure is not None}, following


def _told(row: dict[str, Any], kpi: str, year: int) -> float | None:
    """ValueError for a figure of something else, or that is none."""
    if row["kpi"] != kpi or int(row["period"]) != year:
        raise ValueError("something else")
    told = [one["value"] for one in row["values"] if one["gender"] == "T"]
    figure = told[0] if told else None
    if len(told) > 1 or isinstance(figure, bool | str) or (figure is not None and not 0 <= float(figure) < MOST):
        raise ValueError("no figure")
    return None if figure is None else float(figure)
