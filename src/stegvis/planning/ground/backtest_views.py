"""How forecasts like these would have done in the past: computed by ``stegvis backtest`` and kept."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from stegvis.foundation.access.http import ActorRequest


@cache
def packaged() -> dict[str, Any]:
    text = files("stegvis.planning").joinpath("data", "backtest.json").read_text(encoding="utf-8")
    return {one["name"]: one for one in json.loads(text)["tests"]}


@login_required
@require_GET
def backtest(request: ActorRequest) -> HttpResponse:
    tests = [_shown(packaged()[name], title) for name, title in _titles().items()]
    return render(request, "planning/ground/backtest.html", {"tests": tests})


def _titles() -> dict[str, str]:
    return {
        "demand": _("Need, from how many lived in each county 1968–2015"),
        "supply": _("Supply, on invented staff at forty employers"),
    }


def _shown(one: dict[str, Any], title: str) -> dict[str, Any]:
    names = {"own": "Stegvis", "no_change": _("No change"), "per_inhabitant": _("As many per inhabitant")}
    errors = {"own": one["crps"], **one["rivals"]}
    values = [
        {"year": number + 1, "error": value, "who": names[who]}
        for who, row in errors.items()
        for number, value in enumerate(row)
    ]
    rows = [
        [number + 1, *(f"{one[name][number] * 100:.0f}\u00a0%" for name in ("by_horizon50", "by_horizon90"))]
        + [f"{row[number]:.1f}".replace(".", ",") for row in errors.values()]
        for number in range(one["horizon"])
    ]
    return {
        "id": one["name"],
        "title": title,
        "one": one,
        "inside50": round(one["inside50"] * 100),
        "inside90": round(one["inside90"] * 100),
        "better": round(one["skill"]["no_change"] * 100),
        "better_per": round(one["skill"]["per_inhabitant"] * 100),
        "origins": len(one["origins"]),
        "head": [
            _("Years on"),
            _("Within the band of 50"),
            _("Within the band of 90"),
            *(names[who] for who in errors),
        ],
        "rows": rows,
        "spec": _spec(values, [names[who] for who in errors]),
    }


def _spec(values: list[dict[str, Any]], who: list[str]) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "height": 220,
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": _("Years on"), "axis": {"labelAngle": 0}},
            "y": {"field": "error", "type": "quantitative", "title": _("Mean error (CRPS)")},
            "color": _by(who),
            "strokeDash": _by(who),
        },
    }


def _by(who: list[str]) -> dict[str, Any]:
    """Stegvis first, and a line of the legend for each, so that none is cut off on a phone."""
    legend = {"labelLimit": 0, "columns": 1}
    return {"field": "who", "type": "nominal", "title": None, "sort": who, "scale": {"domain": who}, "legend": legend}
