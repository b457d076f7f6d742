"""Told tables as a workbook and as delimited text: the figures as numbers, and the reason where there is none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.documents.writing import defuse
from stegvis.surveys.telling import wording
from stegvis.surveys.telling.presenting import ShownTable
from stegvis.surveys.telling.tables import Cell, Table

Value = str | float


def columns_of(table: Table) -> list[tuple[int, str, str]]:
    """Of each column of a file the told column's place, what of the cell, and its heading: bounds have columns of
    their own where any cell has them."""
    found = []
    for place, column in enumerate(table.columns):
        head = wording.heading(column)
        found.append((place, "value", head))
        if any(row[place].low is not None for row in table.cells):
            found.append((place, "low", _("%(column)s, least") % {"column": head}))
            found.append((place, "high", _("%(column)s, most") % {"column": head}))
    return found


def value_of(cell: Cell, what: str) -> Value:
    """The figure as a number, or the reason why there is none; nothing for bounds that there are not."""
    if what != "value":
        found = cell.low if what == "low" else cell.high
        return "" if found is None else found
    return cell.value if cell.value is not None else str(wording.REASONS[cell.why]) if cell.why else ""


def rows_of(table: Table) -> Iterator[list[Value]]:
    """Heading and rows, the row's title first."""
    columns = columns_of(table)
    yield [wording.side_heading(table), *(head for _place, _what, head in columns)]
    for row, cells in zip(table.rows, table.cells, strict=True):
        yield [wording.row_title(table, row), *(value_of(cells[place], what) for place, what, _head in columns)]


def lines_of(table: Table) -> Iterator[list[Value]]:
    """The table as it stands in a file: what it is of, its rows, and what is to be said with them."""
    shown = ShownTable(table)
    yield [table.key, shown.title, shown.kind_title, wording.actor_name(table.actor)]
    yield from rows_of(table)
    for one in shown.notes:
        yield [one]
    yield []


def write_csv(heading: Sequence[str], tables: Iterable[Table]) -> bytes:
    """Semicolons and UTF-8 with its mark. Each table begins with its key."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([defuse(one)] for one in heading)
    writer.writerow([])
    for table in tables:
        writer.writerows([_plain(one) for one in line] for line in lines_of(table))
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> Any:
    """Numbers with a decimal comma, as a Swedish Excel reads them."""
    if isinstance(value, str):
        return defuse(value)
    return str(int(value)) if float(value).is_integer() else str(value).replace(".", ",")


def write_xlsx(heading: Sequence[str], tables: Iterable[Table]) -> bytes:
    """One sheet with what it is of, one for each section's tables one under the other."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"created": datetime.combine(timezone.localdate(), datetime.min.time())})
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        page = workbook.add_worksheet(_("Results")[:31])
        page.set_column(0, 0, 60)
        page.set_column(1, 30, 16)
        at = 0
        for one in heading:
            page.write_string(at, 0, one, bold if at == 0 else None)
            at += 1
        at += 1
        for table in tables:
            at = _write_table(page, at, table, bold)
    return content.getvalue()


def _write_table(page: Any, at: int, table: Table, bold: Any) -> int:
    for number, line in enumerate(lines_of(table)):
        for place, value in enumerate(line):
            if isinstance(value, str):
                page.write_string(at, place, value, bold if number < 2 else None)
            else:
                page.write_number(at, place, value)
        at += 1
    return at


def heading_of(title: str, number: int, day: str) -> list[str]:
    return [title, _("Results %(number)s, worked out %(day)s") % {"number": number, "day": day}]
