"""Rows that are not what they should be, each told by row and column; nothing of them is kept."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from stegvis.foundation.documents.problems import UnreadableError
from stegvis.foundation.documents.reading import read_document
from stegvis.people.imports.parsing import ParsedStaff, pack, parse, unpack
from tests.people.imports.staff_files import (
    EVIDENCE_HEADER,
    HEADER,
    ROW,
    changed,
    saved,
    staff,
    text,
    workbook,
)

EXPECTED = {
    "number": "3001",
    "given_name": "Åsa",
    "family_name": "O'Brien-Åkerström",
    "profession": "Sjuksköterska",
    "unit": "HSV-N",
    "valid_from": date(2024, 5, 1),
}


def read(content: bytes) -> ParsedStaff:
    return parse(read_document(content))


def values(parsed: ParsedStaff) -> list[dict[str, Any]]:
    return [row.values for row in parsed.staff]


def problems(parsed: ParsedStaff) -> list[tuple[str, int, str, str]]:
    return [(problem.sheet, problem.row, problem.column, problem.code) for problem in parsed.problems]


def notices(parsed: ParsedStaff) -> list[tuple[str, dict[str, Any]]]:
    return [(notice.code, notice.params) for notice in parsed.notices]


@pytest.mark.parametrize(
    "written",
    [
        "2024-05-01",
        "2024/05/01",
        "20240501",
        "1/5 2024",
        "01.05.2024",
        "1 maj 2024",
        "2024-05-01 00:00",
        20240501,
        45413,
        45413.0,
        datetime(2024, 5, 1),  # noqa: DTZ001 - a cell knows no zone
    ],
)
def test_a_date_is_understood_as_people_write_it(written: object) -> None:
    assert values(read(staff(changed(valid_from=written)))) == [EXPECTED]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"number": ""}, "Anställningsnummer", "required"),
        ({"number": "x" * 41}, "Anställningsnummer", "too_long"),
        ({"given_name": "\u200b\u202e"}, "Förnamn", "required"),
        ({"given_name": "Å" * 101}, "Förnamn", "too_long"),
        ({"given_name": "Ã…sa"}, "Förnamn", "mojibake"),
        ({"given_name": "Åsa 850101-1234"}, "Förnamn", "personal_number"),
        ({"number": 198501011234}, "Anställningsnummer", "personal_number"),
        ({"valid_from": "0202-01-01"}, "Från", "odd_year"),
        ({"valid_from": "9999-12-31"}, "Från", "odd_year"),
        ({"valid_from": "2023-02-29"}, "Från", "not_date"),
        ({"valid_from": "i våras"}, "Från", "not_date"),
        ({"valid_from": True}, "Från", "not_date"),
        ({"valid_from": ""}, "Från", "required"),
    ],
)
def test_a_cell_that_cannot_be_right_is_told_by_row_and_column(cells: dict[str, Any], column: str, code: str) -> None:
    parsed = read(staff(ROW, changed(**cells)))
    assert (problems(parsed), values(parsed)) == ([("Personal", 3, column, code)], [EXPECTED])


@pytest.mark.parametrize(
    ("column", "cell", "key", "found"),
    [
        ("Födelseår", 1985.0, "birth_year", 1985),
        ("Födelseår", "1985", "birth_year", 1985),
        ("Sysselsättningsgrad", "75 %", "share", 75),
        ("Sysselsättningsgrad", 100.0, "share", 100),
        ("Befattning", "  Chef\tnorr ", "title", "Chef norr"),
        ("E-post arbete", "asa@ale.se", "email", "asa@ale.se"),
        ("Till", None, "valid_to", None),
        ("Befattning", None, "title", ""),
    ],
)
def test_an_optional_cell_is_read(column: str, cell: object, key: str, found: object) -> None:
    assert values(read(staff([*ROW, cell], header=[*HEADER, column]))) == [EXPECTED | {key: found}]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("Födelseår", 85, "out_of_range"),
        ("Födelseår", "1985-01-01", "not_whole"),
        ("Födelseår", 2**31, "out_of_range"),
        ("Födelseår", "9" * 30, "not_whole"),
        ("Sysselsättningsgrad", 0, "out_of_range"),
        ("Sysselsättningsgrad", 101, "out_of_range"),
        ("Sysselsättningsgrad", 87.5, "not_whole"),
        ("E-post arbete", "asa@", "not_email"),
        ("Till", "2024-04-30", "ends_before_start"),
    ],
)
def test_an_optional_cell_that_cannot_be_right_is_told(column: str, cell: object, code: str) -> None:
    parsed = read(staff([*ROW, cell], header=[*HEADER, column]))
    assert problems(parsed) == [("Personal", 2, column, code)]


@pytest.mark.parametrize(("number", "kept"), [("0042", "0042"), (1001.0, "1001"), (1001, "1001"), ("A-1", "A-1")])
def test_an_employee_number_is_a_name(number: object, kept: str) -> None:
    assert values(read(staff(changed(number=number)))) == [EXPECTED | {"number": kept}]


@pytest.mark.parametrize(
    "name",
    ["O'Brien-Åkerström", "von der Ley", "Ng", "José", "Madonna", '=HYPERLINK("x")', "+46", "-", "@home", "Å" * 90],
)
def test_a_name_is_kept_as_it_is(name: str) -> None:
    assert values(read(staff(changed(family_name=name)))) == [EXPECTED | {"family_name": name}]


def test_a_name_is_composed_and_rid_of_marks_that_nobody_sees() -> None:
    assert values(read(staff(changed(given_name="\u202eA\u030asa\u200b")))) == [EXPECTED]


def test_columns_are_found_by_name_in_any_order_under_a_heading() -> None:
    header = ["Enhetskod", "EFTERNAMN", "Skostorlek", "förnamn*", "Anst.nr", "Anställd från", "Yrkeskategori"]
    row = ["HSV-N", "O'Brien-Åkerström", 42, "Åsa", "3001", "2024-05-01", "Sjuksköterska"]
    parsed = read(workbook({"Blad1": [["Personal i Ale 2024"], [], header, row]}))
    assert values(parsed) == [EXPECTED]
    assert parsed.staff[0].number == 4
    assert notices(parsed) == [("ignored_columns", {"columns": "Skostorlek"})]


def test_a_row_that_ends_before_the_columns_it_must_have_is_told() -> None:
    parsed = read(text([HEADER, ROW, ["99", "Ada"]]))
    assert len(parsed.staff) == 1
    assert [problem[1:] for problem in problems(parsed)] == [(3, column, "required") for column in HEADER[2:]]


def refusal(content: bytes) -> tuple[str, dict[str, Any]]:
    with pytest.raises(UnreadableError) as refused:
        read(content)
    assert refused.value.text
    return refused.value.problem.code, refused.value.problem.params


def test_a_renamed_column_is_asked_about() -> None:
    header = ["Anställningsnumret", *HEADER[1:4], "Avdelning", "Från"]
    code, params = refusal(staff(ROW, header=header))
    assert (code, params["missing"]) == ("missing_columns", "Anställningsnummer (= “Anställningsnumret”?), Enhet")


def test_a_column_that_stands_twice_is_refused() -> None:
    assert refusal(staff([*ROW, "x"], header=[*HEADER, "Arbetsplats"]))[0] == "twice_column"


def test_a_list_without_column_names_is_refused_without_repeating_a_personal_number() -> None:
    code, params = refusal(staff(["Åsa", "850101-1234"], header=["Karin", "850202-1234"]))
    assert (code, params["found"]) == ("missing_columns", "Karin")


def test_a_sheet_of_another_name_is_asked_for() -> None:
    assert refusal(workbook({"Ett": [HEADER, ROW], "Två": [HEADER, ROW]})) == (
        "missing_sheet",
        {"expected": "Personal", "found": "Ett, Två"},
    )


def test_merged_cells_are_told_for_each_row_they_touch() -> None:
    book = openpyxl.load_workbook(io.BytesIO(staff(ROW, changed(number="3002"), changed(number="3003"))))
    book["Personal"].merge_cells("E3:E4")
    parsed = read(saved(book))
    assert [problem[1:] for problem in problems(parsed) if problem[3] == "merged"] == [
        (3, "", "merged"),
        (4, "", "merged"),
    ]
    assert values(parsed) == [EXPECTED]


def test_a_formula_without_a_value_is_told() -> None:
    book = openpyxl.load_workbook(io.BytesIO(staff(ROW, ROW)))
    book["Personal"]["B3"] = "=B2"
    assert problems(read(saved(book))) == [("Personal", 3, "Förnamn", "formula_without_value")]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_as_good(separator: str, encoding: str) -> None:
    parsed = read(text([HEADER, ROW], separator=separator, encoding=encoding))
    assert (values(parsed), problems(parsed)) == ([EXPECTED], [])
    assert parsed.read_as


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (
            {"Typ": "Högskolepoäng", "Omfattning": "7,5", "Kod": "pedagogik"},
            {"kind": "credits", "amount": 75, "code": "pedagogik"},
        ),
        (
            {"Typ": "reell kompetens", "Omfattning": 3.0, "Kod": "saker-vard", "Bedömd av": "Enhetschef"},
            {"kind": "competence", "amount": 3, "code": "saker-vard", "judged_by": "enhetschef"},
        ),
        (
            {"Typ": "KURS", "Benämning": "Förflyttning, del 1"},
            {"kind": "course", "amount": 1, "code": "forflyttning-del-1"},
        ),
    ],
)
def test_evidence_is_read_in_the_units_that_people_write(cells: dict[str, Any], found: dict[str, Any]) -> None:
    row = [({"Anställningsnummer": "3001", "Från": "2020-01-01"} | cells).get(name) for name in EVIDENCE_HEADER]
    [read_row] = read(workbook({"Personal": [HEADER, ROW], "Underlag": [EVIDENCE_HEADER, row]})).evidence
    assert {key: read_row.values[key] for key in found} == found


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"Typ": "diplom", "Kod": "x"}, "Typ", "not_choice"),
        ({"Typ": "kurs"}, "Kod", "no_code"),
        ({"Typ": "högskolepoäng", "Kod": "x"}, "Omfattning", "amount_missing"),
        ({"Typ": "högskolepoäng", "Kod": "x", "Omfattning": "många"}, "Omfattning", "not_number"),
        ({"Typ": "högskolepoäng", "Kod": "x", "Omfattning": "1e999999"}, "Omfattning", "out_of_range"),
        ({"Typ": "reell kompetens", "Kod": "x", "Omfattning": 3}, "Bedömd av", "judge_missing"),
        ({"Typ": "kurs", "Kod": "x", "Till": "2019-01-01"}, "Till", "ends_before_start"),
    ],
)
def test_evidence_that_cannot_be_right_is_told(cells: dict[str, Any], column: str, code: str) -> None:
    row = [({"Anställningsnummer": "3001", "Från": "2020-01-01"} | cells).get(name) for name in EVIDENCE_HEADER]
    parsed = read(workbook({"Personal": [HEADER, ROW], "Underlag": [EVIDENCE_HEADER, row]}))
    assert (problems(parsed), parsed.evidence) == ([("Underlag", 2, column, code)], [])


def test_what_is_kept_until_it_is_saved_is_what_was_read() -> None:
    evidence = ["3001", "högskolepoäng", "x", "X", "", "7,5", "2020-01-01", "2030-01-01", ""]
    parsed = read(
        workbook({"Personal": [HEADER, ROW, changed(valid_from="x")], "Underlag": [EVIDENCE_HEADER, evidence]})
    )
    assert unpack(pack(parsed)) == parsed
