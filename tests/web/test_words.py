"""Each English text has one Swedish translation, and there is one English text where Swedish has two words for it."""

from __future__ import annotations

import re
from ast import literal_eval
from collections import defaultdict
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

from django.utils.translation.template import templatize
from django.utils.translation.trans_real import translation

import stegvis

SOURCE = Path(stegvis.__file__).parent
LITERAL = r"""u?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
TEXT = rf"{LITERAL}(?:\s+{LITERAL})*"
CALL = re.compile(rf"\b(_|n?p?gettext)(?:_lazy)?\(\s*({TEXT}(?:\s*,\s*{TEXT})*)")


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


def asked_for(text: str) -> Iterator[str | tuple[str, int]]:
    """What Python code looks up, as the catalogue has it."""
    for name, arguments in CALL.findall(text):
        words = literal_eval(f"({arguments},)")
        key = "\x04".join(words[:2]) if "pgettext" in name else words[0]
        yield (key, 0) if name.startswith(("ng", "np")) else key


def test_every_text_has_its_swedish() -> None:
    """Templates as Django reads them: a lone % is looked up doubled, and is English on the page where it is not."""
    catalogue = translation("sv")._catalog
    missing = set()
    for path in [path for end in ("py", "html", "txt") for path in SOURCE.rglob(f"*.{end}")]:
        text = path.read_text(encoding="utf-8")
        if "gettext" in text or "trans" in text:
            code = text if path.suffix == ".py" else templatize(text)
            missing |= {(path.name, key) for key in asked_for(code) if key and key not in catalogue}
    assert missing == set()
