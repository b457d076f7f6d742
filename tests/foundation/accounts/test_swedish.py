"""Every text of these rooms has its Swedish, and nothing is translated that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[3] / "src" / "stegvis"
IN_PYTHON = re.compile(r'\b(?:_|gettext|gettext_lazy)\(\s*"((?:[^"\\]|\\.)*)"')
WITH_CONTEXT = re.compile(r'\bpgettext(?:_lazy)?\(\s*"[^"]*",\s*"([^"]*)"')
IN_TEMPLATE = re.compile(r"""\{%\s*translate\s+(["'])(.*?)\1""")
IN_BLOCK = re.compile(r"\{%\s*blocktranslate.*?%\}(.*?)\{%\s*endblocktranslate", re.DOTALL)
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def written(room: Path) -> set[str]:
    found: set[str] = set()
    for path in room.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= {*IN_PYTHON.findall(text), *WITH_CONTEXT.findall(text)}
    for path in [*room.rglob("*.html"), *room.rglob("*.txt")]:
        text = path.read_text(encoding="utf-8")
        found |= {words for _quote, words in IN_TEMPLATE.findall(text)}
        found |= {VARIABLE.sub(r"%(\1)s", words) for words in IN_BLOCK.findall(text)}
    return found


def translated(room: Path) -> set[str]:
    text = (room / "locale/sv/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    return {words.replace('\\"', '"') for words in re.findall(r'^msgid "(.+)"\nmsgstr ".+"$', text, re.MULTILINE)}


@pytest.mark.parametrize("room", ["organisations", "foundation/accounts"])
def test_every_text_has_its_swedish(room: str) -> None:
    assert translated(SOURCE / room) == written(SOURCE / room)
