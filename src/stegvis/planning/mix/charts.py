"""Who does what as stacked bars, and what is not done in the years ahead as lines, with the same figures as tables."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from stegvis.planning.charts import SCHEMA, Chart, legend_of, named_bars
from stegvis.planning.mix.reading import hours
from stegvis.planning.mix.solving import LITTLE, Answer
from stegvis.planning.mix.years_reading import Teller, totals

LEGEND = {"labelLimit": 0, "columns": {"expr": "containerSize()[0] < 500 ? 1 : 3"}}


def mix_chart(answer: Answer, names: dict[str, str], summary: str) -> Chart:
    """Each task's hours by who does them, as proposed; the table has today's beside."""
    roles = [names.get(role, role) for role in answer.content.roles]
    nobody = _("Nobody")
    values = [
        {"what": task.title, "who": who, "hours": round(float(amount), 1), "at": at}
        for task, does, short in zip(answer.content.tasks, answer.hours, answer.short, strict=True)
        for at, (who, amount) in enumerate(zip([*roles, nobody], [*does, short], strict=True))
        if amount > LITTLE
    ]
    return Chart(
        summary,
        _spec([task.title for task in answer.content.tasks], values, [*roles, nobody]),
        [_("Task"), *roles, nobody],
        _rows(answer),
    )


def _rows(answer: Answer) -> list[list[str]]:
    """Today’s hours and then the proposed ones, with one figure where they are the same."""
    return [
        [
            task.title,
            *(_both(*pair) for pair in zip(today, does, strict=True)),
            _both(short_today, short),
        ]
        for task, today, does, short_today, short in zip(
            answer.content.tasks, answer.today, answer.hours, answer.short_today, answer.short, strict=True
        )
    ]


def _both(before: float, after: float) -> str:
    if abs(before - after) <= LITTLE:
        return hours(after)
    return f"{hours(before)} → {hours(after)}"


def _spec(tasks: list[str], values: list[dict[str, Any]], who: list[str]) -> dict[str, Any]:
    color = {"field": "who", "type": "nominal", "sort": who, "scale": {"domain": who}, "title": None, "legend": LEGEND}
    return named_bars(
        tasks,
        values,
        {"field": "hours", "type": "quantitative", "title": _("hours a week")},
        color=color,
        order={"field": "at"},
        tooltip=[{"field": one, "title": " "} for one in ("what", "who", "hours")],
    )


def years_chart(teller: Teller, summary: str) -> Chart:
    """Hours a week not done in each year, all places together, with the study posts and without."""
    pairs = list(zip(teller.ahead.numbers, totals(teller.found), strict=True))
    names = [_("With study posts"), _("Without study posts")]
    values = [
        {"year": number, "which": name, "hours": round(value, 1)}
        for number, both in pairs
        for name, value in zip(names, both, strict=True)
    ]
    rows = [[str(number), *map(hours, both)] for number, both in pairs]
    return Chart(summary, _lines(values, names), [_("Year"), *names], rows)


def _lines(values: list[dict[str, Any]], names: list[str]) -> dict[str, Any]:
    colour = {"field": "which", "type": "nominal", "sort": names, "scale": {"domain": names}, "title": None}
    return {
        "$schema": SCHEMA,
        "height": 260,
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": True}},
            "y": {"field": "hours", "type": "quantitative", "title": _("hours a week")},
            "color": colour | {"legend": legend_of(names)},
            "strokeDash": {"field": "which", "type": "nominal", "sort": names, "legend": None},
            "tooltip": [{"field": one, "title": " "} for one in ("year", "which", "hours")],
        },
    }
