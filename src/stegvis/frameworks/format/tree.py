"""YAML text in; plain values and the place of each out. Nothing that can explode is expanded.

The events of the YAML parser are read one by one, so a file that nests without end, repeats itself
through aliases or asks for Python objects is refused at the first such event, before it takes memory.
Numbers, true, false and null are read as YAML 1.2 reads them; all else, dates and "no" too, is text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from .problems import FrameworkError, FrameworkProblem, Path

MAX_BYTES = 5_000_000
MAX_DEPTH = 30
MAX_VALUES = 250_000

Place = tuple[int, int]
"""Line and column, both from 1."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?")
_SYNTAX = (
    ("expected ',' or ']'", "yaml_list"),
    ("expected ',' or '}'", "yaml_mapping"),
    ("expected key", "yaml_key"),
    ("expected <block end>", "yaml_key"),
    ("expected ':'", "yaml_colon"),
    ("mapping values are not allowed", "yaml_nested"),
    ("expected '-' indicator", "yaml_item"),
    ("unexpected end of stream", "yaml_end"),
    ("cannot start any token", "yaml_start"),
    ("unknown escape", "yaml_escape"),
)
"""What the YAML parser says, in part, and the problem's code."""
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(slots=True)
class Tree:
    """``value`` is made of dict, list, str, int, float, bool and None; ``values`` and ``keys`` say where."""

    value: Any = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path, *, at_key: bool = False) -> Place:
        """The place of the value at ``path`` (or of its key), else of the nearest thing around it."""
        if at_key and path in self.keys:
            return self.keys[path]
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, (1, 1))


def read_tree(text: str | bytes) -> Tree:
    """Parse ``text``; raises ``FrameworkError`` at the first thing that makes the rest unreadable."""
    decoded = _decode(text)
    if not decoded.strip():
        raise _refuse((1, 1), "empty")
    try:
        return _Composer(yaml.parse(decoded, Loader=_LOADER)).compose()
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, decoded) from None
    except yaml.reader.ReaderError as error:
        place = _place_of_offset(decoded, decoded.find(chr(error.character)))
        raise _refuse(place, "hidden_character", character=f"U+{error.character:04X}") from None


def _decode(text: str | bytes) -> str:
    if len(text) > MAX_BYTES:
        raise _refuse((1, 1), "too_big", limit_mb=MAX_BYTES // 1_000_000)
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _refuse((data.count(b"\n", 0, error.start) + 1, 1), "not_utf8") from None


def _syntax(error: yaml.MarkedYAMLError, text: str) -> FrameworkError:
    mark = error.problem_mark or error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    line = lines[place[0] - 1] if place[0] <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return _refuse(place, "tab")
    return _refuse(place, next((code for words, code in _SYNTAX if words in (error.problem or "")), "yaml_syntax"))


def _place_of_offset(text: str, offset: int) -> Place:
    before = text[: max(offset, 0)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _refuse(place: Place, code: str, path: Path = (), **params: object) -> FrameworkError:
    return FrameworkError([FrameworkProblem.at(place, path, code, params)])


class _Composer:
    """Builds a ``Tree`` out of parser events, going no deeper than ``MAX_DEPTH``."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.tree = Tree()

    def compose(self) -> Tree:
        start = self._next()
        while isinstance(start, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            raise _refuse((1, 1), "empty")
        self.tree.value = self._value(start, ())
        self._next()
        if not isinstance(after := self._next(), yaml.StreamEndEvent):
            raise _refuse(_place(after), "several_documents")
        return self.tree

    def _next(self) -> Any:
        return next(self.events)

    def _value(self, event: Any, path: Path) -> Any:
        self._check(event, path)
        self.tree.values[path] = _place(event)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _check(self, event: Any, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _refuse(_place(event), "anchor", path)
        if event.tag is not None:
            raise _refuse(_place(event), "tag", path, tag=event.tag)
        if len(path) > MAX_DEPTH:
            raise _refuse(_place(event), "too_deep", limit=MAX_DEPTH)
        if len(self.tree.values) >= MAX_VALUES:
            raise _refuse(_place(event), "too_long_content", limit=MAX_VALUES)

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, path, mapping)
            mapping[key] = self._value(self._next(), (*path, key))
        return mapping

    def _key(self, event: Any, path: Path, mapping: dict[str, Any]) -> str:
        self._check(event, path)
        if not isinstance(event, yaml.ScalarEvent):
            raise _refuse(_place(event), "key_not_text", path)
        key = event.value
        if key == "<<":
            raise _refuse(_place(event), "merge_key", path)
        if not isinstance(_scalar(event, path), str):
            raise _refuse(_place(event), "key_not_text", path)
        if key in mapping:
            first_line = self.tree.keys[*path, key][0]
            raise _refuse(_place(event), "duplicate_key", (*path, key), key=key, first_line=first_line)
        self.tree.keys[*path, key] = _place(event)
        return key


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _scalar(event: Any, path: Path) -> Any:
    text: str = event.value
    if hidden := _HIDDEN.search(text):
        raise _refuse(_place(event), "hidden_character", path, character=f"U+{ord(hidden[0]):04X}")
    if not event.implicit[0]:  # quoted or in a block: always text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
