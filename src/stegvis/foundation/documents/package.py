"""Looking into a workbook's zip package before any library opens it.

Every part is unpacked here, under a budget, and read by expat with entities refused. What has been looked at is
packed anew, uncompressed, and only that is given to the spreadsheet reader: no size that the file states about
itself is believed.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.parsers import expat

from stegvis.foundation.documents.problems import UnreadableError

MAX_PARTS = 500
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 150
RATIO_COUNTS_FROM = 2 * 1024 * 1024
MAX_ROWS = 50_000
HEADER_ROWS = 20
MAX_COLUMNS = 60
MAX_TEXT = 60_000_000  # characters in all cells, shared strings counted each time they are used
STRINGS = "xl/sharedStrings.xml"
# All that a reader of values needs besides the sheets; pictures, macros, charts and links are left behind.
FRAME = (
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    STRINGS,
)
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    expat.ExpatError,
)
CHUNK = 256 * 1024

Cell = tuple[int, int]  # row and column, both from 0


@dataclass
class SheetNotes:
    """What the reader of values does not tell: cells with formulas, formulas without a value, error values."""

    formulas: list[Cell] = field(default_factory=list)
    without_value: list[Cell] = field(default_factory=list)
    errors: list[Cell] = field(default_factory=list)


@dataclass
class CheckedPackage:
    """A package that is safe to hand on, with the notes of each sheet by its name."""

    content: io.BytesIO
    notes: dict[str, SheetNotes]


def check_package(content: bytes) -> CheckedPackage:
    """Raises UnreadableError for bombs, entities, damage and sheets beyond the limits. Memory is bounded."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _checked(package)
    except DAMAGE as damaged:
        raise UnreadableError("broken") from damaged


def _checked(package: zipfile.ZipFile) -> CheckedPackage:
    parts = {part.filename.lower(): part for part in package.infolist()}
    _refuse_oddities(package.infolist(), parts)
    unpacker = _Unpacker(package)
    texts = _Texts()
    scans: dict[str, _SheetScan] = {}
    checked = io.BytesIO()
    with zipfile.ZipFile(checked, "w", zipfile.ZIP_STORED) as repacked:
        for name in FRAME:
            if part := parts.get(name.lower()):
                repacked.writestr(name, unpacker.read(part, texts if name == STRINGS else _Reader()))
        names = _sheet_parts(repacked)
        for name in sorted(set(names.values()) & {part.filename for part in parts.values()}):
            scans[name] = _SheetScan(texts.lengths)
            repacked.writestr(name, unpacker.read(parts[name.lower()], scans[name]))
    if not scans:
        raise UnreadableError("broken")
    checked.seek(0)
    return CheckedPackage(checked, {title: scans[part].notes for title, part in names.items() if part in scans})


def _refuse_oddities(listed: list[zipfile.ZipInfo], parts: dict[str, zipfile.ZipInfo]) -> None:
    if len(listed) > MAX_PARTS:
        raise UnreadableError("bomb")
    if "xl/workbook.bin" in parts:
        raise UnreadableError("binary_excel")
    if "xl/workbook.xml" not in parts:
        raise UnreadableError("not_excel")
    for part in listed:
        if part.file_size > RATIO_COUNTS_FROM and part.file_size > MAX_RATIO * part.compress_size:
            raise UnreadableError("bomb")


class _Unpacker:
    """Unpacks parts in chunks under one budget for the whole package."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.left = MAX_UNPACKED

    def read(self, part: zipfile.ZipInfo, reader: _Reader) -> bytes:
        chunks = []
        with self.package.open(part) as stream:
            while chunk := stream.read(CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise UnreadableError("bomb")
                reader.feed(chunk)
                chunks.append(chunk)
        reader.close()
        return b"".join(chunks)


class _Reader:
    """Reads one XML part; refuses a document type, without which there are no entities."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.buffer_text = True

    def feed(self, chunk: bytes) -> None:
        self.parser.Parse(chunk, False)

    def close(self) -> None:
        self.parser.Parse(b"", True)


