"""Content of any shape in a CASE file of ours: it is refused in words, or it can be opened in the editor."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.drafts.content import cleaned
from stegvis.frameworks.drafts.editor import Editor
from stegvis.frameworks.drafts.outline import outline
from stegvis.frameworks.drafts.parts import path_text, walk
from stegvis.frameworks.drafts.services import start_draft
from stegvis.frameworks.exchange.formats import read_any
from stegvis.frameworks.exchange.problems import of_content, words_of
from stegvis.frameworks.exchange.report import preview_report
from stegvis.frameworks.format.problems import Finding
from stegvis.frameworks.models import Draft, FrameworkVersion
from tests.frameworks.drafts.test_content import spoiled
from tests.frameworks.exchange.packages import package, uid
from tests.frameworks.exchange.test_import import save, upload
from tests.support.cast import Cast

OVERLAY: dict[str, Any] = {
    "format": 1,
    "code": "eget",
    "version": 1,
    "status": "proposal",
    "title": "Eget",
    "owner": {"name": "Ale kommun", "kind": "municipality"},
    "provenance": {"basis": "written"},
    "overlay_of": {"code": "pilot-rehab-kommun", "version": 1},
}
WHOLE = {key: value for key, value in OVERLAY.items() if key != "overlay_of"}
LEVEL = {"code": "grund", "order": 1, "title": "Grund"}
UNFIT: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a base in words": (OVERLAY | {"overlay_of": "pilot"}, ["overlay_of"]),
    "a group of a number": (
        WHOLE | {"levels": [LEVEL | {"requires": [{"at_least": 4}]}]},
        ["levels › 1 › requires › 1 › at_least"],
    ),
    "a code that is an object": (WHOLE | {"levels": [LEVEL], "code": {"a": 1}}, ["code"]),
    "a code that is a number": (WHOLE | {"levels": [LEVEL], "code": 5}, ["code"]),
    "additions that are none": (
        OVERLAY | {"add": 5, "clarify": ["x"], "raise": {"a": 1}},
        ["clarify › 1", "add", "raise"],
    ),
    "an addition in words": (OVERLAY | {"add": ["x"]}, ["add › 1"]),
}


def of_ours(content: dict[str, Any]) -> bytes:
    """A CASE file whose content stands whole beside its elements."""
    document = {"identifier": uid("doc"), "title": "X", "extensions": {"stegvis": {"content": content}}}
    return json.dumps(package(CFDocument=document, CFItems=[], CFAssociations=[])).encode()


def everything_on(editor: Editor) -> list[object]:
    return [editor.title, editor.outline, editor.form.as_p(), editor.faults, editor.adding, editor.moving, editor.row]


@given(spoiled(), st.data())
def test_what_an_import_lets_in_opens_in_the_editor(content: dict[str, Any], data: st.DataObject) -> None:
    _format, found = read_any(of_ours(content))
    found.content = cleaned(found.content)[0]
    assert outline(found.content, "")
    if preview_report(found, None)["problem_count"] == 0:
        names = ["", *(path_text(path) for path, _part in walk(found.content))]
        for name in data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3)):
            assert everything_on(Editor(Draft(content=found.content), name, with_text=True))


@pytest.mark.parametrize("name", UNFIT)
def test_what_no_form_can_hold_is_told_and_not_saved(
    packaged: list[FrameworkVersion], cast: Cast, client: Client, name: str
) -> None:
    content, places = UNFIT[name]
    found = upload(cast, of_ours(content))
    told = [one["column"] for one in found.report["problems"]]
    assert (found.state, sorted(told)) == ("preview", sorted(places))
    assert not {*told} & {one["column"] for one in found.report["mends"]}
    client.force_login(cast.gunilla)
    assert "Spara som utkast" not in client.get(f"/karriarmodeller/import/{found.pk}/").content.decode()
    with pytest.raises(Refused):
        save(cast, found)


@pytest.mark.parametrize("name", UNFIT)
def test_a_draft_that_holds_it_all_the_same_can_be_opened_and_mended(
    packaged: list[FrameworkVersion], cast: Cast, client: Client, name: str
) -> None:
    with acting_as(cast.gunilla.pk) as actor:
        draft = start_draft(actor=actor, owner=cast.ale, content=UNFIT[name][0])
    client.force_login(cast.gunilla)
    page = reverse("frameworks:draft", args=[draft.pk])
    assert [client.get(page + query).status_code for query in ("", "?yaml=1")] == [200, 200]


def test_a_fault_of_content_says_where_the_first_one_stands() -> None:
    finding = Finding(("levels", 1, "code"), "duplicate_code", {"code": "grund", "first_line": ("levels", 0, "code")})
    problem = of_content(finding)
    told = (problem.column, words_of(problem))
    assert told == ("levels › 2 › code", "Koden 'grund' används två gånger; först vid levels › 1 › code.")
