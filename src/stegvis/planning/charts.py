"""What a chart of Vega-Lite is, with its table, and bars with their names above them, whole: beside the bars a long
name would be cut on a phone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stegvis.surveys.reports.charts.measuring import wrapped

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
TEXT, LINE, BAR, GAP = 13, 16, 15, 8
ROOM, LEGEND_ROOM = 265, 180
"""Of a line of a name, in pixels: what a phone has, and what it has beside the axis."""
MOST_LINES = 4


@dataclass(frozen=True)
class Chart:
    summary: str
    spec: dict[str, Any]
    head: list[str]
    rows: list[list[str]]


def legend_of(names: Sequence[str]) -> dict[str, Any]:
    """A line for each name, or more on a phone where it would be cut."""
    lines = json.dumps({name: wrapped(name, TEXT, LEGEND_ROOM, MOST_LINES) for name in names}, ensure_ascii=False)
    shown = f"containerSize()[0] < 500 ? ({lines})[datum.label] : datum.label"
    return {"labelLimit": 0, "columns": 1, "labelExpr": shown}


def named_bars(
    names: Sequence[str], values: list[dict[str, Any]], amount: dict[str, Any], **encoding: Any
) -> dict[str, Any]:
    """A row for each of ``names``, told in the values’ ``what``; ``amount`` is the x axis. No name is there twice."""
    lines = [wrapped(name, TEXT, ROOM, MOST_LINES) for name in names]
    words = LINE * max((len(one) for one in lines), default=1)
    # The first line stands so far above the bar that the last one stands just above it.
    above = [(words - BAR) / 2 - 2 - LINE * (len(one) - 1) for one in lines]
    rows = [{"what": name, "lines": one, "dy": dy} for name, one, dy in zip(names, lines, above, strict=True)]
    y = {"field": "what", "type": "nominal", "title": None, "axis": None, "scale": {"domain": list(names)}}
    bars = {
        "data": {"values": values},
        "mark": {"type": "bar", "height": BAR, "yOffset": words / 2},
        "encoding": {"y": y, "x": amount, **encoding},
    }
    texts = {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "bottom",
            "fontSize": TEXT,
            "lineHeight": LINE,
            "dy": {"expr": "datum.dy"},
            "tooltip": None,
        },
        "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "lines"}},
    }
    return {"$schema": SCHEMA, "height": {"step": words + BAR + GAP}, "layer": [bars, texts]}
