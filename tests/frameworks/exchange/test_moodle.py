"""Moodle's file in its many shapes, and ours for Moodle."""

from __future__ import annotations

import csv
import io
import random
from typing import Any

import pytest

from stegvis.foundation.documents.problems import Problem, UnreadableError
from stegvis.foundation.documents.reading import read_document
from stegvis.frameworks.exchange.case.export import to_case
from stegvis.frameworks.exchange.formats import read_any
from stegvis.frameworks.exchange.imported import Imported
from stegvis.frameworks.exchange.moodle import HEADER, is_moodle, read_moodle, write_moodle
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.format.document import BaseReference
from stegvis.frameworks.packaged import documents
from tests.frameworks.exchange.test_case_round_trip import version_of

FOURTEEN = list(HEADER.values())
TWELVE = [name for name in FOURTEEN if name not in {HEADER["relatedidnumbers"], HEADER["exportid"]}]
SCALE = '[{"scaleid":"2"},{"id":1,"scaledefault":1,"proficient":0},{"id":2,"scaledefault":0,"proficient":1}]'
ROWS: list[dict[str, str]] = [
    {
        "idnumber": "omv",
        "shortname": "Omvårdnad",
        "description": "<p>Ramverk för <b>omvårdnad</b></p>",
        "descriptionformat": "1",
        "scalevalues": "Ej godkänd,Godkänd",
        "scaleconfiguration": SCALE,
        "isframework": "1",
        "taxonomy": "competency,competency,competency,competency",
    },
    {"parentidnumber": "k1", "idnumber": "k1.1", "shortname": "Lyssnar", "ruleconfig": "null", "exportid": "12"},
    {"idnumber": "k1", "shortname": "Samtal", "relatedidnumbers": "s%2Cx", "exportid": "11"},
    {"idnumber": "s,x", "shortname": "Säkerhet", "description": "Hygien <script>alert(1)</script>och fall"},
]


def text(rows: list[dict[str, str]] = ROWS, header: list[str] = FOURTEEN, delimiter: str = ",") -> str:
    names = {name: key for key, name in HEADER.items()}
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows([row.get(names[name], "") for name in header] for row in rows)
    return out.getvalue()


def read(content: str | bytes) -> Imported:
    document = read_document(content.encode() if isinstance(content, str) else content)
    assert is_moodle(document)
    return read_moodle(document)


CONTENT: dict[str, Any] = {
    "format": 1,
    "code": "omvardnad",
    "version": 1,
    "status": "described",
    "title": "Omvårdnad",
    "summary": "Ramverk för omvårdnad",
    "owner": {"name": "–", "kind": "national"},
    "provenance": {
        "basis": "source",
        "documents": ["Omvårdnad"],
        "note": "Läst ur ett ramverk i ett annat format. Nivån är vår; källan har inga nivåer som Stegvis känner.",
    },
    "scale": [{"value": 1, "title": "Ej godkänd"}, {"value": 2, "title": "Godkänd"}],
    "competences": [
        {"code": "k1", "title": "Samtal", "items": [{"code": "k1-1", "title": "Lyssnar"}]},
        {
            "code": "kompetenser",
            "title": "Kompetenser",
            "items": [{"code": "s-x", "title": "Säkerhet", "description": "Hygien och fall"}],
        },
    ],
    "levels": [{"code": "niva-1", "order": 1, "title": "Nivå 1", "certain": False}],
}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_child_may_stand_before_its_parent_in_any_encoding(delimiter: str, encoding: str) -> None:
    found = read(text(delimiter=delimiter).encode(encoding))
    assert found.problems == []
    assert found.content == CONTENT


def test_columns_stand_in_any_order_and_twelve_are_enough() -> None:
    shuffled = FOURTEEN[:]
    random.Random(5).shuffle(shuffled)
    assert read(text(header=shuffled)).content == CONTENT
    assert read(text(header=TWELVE)).content == CONTENT
    renamed = text().replace("Short name", "Shortname").replace("Exported ID (optional)", "exported id")
    assert read(renamed).content == CONTENT


def test_a_row_that_ends_before_the_columns_it_must_have_is_told() -> None:
    (problem,) = read(text() + ",kort").problems
    assert (problem.code, problem.row, problem.column) == ("required", 6, "Short name")


@pytest.mark.parametrize("top", ["", "omv"], ids=["no parent at the top", "the framework as parent at the top"])
def test_the_top_may_name_the_framework_as_its_parent(top: str) -> None:
    rows = [
        row if row.get("parentidnumber") or row.get("isframework") else row | {"parentidnumber": top} for row in ROWS
    ]
    found = read(text(rows))
    assert (found.problems, found.content) == ([], CONTENT)


