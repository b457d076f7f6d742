"""Content and YAML, and what is wrong with either: the same in both."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.frameworks.drafts.content import cleaned, code_from, ordered, plain_text, text_of
from stegvis.frameworks.drafts.examining import document_of, findings_in, read_text
from stegvis.frameworks.format import FrameworkDocument, dump_document
from stegvis.frameworks.format.convert import to_raw
from stegvis.frameworks.format.structure import shape_findings
from stegvis.frameworks.format.tree import read_tree
from stegvis.frameworks.packaged import documents
from tests.frameworks.format.documents import frameworks

DOCUMENTS = {document.code: document for document in documents().values()}
ODD: list[Any] = [{"a": 1}, {"at_least": 4}, [{"at_least": 4}], [{"at_least": {"n": [2]}}], ["x", {"code": 5}]]
WHOLE = [code for code, document in DOCUMENTS.items() if isinstance(document, FrameworkDocument)]


def stored(value: Any) -> Any:
    """As a column of plain values gives it back: the keys by length and letter."""
    if isinstance(value, dict):
        return {key: stored(value[key]) for key in sorted(value, key=lambda key: (len(key), key))}
    return [stored(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("code", DOCUMENTS)
def test_packaged_content_is_written_as_it_is_published(code: str) -> None:
    content = stored(to_raw(DOCUMENTS[code]))
    assert text_of(content) == dump_document(DOCUMENTS[code])


@pytest.mark.parametrize("code", DOCUMENTS)
def test_packaged_text_becomes_its_content_and_the_same_text_again(code: str) -> None:
    text = dump_document(DOCUMENTS[code])
    content = read_text(text).content
    assert content == to_raw(DOCUMENTS[code])
    assert text_of(stored(content)) == text


@given(frameworks())
def test_any_framework_goes_from_text_to_content_to_text(document: FrameworkDocument) -> None:
    text = dump_document(document)
    content, changed = cleaned(to_raw(document))
    assert read_text(text).content == content
    if not changed:  # what looks like markup is taken out, and may have been all there was
        assert (text_of(stored(content)), findings_in(content), document_of(content)) == (text, [], document)


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """A packaged framework in which one value was replaced, taken away or doubled."""
    content: Any = json.loads(json.dumps(to_raw(DOCUMENTS[draw(st.sampled_from(WHOLE))])))
    place = content
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and draw(st.integers(0, 5)):
            place = place[key]
            continue
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                place[key] = draw(
                    st.sampled_from(["", "x", "X y", 0, -1, 10**6, None, True, [], {}, [1], {"sv": ""}, *ODD])
                )
            case "remove":
                del place[key]
            case "add" if isinstance(place, dict):
                place["okänd"] = 1
            case "add":
                place.append(place[key])
        return content


@given(spoiled())
def test_the_parts_show_the_same_faults_of_shape_as_the_whole(content: dict[str, Any]) -> None:
    whole = sorted(map(repr, shape_findings(content)))
    if whole:
        assert sorted(map(repr, findings_in(content))) == whole[:200]


@given(spoiled())
def test_content_that_does_not_hold_is_written_and_read_alike(content: dict[str, Any]) -> None:
    assert read_tree(text_of(stored(content))).value == content
    assert list(ordered(stored(content))) == list(ordered(content))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Möter patienter", "Möter patienter"),
        ("<b>Möter</b> patienter", "Möter patienter"),
        ("<script>alert(1)</script>Möter", "Möter"),
        ("Ålder < 5 & > 3", "Ålder < 5 & > 3"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<i>&lt;script&gt;alert(1)&lt;/script&gt;</i>x", "x"),
        ("<img src=x onerror=alert(1)>Bild", "Bild"),
        ("en\r\ntvå\ttre", "en\ntvå\ttre"),
        ("mjuk\u00adt binde\u200bstreck\x00", "mjukt bindestreck"),
        ("a\u030a", "å"),
        ("\ud800x", "x"),
    ],
)
def test_texts_are_plain(typed: str, plain: str) -> None:
    assert plain_text(typed) == plain


@given(st.text())
def test_what_is_plain_stays_plain_and_can_be_read(text: str) -> None:
    plain = plain_text(text)
    assert plain_text(plain) == plain
    assert read_tree(text_of({"title": plain})).value == {"title": plain}


def test_it_is_told_where_something_was_taken_away() -> None:
    content = {"title": "<b>Ny</b>", "levels": [{"title": {"sv": "Grund\r\nett", "en": "Basic\u200b"}}]}
    kept, where = cleaned(content)
    assert kept == {"title": "Ny", "levels": [{"title": {"sv": "Grund ett", "en": "Basic"}}]}
    assert where == [("title",), ("levels", 0, "title", "sv"), ("levels", 0, "title", "en")]


@pytest.mark.parametrize(
    ("title", "taken", "code"),
    [
        ("Nivå 1: Grund", (), "niva-1-grund"),
        ("Nivå 1", ("niva-1", "niva-1-2"), "niva-1-3"),
        ("…", (), "ny"),
        ("å_ä", (), "a-a"),
        ("x" * 200, (), "x" * 70),
    ],
)
def test_codes_are_made_of_titles(title: str, taken: tuple[str, ...], code: str) -> None:
    assert code_from(title, taken) == code
