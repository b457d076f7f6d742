"""What a staff list would change, from the list and from what is there. Knows no database.

The plan does not depend on the order of the rows, and planning the outcome of a plan again gives nothing to do.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from stegvis.foundation.documents.problems import Problem, echo
from stegvis.foundation.documents.sheets import Row
from stegvis.people.imports.columns import EVIDENCE, NUMBER, STAFF, UNITS
from stegvis.people.imports.parsing import ParsedStaff
from stegvis.people.imports.persons import is_another
from stegvis.people.imports.steps import (
    EMPLOYMENT_DEFAULTS,
    EVIDENCE_CHECKED,
    EVIDENCE_DEFAULTS,
    EVIDENCE_FIELDS,
    EVIDENCE_KEY,
    PERSON_FIELDS,
    Action,
    EmploymentNow,
    Existing,
    ImportPlan,
    Names,
    Step,
    asked_row,
    differences,
    grouped,
    refuse,
    single,
)
from stegvis.people.imports.units import UnitIndex, plan_units
from stegvis.people.models import Evidence

YOUNGEST, OLDEST = 15, 100  # years of age at work


def plan(parsed: ParsedStaff, existing: Existing) -> ImportPlan:
    """Say what each row would do. A row about somebody hidden from the actor does nothing and says nothing."""
    made = ImportPlan(problems=list(parsed.problems))
    units = plan_units(parsed.units, existing.units, made)
    _Staff(existing, units, made).take(parsed.staff)
    _Evidence(existing, made, parsed.staff).take(parsed.evidence)
    made.names = _names(existing, made)
    made.missing = sorted(
        number
        for number, periods in existing.employments.items()
        if number not in parsed.mentioned and any(runs(period.values, existing.today) for period in periods)
    )
    made.problems.sort(key=lambda problem: (problem.sheet != STAFF.name, problem.sheet, problem.row, problem.code))
    return made


def _names(existing: Existing, made: ImportPlan) -> Names:
    persons = {step.number: step.values for step in made.of(STAFF, "added")}
    persons |= {number: periods[-1].values for number, periods in existing.employments.items()}
    return Names(
        units={unit.code: unit.name for unit in existing.units}
        | {step.number: step.values["name"] for step in made.of(UNITS)},
        professions=existing.professions,
        persons={number: f"{values['given_name']} {values['family_name']}" for number, values in persons.items()},
    )


def runs(values: dict[str, Any], day: date) -> bool:
    return values["valid_from"] <= day and (values["valid_to"] is None or values["valid_to"] >= day)


class _Staff:
    """The sheet of persons and employments."""

    def __init__(self, existing: Existing, units: UnitIndex, made: ImportPlan) -> None:
        self.existing, self.units, self.made = existing, units, made
        self.professions = {
            name.casefold(): code for code, titles in existing.professions.items() for name in (code, *titles)
        }

    def take(self, rows: list[Row]) -> None:
        known = [row for row in rows if self._resolve(row)]
        for number, group in grouped(known, lambda row: row.values["number"]).items():
            kept = single(group, lambda row: row.values["valid_from"], self.made, STAFF)
            if len({_person_of(row) for row in kept}) > 1:
                refuse(kept, "number_shared", self.made, STAFF)
                continue
            steps = (self._step(row, number, alone=len(kept) == 1) for row in kept)
            self.made.steps += [step for step in steps if step is not None]
        self._refuse_quarrels()

    def _resolve(self, row: Row) -> bool:
        """Turn unit and profession into codes; a problem for each that is unknown."""
        found = self.units.find(row.values["unit"])
        profession = self.professions.get(row.values["profession"].casefold())
        if found.problem:
            self._problem(row, found.problem, "unit")
        if profession is None:
            self._problem(row, "unknown_profession", "profession")
        if not _may_work(row.values, self.existing.today):
            self._problem(row, "birth_year_impossible", "birth_year", least=YOUNGEST, most=OLDEST)
            return False
        if found.problem or profession is None:
            return False
        row.values["unit"], row.values["profession"] = found.code, profession
        return True

    def _problem(self, row: Row, code: str, key: str, **more: Any) -> None:
        params = {"value": echo(row.values[key]), **more}
        self.made.problems.append(Problem(code, STAFF.name, row.number, STAFF.column(key).name, params))

    def _step(self, row: Row, number: str, *, alone: bool) -> Step | None:
        """What the row does; None for one that names another than the holder of its number, who may be hidden."""
        same = self.existing.hidden.get(asked_row(row.values))
        if same is not None:
            return Step(STAFF.name, row.number, number, "unchanged", {}) if same else self._taken(row)
        periods = self.existing.employments.get(number, [])
        stated = {key: value for key, value in row.values.items() if key != "number"}
        now = _period(periods, stated["valid_from"], alone=alone)
        person = now or (periods[-1] if periods else None)
        if person is not None and is_another(person.values, stated):
            if now is not None or not _ended_before(person, stated["valid_from"]):
                return self._taken(row)
            person = None
        if now is not None:
            return self._changed(row, now, stated)
        values = {"birth_year": person.values["birth_year"] if person else None, **EMPLOYMENT_DEFAULTS, **stated}
        return Step(STAFF.name, row.number, number, "added", values, person=person.person if person else None)

    def _taken(self, row: Row) -> Step | None:
        self.made.problems.append(Problem("number_taken", STAFF.name, row.number, NUMBER.name))
        return None

    def _changed(self, row: Row, now: EmploymentNow, stated: dict[str, Any]) -> Step:
        if not now.may_rename:
            stated = {key: value for key, value in stated.items() if key not in PERSON_FIELDS}
        changes = differences(now.values, stated)
        action: Action = "changed" if changes else "unchanged"
        values = {**now.values, **stated}
        return Step(STAFF.name, row.number, row.values["number"], action, values, changes, now.id, now.person)

    def _refuse_quarrels(self) -> None:
        """Two numbers of one person with two names: whichever came last would win, each time anew."""
        persons = grouped((s for s in self.made.of(STAFF) if s.person), lambda step: step.person)
        for steps in persons.values():
            if len({tuple(step.values[key] for key in PERSON_FIELDS) for step in steps}) > 1:
                refuse([Row(step.row, {}) for step in steps], "duplicate_differs", self.made, STAFF)
                self.made.steps = [step for step in self.made.steps if step not in steps]


def _period(periods: list[EmploymentNow], begins: date, *, alone: bool) -> EmploymentNow | None:
    """The employment that a row is about: the one that begins that day, else the latest whose start is corrected.

    A start after the latest has ended, or several rows with the number, is another employment.
    """
    for period in periods:
        if period.values["valid_from"] == begins:
            return period
    if not periods or not alone:
        return None
    return None if _ended_before(periods[-1], begins) else periods[-1]


def _ended_before(period: EmploymentNow, day: date) -> bool:
    ended = period.values["valid_to"]
    return ended is not None and ended < day


def _may_work(values: dict[str, Any], today: date) -> bool:
    """Whether the birth year, where there is one, fits somebody employed from the row's first day."""
    born = values.get("birth_year")
    begins = values["valid_from"]
    return born is None or (begins.year - born >= YOUNGEST and max(begins, today).year - born <= OLDEST)


