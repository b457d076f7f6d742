"""The same question in an earlier round: compared where it may be, and refused with a reason where it may not."""

from __future__ import annotations

from typing import Any

import pytest

from stegvis.surveys.models import Round, Telling
from stegvis.surveys.telling.presenting import ShownTable
from stegvis.surveys.telling.queries import tables_by_key
from stegvis.surveys.telling.tables import Table
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer
from tests.surveys.telling.support import answer, make_round, make_version, told_of

SCALE = [{"code": code, "text": {"sv": code}, "score": score} for code, score in (("hog", 2), ("lag", 1))]
ITEMS = ("sar", "smarta", "hygien", "demens", "etik")
ROUNDS = ("2022", "2024", "2026")


def item(code: str, earlier: str = "", likeness: str = "same") -> dict[str, Any]:
    link = {"earlier": {"code": earlier, "likeness": likeness}} if earlier else {}
    return {"code": code, "text": {"sv": code.capitalize()}} | link


def version(*rows: dict[str, Any]) -> dict[str, Any]:
    question = {"code": "behov", "kind": "matrix", "text": {"sv": "Behov"}, "choices": SCALE, "top": 1}
    sections = [{"code": "s", "title": {"sv": "S"}, "questions": [question | {"rows": list(rows)}]}]
    return {"format": "stegvis-survey/1", "code": "vagor", "title": {"sv": "Vågor"}, "sections": sections}


def says(rows: tuple[str, ...], high: int) -> list[dict[str, Any]]:
    """Of forty, so many that the need is great, of each row."""
    return [{"behov": dict.fromkeys(rows, "hog" if at < high else "lag")} for at in range(40)]


def ask(cast: Cast, title: str, content: dict[str, Any], number: int, high: int, earlier: Round | None) -> Telling:
    with as_owner():
        rows = tuple(one["code"] for one in content["sections"][0]["questions"][0]["rows"])
        found = make_round(cast, make_version(cast, content, number), title=title, earlier=earlier)
        answer(found, says(rows, high))
    return told_of(cast, found)


@layer
def three(cast: Cast) -> Telling:
    """Asked in 2022, in 2024 with four of the five changed each in its way, and again in 2026: three of them as they
    were, one changed once more, and one called as in the first."""
    old = ask(cast, "2022", version(*(item(one) for one in ITEMS)), 1, 10, None)
    changed = version(
        item("sar"),
        item("smarta", "smarta", "reworded"),
        item("hygien", "hygien", "rescaled"),
        item("kognition", "demens"),
        item("etik", "etik", "not_comparable"),
    )
    middle = ask(cast, "2024", changed, 2, 20, old.round)
    again = version(
        item("sar", "sar", "reworded"),
        item("smarta", "smarta", "reworded"),
        item("hygien", "hygien", "rescaled"),
        item("minne", "kognition"),
        item("etik", "etik", "not_comparable"),
    )
    return ask(cast, "2026", again, 3, 30, middle.round)


def figures(table: Table) -> dict[str, list[object]]:
    return {
        row.key: [cell.value if cell.why is None else cell.why.value for cell in cells]
        for row, cells in zip(table.rows, table.cells, strict=True)
    }


def test_each_item_is_followed_from_round_to_round(three: Telling) -> None:
    """What was rescaled in 2024 may be compared with 2024 and not with 2022; what was renamed twice is found."""
    table = tables_by_key(three)["behov.waves"]
    assert [one.title.get("sv", "") for one in table.columns] == ["2022", "2024", ""]
    assert figures(table) == {
        "sar": [25, 50, 75],
        "smarta": [25, 50, 75],
        "hygien": ["not_comparable", 50, 75],
        "minne": [25, 50, 75],
        "etik": ["not_comparable", 50, 75],
    }
    assert ShownTable(table).notes == [
        "Sar: omformulerad sedan den tidigare omgången. Jämför med försiktighet.",
        "Smarta: omformulerad sedan den tidigare omgången. Jämför med försiktighet.",
        "Hygien: skalan är en annan än i den tidigare omgången. De två går inte att jämföra.",
        "Etik: frågan ställdes på ett annat sätt i den tidigare omgången. Den går inte att jämföra.",
        "Skalans topp: hog. Nettotal: skalans övre halva minus den nedre.",
    ]
    assert figures(tables_by_key(three)["response.waves"]) == {"municipality": [50, 50, 50], "": [50, 50, 50]}


@pytest.mark.parametrize(
    ("likeness", "before"), [("same", 25), ("reworded", 25), ("rescaled", None), ("not_comparable", None)]
)
def test_a_round_of_the_version_before(cast: Cast, likeness: str, before: int | None) -> None:
    old = ask(cast, "2022", version(item("sar")), 1, 10, None)
    new = ask(cast, "2026", version(item("vard", "sar", likeness)), 2, 30, old.round)
    table = tables_by_key(new)["behov.waves"]
    assert figures(table) == {"vard": ["not_comparable" if before is None else before, 75]}
    said = [one.code for one in table.notes if one.code != "top_is"]
    assert said == ([] if likeness == "same" else [likeness])


def test_another_top_of_the_scale_is_refused_without_being_linked(cast: Cast) -> None:
    old = ask(cast, "2022", version(item("sar")), 1, 10, None)
    content = version(item("sar"))
    content["sections"][0]["questions"][0]["choices"] = [{**one, "code": f"ny-{one['code']}"} for one in SCALE]
    with as_owner():
        found = make_round(cast, make_version(cast, content, 2), title="2026", earlier=old.round)
        answer(found, [{"behov": {"sar": "ny-hog" if at < 30 else "ny-lag"}} for at in range(40)])
    table = tables_by_key(told_of(cast, found))["behov.waves"]
    assert figures(table) == {"sar": ["not_comparable", 75]}
    assert ShownTable(table).notes[0] == ("Sar: skalans topp var en annan i 2022. De två går inte att jämföra.")
