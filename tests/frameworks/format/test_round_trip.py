"""A document survives the file, and a file that was written once is written the same again."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from stegvis.frameworks.format import FrameworkDocument, OverlayDocument, dump_document, load_document
from stegvis.frameworks.format.convert import to_document, to_raw
from stegvis.frameworks.format.document import Text

from .documents import frameworks, overlays
from .files import OVERLAY, SMALL, UNIT, resolve


@given(frameworks())
def test_a_framework_survives_the_file(document: FrameworkDocument) -> None:
    text = dump_document(document)
    assert load_document(text) == document
    assert load_document(text.encode()) == document
    assert dump_document(load_document(text)) == text


@given(st.data())
def test_an_overlay_survives_the_file(data: st.DataObject) -> None:
    base = data.draw(frameworks())
    overlay: OverlayDocument = data.draw(overlays(base))
    text = dump_document(overlay)
    assert load_document(text, lambda _: base) == overlay
    assert dump_document(load_document(text, lambda _: base)) == text


@given(frameworks())
def test_plain_values_survive_the_document(document: FrameworkDocument) -> None:
    raw = to_raw(document)
    assert to_raw(to_document(raw)) == raw


def test_a_file_written_by_hand_means_the_same_when_written_anew() -> None:
    for text in (SMALL, OVERLAY, UNIT):
        document = load_document(text, resolve)
        assert load_document(dump_document(document), resolve) == document


def test_credits_are_tenths_in_the_document_and_credits_in_the_file() -> None:
    text = SMALL.replace("kind: practice", "kind: credits").replace("months: 24", "credits: 7.5")
    document = load_document(text)
    assert isinstance(document, FrameworkDocument)
    assert [item.minimum for item in document.requirements()] == [1, 1, 2, 75]
    assert "credits: 7.5\n" in dump_document(document)
    assert "credits: 15\n" in dump_document(load_document(text.replace("7.5", "15")))


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    document = load_document(SMALL)
    assert load_document(b"\xef\xbb\xbf" + SMALL.encode()) == document
    assert load_document(SMALL.replace("\n", "\r\n").encode()) == document
    assert load_document("\ufeff" + SMALL) == document


def test_composed_and_decomposed_letters_are_the_same_text() -> None:
    assert load_document(unicodedata.normalize("NFD", SMALL)) == load_document(SMALL)


def test_words_that_other_yaml_readers_turn_into_values_stay_text() -> None:
    for word in ("yes", "no", "on", "2026-11-21", "1_000", "0x1f", "012", "1e3", ".5"):
        assert load_document(SMALL.replace("title: Liten modell", f"title: {word}")).title == Text(word)
