"""Workbooks and text files out. No cell is ever begun with a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import get_format

from stegvis.foundation.documents.sheets import Column, SheetSpec
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.values import Kind

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones too, in Excel
MAX_INLINE_CHOICES = 255  # characters, Excel's limit for a list in the rule itself
VALIDATED_ROWS = 2000
EPOCH = date(1900, 1, 1)

Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True)
class SheetToWrite:
    """``lists`` is a column's key → a range of another sheet (``=Listor!$A$2:$A$9``) that its cells choose from."""

    spec: SheetSpec
    rows: Rows = ()
    lists: dict[str, str] = field(default_factory=dict)


def write_workbook(sheets: Iterable[SheetToWrite]) -> bytes:
    """A workbook with bold headers, help as comments and choices as lists."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        # The same rows give the same bytes, but for the day.
        workbook.set_properties({"created": datetime.combine(timezone.localdate(), datetime.min.time())})
        formats = {
            "header": workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "required": workbook.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "text": workbook.add_format({"num_format": "@"}),
        }
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet.spec.name), sheet, formats)
    return content.getvalue()


def _write_sheet(page: Any, sheet: SheetToWrite, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for at, column in enumerate(sheet.spec.columns):
        page.set_column(at, at, max(12, len(column.name) + 4), _column_format(column, formats))
        page.write_string(0, at, column.name, formats["required" if column.required else "header"])
        if column.help:
            page.write_comment(0, at, column.help)
        if rule := _validation(column, sheet.lists.get(column.key)):
            page.data_validation(1, at, VALIDATED_ROWS, at, rule)
    for number, row in enumerate(sheet.rows, start=1):
        for at, value in enumerate(row):
            _write_cell(page, number, at, value, formats)


def _column_format(column: Column, formats: dict[str, Any]) -> Any:
    return formats["text"] if column.kind in {Kind.TEXT, Kind.IDENTIFIER, Kind.CODE, Kind.EMAIL} else None


def _validation(column: Column, source: str | None) -> dict[str, Any] | None:
    if source:
        return {"validate": "list", "source": source, "error_type": "warning"}
    names = [names[0] for names in column.choices.values()]
    if names and len(",".join(names)) <= MAX_INLINE_CHOICES:
        return {"validate": "list", "source": names, "error_type": "warning"}
    return None


def _write_cell(page: Any, row: int, at: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, at, value)
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, at, float(value))
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= EPOCH:
        page.write_datetime(row, at, value, formats["date"])
    else:
        page.write_string(row, at, str(value))


def write_delimited(spec: SheetSpec, rows: Rows) -> bytes:
    """Semicolons, UTF-8 with its mark and the language's decimal comma, as a Swedish Excel opens it; a text that Excel
    would calculate is defused."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([defuse(column.name) for column in spec.columns])
    point = get_format("DECIMAL_SEPARATOR")
    writer.writerows([_number(value, point) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _number(value: Any, point: str) -> Any:
    return str(value).replace(".", point) if isinstance(value, float | Decimal) else defuse(value)


def defuse(value: Any) -> Any:
    """An apostrophe before a text that a spreadsheet would take for a formula; reading takes it off again."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """An attachment that no cache keeps."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def export_table(title: str, columns: Sequence[str], rows: Rows, file_format: str) -> HttpResponse:
    """A list as a file. ``file_format`` is ``xlsx`` or ``csv``; KeyError for any other."""
    spec = SheetSpec(title[:31], tuple(Column(str(at), name) for at, name in enumerate(columns)))
    name = f"{slug(title, 40) or 'stegvis'}-{timezone.localdate()}.{file_format}"
    match file_format:
        case "xlsx":
            return download(write_workbook([SheetToWrite(spec, rows)]), name, XLSX)
        case "csv":
            return download(write_delimited(spec, rows), name, "text/csv; charset=utf-8")
    raise KeyError(file_format)
