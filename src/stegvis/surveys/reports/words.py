"""How figures are written in a report, on the page and in the document alike."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stegvis.surveys.content.document import said
from stegvis.surveys.telling.tables import Cell, Column, Span, Table, Unit, Why

NARROW = "\u00a0"  # no-break space: a figure and its unit stay on one line
MINUS = "\u2212"


def decimal(value: float, decimals: int, language: str = "sv") -> str:
    """``1 234,5`` in Swedish and ``1,234.5`` in English."""
    text = f"{abs(value):,.{decimals}f}"
    if language.startswith("sv"):
        text = text.replace(",", NARROW).replace(".", ",")
    return f"{MINUS}{text}" if value < 0 and text.strip("0.,") else text


def cell_text(cell: Cell, column: Column, span: Span = Span.NONE) -> str:
    """The figure with its unit, and its span where it has one; or why there is none, in a word or two."""
    if cell.value is None:
        return reason(cell.why)
    text = figure_text(cell.value, column)
    if cell.low is None or cell.high is None or (cell.low, cell.high) == (cell.value, cell.value):
        return text
    low, high = (figure_text(one, column, bare=True) for one in (cell.low, cell.high))
    return f"{text} ({low}\N{EN DASH}{high})"


def figure_text(value: float, column: Column, *, bare: bool = False) -> str:
    language = _language()
    text = decimal(value, column.decimals, language)
    match column.unit:
        case Unit.PER_CENT if not bare:
            return f"{text}{NARROW}%" if language.startswith("sv") else f"{text}%"
        case Unit.POINTS if value > 0:
            return f"+{text}"
    return text


def _language() -> str:
    from django.utils.translation import get_language

    return get_language() or "sv"


def reason(why: Why | None) -> str:
    return {
        Why.HIDDEN: pgettext("figure", "hidden"),
        Why.NOT_ASKED: pgettext("figure", "not asked"),
        Why.NOBODY: pgettext("figure", "nobody"),
        Why.NOT_COMPARABLE: pgettext("figure", "not comparable"),
        Why.NOT_KNOWN: pgettext("figure", "not known"),
    }[why or Why.NOT_KNOWN]


def column_title(column: Column, language: str) -> str:
    """The questionnaire's own words, or those that every table has alike."""
    if column.title:
        return said(column.title, language)
    return {
        "base": pgettext("survey figure", "Answers"),
        "missing": pgettext("survey figure", "Not answered"),
        "passed_by": pgettext("survey figure", "Not asked"),
        "top": pgettext("survey figure", "Highest on the scale"),
        "net": pgettext("survey figure", "Net score"),
        "mean": pgettext("survey figure", "Mean"),
        "median": pgettext("survey figure", "Median"),
        "spread": pgettext("survey figure", "Standard deviation"),
        "rank": pgettext("survey figure", "Rank"),
        "chosen": pgettext("survey figure", "Have chosen it"),
        "first": pgettext("survey figure", "Put it first"),
        "place": pgettext("survey figure", "Mean place"),
        "asked": pgettext("survey figure", "Were asked"),
        "answered": pgettext("survey figure", "Have answered"),
        "rate": pgettext("survey figure", "Response rate"),
        "share": pgettext("survey figure", "Share"),
    }.get(column.key, column.key)


def table_title(table: Table, language: str) -> str:
    return said(table.title, language) or table.key


def base_text(table: Table) -> str:
    """How many answers a table builds on."""
    if table.base.value is None:
        return ""
    return _("Number of answers: %(n)s.") % {"n": decimal(table.base.value, 0, _language())}


def notes_of(table: Table) -> list[str]:
    """What is to be said beside a table, one sentence each."""
    found = [base_text(table)]
    if table.hides:
        found.append(
            _("Some figures are hidden, because they are of few or could be used to work out a figure that is of few.")
        )
    if table.span is Span.CENSUS:
        found.append(
            _("In brackets: the least and the most that it can be, whatever those who did not answer would have said.")
        )
    elif table.span is Span.SAMPLE:
        found.append(_("In brackets: an interval of 95 per cent, by how the sample was drawn."))
    return [one for one in found if one]
