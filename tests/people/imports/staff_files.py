"""Staff lists for tests, as workbooks and as text."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

HEADER = ["Anställningsnummer", "Förnamn", "Efternamn", "Yrke", "Enhet", "Från"]
EVIDENCE_HEADER = ["Anställningsnummer", "Typ", "Kod", "Benämning", "Område", "Omfattning", "Från", "Till", "Bedömd av"]
ROW = ["3001", "Åsa", "O'Brien-Åkerström", "Sjuksköterska", "HSV-N", "2024-05-01"]

Sheets = dict[str, list[list[Any]]]


def workbook(sheets: Sheets) -> bytes:
    """An .xlsx; texts that look like formulas stay texts unless they are wrapped in ``formula``."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(at, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def staff(*rows: list[Any], header: list[str] | None = None) -> bytes:
    return workbook({"Personal": [header or HEADER, *rows]})


def changed(**values: Any) -> list[Any]:
    """ROW with some of its cells replaced, by key."""
    keys = ["number", "given_name", "family_name", "profession", "unit", "valid_from"]
    return [values.get(key, cell) for key, cell in zip(keys, ROW, strict=True)]


def text(rows: list[list[str]], *, separator: str = ";", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(separator.join(row) for row in rows).encode(encoding)
