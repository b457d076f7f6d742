"""OpenSALT's workbook of three sheets, in and out."""

from __future__ import annotations

from typing import Any

import pytest

from stegvis.foundation.documents.problems import Problem, UnreadableError
from stegvis.foundation.documents.reading import read_document
from stegvis.foundation.documents.sheets import Column, SheetSpec
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.frameworks.exchange.case.export import to_case
from stegvis.frameworks.exchange.case.read import unpack
from stegvis.frameworks.exchange.imported import Imported
from stegvis.frameworks.exchange.opensalt import is_opensalt, read_opensalt, write_opensalt
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.format.document import BaseReference
from stegvis.frameworks.packaged import documents
from tests.frameworks.exchange.packages import uid
from tests.frameworks.exchange.test_case_round_trip import version_of

DOC = {
    "identifier": uid("doc"),
    "creator": "Läroverket",
    "title": "Klinisk blick",
    "subject": "Vård|Omsorg",
    "licenseTitle": "CC-BY-4.0",
}
ITEMS = [
    {"identifier": uid("c"), "fullStatement": "Ställer öppna frågor", "smartLevel": "1.2.1"},
    {"identifier": uid("a"), "fullStatement": "Samtal", "smartLevel": "1", "humanCodingScheme": "S"},
    {"identifier": uid("b2"), "fullStatement": "Frågar", "smartLevel": "1.2", "conceptKeywords": "samtal, fråga"},
    {"identifier": uid("b1"), "fullStatement": "Lyssnar", "smartLevel": "1.1", "abbreviatedStatement": "Lyssna"},
    {"identifier": "", "fullStatement": "Utan plats"},
]
LINKS = [
    {
        "identifier": uid("l"),
        "originNodeIdentifier": uid("b1"),
        "associationType": "exactMatchOf",
        "destinationNodeURI": "https://example.org/x",
        "destinationNodeIdentifier": uid("elsewhere"),
    },
    {"originNodeIdentifier": uid("b1"), "associationType": "isChildOf", "destinationNodeIdentifier": uid("a")},
]


def sheet(name: str, rows: list[dict[str, Any]], columns: tuple[str, ...] = ()) -> SheetToWrite:
    names = columns or tuple(dict.fromkeys(key for row in rows for key in row))
    return SheetToWrite(
        SheetSpec(name, tuple(Column(key, key) for key in names)), [[row.get(key) for key in names] for row in rows]
    )


def read(items: list[dict[str, Any]] = ITEMS, links: list[dict[str, Any]] = LINKS) -> Imported:
    sheets = [sheet("CF Doc", [DOC]), sheet("CF Item", items), *([sheet("CF Association", links)] if links else [])]
    document = read_document(write_workbook(sheets))
    assert is_opensalt(document)
    return read_opensalt(document)


def test_the_tree_is_made_of_smart_levels_in_whatever_order_they_stand() -> None:
    found = read()
    assert found.problems == []
    assert [note.code for note in found.notes] == ["foreign"]
    assert found.content["competences"] == [
        {
            "code": "s",
            "title": "Samtal",
            "items": [
                {"code": "lyssna", "title": "Lyssna", "description": "Lyssnar"},
                {"code": "fragar", "title": "Frågar"},
                {"code": "staller-oppna-fragor", "title": "Ställer öppna frågor"},
            ],
        },
        {"code": "kompetenser", "title": "Kompetenser", "items": [{"code": "utan-plats", "title": "Utan plats"}]},
    ]
    assert (found.content["licence"], found.content["owner"]["name"]) == ("CC-BY-4.0", "Läroverket")
    package = unpack(found.exchange["case"])
    assert package["CFDocument"]["subject"] == ["Vård", "Omsorg"]
    assert [one["associationType"] for one in package["CFAssociations"]] == ["isChildOf"] * 4 + ["exactMatchOf"]


def test_what_goes_out_comes_in_again() -> None:
    found = read()
    package = to_case(version_of(found.content, found.exchange), "full", "https://stegvis.example.se")
    again = read_opensalt(read_document(write_opensalt(package)))
    assert again.content == found.content
    twice = to_case(version_of(again.content, again.exchange), "full", "https://stegvis.example.se")
    assert write_opensalt(twice) == write_opensalt(package)


def test_a_framework_of_ours_goes_out_with_its_tree() -> None:
    document = documents()[BaseReference("pilot-sjukskoterska-kommun", 1)]
    package = to_case(version_of(to_raw(document), {}), "strict", "https://stegvis.example.se")
    again = read_opensalt(read_document(write_opensalt(package)))
    assert again.problems == []
    assert again.content["title"] == document.title.sv
    names = [group["title"] for group in again.content["competences"]]
    assert names[: len(document.levels)] == [level.title.sv for level in document.levels]


@pytest.mark.parametrize(
    ("items", "problems", "notes"),
    [
        (
            [
                {"identifier": "", "fullStatement": "A", "smartLevel": "1.1"},
                {"fullStatement": "B", "smartLevel": "1.10"},
            ],
            [],
            [("no_smart_level", 2), ("no_smart_level", 3), ("foreign", 0)],
        ),
        (
            [
                {"identifier": uid("a"), "fullStatement": "A", "smartLevel": 1.1},
                {"fullStatement": "B", "smartLevel": 1.10},
            ],
            [("repeated_code", 3)],
            [("no_smart_level", 2), ("no_smart_level", 3), ("foreign", 0)],
        ),
        (
            [{"identifier": uid("a"), "fullStatement": "A"}, {"identifier": uid("a"), "fullStatement": "B"}],
            [("repeated_code", 3)],
            [("foreign", 0)],
        ),
        (
            [{"identifier": uid("a"), "fullStatement": "A"}, {"identifier": uid("b"), "fullStatement": ""}],
            [("required", 3)],
            [("foreign", 0)],
        ),
    ],
)
def test_what_does_not_hold_together_is_told_by_its_row(
    items: list[dict[str, Any]], problems: list[tuple[str, int]], notes: list[tuple[str, int]]
) -> None:
    found = read(items, [])
    assert [(one.code, one.row) for one in found.problems] == problems
    assert [(one.code, one.row) for one in found.notes] == notes


def test_a_workbook_without_the_document_is_refused() -> None:
    document = read_document(write_workbook([sheet("CF Item", ITEMS), sheet("CF Association", LINKS)]))
    with pytest.raises(UnreadableError) as refused:
        read_opensalt(document)
    assert refused.value.problem == Problem(
        "missing_sheet", params={"expected": "CF Doc", "found": "CF Item, CF Association"}
    )
