"""The table of inhabitants, asked of ``tables/{id}/data`` and answered as JSON-stat 2.

TAB638 has the years to 2024, and TAB5557 those from 2025, in which every number has been changed a little (the Cell Key
Method): it is read as noisy. Written from the public description of the interface, and tried on answers made after it.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from stegvis.planning.ground.fetching import FetchError, Service
from stegvis.planning.ground.keys import AGE_GROUPS
from stegvis.planning.ground.places import places
from stegvis.planning.ground.sources import Fetched

ADDRESS = "https://statistikdatabasen.scb.se/api/v2"
EXACT, PERTURBED = "TAB638", "TAB5557"
CELL_VARIANCE = 3.0
"""Of one changed number; a group of ages is a sum of twenty or so."""


def service() -> Service:
    from django.conf import settings

    cache = settings.ENV.data_dir / "fetched" / "scb"
    return Service("SCB", os.environ.get("STEGVIS_SCB_ADDRESS", ADDRESS), pause=0.5, cache=cache)


def fetch(from_service: Service | None = None, *, year: int | None = None) -> Fetched:
    """The municipalities' inhabitants by age at the end of a year, the last one where none is named. FetchError."""
    asked = {"lang": "sv", "outputFormat": "json-stat2", "valueCodes[Region]": "*", "valueCodes[Alder]": "*"}
    table = PERTURBED if year is None or year >= 2025 else EXACT
    answer = (from_service or service()).get(
        f"tables/{table}/data", **asked, **{"valueCodes[Tid]": str(year) if year else "top(1)"}
    )
    years, counts = read(answer)
    noise = CELL_VARIANCE * 20 if table == PERTURBED else 0.0
    content = {"years": years, "places": {code: groups.tolist() for code, groups in counts.items()}}
    return Fetched("SCB", table, _dated(answer), content, noise)


def read(answer: Any) -> tuple[list[int], dict[str, Any]]:
    """The years, and of each municipality its inhabitants (Y, G). FetchError for what is not such a table."""
    try:
        names, sizes = list(answer["id"]), [int(one) for one in answer["size"]]
        values = _values(answer["value"], int(np.prod(sizes))).reshape(sizes)
        codes = {name: _codes(answer["dimension"][name]["category"]["index"]) for name in names}
        wanted = [names.index(name) for name in ("Region", "Alder", "Tid")]
    except (KeyError, TypeError, ValueError):
        raise FetchError(_("SCB answered with something else than a table by region, age and year.")) from None
    others = tuple(at for at in range(len(names)) if at not in wanted)
    table = values.sum(axis=others) if others else values
    kept = sorted(wanted)
    table = table.transpose([kept.index(at) for at in wanted])
    ages = [_age(code) for code in codes["Alder"]]
    years = [int(code) for code in codes["Tid"]]
    found = {}
    for number, code in enumerate(codes["Region"]):
        if code in places() and len(code) == 4:
            groups = [
                [
                    float(sum(table[number, at, year] for at, age in enumerate(ages) if age in range(*group)))
                    for group in AGE_GROUPS
                ]
                for year in range(len(years))
            ]
            found[code] = np.array(groups)
    if not found or any((one.sum(axis=1) <= 0).any() for one in found.values()):
        raise FetchError(_("SCB's table has no inhabitants by municipality."))
    return years, found


def _values(given: Any, number: int) -> Any:
    """A list, or where most are empty a mapping of place to value."""
    if isinstance(given, dict):
        found = np.zeros(number)
        for at, value in given.items():
            found[int(at)] = value or 0
        return found
    return np.array([value or 0 for value in given], dtype=float)


def _codes(index: Any) -> list[str]:
    return list(index) if isinstance(index, list) else sorted(index, key=index.get)


def _age(code: str) -> int:
    """-1 for a sum of ages, which would count everybody twice."""
    digits = code.rstrip("+").strip()
    return int(digits) if digits.isdigit() else -1


def _dated(answer: Any) -> date:
    try:
        return date.fromisoformat(str(answer.get("updated", ""))[:10])
    except ValueError:
        from django.utils import timezone

        return timezone.localdate()
