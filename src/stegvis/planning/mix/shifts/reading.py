"""How a task shift goes, in words and as a chart by week."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.foundation.components.templatetags.stegvis import week as week_words
from stegvis.planning.charts import SCHEMA, Chart, legend_of
from stegvis.planning.mix.reading import hours
from stegvis.planning.mix.shifts.following import Following, Verdict
from stegvis.planning.models import Shift

TONES = {Verdict.HAPPENS: "success", Verdict.PARTLY: "warning", Verdict.ONLY_ADDED: "danger", Verdict.NOT: "danger"}


def headline(verdict: Verdict) -> str:
    return {
        Verdict.NOT_BEGUN: _("It has not begun"),
        Verdict.NOT_TOLD: _("No week is told of yet"),
        Verdict.HAPPENS: _("The shift happens"),
        Verdict.PARTLY: _("The shift happens in part"),
        Verdict.ONLY_ADDED: _("Staff is added, but the shift does not come"),
        Verdict.NOT: _("The shift does not come"),
    }[verdict]


def sentence(following: Following, shift: Shift, names: dict[str, str]) -> str:
    """What the latest weeks say, and what may be done about it."""
    source, target = (names.get(role, role).lower() for role in (shift.source, shift.target))
    figures = {
        "planned": hours(float(shift.hours)),
        "moved": hours(following.moved),
        "added": hours(following.added),
        "source": source,
        "target": target,
    }
    match following.verdict:
        case Verdict.NOT_BEGUN:
            return _("The first week is yet to come.")
        case Verdict.NOT_TOLD:
            return _("Tell how each week went, so that it is seen whether the task really moves.")
        case Verdict.HAPPENS:
            words = _("%(moved)s hours a week move, of %(planned)s planned.")
        case Verdict.PARTLY:
            words = _(
                "%(moved)s hours a week move, of %(planned)s planned; %(target)s is there for %(added)s. Ask what the"
                " rest of the task waits for: a routine, a key, a delegation, a habit."
            )
        case Verdict.ONLY_ADDED:
            words = _(
                "%(target)s is there for %(added)s hours a week, but the hours of %(source)s at the task fall by only"
                " %(moved)s. Agree on what %(source)s stops doing, or the shift stops at added staff."
            )
        case _other:
            words = _("%(moved)s hours a week move, of %(planned)s planned, and %(target)s is there for %(added)s.")
    text: str = words % figures
    return text[:1].upper() + text[1:]


def late_words(following: Following) -> str:
    """Which weeks have passed untold; empty where none has."""
    if not (late := following.late):
        return ""
    weeks = ", ".join(week_words(one.week) for one in late)
    words = ngettext("%(weeks)s is not told of.", "%(weeks)s are not told of.", len(late))
    told: str = words % {"weeks": weeks}
    return told[:1].upper() + told[1:]


def week_chart(following: Following, shift: Shift) -> Chart:
    """Planned, moved and added hours by week."""
    figures = {"planned": hours(float(shift.hours)), "moved": hours(following.moved)}
    summary = _("%(moved)s hours a week move, of %(planned)s planned.") % figures
    planned, moved, added = _("Planned hours"), _("Moved hours"), _("Receiving staff")
    values: list[dict[str, Any]] = []
    for one in following.weeks:
        name = _short(one.week)
        values.append({"week": name, "what": planned, "hours": float(shift.hours)})
        if one.told is not None:
            values.append({"week": name, "what": moved, "hours": one.told.moved})
            values.append({"week": name, "what": added, "hours": one.told.added})
    rows = [
        [
            week_words(one.week),
            hours(float(shift.hours)),
            *([hours(one.told.moved), hours(one.told.added)] if one.told else ["–", "–"]),
        ]
        for one in following.weeks
    ]
    head = [_("Week"), planned, moved, added]
    return Chart(summary, _spec(values, [_short(one.week) for one in following.weeks], head[1:]), head, rows)


def _short(day: date) -> str:
    """The week on an axis, without its year."""
    return _("w. %(week)d") % {"week": day.isocalendar().week}


def _spec(values: list[dict[str, Any]], weeks: list[str], what: list[str]) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "height": 240,
        "data": {"values": values},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {
                "field": "week",
                "type": "ordinal",
                "sort": weeks,
                "scale": {"domain": weeks},
                "title": None,
                "axis": {"labelAngle": 0, "labelOverlap": True},
            },
            "y": {"field": "hours", "type": "quantitative", "title": _("hours a week"), "scale": {"zero": True}},
            "color": {"field": "what", "type": "nominal", "sort": what, "title": None, "legend": legend_of(what)},
            "strokeDash": {"field": "what", "type": "nominal", "sort": what, "title": None},
            "tooltip": [
                {"field": "week", "title": " "},
                {"field": "what", "title": " "},
                {"field": "hours", "title": " "},
            ],
        },
    }
