"""Every kind of file that is not what it should be gets its own clear refusal, soon and without eating memory."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter

from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import read_document

SMALL = [["Namn", "Datum"], ["Åsa", datetime(2024, 5, 31)]]  # noqa: DTZ001 - a cell knows no zone


def workbook(rows: list[list[object]] | None = None, change: Callable[[object], None] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows or SMALL:
        sheet.append(row)
    change(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The same package with some parts replaced; ``sheet`` stands for the first sheet."""
    names = {
        "sheet": "xl/worksheets/sheet1.xml",
        "strings": "xl/sharedStrings.xml",
        "rels": "xl/_rels/workbook.xml.rels",
    }
    changed = {names[name]: part for name, part in parts.items()}
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
    return result.getvalue()


def sheet_xml(rows: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def refusal(content: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(UnreadableError) as refused:
        read_document(content)
    assert refused.value.text
    return refused.value.problem.code, refused.value.problem.params


def encrypted() -> bytes:
    content = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(workbook())).encrypt("hemligt", content)
    return content.getvalue()


def test_a_workbook_is_read_as_plain_values() -> None:
    [sheet] = read_document(workbook()).sheets
    assert (sheet.name, sheet.rows) == ("Sheet", [["Namn", "Datum"], ["Åsa", date(2024, 5, 31)]])


BILLION_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + sheet_xml("")
REFUSED = {
    "empty": (b"", "empty_file"),
    "white space": (b" \r\n ", "empty_file"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_excel"),
    "a page": (b"<html><table></table></html>", "not_excel"),
    "old Excel": (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "old_excel"),
    "another zip": (repacked(workbook())[:0] or b"PK\x03\x04" + bytes(50), "broken"),
    "cut off": (workbook()[:2000], "broken"),
    "entities": (repacked(workbook(), sheet=BILLION_LAUGHS), "entities"),
    "entities in UTF-16": (repacked(workbook(), sheet=BILLION_LAUGHS.decode().encode("utf-16")), "entities"),
    "not XML": (repacked(workbook(), sheet=b"<worksheet><sheetData>"), "broken"),
    "a cell without an address": (
        repacked(workbook(), sheet=sheet_xml('<row r="1"><c r="?"><v>1</v></c></row>')),
        "broken",
    ),
    "a column far out": (
        repacked(workbook(), sheet=sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
        "many_columns",
    ),
    "a row far down": (
        repacked(workbook(), sheet=sheet_xml('<row r="1"><c r="A1048576"><v>1</v></c></row>')),
        "many_rows",
    ),
    "a sheet elsewhere": (
        repacked(
            workbook(),
            rels=zipfile.ZipFile(io.BytesIO(workbook()))
            .read("xl/_rels/workbook.xml.rels")
            .replace(b"worksheets/sheet1.xml", b"worksheets/other.xml"),
        ),
        "broken",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_staff_list_is_refused_in_words(kind: str) -> None:
    content, code = REFUSED[kind]
    assert refusal(content)[0] == code


def test_a_protected_workbook_is_told_from_an_old_one() -> None:
    assert refusal(encrypted()) == ("password", {})


def test_a_file_of_more_than_20_mb_is_not_opened() -> None:
    assert refusal(b"PK\x03\x04" + bytes(21 * 1024 * 1024)) == ("too_large", {"size": "21", "limit": 20})


def test_a_bomb_is_refused_in_under_a_second_and_in_little_memory() -> None:
    bomb = repacked(workbook(), sheet=sheet_xml(" " * 200_000_000))
    assert len(bomb) < 300_000
    tracemalloc.start()
    begun = time.process_time()
    assert refusal(bomb) == ("bomb", {})
    assert time.process_time() - begun < 1
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_found_while_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    from stegvis.foundation.documents import package

    monkeypatch.setattr(package, "MAX_UNPACKED", 100_000)
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 5000))
    assert refusal(repacked(workbook(), sheet=sheet_xml(rows))) == ("bomb", {})


def test_one_long_text_used_many_times_is_a_bomb_too() -> None:
    strings = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"x" * 30_000}</t></si></sst>'
    )
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 5000))
    book = xlsx_with_strings()
    assert refusal(repacked(book, sheet=sheet_xml(rows), strings=strings.encode())) == ("bomb", {})


def xlsx_with_strings() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet().write(0, 0, "x")
    return content.getvalue()


def test_a_million_rows_are_refused_soon() -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>{at * 7919 % 99991}</v></c></row>' for at in range(1, 1_000_001))
    content = repacked(workbook(), sheet=sheet_xml(rows))
    assert len(content) < 20 * 1024 * 1024
    begun = time.process_time()
    assert refusal(content) == ("many_rows", {"limit": 50_000})
    assert time.process_time() - begun < 3


def test_cells_that_only_have_a_format_are_not_rows() -> None:
    def format_far_down(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.cell(1_000_000, 1).font = openpyxl.styles.Font(bold=True)

    [sheet] = read_document(workbook(change=format_far_down)).sheets
    assert len(sheet.rows) == 2


def test_formulas_errors_and_merged_cells_are_noted() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Blad")
        sheet.write_row(0, 0, ["a", "b", "c", "d"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")
        sheet.merge_range(3, 0, 4, 1, "två rader")
    [read] = read_document(content.getvalue()).sheets
    assert read.rows[:2] == [["a", "b", "c", "d"], [2.0, "", "", ""]]
    assert (read.notes.formulas, read.notes.errors, read.notes.without_value) == ([(1, 0)], [(1, 2)], [])
    assert read.merged == [((3, 0), (4, 1))]
    [unsaved] = read_document(workbook([["a"], ["=A1"]])).sheets
    assert unsaved.notes.without_value == [(1, 0)]


ROWS = [["Anställningsnummer", "Namn"], ["0042", "Åsa Öberg"]]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "Windows-1252"),
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
    ],
)
def test_text_is_read_whatever_its_encoding_and_separator(separator: str, encoding: str, name: str) -> None:
    content = "\r\n".join(separator.join(row) for row in ROWS).encode(encoding)
    read = read_document(content)
    assert read.sheets[0].rows == ROWS
    assert read.read_as == f"{name}, {'tab' if separator == chr(9) else separator}"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("Namn;Ort\r\nÅsa;Ale".encode("cp850"), 2),
        (b"Namn;Ort\r\nA\x81sa;\xc5le", 2),
        (b'Namn;Ort\r\nA;B\r\n"C;D\r\n', 3),
    ],
)
def test_text_that_cannot_be_right_is_refused_by_line(content: bytes, line: int) -> None:
    assert refusal(content)[1] == {"line": line}


def test_the_words_sep_and_empty_lines_before_the_header_are_understood() -> None:
    assert read_document(b"sep=;\r\na;b\r\n1;2").sheets[0].rows == [["a", "b"], ["1", "2"]]


def test_a_list_of_one_column_is_read_whatever_its_cells_hold() -> None:
    read = read_document('E-post\r\nåsa@ale.se\r\n"a; b"\r\nc, d'.encode("cp1252"))
    assert (read.sheets[0].rows, read.read_as) == ([["E-post"], ["åsa@ale.se"], ["a; b"], ["c, d"]], "Windows-1252")


def test_what_an_export_defused_is_read_as_it_was() -> None:
    assert read_document(b"a;b\r\n'=1+1;'t Hooft").sheets[0].rows == [["a", "b"], ["=1+1", "'t Hooft"]]
