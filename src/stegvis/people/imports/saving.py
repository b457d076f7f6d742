"""Carrying out a plan with a handful of statements, whatever its size. Runs in the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Model

from stegvis.organisations.models import Organisation, Unit
from stegvis.people.imports.columns import EVIDENCE, STAFF, UNITS
from stegvis.people.imports.steps import (
    EMPLOYMENT_FIELDS,
    EVIDENCE_CHECKED,
    EVIDENCE_FIELDS,
    PERSON_FIELDS,
    ImportPlan,
    Step,
)
from stegvis.people.models import Employment, Evidence, Person

BATCH = 2000

Tell = Callable[[int, int], None]


class NotAllSavedError(RuntimeError):
    """The database kept some rows from being changed: the rights have changed since the plan was made."""


def save_plan(plan: ImportPlan, employer: Organisation, progress: Tell) -> list[UUID]:
    """Store all of the plan's changes and return the persons they are about. Raises NotAllSavedError."""
    total = len([step for step in plan.steps if step.action != "unchanged"])
    progress(0, total)
    units = _save_units(plan, employer)
    persons = _save_persons(plan, employer)
    _save_employments(plan, employer, units, persons)
    progress(len(plan.of(STAFF, "added", "changed")), total)
    touched = _save_evidence(plan, employer, persons)
    progress(total, total)
    return sorted({persons[step.number] for step in plan.of(STAFF, "added", "changed")} | touched)


def _save_units(plan: ImportPlan, employer: Organisation) -> dict[str, int]:
    """Units by code, parents set once all are there."""
    steps = plan.of(UNITS, "added", "changed")
    Unit.objects.bulk_create(
        [
            Unit(organisation=employer, code=step.values["code"], name=step.values["name"])
            for step in steps
            if step.action == "added"
        ]
    )
    ids = dict(Unit.objects.filter(organisation=employer).values_list("code", "id"))
    below = [step for step in steps if step.action == "changed" or step.values["parent"]]
    update_rows(
        Unit,
        ("name", "parent"),
        [(ids[s.values["code"]], s.values["name"], ids.get(s.values["parent"])) for s in below],
    )
    return ids


def _save_persons(plan: ImportPlan, employer: Organisation) -> dict[str, UUID]:
    """The person of every employee number in the plan; several employments of one number are one person's."""
    persons = {step.number: step.person for step in plan.of(STAFF) if step.person}
    persons |= {step.number: step.person for step in plan.of(EVIDENCE) if step.person}
    new = {step.number: step for step in plan.of(STAFF, "added") if step.number not in persons}
    persons |= {number: uuid4() for number in new}
    Person.objects.bulk_create(
        [
            Person(id=persons[number], registered_by=employer, **{key: step.values[key] for key in PERSON_FIELDS})
            for number, step in new.items()
        ],
        batch_size=BATCH,
    )
    renamed = {step.person: step for step in plan.of(STAFF, "changed") if step.changes.keys() & set(PERSON_FIELDS)}
    update_rows(Person, PERSON_FIELDS, [(key, *_values(step, PERSON_FIELDS)) for key, step in renamed.items()])
    return persons


def _save_employments(
    plan: ImportPlan, employer: Organisation, units: dict[str, int], persons: dict[str, UUID]
) -> None:
    for step in plan.of(STAFF, "added", "changed"):
        step.values["unit"] = units[step.values["unit"]]
    Employment.objects.bulk_create(
        [
            Employment(
                person_id=persons[step.number],
                employer=employer,
                employee_number=step.number,
                unit_id=step.values["unit"],
                profession_id=step.values["profession"],
                **{key: step.values[key] for key in EMPLOYMENT_FIELDS if key not in {"unit", "profession"}},
            )
            for step in plan.of(STAFF, "added")
        ],
        batch_size=BATCH,
    )
    changed = [step for step in plan.of(STAFF, "changed") if step.changes.keys() & set(EMPLOYMENT_FIELDS)]
    update_rows(Employment, EMPLOYMENT_FIELDS, [(step.id, *_values(step, EMPLOYMENT_FIELDS)) for step in changed])


def _save_evidence(plan: ImportPlan, employer: Organisation, persons: dict[str, UUID]) -> set[UUID]:
    added = plan.of(EVIDENCE, "added")
    Evidence.objects.bulk_create(
        [Evidence(person_id=persons[step.number], employer=employer, **step.values) for step in added],
        batch_size=BATCH,
    )
    changed = plan.of(EVIDENCE, "changed")
    fields = (*EVIDENCE_FIELDS, *EVIDENCE_CHECKED)
    update_rows(Evidence, fields, [(step.id, *_values(step, fields)) for step in changed])
    return {persons[step.number] for step in (*added, *changed)}


def _values(step: Step, fields: Iterable[str]) -> list[Any]:
    return [step.values[name] for name in fields]


def update_rows(model: type[Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Set ``fields`` of many rows in one statement; each of ``rows`` is (key, values …). Raises NotAllSavedError.

    The row-level policies decide as always, and a row that they keep back makes the whole fail.
    """
    if not rows:
        return
    columns: list[Any] = [model._meta.pk, *(model._meta.get_field(name) for name in fields)]
    names = [f'"{column.column}"' for column in columns]
    arrays = ", ".join(f"%s::{column.db_type(connection)}[]" for column in columns)
    sets = ", ".join(f"{name} = v.{name}" for name in names[1:])
    table, key = f'"{model._meta.db_table}"', names[0]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {sets} FROM unnest({arrays}) AS v ({', '.join(names)})"  # noqa: S608 - names of columns
            f" WHERE {table}.{key} = v.{key}",
            [list(values) for values in zip(*rows, strict=True)],
        )
        if cursor.rowcount != len(rows):
            raise NotAllSavedError(f"{len(rows) - cursor.rowcount} rows of {model._meta.label} were not changed")
