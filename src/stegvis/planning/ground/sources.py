"""Where inhabitants may be fetched from. An integration makes itself known here, where it is switched on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.planning.ground import population
from stegvis.planning.ground.fetching import FetchError
from stegvis.planning.ground.keys import AGE_GROUPS
from stegvis.planning.ground.places import places

UNLIKELY = gettext_lazy(
    "%(service)s: %(place)s cannot have %(number)s inhabitants in %(year)s. About %(usual)s live there."
)
FACTOR = 1.5
"""A municipality has at most so many times more, or fewer, inhabitants than is estimated for the year."""


@dataclass(frozen=True)
class Fetched:
    """A table as it came: ``content`` as of ``Figures``, ``noise`` the variance of a number that the source has changed
    so that nobody can be told. ``has_ages`` is false where the source has totals alone."""

    source: str
    table: str
    dated: date
    content: dict[str, Any]
    noise: float = 0.0
    has_ages: bool = True


Fetch = Callable[[], Fetched]
_sources: dict[str, Fetch] = {}


def register_source(name: str, fetch: Fetch) -> None:
    _sources[name] = fetch


def sources() -> dict[str, Fetch]:
    return dict(_sources)


def check_year(source: str, year: int) -> None:
    """FetchError for a year that no forecast begins at, or that has not been yet."""
    latest = timezone.localdate().year
    if not population.LAST_KNOWN <= year <= latest:
        told = {"service": source, "year": year, "least": population.LAST_KNOWN, "most": latest}
        raise FetchError(_("%(service)s: the year is %(year)s, and has to be from %(least)s to %(most)s.") % told)


def check_fetched(source: str, content: dict[str, Any]) -> None:
    """Leave the municipalities alone in ``content``. FetchError unless every one is there, with as many people as there
    may be."""
    wanted = [code for code in places() if len(code) == 4]
    found = {code: content["places"][code] for code in wanted if code in content["places"]}
    if lacking := [code for code in wanted if code not in found]:
        named = ", ".join(places()[code].name for code in lacking[:3])
        told = {"service": source, "number": len(lacking), "names": named}
        raise FetchError(_("%(service)s's answer lacks %(number)s municipalities, such as %(names)s.") % told)
    years = content["years"]
    given = np.array([found[code] for code in wanted], dtype=float)
    if given.shape != (len(wanted), len(years), len(AGE_GROUPS)):
        raise FetchError(_("%(service)s's answer does not have every year and age.") % {"service": source})
    for number, year in enumerate(years):
        estimate = population.population(tuple(wanted), year, 0)[0].sum(axis=-1)
        for code, groups, usual in zip(wanted, given[:, number], estimate, strict=True):
            whole = groups.sum()
            if not (min(groups) >= 0 and usual / FACTOR <= whole <= usual * FACTOR):  # NaN is neither
                told = {"service": source, "place": places()[code].name, "year": year}
                told |= {"number": f"{whole:.0f}", "usual": f"{usual:.0f}"}
                raise FetchError(str(UNLIKELY) % told)
    content["places"] = found