def _refuse_doctype(*_: Any) -> None:
    raise UnreadableError("entities")


class _Texts(_Reader):
    """Counts the characters of each shared string."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []
        self.parser.StartElementHandler = self._start
        self.parser.CharacterDataHandler = self._text

    def _start(self, name: str, _: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            self.lengths.append(0)

    def _text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _SheetScan(_Reader):
    """Finds formulas and errors, and stops at the first row, column or text that is too much.

    Only starts of elements are listened to, and text only inside a reference to a shared string: this runs for
    every cell of every upload.
    """

    def __init__(self, text_lengths: list[int]) -> None:
        super().__init__()
        self.notes = SheetNotes()
        self.text_lengths = text_lengths
        self.text_left = MAX_TEXT
        self.row = -1
        self.cell: Cell = (0, -1)
        self.kind = ""
        self.has_formula = False
        self.parser.StartElementHandler = self._start

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name if len(name) < 4 else name.rpartition(":")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "is"):
            self._value(tag)
        elif tag == "f":
            self._keep_limits()
            self.has_formula = True
        elif tag == "row":
            self._end_cell()
            self.row = int(attributes.get("r") or self.row + 2) - 1
            self.cell = (self.row, -1)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        self.kind = attributes.get("t", "")
        self.cell = position(attributes["r"]) if "r" in attributes else (self.cell[0], self.cell[1] + 1)

    def _value(self, tag: str) -> None:
        self._keep_limits()
        if self.kind == "e":
            self.notes.errors.append(self.cell)
            self.has_formula = False
        elif self.has_formula and self.kind == "str":
            self._formula_value("")
        elif self.has_formula:
            self.parser.CharacterDataHandler = self._formula_value
        elif tag == "v" and self.kind == "s":
            self.parser.CharacterDataHandler = self._shared_text

    def _end_cell(self) -> None:
        self.parser.CharacterDataHandler = None
        if self.has_formula:
            self.notes.without_value.append(self.cell)
            self.has_formula = False

    def _formula_value(self, _: str) -> None:
        """There is a calculated value; one that is missing is written as an empty element or not at all."""
        if self.has_formula:
            self.notes.formulas.append(self.cell)
            self.has_formula = False

    def _shared_text(self, text: str) -> None:
        index = int(text) if text.isdecimal() else -1
        self.text_left -= self.text_lengths[index] if 0 <= index < len(self.text_lengths) else 0
        if self.text_left < 0:
            raise UnreadableError("bomb")

    def _keep_limits(self) -> None:
        row, column = self.cell
        if row > MAX_ROWS + HEADER_ROWS:
            raise UnreadableError("many_rows", limit=MAX_ROWS)
        if column >= MAX_COLUMNS:
            raise UnreadableError("many_columns", limit=MAX_COLUMNS)


def position(address: str) -> Cell:
    """``B3`` → (2, 1). ValueError for what is no address."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]) - 1, _column(letters)


@cache
def _column(letters: str) -> int:
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise ValueError(letters)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def address(cell: Cell) -> str:
    """(2, 1) → ``B3``."""
    row, column = cell
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Each sheet's name and the part that holds it, by the rules of the reader that comes after."""
    targets = {}
    if "xl/_rels/workbook.xml.rels" in package.namelist():
        for attributes in _elements(package.read("xl/_rels/workbook.xml.rels"), "Relationship"):
            if not attributes.get("Type", "").endswith("/worksheet"):
                continue
            target = attributes.get("Target", "").lstrip("/")
            targets[attributes.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"
    sheets = _elements(package.read("xl/workbook.xml"), "sheet")
    return {sheet.get("name", ""): targets.get(_relation(sheet), "") for sheet in sheets}


def _relation(sheet: dict[str, str]) -> str:
    return next((value for key, value in sheet.items() if key.rpartition(":")[2] == "id" and ":" in key), "")


def _elements(content: bytes, tag: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == tag:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(content, True)
    return found
