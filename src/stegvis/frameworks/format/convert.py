"""Plain file values to document values and back; the values have passed the schema, so nothing is checked.

Each dataclass is written field by field in its own order and under its own name, but for the few
whose shape in the file is made for reading: texts, requirements, groups and raises.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any

from stegvis.engine.ladder.definition import Kind

from .document import (
    Combine,
    Document,
    FrameworkDocument,
    Group,
    Node,
    OverlayDocument,
    Raise,
    Requirement,
    Text,
)

UNITS = {Kind.CREDITS: "credits", Kind.PRACTICE: "months", Kind.COMPETENCE: "rating"}
"""The key that holds the minimum, for the kinds that have one."""

_FILE_NAMES: dict[tuple[type, str], str] = {
    (OverlayDocument, "base"): "overlay_of",
    (OverlayDocument, "raises"): "raise",
}


def to_document(raw: dict[str, Any]) -> Document:
    """Build the document that ``raw`` (a whole file) describes."""
    cls = OverlayDocument if "overlay_of" in raw else FrameworkDocument
    document: Document = _build(cls, raw)
    return document


def to_raw(document: Document) -> dict[str, Any]:
    """The plain values that the file holds, in the order in which they are written."""
    head = ("code", "version", "status", "title", "summary", "owner", "licence", "provenance", "base")
    written = _write(document)
    names = [_FILE_NAMES.get((type(document), name), name) for name in head]
    first = {name: written.pop(name) for name in names if name in written}
    levels = {"levels": written.pop("levels")} if "levels" in written else {}
    return {"format": 1, **first, **written, **levels}


def minimum_from_file(unit: str, value: float) -> int:
    """A minimum in the engine's units: credits become tenths."""
    return round(value * 10) if unit == "credits" else int(value)


def minimum_to_file(unit: str, minimum: int) -> int | float:
    """A minimum as people write it: 75 tenths of a credit are 7.5, and 150 are 15."""
    if unit != "credits":
        return minimum
    return minimum // 10 if minimum % 10 == 0 else minimum / 10


@cache
def _fields(cls: type) -> tuple[tuple[str, str, Any], ...]:
    """Name in the class, name in the file and resolved type of each field."""
    hints = typing.get_type_hints(cls)
    return tuple((f.name, _FILE_NAMES.get((cls, f.name), f.name), hints[f.name]) for f in dataclasses.fields(cls))


def _build(kind: Any, raw: Any) -> Any:
    if kind is Text:
        return Text(raw) if isinstance(raw, str) else Text(raw["sv"], raw.get("en", ""))
    if kind is Raise:
        return _build_raise(raw)
    if kind == Node or kind is Requirement:
        return _build_node(raw)
    if typing.get_origin(kind) is tuple:
        item = typing.get_args(kind)[0]
        return tuple(_build(item, value) for value in raw)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        fields = _fields(kind)
        return kind(**{name: _build(hint, raw[key]) for name, key, hint in fields if key in raw})
    return kind(raw)


def _build_node(raw: dict[str, Any]) -> Node:
    if "kind" in raw:
        return _build_requirement(raw)
    title = _build(Text, raw["title"]) if "title" in raw else Text()
    if "at_least" in raw:
        children, n = raw["at_least"]["of"], raw["at_least"]["n"]
        return Group(Combine.AT_LEAST, _build(tuple[Node, ...], children), n, title)
    combine = Combine.ALL_OF if "all_of" in raw else Combine.ANY_OF
    return Group(combine, _build(tuple[Node, ...], raw[combine]), 0, title)


def _build_requirement(raw: dict[str, Any]) -> Requirement:
    kind = Kind(raw["kind"])
    unit = UNITS.get(kind)
    return Requirement(
        code=raw["code"],
        kind=kind,
        title=_build(Text, raw["title"]),
        accepts=tuple(raw["accepts"]),
        minimum=minimum_from_file(unit, raw[unit]) if unit else 1,
        area=raw.get("area", ""),
        judged_by=tuple(raw.get("judged_by", ())),
        help=_build(Text, raw["help"]) if "help" in raw else Text(),
    )


def _build_raise(raw: dict[str, Any]) -> Raise:
    unit = next(unit for unit in UNITS.values() if unit in raw)
    return Raise(raw["requirement"], unit, minimum_from_file(unit, raw[unit]))


def _write(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    if isinstance(value, StrEnum):
        return str(value)
    if not dataclasses.is_dataclass(value):
        return value
    return _WRITERS.get(type(value), _write_fields)(value)


def _write_fields(value: Any) -> dict[str, Any]:
    cls: Any = type(value)
    named = zip(dataclasses.fields(value), _fields(cls), strict=True)
    return {
        key: _write(getattr(value, f.name))
        for f, (_, key, _) in named
        if f.default is dataclasses.MISSING or getattr(value, f.name) != f.default
    }


def _write_text(text: Text) -> str | dict[str, str]:
    return {"sv": text.sv, "en": text.en} if text.en else text.sv


def _write_raise(value: Raise) -> dict[str, Any]:
    return {"requirement": value.requirement, value.unit: minimum_to_file(value.unit, value.minimum)}


def _write_requirement(requirement: Requirement) -> dict[str, Any]:
    unit = UNITS.get(requirement.kind)
    minimum = {unit: minimum_to_file(unit, requirement.minimum)} if unit else {}
    optional = {"area": requirement.area, "judged_by": requirement.judged_by, "help": requirement.help}
    return {
        "kind": str(requirement.kind),
        "code": requirement.code,
        "title": _write(requirement.title),
        "accepts": list(requirement.accepts),
        **minimum,
        **{key: _write(value) for key, value in optional.items() if value},
    }


def _write_group(group: Group) -> dict[str, Any]:
    title = {"title": _write(group.title)} if group.title else {}
    children = _write(group.children)
    if group.combine is Combine.AT_LEAST:
        return {**title, "at_least": {"n": group.n, "of": children}}
    return {**title, str(group.combine): children}


_WRITERS: dict[type, Callable[[Any], Any]] = {
    Text: _write_text,
    Requirement: _write_requirement,
    Group: _write_group,
    Raise: _write_raise,
}
