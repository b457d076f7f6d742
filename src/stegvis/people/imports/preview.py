"""A stored report made ready for the page, in the reader's language and without whom the reader may not know of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from stegvis.foundation.documents.problems import Problem
from stegvis.foundation.documents.values import Kind
from stegvis.people.imports import problems as _texts  # noqa: F401 - registers the words
from stegvis.people.imports.columns import SHEETS, UNITS
from stegvis.people.imports.existing import hidden_numbers
from stegvis.people.imports.report import SHEET_KEYS
from stegvis.people.imports.steps import grouped
from stegvis.people.models import Evidence, Profession, StaffImport

COLUMNS = {(spec.name, column.key): column for spec in SHEETS for column in spec.columns}


@dataclass(frozen=True)
class Counts:
    """The figures of one sheet."""

    sheet: str
    added: int
    changed: int
    unchanged: int
    errors: int


@dataclass(frozen=True)
class Line:
    """One field of one row, before and after. ``about`` is the title of the evidence that it is a field of."""

    sheet: str
    row: int
    about: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Changed:
    """A person, or a unit by its code, and all that the list changes about them."""

    name: str
    number: str
    lines: tuple[Line, ...]


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
        return [
            {**person, "unit": self._unit(person["unit"]), "profession": self._profession(person["profession"])}
            for person in self.report.get("added", [])
            if person["number"] not in self.hidden
        ]

    @cached_property
    def changed(self) -> list[Changed]:
        """Persons in the order of the list, then units."""
        rows = [
            row
            for row in self.report.get("changed", [])
            if row["sheet"] == UNITS.name or row["number"] not in self.hidden
        ]
        found = grouped(rows, lambda row: (row["sheet"] == UNITS.name, row["number"]))
        return [
            Changed(
                self._called("units" if is_unit else "persons", number),
                number,
                tuple(line for row in group for line in self._lines(row)),
            )
            for (is_unit, number), group in sorted(found.items(), key=lambda item: item[0][0])
        ]

    def _lines(self, row: dict[str, Any]) -> list[Line]:
        return [
            Line(
                row["sheet"],
                row["row"],
                row.get("title", ""),
                _field(row["sheet"], key),
                self._words(row, key, old),
                self._words(row, key, new),
            )
            for key, old, new in row["changes"]
        ]

    def _words(self, row: dict[str, Any], key: str, value: str) -> str:
        """The value as people say it; what is stored are codes, tenths of credits and ISO dates."""
        if not value:
            return ""
        words = {"state": _state, "unit": self._unit, "parent": self._unit, "profession": self._profession}
        if key in words:
            return words[key](value)
        if key == "amount" and row.get("kind") == Evidence.Kind.CREDITS:
            return str(number_format(int(value) / 10))
        if COLUMNS[row["sheet"], key].kind is Kind.DATE:
            return str(date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT"))
        return value

    def _unit(self, code: str) -> str:
        name = self._called("units", code)
        return f"{name} ({code})" if name != code else code

    def _profession(self, code: str) -> str:
        title_sv, title_en = self.report["names"]["professions"][code]
        return str(Profession(code=code, title_sv=title_sv, title_en=title_en))

    def _called(self, what: str, key: str) -> str:
        return str(self.report["names"][what].get(key, key))

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


def _field(sheet: str, key: str) -> str:
    """What the list calls a column; the state is no column of it, but what a row in it makes of a person's own."""
    return gettext("State") if key == "state" else COLUMNS[sheet, key].name


def _state(value: str) -> str:
    return str(Evidence.State(value).label)
