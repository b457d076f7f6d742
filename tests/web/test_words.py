"""One Swedish translation for each English text, and one English text where Swedish has two words for it."""

from __future__ import annotations

from collections import defaultdict
from gettext import GNUTranslations
from pathlib import Path

import stegvis

SOURCE = Path(stegvis.__file__).parent


def test_no_text_is_translated_in_two_ways() -> None:
    """Django reads all catalogues as one, so the room that happens to come first would decide for the others."""
    found: dict[object, set[str]] = defaultdict(set)
    for path in sorted(SOURCE.rglob("*.mo")):
        with path.open("rb") as file:
            for text, translation in GNUTranslations(file)._catalog.items():  # type: ignore[attr-defined]
                if text:
                    found[text].add(translation)
    assert len(found) > 1000
    assert {text: sorted(words) for text, words in found.items() if len(words) > 1} == {}
