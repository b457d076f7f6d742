"""A framework's plain values as a workbook, and the empty workbook to start from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from stegvis.foundation.documents.sheets import Column, SheetSpec
from stegvis.foundation.documents.values import Kind
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.frameworks.exchange.workbook import specs

Raw = dict[str, Any]
Rows = list[list[Any]]

EXAMPLE: Raw = {
    "code": "min-modell",
    "version": 1,
    "status": "proposal",
    "title": "Vår karriärmodell",
    "owner": {"name": "Vår kommun", "kind": "municipality"},
    "licence": "CC-BY-4.0",
    "provenance": {"basis": "written"},
    "level_word": "level",
    "levels": [{"code": "grund", "order": 1, "title": "Grund"}, {"code": "erfaren", "order": 2, "title": "Erfaren"}],
    "scale": [
        {"value": 1, "title": "Med handledning"},
        {"value": 2, "title": "Självständig"},
        {"value": 3, "title": "Handleder andra"},
    ],
}


def template_workbook() -> bytes:
    """The sheets with their choices, and a few rows to show how they are filled in."""
    return framework_workbook(EXAMPLE)


def framework_workbook(raw: Raw) -> bytes:
    """A workbook from which ``read_workbook`` makes the same framework. Of an overlay nothing is written."""
    groups, requirements = _nodes(raw)
    rows: dict[str, Rows] = {
        specs.FRAMEWORK.name: list(_head(raw)),
        specs.LEVELS.name: _rows(specs.LEVELS, raw["levels"]),
        specs.TRACKS.name: _rows(specs.TRACKS, _tracks(raw)),
        specs.GROUPS.name: _rows(specs.GROUPS, groups),
        specs.REQUIREMENTS.name: _rows(specs.REQUIREMENTS, requirements),
        specs.STATEMENTS_SHEET.name: _rows(specs.STATEMENTS_SHEET, _statements(raw)),
        specs.COMPETENCES.name: _rows(specs.COMPETENCES, _competences(raw)),
        specs.AREAS.name: _rows(specs.AREAS, raw.get("areas", ())),
        specs.ROLES.name: _rows(specs.ROLES, raw.get("roles", ())),
        specs.FACTS.name: _rows(specs.FACTS, raw.get("facts", ())),
        specs.SCALE.name: _rows(specs.SCALE, raw.get("scale", ())),
    }
    return write_workbook(SheetToWrite(spec, rows[spec.name]) for spec in specs.SHEETS)


def _head(raw: Raw) -> Iterator[list[Any]]:
    for field, names in specs.FIELDS.items():
        holder, _dot, key = field.rpartition(".")
        value = (raw.get(holder, {}) if holder else raw).get(key)
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                choices = specs.FIELD_CHOICES.get(field, {})
                shown = choices.get(str(one).lower(), (one,))[0]
                yield [names[0], *_languages(shown)]


def _rows(spec: SheetSpec, parts: Iterable[Raw]) -> Rows:
    return [[_cell(column, part) for column in spec.columns] for part in parts]


def _cell(column: Column, part: Raw) -> Any:
    key = column.key.removesuffix("_en")
    value = part.get(key)
    if key != column.key:
        return _languages(value)[1]
    if column.kind is Kind.CHOICE and value is not None:
        return column.choices[str(value).lower()][0]
    if isinstance(value, list):
        return ", ".join(value)
    return _languages(value)[0]


def _languages(value: Any) -> tuple[Any, Any]:
    return (value["sv"], value.get("en")) if isinstance(value, dict) else (value, None)


def _tracks(raw: Raw) -> Iterator[Raw]:
    for level in raw["levels"]:
        for track in level.get("tracks", ()):
            yield {"level": level["code"], **track}


def _holders(raw: Raw) -> Iterator[Raw]:
    for level in raw["levels"]:
        yield level
        yield from level.get("tracks", ())


def _statements(raw: Raw) -> Iterator[Raw]:
    for holder in _holders(raw):
        for kind in specs.STATEMENTS:
            for text in holder.get(kind, ()):
                yield {"holder": holder["code"], "kind": kind, "text": text}


def _competences(raw: Raw) -> Iterator[Raw]:
    for group in raw.get("competences", ()):
        about = {"group_title": group["title"], "group_description": group.get("description")}
        for number, item in enumerate(group["items"]):
            yield {"group": group["code"], **({} if number else about), **item}


def _nodes(raw: Raw) -> tuple[list[Raw], list[Raw]]:
    """Rows of groups and of requirements; a group is named by its holder and its place."""
    groups: list[Raw] = []
    requirements: list[Raw] = []

    def add(nodes: Iterable[Raw], holder: str, above: str) -> None:
        for node in nodes:
            if "kind" in node:
                minimum = next((node[unit] for unit in ("credits", "months", "rating") if unit in node), None)
                requirements.append({**node, "holder": holder, "group": above, "minimum": minimum})
                continue
            combine = next(key for key in specs.COMBINATIONS if key in node)
            n, of = (node[combine]["n"], node[combine]["of"]) if combine == "at_least" else (None, node[combine])
            code = f"grupp-{len(groups) + 1}"
            row = {"group": code, "holder": holder, "above": above, "combine": combine, "n": n}
            groups.append({**row, "title": node.get("title")})
            add(of, holder, code)

    for holder in _holders(raw):
        add(holder.get("requires", ()), holder["code"], "")
    return groups, requirements
