"""How figures are written in a report: as on the page of results, in the language of the moment."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.surveys.telling import wording
from stegvis.surveys.telling.tables import Cell, Column, Table, Why
from stegvis.surveys.telling.wording import figure, heading, number, row_title, side_heading

__all__ = [
    "base_text",
    "chart_notes",
    "figure",
    "heading",
    "notes_of",
    "number",
    "plain_figure",
    "reason",
    "row_title",
    "side_heading",
]


def plain_figure(cell: Cell, column: Column) -> str:
    """Without what it can be between."""
    return figure(Cell(cell.value) if cell.value is not None else cell, column)


def reason(why: Why) -> str:
    return str(wording.REASONS[why])


def table_title(table: Table) -> str:
    """The question, and of whom where it is of one kind of organisation."""
    title = wording.title_of(table)
    return f"{title} ({wording.actor_name(table.actor)})" if table.actor else title


def base_text(table: Table) -> str:
    """How many answers a table builds on."""
    if table.base.value is None:
        return ""
    return _("Number of answers: %(n)s.") % {"n": number_format(int(table.base.value))}


def notes_of(table: Table) -> list[str]:
    """What is to be said beside a table, one sentence each."""
    return [one for one in (base_text(table), *wording.notes_of(table)) if one]


def chart_notes(table: Table, *, has_spans: bool) -> list[str]:
    """The same of a chart, where what a figure can be between stands as a line below its bar, or not at all."""
    spans = wording.DRAWN_SPANS if has_spans else {}
    return [one for one in (base_text(table), *wording.notes_of(table, spans)) if one]