class _Evidence:
    """The sheet of what is known of competence."""

    def __init__(self, existing: Existing, made: ImportPlan, staff: list[Row]) -> None:
        self.existing, self.made = existing, made
        self.persons = {number: periods[-1].person for number, periods in existing.employments.items()}
        for step in made.of(STAFF, "added"):
            if step.person is None:
                self.persons.pop(step.number, None)  # the number has a new holder
        refused = {problem.row for problem in made.problems if problem.code == "number_taken"}
        self.taken = {row.values["number"] for row in staff if row.number in refused}
        self.employed = self._employed_after()
        self.professions = {name.casefold(): code for code, t in existing.professions.items() for name in (code, *t)}

    def _employed_after(self) -> set[str]:
        """The numbers whose person is employed on the day once the staff sheet is saved."""
        changed = {step.id: step.values for step in self.made.of(STAFF, "changed")}
        after = {
            number: [changed.get(period.id, period.values) for period in periods]
            for number, periods in self.existing.employments.items()
        }
        for step in self.made.of(STAFF, "added"):
            after.setdefault(step.number, []).append(step.values)
        return {n for n, periods in after.items() if any(runs(values, self.existing.today) for values in periods)}

    def take(self, rows: list[Row]) -> None:
        new = {step.number for step in self.made.of(STAFF, "added")}
        known = [row for row in rows if self._resolve(row, new)]
        for number, group in grouped(known, lambda row: row.values["number"]).items():
            if number in self.existing.hidden_evidence and number not in new:
                self.made.steps += [Step(EVIDENCE.name, row.number, number, "unchanged", {}) for row in group]
                continue
            kept = single(group, lambda row: tuple(row.values[key] for key in EVIDENCE_KEY), self.made, EVIDENCE)
            self.made.steps += [self._step(row, self.persons.get(number)) for row in kept]

    def _resolve(self, row: Row, new: set[str]) -> bool:
        number = row.values["number"]
        if row.values["kind"] == Evidence.Kind.LICENCE and not self._resolve_licence(row):
            return False
        if number in self.taken:
            self._problem(row, "number_taken", "number")
            return False
        if number in self.existing.hidden_evidence and number not in new:
            return True
        if number not in self.persons and number not in new:
            self._problem(row, "unknown_number", "number", value=echo(number))
            return False
        if number not in self.employed:
            self._problem(row, "not_employed_now", "number")
            return False
        return True

    def _resolve_licence(self, row: Row) -> bool:
        """A licence's code is its profession; people write the profession's name in either column."""
        for text in (row.values["code"], row.values.get("title", "")):
            if code := self.professions.get(text.casefold()):
                row.values["code"] = code
                return True
        self._problem(row, "unknown_profession", "code", value=echo(row.values["code"]))
        return False

    def _problem(self, row: Row, code: str, key: str, **params: Any) -> None:
        self.made.problems.append(Problem(code, EVIDENCE.name, row.number, EVIDENCE.column(key).name, params))

    def _step(self, row: Row, person: UUID | None) -> Step:
        number = row.values["number"]
        stated = {key: value for key, value in row.values.items() if key != "number"}
        key = (person, *(stated[name] for name in EVIDENCE_KEY))
        now = self.existing.evidence.get(key) if person else None
        if now is None:
            values = {"title": self._title(stated), **EVIDENCE_DEFAULTS, **stated}
            return Step(EVIDENCE.name, row.number, number, "added", values, person=person)
        compared = {name: stated[name] for name in EVIDENCE_FIELDS if name in stated}
        if now.values["state"] != Evidence.State.VERIFIED:  # the employer's list says the same as the person did
            stated |= EVIDENCE_CHECKED
            compared["state"] = stated["state"]
        changes = differences(now.values, compared)
        action: Action = "changed" if changes else "unchanged"
        return Step(EVIDENCE.name, row.number, number, action, {**now.values, **stated}, changes, now.id, person)

    def _title(self, stated: dict[str, Any]) -> str:
        if stated["kind"] == Evidence.Kind.LICENCE:
            return self.existing.professions[stated["code"]][0]
        return str(stated["code"]).replace("-", " ").capitalize()


def _person_of(row: Row) -> tuple[Any, ...]:
    return tuple(row.values.get(key) for key in PERSON_FIELDS)
