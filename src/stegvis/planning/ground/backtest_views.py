"""How forecasts like these would have done in the past: computed by ``stegvis backtest`` and kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stegvis.foundation.access.http import ActorRequest
from stegvis.planning.charts import SCHEMA, legend_of

ASKED = (0.80, 0.97)
"""Between what shares of the outcomes are to lie within the band of 90 per cent."""


@cache
def packaged() -> dict[str, Any]:
    text = files("stegvis.planning").joinpath("data", "backtest.json").read_text(encoding="utf-8")
    return {one["name"]: one for one in json.loads(text)["tests"]}


@login_required
@require_GET
def backtest(request: ActorRequest) -> HttpResponse:
    tests = [_shown(packaged()[name], about) for name, about in _about().items()]
    return render(request, "planning/ground/backtest.html", {"tests": tests})


@dataclass(frozen=True)
class About:
    title: str
    unit: str
    source: str


def _about() -> dict[str, About]:
    return {
        "counties": About(
            _("Need, from how many lived in each county (län) 1968–2015"),
            _("full-time equivalents"),
            _(
                "Source: Statistics Sweden, population by county, sex and age. A forecast is made every second year, "
                "from 1989 on, for the ten years after. The work that a person of each age takes is as assumed of "
                "regions."
            ),
        ),
        "municipalities": About(
            _("Need, from how many lived in each municipality 2001–2021"),
            _("full-time equivalents"),
            _(
                "Source: Statistics Sweden, population by municipality and share of young and old, every fourth year. "
                "Forecasts are made from 2009, 2013 and 2017. The work that a person of each age takes is as assumed "
                "of municipalities: most for the old."
            ),
        ),
        "inhabitants": About(
            _("Inhabitants in each municipality 2001–2021"),
            _("thousands of inhabitants"),
            _(
                "The same forecasts, of how many live in each municipality whatever their age. All municipalities "
                "share what happens in the nation, such as how many come from other countries, and only three years "
                "are forecast from: so the outcome is uncertain too."
            ),
        ),
        "supply": About(
            _("Supply, on invented staff at forty employers"),
            _("persons"),
            _(
                "No open statistics tell staff by employer, profession and age over the years. The staff is therefore "
                "invented: people who enter, leave and retire by chance, at rates that wander. The forecast estimates "
                "the rates from the years before, but is told how much they may wander: this tries how the bands are "
                "computed, and not what is assumed."
            ),
        ),
    }


def _shown(one: dict[str, Any], about: About) -> dict[str, Any]:
    names = {"own": "Stegvis", "no_change": _("No change"), "per_inhabitant": _("As many per inhabitant")}
    errors = {"own": one["crps"], **one["rivals"]}
    values = [
        {"year": one["ahead"][number], "error": value, "who": names[who]}
        for who, row in errors.items()
        for number, value in enumerate(row)
    ]
    rows = [
        [ahead, *(f"{one[name][number] * 100:.0f}\u00a0%" for name in ("by_horizon50", "by_horizon90"))]
        + [f"{row[number]:.1f}".replace(".", ",") for row in errors.values()]
        for number, ahead in enumerate(one["ahead"])
    ]
    return {
        "id": one["name"],
        "title": about.title,
        "of_chart": _("Mean error by how far ahead, in %(unit)s") % {"unit": about.unit},
        "source": about.source,
        "outside": _outside(one),
        "one": one,
        "inside50": round(one["inside50"] * 100),
        "inside90": round(one["inside90"] * 100),
        "better": _better(one["skill"]["no_change"]),
        "better_per": _better(one["skill"]["per_inhabitant"]),
        "origins": len(one["origins"]),
        "head": [
            _("Years on"),
            _("Within the band of 50"),
            _("Within the band of 90"),
            *(names[who] for who in errors),
        ],
        "rows": rows,
        "spec": _spec(values, [names[who] for who in errors], about.unit),
    }


def _better(skill: float) -> tuple[str, str]:
    """``skill``: the share by which the error is smaller than the rival's; with what it is of."""
    return f"{abs(round(skill * 100))}\u00a0%", _("smaller error") if skill >= 0 else _("larger error")


def _outside(one: dict[str, Any]) -> list[str]:
    """Of each horizon where the band did not hold what is asked of it."""
    return [
        _(
            "Outside what we ask: %(years)s years on, %(inside)s per cent of the outcomes lay within the band of 90 "
            "per cent."
        )
        % {"years": ahead, "inside": f"{inside * 100:.1f}".replace(".", ",")}
        for ahead, inside in zip(one["ahead"], one["by_horizon90"], strict=True)
        if not ASKED[0] <= inside <= ASKED[1]
    ]


def _spec(values: list[dict[str, Any]], who: list[str], unit: str) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "height": 220,
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": _("Years on"), "axis": {"labelAngle": 0}},
            "y": {"field": "error", "type": "quantitative", "title": _("Mean error, %(unit)s") % {"unit": unit}},
            "color": _by(who),
            "strokeDash": _by(who),
        },
    }


def _by(who: list[str]) -> dict[str, Any]:
    """Stegvis first, and a line of the legend for each, so that none is cut off on a phone."""
    legend = legend_of(who)
    return {"field": "who", "type": "nominal", "title": None, "sort": who, "scale": {"domain": who}, "legend": legend}
