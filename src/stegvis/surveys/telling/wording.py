"""Told tables in words, in the reader's language: headings, figures, reasons, notes and one sentence of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from stegvis.organisations.models import Organisation
from stegvis.surveys.content.document import Texts, said
from stegvis.surveys.telling.microdata import NOT_APART
from stegvis.surveys.telling.tables import Cell, Column, Kind, Note, Part, Row, Span, Table, Unit, Why

HEADINGS = {
    "base": pgettext_lazy("number of answers", "Answers"),
    "missing": gettext_lazy("Not answered"),
    "passed_by": gettext_lazy("Not asked"),
    "top": pgettext_lazy("of a scale", "Top of the scale"),
    "net": gettext_lazy("Net score"),
    "mean": gettext_lazy("Mean"),
    "spread": gettext_lazy("Standard deviation"),
    "lower": gettext_lazy("Lower quartile"),
    "median": gettext_lazy("Median"),
    "upper": gettext_lazy("Upper quartile"),
    "rank": pgettext_lazy("in an order", "Rank"),
    "chosen": gettext_lazy("Have chosen"),
    "first": gettext_lazy("Put it first"),
    "place": gettext_lazy("Mean place"),
    "asked": pgettext_lazy("survey", "Asked"),
    "answered": pgettext_lazy("survey", "Have answered"),
    "rate": gettext_lazy("Response rate"),
    "now": gettext_lazy("This round"),
    "earlier": pgettext_lazy("years", "Before"),
    "later": pgettext_lazy("years", "After"),
}

REASONS = {
    Why.HIDDEN: pgettext_lazy("figure", "hidden"),
    Why.NOT_ASKED: gettext_lazy("not asked"),
    Why.NOBODY: gettext_lazy("no answers"),
    Why.NOT_COMPARABLE: gettext_lazy("cannot be compared"),
    Why.NOT_KNOWN: gettext_lazy("not known"),
}

SPANS = {
    Span.CENSUS: gettext_lazy(
        "In brackets: the least and the most it can be, whatever those who did not answer would have said."
    ),
    Span.SAMPLE: gettext_lazy("In brackets: an interval of 95 per cent, by how the sample was drawn."),
}

DRAWN_SPANS = {
    Span.CENSUS: gettext_lazy(
        "The line below a bar: the least and the most it can be, whatever those who did not answer would have said."
    ),
    Span.SAMPLE: gettext_lazy("The line below a bar: an interval of 95 per cent, by how the sample was drawn."),
}

NOTES = {
    "no_strata": gettext_lazy("The figures are not weighted: it is not known how many there are in each stratum."),
    "no_design": gettext_lazy("The figures are not weighted: more answered in a stratum than it is said to hold."),
    "margin_not_answered": gettext_lazy("Not fitted to “%(question)s”, which not everybody has answered."),
    "margins_do_not_fit": gettext_lazy("Not fitted to the known totals: no weights agree with all of them."),
    "fitted_to": gettext_lazy("The answers are weighted and fitted to known totals of: %(questions)s."),
    "asked_of": gettext_lazy("%(row)s: asked of %(actors)s only."),
    "of_all_who_answered": gettext_lazy(
        "%(row)s: shares of all who answered, also those to whom it does not apply, since those are few."
    ),
    "top_is": gettext_lazy("Top of the scale: %(choices)s. Net score: the upper half less the lower."),
    "ranked_among_told": gettext_lazy("Ranks are among the rows that are told."),
    "quartiles_from": gettext_lazy("Median and quartiles are told from %(number)s answers."),
    "crossed_with": gettext_lazy("By: %(title)s"),
    "not_weighted": gettext_lazy("Cross tables are of those who answered, and are not weighted."),
    "few_weighted": gettext_lazy(
        "%(row)s: not weighted. By the weights it could be worked out what few in some stratum have answered."
    ),
    "known_wave": gettext_lazy("%(title)s: %(note)s Who answered: %(asked)s. Source: %(source)s."),
    "adds_up_to": gettext_lazy("%(row)s: the published shares add up to %(sum)s, as printed."),
    "not_certain": gettext_lazy("%(row)s: the source is not certain."),
    "reworded": gettext_lazy("%(row)s: reworded since the earlier wave. Compare with care."),
    "rescaled": gettext_lazy("%(row)s: the scale is another than in the earlier wave. The two cannot be compared."),
    "not_comparable": gettext_lazy("%(row)s: asked in another way than in the earlier wave. It cannot be compared."),
    "other_scale": gettext_lazy("%(row)s: the top of the scale was another in %(title)s. The two cannot be compared."),
}


def language() -> str:
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def worded(texts: Texts) -> str:
    return said(texts, language())


def actor_name(actor: str) -> str:
    """The kind of organisation, or all."""
    if not actor:
        return _("All together")
    if actor == NOT_APART:
        return _("Other kinds together")
    return str(Organisation.Type(actor).label) if actor in Organisation.Type.values else actor


def title_of(table: Table) -> str:
    if table.key == "response":
        return _("Who has answered")
    if table.key == "needs":
        return _("Needs in order")
    if table.key == "response.waves":
        return _("Response rate over waves")
    return worded(table.title) or table.question


def heading(column: Column) -> str:
    """Of a choice or a wave its own words; of a kind of organisation its name."""
    own = worded(column.title)
    if own or column.key not in HEADINGS:
        return own or actor_name(column.key)
    return str(HEADINGS[column.key])


def row_title(table: Table, row: Row) -> str:
    if table.kind is Kind.RESPONSE or table.key == "response.waves":
        return actor_name(row.key)
    return worded(row.title) or title_of(table)


def side_heading(table: Table) -> str:
    """What stands above the rows' titles."""
    if table.kind is Kind.RESPONSE or table.key == "response.waves":
        return _("Kind of organisation")
    crossed = next((note for note in table.notes if note.code == "crossed_with"), None)
    return worded(crossed.params["title"]) if crossed else _("Question")


