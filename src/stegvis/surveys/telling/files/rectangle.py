"""Answers and code book as a workbook. The rows are written as the part of the package that they are, since a library
that looks at each cell by itself takes twenty seconds for two million of them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

import numpy as np
import xlsxwriter
from django.utils.translation import gettext as _

from stegvis.surveys.telling.files.codebook import CodeBook, CodedColumn

ROWS = "xl/worksheets/sheet1.xml"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView'
    ' workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
    "</sheetViews><sheetData>"
)
TAIL = "</sheetData></worksheet>"
AT_ONCE = 2000


def write_rectangle(book: CodeBook) -> bytes:
    """A sheet with the answers, and one that says what the numbers mean."""
    framed = _frame(book)
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(framed)) as frame,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
    ):
        for part in frame.infolist():
            if part.filename == ROWS:
                with package.open(part.filename, "w", force_zip64=True) as stream:
                    for piece in _pieces(book):
                        stream.write(piece.encode())
            else:
                package.writestr(part, frame.read(part.filename))
    return content.getvalue()


def _frame(book: CodeBook) -> bytes:
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.add_worksheet(_("Answers")[:31])
        page = workbook.add_worksheet(_("Code book")[:31])
        bold = workbook.add_format({"bold": True})
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 70)
        at = 0
        for text in (book.title, *book.left_out):
            page.write_string(at, 0, text)
            at += 1
        for one in book.columns:
            at += 1
            page.write_string(at, 0, one.name, bold)
            page.write_string(at, 1, one.label, bold)
            for value, label in one.labels.items():
                at += 1
                page.write_number(at, 0, value)
                page.write_string(at, 1, label)
            at += 1
    return content.getvalue()


def _pieces(book: CodeBook) -> Iterator[str]:
    yield HEAD
    yield _row([_text(one.name) for one in book.columns])
    for start in range(0, book.size, AT_ONCE):
        cells = [_cells(one, slice(start, start + AT_ONCE)) for one in book.columns]
        yield "".join(_row(list(row)) for row in zip(*cells, strict=True))
    yield TAIL


def _row(cells: list[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _cells(column: CodedColumn, part: slice) -> list[str]:
    """Few numbers occur, and each is written once."""
    if column.numbers is None:
        return [_text(one) for one in (column.words or ())[part]]
    values, places = np.unique(column.numbers[part], return_inverse=True)
    written = [f"<c><v>{_number(float(one))}</v></c>" for one in values]
    return [written[at] for at in places.tolist()]


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _text(text: str) -> str:
    """Signs that XML cannot hold are left out."""
    kept = "".join(sign for sign in text if sign >= " " or sign in "\t\n")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(kept)}</t></is></c>' if kept else "<c/>"
