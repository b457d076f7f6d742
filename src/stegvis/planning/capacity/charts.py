"""Charts of a plan as Vega-Lite has them, each with its table, and hours as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.engine.capacity import IsoWeek
from stegvis.planning.capacity.computing import Array
from stegvis.planning.capacity.words import short_week, week_name
from stegvis.planning.charts import SCHEMA, legend_of, named_bars


def hours(value: float) -> str:
    return number_format(round(value, 1) + 0.0, 1)


def gap_spec(weeks: Sequence[IsoWeek], need: Array, kinds: Sequence[tuple[str, Array]]) -> dict[str, Any]:
    """Bars of the hours there are by kind, and a line of those that are needed, by week (W,)."""
    labels = [str(week) for week in weeks]
    shown = {str(week): short_week(week) for week in weeks}
    axis = {"labelAngle": 0, "labelOverlap": True, "labelExpr": f"({_object(shown)})[datum.value]"}
    x = {"field": "week", "type": "ordinal", "title": None, "sort": labels, "axis": axis}
    names = [*(name for name, _by_week in kinds), _("Hours needed")]
    return {"$schema": SCHEMA, "height": 260, "layer": [_bars(weeks, kinds, x, names), _line(weeks, need, x)]}


def _bars(
    weeks: Sequence[IsoWeek], kinds: Sequence[tuple[str, Array]], x: dict[str, Any], names: list[str]
) -> dict[str, Any]:
    values = [
        _value(week, by_week[at], "hours", name) | {"order": place}
        for place, (name, by_week) in enumerate(kinds)
        for at, week in enumerate(weeks)
    ]
    color = {
        "field": "what",
        "type": "nominal",
        "scale": {"domain": names},
        "title": None,
        "legend": legend_of(names),
    }
    return {
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": x,
            "y": {"field": "hours", "type": "quantitative", "title": _("Hours")},
            "color": color,
            "order": {"field": "order"},
            "tooltip": _tip("hours"),
        },
    }


def _line(weeks: Sequence[IsoWeek], need: Array, x: dict[str, Any]) -> dict[str, Any]:
    values = [_value(week, need[at], "need", _("Hours needed")) for at, week in enumerate(weeks)]
    return {
        "data": {"values": values},
        "mark": {"type": "line", "interpolate": "step", "strokeWidth": 3, "strokeDash": [6, 3]},
        "encoding": {
            "x": x,
            "y": {"field": "need", "type": "quantitative"},
            "color": {"field": "what", "type": "nominal"},
            "tooltip": _tip("need"),
        },
    }


def _value(week: IsoWeek, amount: float, field: str, what: str) -> dict[str, Any]:
    return {"week": str(week), "name": week_name(week), "what": what, field: round(float(amount), 1)}


def _tip(field: str) -> list[dict[str, str]]:
    return [{"field": one, "title": " "} for one in ("name", "what", field)]


def _object(labels: dict[str, str]) -> str:
    """A Vega expression's object. Names of weeks hold no quotation marks."""
    return "{" + ", ".join(f"'{key}': '{label}'" for key, label in labels.items()) + "}"


def cause_spec(causes: Sequence[tuple[str, float, float]]) -> dict[str, Any]:
    """A bar a cause, in the order given: hours above 0 to the right, and those below to the left."""
    return named_bars(
        [name for name, *_amounts in causes],
        [{"what": name, "hours": one} for name, *amounts in causes for one in amounts if one],
        {"field": "hours", "type": "quantitative", "title": _("Hours")},
        tooltip=[{"field": one, "title": " "} for one in ("what", "hours")],
    )
