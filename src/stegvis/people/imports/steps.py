"""The words in which a plan is made: what is there, what each row would do, and what is wrong."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar
from uuid import UUID

from stegvis.foundation.documents.problems import Problem
from stegvis.foundation.documents.sheets import Row, SheetSpec

T = TypeVar("T")

PERSON_FIELDS = ("given_name", "family_name", "birth_year")
EMPLOYMENT_FIELDS = ("unit", "profession", "title", "email", "share", "valid_from", "valid_to")
EMPLOYMENT_DEFAULTS = {"title": "", "email": "", "share": 100, "valid_to": None}
EVIDENCE_KEY = ("kind", "code", "area", "valid_from", "judged_by")
EVIDENCE_FIELDS = ("title", "amount", "valid_until", "reference", "checked_on", "checked_how")
EVIDENCE_CHECKED = {"state": "verified", "source": "import", "answer": ""}  # what a list makes of what a person stated
EVIDENCE_DEFAULTS = {"valid_until": None, "reference": "", "checked_on": None, "checked_how": "", **EVIDENCE_CHECKED}

AskedRow = tuple[str, str, str, int | None, date | None]  # number, given name, family name, birth year, begins
Action = Literal["added", "changed", "unchanged"]


@dataclass
class EmploymentNow:
    """``values`` holds PERSON_FIELDS and EMPLOYMENT_FIELDS, the unit and the profession by code."""

    id: int
    person: UUID
    values: dict[str, Any]
    may_rename: bool = True


@dataclass
class EvidenceNow:
    id: int
    values: dict[str, Any]


@dataclass
class UnitNow:
    id: int
    code: str
    name: str
    parent: str = ""


@dataclass
class Existing:
    """What is there and visible.

    ``hidden`` are the rows asked about whose number is held by somebody whom the actor may not know of, and whether
    they name that person; ``hidden_evidence`` such numbers on the sheet of evidence.
    """

    today: date
    units: list[UnitNow] = field(default_factory=list)
    professions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    employments: dict[str, list[EmploymentNow]] = field(default_factory=dict)
    evidence: dict[tuple[Any, ...], EvidenceNow] = field(default_factory=dict)
    hidden: dict[AskedRow, bool] = field(default_factory=dict)
    hidden_evidence: frozenset[str] = frozenset()


@dataclass
class Step:
    """One row's effect. ``id`` is the row's key in the database, ``person`` the person's; None where new.

    ``values`` are the full values to be stored, ``changes`` what differs: field → (old, new).
    """

    sheet: str
    row: int
    number: str
    action: Action
    values: dict[str, Any]
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    id: int | None = None
    person: UUID | None = None


@dataclass
class Names:
    """What codes and numbers are called: units by code, professions (title_sv, title_en) by code, persons by number.

    A unit is called as it will be once the plan is carried out, a person as now, and a new one as in the list.
    """

    units: dict[str, str] = field(default_factory=dict)
    professions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)


@dataclass
class ImportPlan:
    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    names: Names = field(default_factory=Names)

    def of(self, spec: SheetSpec, *actions: Action) -> list[Step]:
        return [step for step in self.steps if step.sheet == spec.name and (not actions or step.action in actions)]

    def faulty_rows(self, spec: SheetSpec) -> int:
        return len({problem.row for problem in self.problems if problem.sheet == spec.name})

    @property
    def changes_something(self) -> bool:
        return any(step.action != "unchanged" for step in self.steps)

    @property
    def fingerprint(self) -> str:
        """The same for the same effect: what was looked at is what is saved."""
        effect = sorted(
            [step.sheet, step.row, step.action, str(step.id), _plain(step.values), _plain(step.changes)]
            for step in self.steps
        )
        faults = sorted([p.sheet, p.row, p.code] for p in self.problems)
        return hashlib.sha256(json.dumps([effect, faults]).encode()).hexdigest()


def _plain(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, default=str)


def grouped(items: Iterable[T], key: Callable[[T], Any]) -> dict[Any, list[T]]:
    groups: dict[Any, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def single(rows: list[Row], key: Callable[[Row], Any], made: ImportPlan, spec: SheetSpec) -> list[Row]:
    """One row a key: of equal rows the first, of rows that differ none. The others become problems."""
    kept = []
    for group in grouped(rows, key).values():
        group.sort(key=lambda row: row.number)
        first = group[0]
        if any(row.values != first.values for row in group):
            refuse(group, "duplicate_differs", made, spec)
            continue
        kept.append(first)
        for row in group[1:]:
            made.problems.append(Problem("duplicate", spec.name, row.number, "", {"first": first.number}))
    return kept


def refuse(rows: list[Row], code: str, made: ImportPlan, spec: SheetSpec) -> None:
    """The same problem for each of the rows, which names them all."""
    numbers = sorted(row.number for row in rows)
    listed = ", ".join(str(number) for number in numbers[:10]) + (" …" if len(numbers) > 10 else "")
    made.problems += [Problem(code, spec.name, number, "", {"rows": listed}) for number in numbers]


def asked_row(values: dict[str, Any]) -> AskedRow:
    """What of a row on the sheet of staff says whom it is about."""
    return (
        values["number"],
        values["given_name"],
        values["family_name"],
        values.get("birth_year"),
        values["valid_from"],
    )


def differences(now: dict[str, Any], stated: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Field → (old, new) where what is stated is not what is there."""
    return {key: (now[key], value) for key, value in stated.items() if now[key] != value}
