"""Every text of the room has its Swedish, and none is said in Swedish in two ways."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

from django.utils.translation.template import templatize

import stegvis.frameworks

ROOM = Path(stegvis.frameworks.__file__).parent
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext"}


def of_code(source: str) -> Iterator[str]:
    """The keys that the calls in Python source look up."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            told = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if name in PLAIN and told:
                yield told[0]
            if name in WITH_CONTEXT:
                yield f"{told[0]}\4{told[1]}"


def of_template(source: str) -> Iterator[str]:
    """The keys of a template, each call of what Django makes of it read on its own."""
    for call in re.finditer(r"""\b(?:_|n?p?gettext)\((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^()"'])*\)""", source):
        yield from of_code(call.group())


def used() -> set[str]:
    found: set[str] = set()
    for path in ROOM.rglob("*.py"):
        found.update(of_code(path.read_text()))
    for path in (ROOM / "templates").rglob("*.*"):
        found.update(of_template(templatize(path.read_text())))
    return found


def catalogues() -> dict[Path, GNUTranslations]:
    """Every catalogue of the program, of which this room's must be compiled."""
    found = {}
    for path in sorted(ROOM.parent.rglob("locale/sv/LC_MESSAGES/django.mo")):
        with path.open("rb") as file:
            found[path.parent] = GNUTranslations(file)
    assert {path.parent for path in ROOM.rglob("*.po")} <= set(found)
    return found


def keys(catalogue: GNUTranslations) -> dict[str, str]:
    """What a catalogue holds, without its head; of what is counted the last form."""
    held = catalogue._catalog.items()  # type: ignore[attr-defined]
    return {key[0] if isinstance(key, tuple) else key: text for key, text in held if key}


def test_no_text_lacks_its_swedish() -> None:
    known = set().union(*(keys(catalogue) for catalogue in catalogues().values()))
    assert used() - known == set()


def test_one_text_is_said_in_one_way_within_the_room() -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for path, catalogue in catalogues().items():
        if path.is_relative_to(ROOM):
            for key, text in keys(catalogue).items():
                said[key].add(text)
    assert {key: texts for key, texts in said.items() if len(texts) > 1} == {}
