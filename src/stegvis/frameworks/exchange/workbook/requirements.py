"""Requirements and their groups: rows that name what they belong to become a tree."""

from __future__ import annotations

from typing import Any

from stegvis.foundation.documents.problems import echo
from stegvis.foundation.documents.sheets import Row
from stegvis.frameworks.exchange.case.foreign import Codes
from stegvis.frameworks.exchange.workbook import specs
from stegvis.frameworks.exchange.workbook.cells import Named, Raw, Sheets, listed, number, text_in

UNITS = {"credits": "credits", "practice": "months", "competence": "rating"}
"""Which kinds of requirement have a minimum, and what the file calls it."""


def place_requirements(sheets: Sheets, holders: Named) -> None:
    """Put every requirement into its level, track or group, and every group where its first requirement stands."""
    _Placing(sheets, holders).place()


class _Placing:
    def __init__(self, sheets: Sheets, holders: Named) -> None:
        self.sheets, self.holders = sheets, holders
        rows = sheets.rows(specs.GROUPS)
        self.groups = {row.values["group"]: row for row in rows if row.values.get("group")}
        self.members: dict[str, list[Raw]] = {}
        self.codes = Codes()

    def place(self) -> None:
        for row in self.sheets.rows(specs.REQUIREMENTS):
            node = self._requirement(row)
            if name := row.values.get("group"):
                beside = self._members_of(name, row, ())
            else:
                beside = self._within(specs.REQUIREMENTS, row)
            if beside is not None:
                beside.append(node)

    def _within(self, spec: Any, row: Row) -> list[Raw] | None:
        """What the row's level or track requires."""
        holder = self.sheets.lookup(self.holders, spec, row, "holder", specs.LEVELS.name)
        found: list[Raw] | None = None if holder is None else holder.setdefault("requires", [])
        return found

    def _members_of(self, name: str, row: Row, below: tuple[str, ...]) -> list[Raw] | None:
        """The members of the group that a row names: of a requirement, or of the innermost of ``below``."""
        if name in self.members:
            return self.members[name]
        spec, column = (specs.GROUPS, "above") if below else (specs.REQUIREMENTS, "group")
        if name in below:
            self.sheets.problem("own_parent", spec, row, column, items=" → ".join([*below, name]))
            return None
        if name not in self.groups:
            self.sheets.problem("unknown_reference", spec, row, column, value=echo(name), sheet=specs.GROUPS.name)
            return None
        group = self.groups[name]
        above = group.values.get("above")
        beside = self._members_of(above, group, (*below, name)) if above else self._within(specs.GROUPS, group)
        members: list[Raw] = []
        self.members[name] = members
        if beside is not None:
            beside.append(_group(group, members))
        return members

    def _requirement(self, row: Row) -> Raw:
        values, sheet = row.values, specs.REQUIREMENTS
        node: Raw = {
            "kind": values["kind"],
            "code": values.get("code") or self.codes.make(values["title"]),
            "title": text_in(row, "title"),
            "accepts": [code.lower() for code in listed(values["accepts"])],
        }
        unit, minimum = UNITS.get(values["kind"]), values.get("minimum")
        if unit and minimum is not None:
            node[unit] = number(minimum)
        elif unit:
            self.sheets.problem("minimum_missing", sheet, row, "minimum")
        elif minimum is not None:
            self.sheets.note("minimum_not_for_kind", sheet, row, "minimum")
        if values.get("area"):
            node["area"] = values["area"]
        if values.get("judged_by"):
            node["judged_by"] = [code.lower() for code in listed(values["judged_by"])]
        if values.get("help"):
            node["help"] = text_in(row, "help")
        return node


def _group(row: Row, members: list[Raw]) -> Raw:
    titled = {"title": text_in(row, "title")} if row.values.get("title") else {}
    combine = row.values["combine"]
    if combine == "at_least":
        return {**titled, "at_least": {"n": row.values.get("n") or 1, "of": members}}
    return {**titled, combine: members}
