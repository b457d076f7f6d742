"""What is written holds no formula, and is read back as it was."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

from django.test import override_settings
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from stegvis.foundation.documents.reading import read_document
from stegvis.foundation.documents.sheets import Column, SheetSpec
from stegvis.foundation.documents.text import clean
from stegvis.foundation.documents.writing import SheetToWrite, defuse, export_table, write_delimited, write_workbook

SPEC = SheetSpec("Blad", (Column("a", "A"), Column("b", "B")))
DANGEROUS = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx"]

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=40).map(clean)


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    content = write_workbook([SheetToWrite(SPEC, [[text, "http://x.se"] for text in DANGEROUS])])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert ("<f" in sheet, "hyperlink" in sheet) == (False, False)
    assert [row[0] for row in read_document(content).sheets[0].rows[1:5]] == DANGEROUS[:4]


def test_no_cell_of_a_text_file_begins_like_a_formula() -> None:
    lines = write_delimited(SPEC, [[text, 1] for text in DANGEROUS[:4]]).decode("utf-8-sig").splitlines()
    assert lines == ["A;B", '"\'=HYPERLINK(""http://x"")";1', "'+1;1", "'-1;1", "'@SUM(A1);1"]
    assert [defuse(text)[0] for text in DANGEROUS] == ["'"] * 6


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_a_text_file_is_read_back_as_it_was(rows: list[tuple[str, str]]) -> None:
    read = read_document(write_delimited(SPEC, rows)).sheets[0].rows
    assert read == [["A", "B"], *([first, second] for first, second in rows)]


@given(st.lists(st.tuples(texts.filter(bool), st.dates(date(1900, 3, 1), date(2100, 1, 1))), min_size=1, max_size=5))
def test_a_workbook_is_read_back_as_it_was(rows: list[tuple[str, date]]) -> None:
    read = read_document(write_workbook([SheetToWrite(SPEC, rows)])).sheets[0].rows
    assert read == [["A", "B"], *([first, second] for first, second in rows)]


@override_settings(USE_TZ=True)
def test_an_export_is_an_attachment_that_is_not_kept() -> None:
    response = export_table("Personal i Ale", ["Namn"], [["=1+1"]], "csv")
    assert response.content.decode("utf-8-sig") == "Namn\r\n'=1+1\r\n"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"].startswith('attachment; filename="personal-i-ale-')


def test_a_number_is_a_number_in_a_workbook_and_has_its_comma_in_a_text_file() -> None:
    rows: list[list[object]] = [[Decimal("2.5"), -1.25], [Decimal(3), 7]]
    assert write_delimited(SPEC, rows).decode("utf-8-sig").splitlines() == ["A;B", "2,5;-1,25", "3;7"]
    with override("en"):
        assert write_delimited(SPEC, rows).decode("utf-8-sig").splitlines()[1] == "2.5;-1.25"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(write_workbook([SheetToWrite(SPEC, rows)])))
    assert sheet.get_sheet_by_index(0).to_python()[1:] == [[2.5, -1.25], [3.0, 7.0]]
