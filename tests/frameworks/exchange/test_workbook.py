"""Our own Excel workbook: what goes out comes in again, and what is wrong is told by sheet and row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from stegvis.foundation.documents.problems import Problem, UnreadableError
from stegvis.foundation.documents.reading import read_document
from stegvis.foundation.documents.text import clean
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.frameworks.drafts.content import cleaned
from stegvis.frameworks.exchange.imported import Imported
from stegvis.frameworks.exchange.workbook import specs
from stegvis.frameworks.exchange.workbook.reading import read_workbook
from stegvis.frameworks.exchange.workbook.writing import EXAMPLE, framework_workbook, template_workbook
from stegvis.frameworks.format import FrameworkDocument
from stegvis.frameworks.format.convert import to_document, to_raw
from stegvis.frameworks.packaged import documents as packaged
from tests.frameworks.format.documents import frameworks

Raw = dict[str, Any]
BARE = {
    "Ramverk": [["Namn", "Modell", ""], ["Ägare", "Ale", ""], ["Ägarens slag", "kommun", ""]],
    "Nivåer": [["", "", "Grund"], ["", "", "Erfaren"]],
}


def read(content: bytes) -> Imported:
    return read_workbook(read_document(content))


def on_one_line(value: Any) -> Any:
    """A cell holds a text without line breaks, marks that nobody sees and white space around it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: on_one_line(one) for key, one in value.items()}
    return [on_one_line(one) for one in value] if isinstance(value, list) else value


def book(**sheets: list[list[Any]]) -> bytes:
    rows = {**BARE, **sheets}
    return write_workbook(SheetToWrite(spec, rows[spec.name]) for spec in specs.SHEETS if spec.name in rows)


@pytest.mark.parametrize(
    "document", [one for one in packaged().values() if isinstance(one, FrameworkDocument)], ids=lambda one: one.code
)
def test_every_packaged_framework_survives(document: FrameworkDocument) -> None:
    raw = on_one_line(to_raw(document))
    found = read(framework_workbook(raw))
    assert (found.problems, found.notes) == ([], [])
    assert to_document(found.content) == to_document(raw)


@given(frameworks())
def test_a_framework_survives(document: FrameworkDocument) -> None:
    raw = on_one_line(cleaned(to_raw(document))[0])
    if not _is_writable(raw):
        return
    found = read(framework_workbook(raw))
    assert found.problems == []
    assert to_document(found.content) == to_document(raw)


def _is_writable(value: Any) -> bool:
    """No text vanished when it was put on one line, none looks as a number, an error or a spoilt encoding."""
    if isinstance(value, dict):
        return all(map(_is_writable, value.values()))
    if isinstance(value, list):
        return all(map(_is_writable, value))
    return not isinstance(value, str) or (bool(value) and "�" not in value and not _is_spoilt(value))


def _is_spoilt(text: str) -> bool:
    try:
        return text.encode("cp1252").decode() != text
    except (UnicodeEncodeError, UnicodeDecodeError):
        return False


def test_the_template_can_be_read_as_it_is() -> None:
    found = read(template_workbook())
    assert (found.content, found.problems) == ({"format": 1, **EXAMPLE}, [])


def test_codes_and_orders_are_made_where_none_are_written() -> None:
    found = read(
        book(
            Krav=[["Grund", "", "", "legitimation", "Legitimation", "", "sjukskoterska"]],
            Kompetenser=[["", "Kärnkompetenser", "", "", "", "", "Säker vård"], ["", "", "", "", "", "", "Teamarbete"]],
        )
    )
    assert found.problems == []
    assert found.content == {
        "format": 1,
        "code": "modell",
        "version": 1,
        "status": "proposal",
        "title": "Modell",
        "owner": {"name": "Ale", "kind": "municipality"},
        "provenance": {"basis": "written"},
        "competences": [
            {
                "code": "karnkompetenser",
                "title": "Kärnkompetenser",
                "items": [{"code": "saker-vard", "title": "Säker vård"}, {"code": "teamarbete", "title": "Teamarbete"}],
            }
        ],
        "levels": [
            {
                "code": "grund",
                "order": 1,
                "title": "Grund",
                "requires": [
                    {"kind": "licence", "code": "legitimation", "title": "Legitimation", "accepts": ["sjukskoterska"]}
                ],
            },
            {"code": "erfaren", "order": 2, "title": "Erfaren"},
        ],
    }


@pytest.mark.parametrize(
    ("sheets", "problem"),
    [
        (
            {"Krav": [["Mästare", "", "", "kurs", "X", "", "hygien"]]},
            Problem("unknown_reference", "Krav", 2, "Nivå eller spår", {"value": "Mästare", "sheet": "Nivåer"}),
        ),
        (
            {"Krav": [["Grund", "g9", "", "kurs", "X", "", "hygien"]]},
            Problem("unknown_reference", "Krav", 2, "Grupp", {"value": "g9", "sheet": "Kravgrupper"}),
        ),
        (
            {"Krav": [["Grund", "", "", "reell kompetens", "X", "", "team"]]},
            Problem("minimum_missing", "Krav", 2, "Minst"),
        ),
        (
            {"Krav": [["Grund", "", "", "trolldom", "X", "", "team"]]},
            Problem(
                "not_choice",
                "Krav",
                2,
                "Slag",
                {"value": "trolldom", "choices": ", ".join(names[0] for names in specs.KINDS.values())},
            ),
        ),
        (
            {"Spår": [["Mästare", "", "Ledning"]]},
            Problem("unknown_reference", "Spår", 2, "Nivå", {"value": "Mästare", "sheet": "Nivåer"}),
        ),
        (
            {
                "Krav": [["Grund", "a", "", "kurs", "X", "", "hygien"]],
                "Kravgrupper": [["a", "Grund", "b", "alla"], ["b", "Grund", "a", "alla"]],
            },
            Problem("own_parent", "Kravgrupper", 3, "Ingår i grupp", {"items": "a → b → a"}),
        ),
        (
            {"Ramverk": [*BARE["Ramverk"], ["Status", "färdig", ""]]},
            Problem(
                "not_choice",
                "Ramverk",
                5,
                "Värde",
                {"value": "färdig", "choices": "beskriven, förslag, pilot, gällande"},
            ),
        ),
        (
            {"Ramverk": [*BARE["Ramverk"], ["Version", "1.5", ""]]},
            Problem("not_whole", "Ramverk", 5, "Värde", {"value": "1.5"}),
        ),
    ],
)
def test_what_cannot_be_taken_in_is_told_by_its_place(sheets: dict[str, Any], problem: Problem) -> None:
    (found,) = read(book(**sheets)).problems
    assert (found, found.params) == (problem, problem.params)


def test_a_workbook_without_levels_is_refused() -> None:
    content = write_workbook([SheetToWrite(specs.FRAMEWORK, BARE["Ramverk"]), SheetToWrite(specs.ROLES, [])])
    with pytest.raises(UnreadableError) as refused:
        read(content)
    assert refused.value.problem.params == {"expected": "Nivåer", "found": "Ramverk, Roller"}


def test_formulas_and_markup_stay_text() -> None:
    found = read(book(Roller=[["chef", "=HYPERLINK(1)", "", "<b>Leder</b> <script>alert(1)</script>arbetet"]]))
    assert found.content["roles"] == [{"code": "chef", "title": "=HYPERLINK(1)", "description": "Leder arbetet"}]