def number(value: float, unit: Unit, decimals: int = 0) -> str:
    shown = number_format(value, decimals)
    if unit is Unit.PER_CENT:
        return f"{shown}\u00a0%"
    return f"+{shown}" if unit is Unit.POINTS and value > 0 else shown


def figure(cell: Cell, column: Column) -> str:
    """The figure as it is shown everywhere, with what it can be between; or why there is none."""
    if cell.value is None:
        return str(REASONS[cell.why or Why.NOT_KNOWN])
    shown = number(cell.value, column.unit, column.decimals)
    if cell.low is None or cell.high is None:
        return shown
    ends = (number_format(one, column.decimals) for one in (cell.low, cell.high))
    return f"{shown} ({'–'.join(ends)})"


def note(table: Table, one: Note) -> str:
    """A note in words; what it says of a row names it."""
    params = {key: _param(value) for key, value in one.params.items()}
    row = next((row_title(table, row) for row in table.rows if row.key == one.row), one.row)
    return " ".join((str(NOTES[one.code]) % {"row": row, **params}).split())


def _param(value: object) -> str:
    if isinstance(value, dict):
        return worded(value)
    if isinstance(value, list):
        return ", ".join(_param(one) if isinstance(one, dict) else actor_name(str(one)) for one in value)
    return str(value)


def notes_of(table: Table, spans: Mapping[Span, object] = SPANS) -> list[str]:
    """What stands under the table, each thing once. ``spans`` says where it shows what a figure can be between."""
    said_ = [note(table, one) for one in table.notes if one.code != "crossed_with"]
    if table.span in spans:
        said_.append(str(spans[table.span]))
    if table.hides:
        said_.append(_("Hidden figures are of few, or would let a figure of few be worked out."))
    return list(dict.fromkeys(said_))


def summary(table: Table) -> str:
    """One sentence that says what the table shows."""
    make = {
        Kind.SHARES: _of_shares,
        Kind.FIGURES: _of_best,
        Kind.CHOSEN: _of_best,
        Kind.ORDER: _of_best,
        Kind.NUMBERS: _of_numbers,
        Kind.WRITTEN: _of_written,
        Kind.RESPONSE: _of_response,
    }.get(table.kind)
    return make(table) if make else ""


def _of_shares(table: Table) -> str:
    """Of one row the choice that most have made; of several the row that stands highest on the first choice."""
    if len(table.rows) > 1:
        column = next((one for one in table.columns if one.part is Part.SCALE), None)
        return _best(table, column) if column else ""
    scale = [
        (cell, column) for cell, column in zip(table.cells[0], table.columns, strict=True) if column.part is Part.SCALE
    ]
    told = [(cell.value, column) for cell, column in scale if cell.value is not None]
    if not told:
        return _untold(cell for cell, _column in scale)
    value, column = max(told, key=lambda one: one[0])
    if not value or (value <= HALF and _hides(cell for cell, _column in scale)):
        return ""
    return _("Most common: %(what)s, %(share)s.") % {
        "what": heading(column),
        "share": number(value, Unit.PER_CENT),
    }


HALF = 50
"""Of shares of one whole in per cent: nothing that is hidden can be more than one above it."""


def _of_best(table: Table) -> str:
    return _best(table, table.columns[0])


def _best(table: Table, column: Column) -> str:
    """Nothing where a hidden row could be higher, or where the highest is nought: few of many round to it."""
    place = table.columns.index(column)
    told = [(row[place].value, one) for row, one in zip(table.cells, table.rows, strict=True)]
    known = [(value, one) for value, one in told if value is not None]
    if not known:
        return _untold(row[place] for row in table.cells)
    value, row = max(known, key=lambda one: one[0])
    if not value or _hides(row[place] for row in table.cells):
        return ""
    return _("Highest on “%(column)s”: %(row)s, %(share)s.") % {
        "column": heading(column),
        "row": row_title(table, row),
        "share": number(value, column.unit, column.decimals),
    }


def _hides(cells: Iterable[Cell]) -> bool:
    return any(cell.why is Why.HIDDEN for cell in cells)


def _untold(cells: Iterable[Cell]) -> str:
    """Why there is no figure at all: it need not be that few have answered."""
    if _hides(cells):
        return _("No figure can be told: it is of few, or would let a figure of few be worked out.")
    return ""


def _of_numbers(table: Table) -> str:
    mean = table.cells[0][0]
    if mean.value is None:
        return _untold([mean])
    return _("The mean is %(mean)s.") % {"mean": figure(mean, table.columns[0])}


def _of_written(table: Table) -> str:
    given = table.cells[0][0].value
    if given is None:
        return _untold(table.cells[0][:1])
    return ngettext("%(n)s has written something.", "%(n)s have written something.", int(given)) % {
        "n": number_format(int(given))
    }


def _of_response(table: Table) -> str:
    whole = table.cells[-1]
    asked, answered, rate = whole
    if answered.value is None:
        return _untold([answered])
    if asked.value is None or rate.value is None:
        return _("%(n)s have answered.") % {"n": number_format(int(answered.value))}
    return _("%(n)s of %(asked)s have answered, %(rate)s.") % {
        "n": number_format(int(answered.value)),
        "asked": number_format(int(asked.value)),
        "rate": number(rate.value, Unit.PER_CENT),
    }
