"""A workbook back to a framework's plain values."""

from __future__ import annotations

import re
from typing import Any

from stegvis.foundation.documents.problems import echo
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Row, SheetSpec, find_sheet
from stegvis.foundation.documents.text import slug
from stegvis.frameworks.exchange import problems as _texts  # noqa: F401 - registers the words
from stegvis.frameworks.exchange.case.foreign import Codes
from stegvis.frameworks.exchange.imported import Imported
from stegvis.frameworks.exchange.workbook import specs
from stegvis.frameworks.exchange.workbook.cells import Named, Raw, Sheets, listed, swedish, text_in
from stegvis.frameworks.exchange.workbook.requirements import place_requirements

_COMPETENCE = SheetSpec(specs.COMPETENCES.name, specs.TERM)


def is_workbook(document: Document) -> bool:
    """Whether it has the sheet that every framework of ours must have."""
    levels = SheetSpec(specs.LEVELS.name, specs.LEVELS.columns)
    return find_sheet(document, levels) is not None


def read_workbook(document: Document) -> Imported:
    """Read it. Raises UnreadableError where a sheet or a column that must be there is not."""
    sheets = Sheets(document)
    content = _Workbook(sheets).content()
    return Imported(content, notes=sheets.notes, problems=sheets.problems, read_as=document.read_as)


class _Workbook:
    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets

    def content(self) -> Raw:
        head = self._head()
        levels, holders = self._levels()
        self._statements(holders)
        place_requirements(self.sheets, holders)
        parts = {
            "areas": self._terms(specs.AREAS),
            "roles": self._terms(specs.ROLES),
            "scale": [_part(row, specs.SCALE) for row in self.sheets.rows(specs.SCALE)],
            "competences": self._competences(),
            "facts": self._terms(specs.FACTS),
        }
        return {"format": 1, **head, **{key: value for key, value in parts.items() if value}, "levels": levels}

    def _head(self) -> Raw:
        head: Raw = {"provenance": {"basis": "written"}}
        for row in self.sheets.rows(specs.FRAMEWORK):
            field = row.values["field"]
            holder, _dot, key = field.rpartition(".")
            target = head.setdefault(holder, {}) if holder else head
            if field in specs.LISTS:
                target.setdefault(key, []).append(self._field(field, row))
            else:
                target[key] = self._field(field, row)
        if head["provenance"].get("certain") is True:
            del head["provenance"]["certain"]
        return {"code": Codes().make(swedish(head.get("title"))), "version": 1, "status": "proposal", **head}

    def _field(self, field: str, row: Row) -> Any:
        value = str(row.values["value"])
        if field in specs.FIELD_CHOICES:
            return self._choice(field, row, value)
        if field == "version":
            if not re.fullmatch(r"[0-9]{1,4}", value):
                self.sheets.problem("not_whole", specs.FRAMEWORK, row, "value", value=echo(value))
                return 1
            return int(value)
        if field == "code":
            return slug(value, 80)
        return value if field in specs.PLAIN else text_in(row, "value")

    def _choice(self, field: str, row: Row, value: str) -> Any:
        choices = specs.FIELD_CHOICES[field]
        chosen = next((key for key, names in choices.items() if value.casefold() in (key, *names)), "")
        if not chosen:
            names = ", ".join(names[0] for names in choices.values())
            self.sheets.problem("not_choice", specs.FRAMEWORK, row, "value", value=echo(value), choices=names)
        return chosen == "true" if choices is specs.YES_NO else chosen

    def _levels(self) -> tuple[list[Raw], Named]:
        """The levels with their tracks, and each level and track by its code and by its name."""
        codes, levels, holders = Codes(), [], Named()
        for number, row in enumerate(self.sheets.rows(specs.LEVELS), start=1):
            level = {"order": number, **_term(row, specs.LEVELS, codes)}
            levels.append(level)
            holders.add(level)
        only_levels = Named(holders)
        for row in self.sheets.rows(specs.TRACKS):
            above = self.sheets.lookup(only_levels, specs.TRACKS, row, "level", specs.LEVELS.name)
            track = _term(row, specs.TRACKS, codes)
            del track["level"]
            if above is not None:
                above.setdefault("tracks", []).append(track)
                holders.add(track)
        return levels, holders

    def _statements(self, holders: Named) -> None:
        spec = specs.STATEMENTS_SHEET
        for row in self.sheets.rows(spec):
            holder = self.sheets.lookup(holders, spec, row, "holder", specs.LEVELS.name)
            if holder is not None:
                holder.setdefault(row.values["kind"], []).append(text_in(row, "text"))

    def _competences(self) -> list[Raw]:
        """Groups in the order in which they are first named; a row that names none belongs to the one above it."""
        groups: dict[str, Raw] = {}
        codes, group_codes, code = Codes(), Codes(), "kompetenser"
        for row in self.sheets.rows(specs.COMPETENCES):
            title = row.values.get("group_title")
            code = row.values.get("group") or (group_codes.make(title) if title else code)
            group = groups.setdefault(code, {"code": code, "title": code.replace("-", " ").capitalize(), "items": []})
            for key in ("title", "description"):
                if row.values.get(f"group_{key}"):
                    group[key] = text_in(row, f"group_{key}")
            group["items"].append(_term(row, _COMPETENCE, codes))
        return list(groups.values())

    def _terms(self, spec: SheetSpec) -> list[Raw]:
        codes = Codes()
        return [_term(row, spec, codes) for row in self.sheets.rows(spec)]


def _term(row: Row, spec: SheetSpec, codes: Codes) -> Raw:
    """A part with a code, made of its name where none is written."""
    part = _part(row, spec)
    return {"code": part.pop("code", None) or codes.make(row.values["title"]), **part}


def _part(row: Row, spec: SheetSpec) -> Raw:
    part: Raw = {}
    keys = {column.key for column in spec.columns}
    for key in keys:
        value = row.values.get(key)
        if value is None or key.endswith("_en"):
            continue
        if key == "certain":
            part |= {"certain": False} if value == "false" else {}
        elif key == "concepts":
            part["concepts"] = listed(value)
        else:
            part[key] = text_in(row, key) if f"{key}_en" in keys else value
    return part
