"""What a staff list is compared with: everything of the employer that the actor may see, in a few queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.imports.parsing import ParsedStaff
from stegvis.people.imports.persons import folded
from stegvis.people.imports.steps import (
    EMPLOYMENT_FIELDS,
    EVIDENCE_CHECKED,
    EVIDENCE_FIELDS,
    EVIDENCE_KEY,
    PERSON_FIELDS,
    AskedRow,
    EmploymentNow,
    EvidenceNow,
    Existing,
    UnitNow,
    asked_row,
)
from stegvis.people.models import Employment, Evidence, Profession

STORED_AS = {"unit": "unit__code", "profession": "profession_id"} | {name: f"person__{name}" for name in PERSON_FIELDS}


def load_existing(actor: Actor, employer: Organisation, parsed: ParsedStaff) -> Existing:
    """Six queries, whatever the size of the employer."""
    units = visible(actor, Unit).filter(organisation=employer).values_list("id", "code", "name", "parent__code")
    professions = visible(actor, Profession).values_list("code", "title_sv", "title_en")
    return Existing(
        today=actor.today,
        units=[UnitNow(key, code, name, parent or "") for key, code, name, parent in units],
        professions={code: (sv, en) for code, sv, en in professions},
        employments=_employments(actor, employer),
        evidence=_evidence(actor, employer),
        hidden=hidden_rows(employer.pk, [asked_row(row.values) for row in parsed.staff]),
        hidden_evidence=hidden_numbers(employer.pk, {row.values["number"] for row in parsed.evidence}),
    )


def _employments(actor: Actor, employer: Organisation) -> dict[str, list[EmploymentNow]]:
    fields = (*PERSON_FIELDS, *EMPLOYMENT_FIELDS)
    columns = [STORED_AS.get(name, name) for name in fields]
    rows = visible(actor, Employment).filter(employer=employer).order_by("valid_from")
    found = defaultdict(list)
    for key, person, registrar, number, *values in rows.values_list(
        "id", "person_id", "person__registered_by_id", "employee_number", *columns
    ):
        now = EmploymentNow(key, person, dict(zip(fields, values, strict=True)), registrar == employer.pk)
        found[number].append(now)
    return dict(found)


def _evidence(actor: Actor, employer: Organisation) -> dict[tuple[object, ...], EvidenceNow]:
    fields = (*EVIDENCE_KEY, *EVIDENCE_FIELDS, *EVIDENCE_CHECKED)
    rows = visible(actor, Evidence).filter(employer=employer, origin="")  # the rest is not the list's to change
    return {
        (person, *values[: len(EVIDENCE_KEY)]): EvidenceNow(key, dict(zip(fields, values, strict=True)))
        for key, person, *values in rows.order_by().values_list("id", "person_id", *fields)
    }


def hidden_rows(employer_id: int, rows: Sequence[AskedRow]) -> dict[AskedRow, bool]:
    """Of these rows, those whose number is held by a person who is protected from the actor: do they name that person?

    Nothing unless the actor coordinates the employer.
    """
    cells = [[number, folded(given), folded(family), *rest] for number, given, family, *rest in rows]
    with connection.cursor() as cursor:
        asked = json.dumps(cells, default=str)
        cursor.execute("SELECT at, same FROM stegvis_hidden_among(%s, %s::jsonb)", [employer_id, asked])
        return {rows[at - 1]: same for at, same in cursor.fetchall()}


def hidden_numbers(employer_id: int, numbers: Iterable[str]) -> frozenset[str]:
    """Those of the numbers that are held by persons who are protected from the actor."""
    return frozenset(row[0] for row in hidden_rows(employer_id, [(number, "", "", None, None) for number in numbers]))
