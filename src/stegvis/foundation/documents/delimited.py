"""Text files with columns: finding out their encoding and what parts the columns, and saying so."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from stegvis.foundation.documents.package import HEADER_ROWS, MAX_COLUMNS, MAX_ROWS
from stegvis.foundation.documents.problems import UnreadableError

SEPARATORS = {";": ";", ",": ",", "\t": "tab"}
NONE = "\x1f"  # Unicode's sign between parts, which no list has typed in it
BOMS = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16"}
ENCODING_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
# Where a file of the DOS days is read as Windows-1252, its å, ä and ö become these signs inside words.
_DOS_LETTERS = re.compile(r"\w[†„”™Ž]|[†„”™]\w")
_DEFUSED = re.compile(r"'(?=[=+\-@\t\r])")


def read_delimited(content: bytes) -> tuple[list[list[str]], str]:
    """The rows, and how the file was read (``Windows-1252, ;``; of one column only the encoding).

    Raises UnreadableError with the line.
    """
    text, encoding = decode(content)
    if "\0" in text:
        raise UnreadableError("not_excel")
    lines = text.lstrip("\r\n")
    separator = _separator(lines)
    if lines[:4].lower() == "sep=":
        lines = lines.partition("\n")[2]
    rows = _rows(lines, separator)
    return rows, ", ".join(filter(None, (ENCODING_NAMES[encoding], SEPARATORS.get(separator, ""))))


def decode(content: bytes) -> tuple[str, str]:
    """The text and the encoding: by its mark, else UTF-8, else UTF-16 without a mark, else Windows-1252."""
    for mark, encoding in BOMS.items():
        if content.startswith(mark):
            return _decode(content, encoding), encoding
    if content[:200].count(0) > len(content[:200]) // 4:
        wide = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
        return _decode(content, wide), "utf-16"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = _decode(content, "cp1252")
    if spoilt := _DOS_LETTERS.search(text):
        raise UnreadableError("encoding", line=text.count("\n", 0, spoilt.start()) + 1)
    return text, "cp1252"


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError("encoding", line=content.count(b"\n", 0, error.start) + 1) from error


def _separator(text: str) -> str:
    """By the first line; one without any is of one column, whose cells may hold semicolons and commas."""
    if text[:4].lower() == "sep=" and text[4:5] in SEPARATORS:
        return text[4]
    first = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    best = max(SEPARATORS, key=first.count)
    return best if best in first else NONE


def _rows(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    begins = 1
    try:
        for row in reader:
            rows.append([_DEFUSED.sub("", cell, count=1) if cell[:1] == "'" else cell for cell in row])
            if len(rows) > MAX_ROWS + HEADER_ROWS:
                raise UnreadableError("many_rows", limit=MAX_ROWS)
            if len(row) > MAX_COLUMNS:
                raise UnreadableError("many_columns", limit=MAX_COLUMNS)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError("quotes", line=begins) from error
    return rows
