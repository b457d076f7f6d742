"""A stored report made ready for the page, in the reader's language and without whom the reader may not know of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stegvis.foundation.documents.problems import Problem
from stegvis.people.imports import problems as _texts  # noqa: F401 - registers the words
from stegvis.people.imports.columns import SHEETS
from stegvis.people.imports.existing import hidden_numbers
from stegvis.people.imports.report import SHEET_KEYS
from stegvis.people.models import StaffImport

COLUMN_NAMES = {(spec.name, column.key): column.name for spec in SHEETS for column in spec.columns}


@dataclass(frozen=True)
class Counts:
    """The figures of one sheet."""

    sheet: str
    added: int
    changed: int
    unchanged: int
    errors: int


@dataclass(frozen=True)
class Change:
    sheet: str
    row: int
    number: str
    field: str
    old: str
    new: str


class Preview:
    """Reads the report when asked; somebody whose identity was protected since it was made is left out."""

    def __init__(self, staff_import: StaffImport) -> None:
        self.report: dict[str, Any] = staff_import.report
        self.employer_id = staff_import.employer_id

    @cached_property
    def hidden(self) -> frozenset[str]:
        listed = (one["number"] for key in ("added", "changed") for one in self.report.get(key, []))
        return hidden_numbers(self.employer_id, {*listed, *self.report.get("missing", [])})

    @property
    def counts(self) -> list[Counts]:
        found = self.report.get("counts", {})
        named = [Counts(spec.name, **found[SHEET_KEYS[spec.name]]) for spec in SHEETS if found]
        return [counts for counts in named if counts.sheet == SHEETS[0].name or any(list(vars(counts).values())[1:])]

    @cached_property
    def added(self) -> list[dict[str, Any]]:
        return [person for person in self.report.get("added", []) if person["number"] not in self.hidden]

    @cached_property
    def changes(self) -> list[Change]:
        return [
            Change(one["sheet"], one["row"], one["number"], COLUMN_NAMES.get((one["sheet"], field), field), old, new)
            for one in self.report.get("changed", [])
            if one["number"] not in self.hidden
            for field, old, new in one["changes"]
        ]

    @cached_property
    def missing(self) -> list[str]:
        return [number for number in self.report.get("missing", []) if number not in self.hidden]

    @cached_property
    def problems(self) -> list[Problem]:
        return [Problem(**problem) for problem in self.report.get("problems", [])]

    @property
    def notices(self) -> list[Problem]:
        return [Problem(**notice) for notice in self.report.get("notices", [])]

    @property
    def has_errors(self) -> bool:
        return bool(self.report.get("problem_count"))

    @property
    def unshown_problems(self) -> int:
        return int(self.report.get("problem_count", 0)) - len(self.problems)

    @property
    def changes_something(self) -> bool:
        return bool(self.report.get("changes_something"))
