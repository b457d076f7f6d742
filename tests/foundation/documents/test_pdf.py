"""PDF by Typst: tagged, in a language, the same each time, and whatever the text holds it is shown as text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typst import TypstError

from stegvis.foundation.documents import pdf
from stegvis.foundation.documents.pdf import missing_signs, typeset
from tests.support.pdf import Pdf

TEMPLATE = "frameworks/printing/framework.typ"
PLACES = ("fact", "value", "notes", "tasks", "responsibilities", "requirements", "tracks", "uncertain", "name")
WORDS = dict.fromkeys((*PLACES, "meaning", "sources"), "ord")
DAY = date(2026, 11, 22)


def with_lead(lead: str) -> dict[str, Any]:
    empty: dict[str, list[Any]] = {
        key: [] for key in ("warnings", "paragraphs", "notes", "levels", "glossary", "sources")
    }
    return {"words": WORDS, "lead": lead, "facts": [["Ägare", "Ale"]], **empty}


def printed(lead: str, language: str = "sv") -> Pdf:
    return Pdf(typeset(TEMPLATE, with_lead(lead), title="Titel", language=language, day=DAY))


def shown(lead: str) -> str:
    return printed(lead).text().removeprefix("Titel").partition("ordordÄgareAle")[0]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_says_that_it_can_be_listened_to_and_kept(language: str) -> None:
    found = printed("Hej", language)
    for told in (
        "<pdfuaid:part>1<",
        "<pdfaid:part>2<",
        "<pdfaid:conformance>A<",
        f"<rdf:li>{language}</rdf:li>",
        "Titel",
    ):
        assert told in found.metadata
    for told in (f"/Lang({language})", "/MarkInfo<</Marked true", "/DisplayDocTitle true", "/StructTreeRoot"):
        assert told.encode() in found.catalogue
    assert found.tags().count("H1") == 1
    assert [found.tags().count(tag) for tag in ("Table", "TH", "TD")] == [1, 2, 2]
    assert found.text() == "TitelHejordordÄgareAle"


def test_the_same_data_give_the_same_bytes() -> None:
    first, second = (typeset(TEMPLATE, with_lead("Hej"), title="T", language="sv", day=DAY) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "text",
    [
        "#let x = 1",
        "$a^2$",
        "*fet* _kursiv_",
        "[a](b) @c <d>",
        "= Rubrik",
        "- punkt",
        "`kod`",
        "// a /* b */",
        "\\u{41} \\",
    ],
)
def test_markup_is_shown_as_it_stands(text: str) -> None:
    assert shown(text) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vård 中 och 文", "vård\ufffdoch\ufffd"),
        ("klapp 👏 slut", "klapp\ufffdslut"),
        ("\ue000 eget", "\ufffdeget"),
        ("a\x07b", "a\ufffdb"),
        ("".join(map(chr, range(0x4E00, 0x4E00 + 40))), "\ufffd" * 40),
    ],
)
def test_signs_without_a_picture_are_marked(text: str, expected: str) -> None:
    assert shown(text) == expected


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Co")), max_size=40))
def test_no_text_stops_a_document(text: str) -> None:
    assert typeset(TEMPLATE, with_lead(text), title=text or "T", language="sv", day=DAY).startswith(b"%PDF-")


def test_a_template_that_does_not_hold_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TypstError, match="dictionary does not contain key"):
        typeset(TEMPLATE, {}, title="T", language="sv", day=DAY)


def test_which_signs_typst_lacks() -> None:
    message = (
        'error: the text `"\\u{7}"` could not\nthe text `"中"` could not\nthe PDF contains the codepoint `"\\u{e000}"`'
    )
    assert missing_signs(message) == {"\x07", "中", "\ue000"}
    assert pdf.STANDARDS == ["ua-1", "a-2a"]
