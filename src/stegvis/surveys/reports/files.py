"""A release's figures as files: the same as on its page, a sheet for each table, or all of them in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from stegvis.foundation.documents.sheets import Column, SheetSpec
from stegvis.foundation.documents.writing import SheetToWrite, write_delimited, write_workbook
from stegvis.surveys.reports.blocks import Type
from stegvis.surveys.reports.presenting import Content, Shown, presented
from stegvis.surveys.reports.words import heading, reason, row_title, side_heading
from stegvis.surveys.telling.tables import Cell, Table

Line = list[Any]


def workbook_of(content: Content) -> bytes:
    """A sheet of contents, then one for each table and chart, named as they are numbered."""
    with override(content["language"]):
        shown = presented(content).figures
        return write_workbook([_contents(content, shown), *(_sheet(one) for one in shown)])


def delimited_of(content: Content) -> bytes:
    """Every figure on a line of its own."""
    with override(content["language"]):
        names = (
            _("Table or chart"),
            _("Row"),
            _("Figure"),
            _("Value"),
            _("Lowest"),
            _("Highest"),
            _("Why it is empty"),
        )
        spec = SheetSpec("data", _columns(names))
        lines = [line for one in presented(content).figures for line in _lines(one, content["language"])]
        return write_delimited(spec, lines)


def _contents(content: Content, shown: Sequence[Shown]) -> SheetToWrite:
    names = (_("Sheet"), _("Caption"), _("Notes"))
    rows: list[Line] = [[content["title"], content["publisher"], _("Version %(n)s") % {"n": content["number"]}]]
    rows += [[_name(one), one.caption, " ".join(one.grid.notes) if one.grid else ""] for one in shown]
    return SheetToWrite(SheetSpec(_("Contents"), _columns(names)), rows)


def _name(one: Shown) -> str:
    return (_("Table %(n)s") if one.type is Type.TABLE else _("Chart %(n)s")) % {"n": one.number}


def _columns(names: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(str(at), name) for at, name in enumerate(names))


def _sheet(one: Shown) -> SheetToWrite:
    table = one.table
    if table is None:
        raise ValueError(one.id)
    names = [side_heading(table)]
    for column, has_span in zip(table.columns, _spans(table), strict=True):
        title = heading(column)
        names += [title, _("%(figure)s, lowest") % {"figure": title}, _("%(figure)s, highest") % {"figure": title}][
            : 3 if has_span else 1
        ]
    rows = [
        [row_title(table, row), *_values(cells, _spans(table))]
        for row, cells in zip(table.rows, table.cells, strict=True)
    ]
    return SheetToWrite(SheetSpec(_name(one), _columns(names)), rows)


def _spans(table: Table) -> list[bool]:
    """Of which columns some figure has a lowest and a highest."""
    return [
        any(cells[at].low is not None and cells[at].high is not None for cells in table.cells)
        for at in range(len(table.columns))
    ]


def _values(cells: Sequence[Cell], spans: Sequence[bool]) -> Iterator[Any]:
    for cell, has_span in zip(cells, spans, strict=True):
        yield cell.value if cell.why is None else reason(cell.why)
        if has_span:
            yield from (cell.low, cell.high)


def _lines(one: Shown, language: str) -> Iterator[Line]:
    table = one.table
    if table is None:
        return
    for row, cells in zip(table.rows, table.cells, strict=True):
        for column, cell in zip(table.columns, cells, strict=True):
            why = reason(cell.why) if cell.why else ""
            named = [_name(one), row_title(table, row), heading(column)]
            figures = [_written(figure, column.decimals, language) for figure in (cell.value, cell.low, cell.high)]
            yield [*named, *figures, why]


def _written(value: float | None, decimals: int, language: str) -> str:
    """With the decimals that it is told with, and the language's own comma; no unit, so that it can be counted with."""
    if value is None:
        return ""
    text = f"{value:.{decimals}f}"
    return text.replace(".", ",") if language.startswith("sv") else text