def test_a_competency_with_the_frameworks_number_is_a_parent_of_its_own() -> None:
    rows = [
        *ROWS,
        {"idnumber": "omv", "shortname": "Vård"},
        {"idnumber": "u", "shortname": "U", "parentidnumber": "omv"},
    ]
    found = read(text(rows))
    assert found.problems == []
    assert {"code": "omv", "title": "Vård", "items": [{"code": "u", "title": "U"}]} in found.content["competences"]


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (
            [*ROWS, {"idnumber": "x", "shortname": "X", "parentidnumber": "finns-inte"}],
            [Problem("unknown_parent_row", row=6, column="Parent ID number", params={"value": "finns-inte"})],
        ),
        (
            [*ROWS, {"idnumber": "k1", "shortname": "Igen"}],
            [Problem("repeated_code", row=6, column="ID number", params={"value": "k1", "first": 4})],
        ),
        (
            [
                *ROWS,
                {"idnumber": "a", "shortname": "A", "parentidnumber": "b", "description": "Lång text om A"},
                {"idnumber": "b", "shortname": "B", "parentidnumber": "a"},
            ],
            [Problem("circle", params={"items": "A → B → A"})],
        ),
        ([*ROWS, ROWS[0]], [Problem("two_framework_rows", row=6, params={"first": 2})]),
        ([*ROWS, {"idnumber": "", "shortname": "Utan"}], [Problem("required", row=6, column="ID number")]),
        (
            [*ROWS, {"idnumber": "z", "shortname": "19850101-1234"}],
            [Problem("personal_number", row=6, column="Short name")],
        ),
    ],
)
def test_rows_that_do_not_hold_together_are_told(rows: list[dict[str, str]], problems: list[Problem]) -> None:
    found = read(text(rows)).problems
    assert [(one, one.params) for one in found] == [(one, one.params) for one in problems]


def test_without_a_framework_row_it_is_still_read() -> None:
    found = read(text(ROWS[1:]))
    assert found.problems == []
    assert [note.code for note in found.notes] == ["no_framework_row", "foreign"]
    assert found.content["title"] == "Ramverk från Moodle"


def test_without_the_column_that_marks_the_framework_it_is_still_moodles() -> None:
    rows = "Parent ID number,ID number,Short name\n,k1,Samtal\nk1,k1.1,Lyssnar\n"
    key, found = read_any(rows.encode())
    assert (key, found.problems, found.notes[0].code) == ("moodle", [], "no_framework_row")


def test_a_file_of_other_columns_is_not_moodles() -> None:
    assert not is_moodle(read_document(b"Anst.nr;Namn\n1;A"))
    with pytest.raises(UnreadableError) as refused:
        read("Parent ID number,ID number,Is framework\n,a,1")
    assert refused.value.problem.code == "missing_columns"


def test_what_came_from_moodle_goes_back_with_the_same_fields() -> None:
    found = read(text())
    package = to_case(version_of(found.content, found.exchange), "full", "https://stegvis.example.se")
    back = list(csv.DictReader(io.StringIO(write_moodle(package).decode())))
    by_code = {row["ID number"]: row for row in back}
    assert list(by_code) == ["omv", "k1", "k1.1", "s,x"]
    assert by_code["omv"]["Scale configuration"] == SCALE
    assert (by_code["k1"]["Exported ID (optional)"], by_code["k1.1"]["Parent ID number"]) == ("11", "k1")
    assert by_code["k1"][HEADER["relatedidnumbers"]] == "s%2Cx"
    assert read(write_moodle(package)).content == CONTENT


def test_a_framework_of_ours_becomes_a_tree_that_moodle_takes() -> None:
    document = documents()[BaseReference("pilot-sjukskoterska-kommun", 1)]
    version = version_of(to_raw(document), {})
    rows = list(csv.DictReader(io.StringIO(write_moodle(to_case(version, "full", "")).decode())))
    assert list(rows[0]) == FOURTEEN
    codes = [row["ID number"] for row in rows]
    assert len(codes) == len(set(codes))
    assert {row["Parent ID number"] for row in rows[1:]} <= {"", *codes}
    assert (rows[0]["Is framework"], {row["Is framework"] for row in rows[1:]}) == ("1", {""})
    assert max(len(row["Short name"]) for row in rows) <= 100
    assert rows[0]["Scale values"].count(",") == len(document.scale) - 1
    again = read(write_moodle(to_case(version, "full", "")))
    assert (again.problems, again.content["title"]) == ([], rows[0]["Short name"])


def test_no_cell_begins_a_formula() -> None:
    found = read(text([ROWS[0], {"idnumber": "a", "shortname": "=HYPERLINK(1)"}]))
    content = write_moodle(to_case(version_of(found.content, found.exchange), "full", ""))
    assert b",'=HYPERLINK(1)," in content
    assert read(content).content["competences"][0]["items"][0]["title"] == "=HYPERLINK(1)"
