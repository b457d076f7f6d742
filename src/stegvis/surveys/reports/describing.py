"""A told table in a sentence, for who hears a chart and for who reads past it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.surveys.reports.blocks import Form
from stegvis.surveys.reports.charts.bars import Chart, Line, chart_of
from stegvis.surveys.reports.words import table_title
from stegvis.surveys.telling.tables import Table


def alt_of(table: Table, form: Form, *, column: str = "", is_sorted: bool = False) -> str:
    """What the chart is, what it shows first and last, and how many rows it has. A suggestion to write on."""
    chart = chart_of(table, form, column=column, is_sorted=is_sorted)
    title = table_title(table).rstrip(".:?!")
    opening = {
        Form.DIVERGING: _("Bars to each side of the middle of a scale: %(title)s."),
        Form.STACKED: _("Bars of 100 per cent: %(title)s."),
        Form.LADDER: _("Bars of how far it has come: %(title)s."),
        Form.BARS: _("Bars: %(title)s."),
    }[form] % {"title": title}
    return f"{opening} {sentence_of(chart)}".strip()


def sentence_of(chart: Chart) -> str:
    """What stands out, with its figures. Where a row is hidden it could stand out more, and that is said."""
    drawn = [line for line in chart.lines if not line.why and line.segments]
    if not drawn:
        if any(line.is_told_in_part for line in chart.lines):
            return _("It cannot be drawn, since some of the figures are hidden. The table has those that are told.")
        return _("No figures can be shown.")
    if len(drawn) == 1 and len(drawn[0].segments) > 1:
        return _of_one(chart, drawn[0])
    most, least = max(drawn, key=_measure), min(drawn, key=_measure)
    told = {"what": _measured(chart), "most": most.label, "least": least.label}
    told |= {"high": most.segments[-1].label, "low": least.segments[-1].label}
    if most is least:
        return _("%(what)s: %(most)s (%(high)s).") % told
    if any(line.is_hidden for line in chart.lines):
        return (
            _("%(what)s, of those that are drawn: most for %(most)s (%(high)s), least for %(least)s (%(low)s).") % told
        )
    return _("%(what)s: most for %(most)s (%(high)s), least for %(least)s (%(low)s).") % told


def _measure(line: Line) -> float:
    return line.segments[-1].value


def _measured(chart: Chart) -> str:
    return chart.legend[-1][1]


def _of_one(chart: Chart, line: Line) -> str:
    words = [f"{title} {one.label}" for (_tone, title), one in zip(chart.legend, line.segments, strict=True)]
    return f"{', '.join(words)}."
