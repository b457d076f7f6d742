"""Charts of told tables, as Vega-Lite. A row with a hidden figure is not drawn: its length would tell it.

What is beside the scale stands in the table and never in the bar.
"""

from __future__ import annotations

from typing import Any

from stegvis.surveys.telling.tables import Kind, Part, Table, Unit

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
STEP = 30
LEGEND = {"labelLimit": 0, "columns": 2}
LABEL = {"expr": "min(260, containerSize()[0] * 0.38)"}
"""What stands beside the bars is cut sooner on a narrow screen; the table has it whole."""


def chart(table: Table, rows: list[str], heads: list[str]) -> dict[str, Any] | None:
    """``rows`` and ``heads`` are the titles in the reader's language. None where there is nothing to draw."""
    match table.kind:
        case Kind.SHARES if len(table.rows) == 1:
            return _bars(_points_of_row(table, heads))
        case Kind.SHARES | Kind.CROSSED | Kind.YEARS:
            return _stacked(table, rows, heads)
        case Kind.CHOSEN | Kind.ORDER:
            return _bars([(title, cells[0].value) for title, cells in zip(rows, table.cells, strict=True)])
        case Kind.FIGURES if table.key == "needs":
            return _bars(
                [(title, cells[0].value) for title, cells in zip(rows, table.cells, strict=True)], ordered=True
            )
        case Kind.WAVES:
            return _waves(table, rows, heads)
    return None


def _points_of_row(table: Table, heads: list[str]) -> list[tuple[str, float | None]]:
    return [
        (head, cell.value)
        for head, column, cell in zip(heads, table.columns, table.cells[0], strict=True)
        if column.part is Part.SCALE
    ]


def _bars(points: list[tuple[str, float | None]], *, ordered: bool = False) -> dict[str, Any] | None:
    values = [{"what": title, "share": value} for title, value in points if value is not None]
    if not values:
        return None
    return _spec(
        values,
        "bar",
        y=_side("what", sort="-x" if ordered else None),
        x=_across("share"),
        tooltip=[{"field": "what", "title": " "}, {"field": "share", "title": "%"}],
    )


def _stacked(table: Table, rows: list[str], heads: list[str]) -> dict[str, Any] | None:
    scale = [(at, heads[at]) for at, one in enumerate(table.columns) if one.part is Part.SCALE]
    values = [
        {"what": title, "choice": head, "share": cells[at].value, "place": place}
        for title, cells in zip(rows, table.cells, strict=True)
        if all(cells[at].value is not None for at, _head in scale)
        for place, (at, head) in enumerate(scale)
    ]
    if not values:
        return None
    color = {
        "field": "choice",
        "type": "nominal",
        "sort": [head for _at, head in scale],
        "title": None,
        "legend": LEGEND,
    }
    return _spec(
        values,
        "bar",
        y=_side("what", sort=None),
        x=_across("share", stack="zero"),
        color=color,
        order={"field": "place", "type": "quantitative"},
        tooltip=[{"field": "what", "title": " "}, {"field": "choice", "title": " "}, {"field": "share", "title": "%"}],
    )


def _waves(table: Table, rows: list[str], heads: list[str]) -> dict[str, Any] | None:
    values = [
        {"what": title, "wave": head, "share": cell.value}
        for title, cells in zip(rows, table.cells, strict=True)
        for head, column, cell in zip(heads, table.columns, cells, strict=True)
        if column.unit is Unit.PER_CENT and cell.value is not None
    ]
    if not values:
        return None
    return _spec(
        values,
        {"type": "point", "filled": True, "size": 90},
        y=_side("what", sort=None),
        x=_across("share"),
        color={"field": "wave", "type": "nominal", "sort": heads, "title": None, "legend": LEGEND},
        tooltip=[{"field": "what", "title": " "}, {"field": "wave", "title": " "}, {"field": "share", "title": "%"}],
    )


def _side(field: str, *, sort: Any) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "title": None, "sort": sort, "axis": {"labelLimit": LABEL}}


def _across(field: str, **more: Any) -> dict[str, Any]:
    scale = {"domain": [0, 100]}
    return {"field": field, "type": "quantitative", "title": "%", "scale": scale, "axis": {"tickCount": 5}, **more}


def _spec(values: list[dict[str, Any]], mark: Any, **encoding: Any) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "height": {"step": STEP},
        "data": {"values": values},
        "mark": mark,
        "encoding": encoding,
    }
