"""Opening an uploaded document: what it is, whether it is safe, and its sheets as rows of plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from stegvis.foundation.documents.delimited import read_delimited
from stegvis.foundation.documents.package import Cell, SheetNotes, check_package
from stegvis.foundation.documents.problems import UnreadableError

MAX_BYTES = 20 * 1024 * 1024
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ZIP = b"PK\x03\x04"
BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ",
    b"{\\rtf",
)

Value = str | int | float | bool | date | datetime | time | timedelta


@dataclass
class RawSheet:
    """``rows[0]`` is the sheet's first row; an empty cell is ``""``. ``merged`` holds first and last cell."""

    name: str
    rows: list[list[Value]]
    notes: SheetNotes = field(default_factory=SheetNotes)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)


@dataclass
class Document:
    """``read_as`` tells how a text file was understood, and is empty for a workbook."""

    sheets: list[RawSheet]
    read_as: str = ""


def read_document(content: bytes) -> Document:
    """Read a workbook (.xlsx) or a text file (.csv); the name of the file is not believed.

    Raises UnreadableError, in bounded time and memory, for whatever else it is.
    """
    if not content.strip():
        raise UnreadableError("empty_file")
    if len(content) > MAX_BYTES:
        raise too_large(len(content))
    if content.startswith(OLE):
        raise UnreadableError("password" if "EncryptedPackage".encode("utf-16-le") in content else "old_excel")
    if content.startswith(ZIP):
        return Document(_workbook(content))
    if content.startswith(BINARY) or content.lstrip()[:1] in (b"<", b"{"):
        raise UnreadableError("not_excel")
    rows, read_as = read_delimited(content)
    return Document([RawSheet("", [list[Value](row) for row in rows])], read_as)


def too_large(size: int) -> UnreadableError:
    megabyte = 1024 * 1024
    return UnreadableError("too_large", size=f"{size / megabyte:.0f}", limit=MAX_BYTES // megabyte)


def _workbook(content: bytes) -> list[RawSheet]:
    package = check_package(content)
    try:
        with CalamineWorkbook.from_filelike(package.content) as workbook:
            return [_sheet(workbook, name, notes) for name, notes in package.notes.items()]
    except CalamineError as error:
        raise UnreadableError("broken") from error


def _sheet(workbook: CalamineWorkbook, name: str, notes: SheetNotes) -> RawSheet:
    sheet = workbook.get_sheet_by_name(name)
    return RawSheet(name, sheet.to_python(skip_empty_area=False), notes, list(sheet.merged_cell_ranges or []))
