"""Units in a staff list: finding the one that a cell means, and planning the sheet of units."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from stegvis.foundation.documents.problems import Problem, echo
from stegvis.foundation.documents.sheets import Row
from stegvis.people.imports.columns import UNITS
from stegvis.people.imports.steps import Action, ImportPlan, Step, UnitNow, differences, single

_PATH = re.compile(r"\s*[/>\\|]\s*")


@dataclass(frozen=True)
class Found:
    code: str = ""
    problem: str = ""


class UnitIndex:
    """Units by code, by name and by path of names (``Hälso- och sjukvård / Hemsjukvård norr``), whatever the case."""

    def __init__(self, units: dict[str, tuple[str, str]]) -> None:
        """``units`` is code → (name, parent's code)."""
        self.by_code = {code.casefold(): code for code in units}
        self.by_name: dict[str, set[str]] = defaultdict(set)
        self.exact = set(units)
        for code in units:
            path = self._path(code, units)
            for start in range(len(path)):
                self.by_name["/".join(path[start:])].add(code)

    @staticmethod
    def _path(code: str, units: dict[str, tuple[str, str]]) -> list[str]:
        names: list[str] = []
        seen = set()
        while code in units and code not in seen:
            seen.add(code)
            name, parent = units[code]
            names.insert(0, name.casefold())
            code = parent
        return names

    def find(self, text: str) -> Found:
        if text in self.exact:
            return Found(text)
        if code := self.by_code.get(text.casefold()):
            return Found(code)
        named = self.by_name.get(text.casefold()) or self.by_name.get("/".join(_PATH.split(text.casefold().strip())))
        if not named:
            return Found(problem="unknown_unit")
        return Found(next(iter(named))) if len(named) == 1 else Found(problem="ambiguous_unit")


def plan_units(rows: list[Row], units: list[UnitNow], made: ImportPlan) -> UnitIndex:
    """Plan the sheet of units and return the index of those that will be there."""
    existing = {unit.code: unit for unit in units}
    for row in rows:
        row.values.setdefault("parent", existing[row.values["code"]].parent if row.values["code"] in existing else "")
    stated = {row.values["code"]: row for row in single(rows, lambda row: row.values["code"], made, UNITS)}
    _refuse_orphans(stated, set(existing), made)
    _refuse_circles(stated, existing, made)
    for code, row in stated.items():
        now = existing.get(code)
        values = {key: row.values[key] for key in ("code", "name", "parent")}
        changes = differences({"code": now.code, "name": now.name, "parent": now.parent}, values) if now else {}
        action: Action = "added" if now is None else "changed" if changes else "unchanged"
        made.steps.append(Step(UNITS.name, row.number, code, action, values, changes, now.id if now else None))
    after = {unit.code: (unit.name, unit.parent) for unit in units}
    after |= {code: (row.values["name"], row.values["parent"]) for code, row in stated.items()}
    return UnitIndex(after)


def _refuse_orphans(stated: dict[str, Row], existing: set[str], made: ImportPlan) -> None:
    """Take away rows whose parent is not there, and then those below them."""
    while orphans := [
        code
        for code, row in stated.items()
        if row.values["parent"] and row.values["parent"] not in existing and row.values["parent"] not in stated
    ]:
        for code in orphans:
            row = stated.pop(code)
            params = {"value": echo(row.values["parent"])}
            made.problems.append(Problem("unknown_parent", UNITS.name, row.number, UNITS.column("parent").name, params))


def _refuse_circles(stated: dict[str, Row], existing: dict[str, UnitNow], made: ImportPlan) -> None:
    """Take away the rows that lead round; what is already there is a tree."""
    parents = {code: unit.parent for code, unit in existing.items()}
    parents |= {code: row.values["parent"] for code, row in stated.items()}
    circular = [code for code in stated if _leads_round(code, parents)]
    for code in circular:
        row = stated.pop(code)
        made.problems.append(Problem("unit_circle", UNITS.name, row.number, UNITS.column("parent").name))
    if circular:
        _refuse_orphans(stated, set(existing), made)


def _leads_round(code: str, parents: dict[str, str]) -> bool:
    seen = set()
    while code and code not in seen:
        seen.add(code)
        code = parents.get(code, "")
    return bool(code)
