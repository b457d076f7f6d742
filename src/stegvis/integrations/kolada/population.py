"""Key figures from ``data/kpi/{id}/year/{year}``, page by page.

N01951 is the number of inhabitants. Kolada has no ages: they are as estimated, scaled to the number. Written from the
public description of the interface, and tried on answers made after it.
"""

from __future__ import annotations

import os
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.planning.ground import population
from stegvis.planning.ground.fetching import FetchError, Service
from stegvis.planning.ground.places import places
from stegvis.planning.ground.sources import Fetched

ADDRESS = "https://api.kolada.se/v3"
INHABITANTS = "N01951"
MOST_PAGES = 50


def service() -> Service:
    from django.conf import settings

    cache = settings.ENV.data_dir / "fetched" / "kolada"
    return Service("Kolada", os.environ.get("STEGVIS_KOLADA_ADDRESS", ADDRESS), pause=0.5, cache=cache)


def fetch(from_service: Service | None = None, *, year: int | None = None) -> Fetched:
    """The municipalities' inhabitants in a year, last year's where none is named. FetchError."""
    year = year or timezone.localdate().year - 1
    totals = figures(from_service or service(), INHABITANTS, year)
    found = {}
    for code, total in totals.items():
        if code in places() and len(code) == 4 and total > 0:
            groups = population.population((code,), year, 0)[0, 0]
            found[code] = [np.round(groups * total / groups.sum(), 3).tolist()]
    if not found:
        raise FetchError(_("Kolada has no inhabitants by municipality for %(year)s.") % {"year": year})
    return Fetched("Kolada", INHABITANTS, date(year, 12, 31), {"years": [year], "places": found})


def figures(service: Service, kpi: str, year: int) -> dict[str, float]:
    """Of each municipality the figure for both sexes together; those without one are left out."""
    path = f"data/kpi/{kpi}/year/{year}"
    asked: dict[str, str] = {}
    found: dict[str, float] = {}
    for _page in range(MOST_PAGES):
        answer = service.get(path, **asked)
        try:
            for row in answer["values"]:
                told = next((one["value"] for one in row["values"] if one["gender"] == "T"), None)
                if told is not None:
                    found[str(row["municipality"])] = float(told)
            following = answer.get("next_url") or answer.get("next_page")
        except (AttributeError, KeyError, TypeError, ValueError):
            raise FetchError(_("Kolada answered with something else than key figures.")) from None
        if not following:
            return found
        asked = dict(parse_qsl(urlsplit(str(following)).query))
    raise FetchError(_("Kolada answered with more pages than can be read."))
