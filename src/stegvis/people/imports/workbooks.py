"""The template to fill in, and the list as it is in the same form: what goes out comes in again unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.documents.sheets import Column, SheetSpec
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.imports.columns import EVIDENCE, KINDS, STAFF, UNITS
from stegvis.people.models import Employment, Evidence, Profession

LISTS = SheetSpec(
    "Listor", (Column("profession", "Yrke"), Column("profession_code", "Yrkeskod"), Column("kind", "Typ av underlag"))
)


def template_workbook(actor: Actor, employer: Organisation) -> bytes:
    """Empty sheets with the employer's units and the professions to choose from."""
    return _workbook(actor, employer, staff=[], evidence=[])


def current_workbook(actor: Actor, employer: Organisation) -> bytes:
    """All whose employment has not ended, with what is known of their competence."""
    return _workbook(actor, employer, staff=_staff(actor, employer), evidence=_evidence(actor, employer))


def listed_persons(actor: Actor, employer: Organisation) -> Iterable[UUID]:
    """Whom the current list holds."""
    return _not_ended(actor, employer).values_list("person_id", flat=True)


def _workbook(actor: Actor, employer: Organisation, *, staff: Any, evidence: Any) -> bytes:
    professions = list(visible(actor, Profession).values_list("title_sv", "code"))
    units = list(
        visible(actor, Unit).filter(organisation=employer).order_by("code").values_list("code", "name", "parent__code")
    )
    kinds = [names[0] for names in KINDS.values()]
    lists = [
        (*(professions[at] if at < len(professions) else ("", "")), kinds[at] if at < len(kinds) else "")
        for at in range(max(len(professions), len(kinds)))
    ]
    choices = {"profession": f"=Listor!$A$2:$A${len(professions) + 1}"}
    if units:
        choices["unit"] = f"=Enheter!$A$2:$A${len(units) + 1}"
    return write_workbook(
        [
            SheetToWrite(STAFF, staff, choices),
            SheetToWrite(EVIDENCE, evidence),
            SheetToWrite(UNITS, units),
            SheetToWrite(LISTS, lists),
        ]
    )


def _not_ended(actor: Actor, employer: Organisation) -> QuerySet[Employment]:
    running = Q(valid_to__isnull=True) | Q(valid_to__gte=actor.today)
    return visible(actor, Employment).filter(running, employer=employer)


def _staff(actor: Actor, employer: Organisation) -> Any:
    return (
        _not_ended(actor, employer)
        .order_by("person__sort_name", "valid_from", "id")
        .values_list(
            "employee_number",
            "person__given_name",
            "person__family_name",
            "person__birth_year",
            "profession__title_sv",
            "unit__code",
            "title",
            "share",
            "valid_from",
            "valid_to",
            "email",
        )
    )


def _evidence(actor: Actor, employer: Organisation) -> Iterator[list[Any]]:
    """Evidence by the number of an employment that runs, which is what it is found by when it comes in again.

    Without what came of something in Stegvis, which is kept there.
    """
    running = _not_ended(actor, employer).filter(valid_from__lte=actor.today)
    numbers = dict(running.order_by("valid_from").values_list("person_id", "employee_number"))
    rows = visible(actor, Evidence).filter(employer=employer, origin="", person__in=numbers)
    rows = rows.filter(state=Evidence.State.VERIFIED)
    for row in rows.order_by("person__sort_name", "person_id", "kind", "code", "valid_from", "id"):
        yield [
            numbers[row.person_id],
            KINDS[row.kind][0],
            row.code,
            row.title,
            row.area,
            _amount(row),
            row.valid_from,
            row.valid_until,
            row.reference,
            row.checked_on,
            row.checked_how,
            row.judged_by,
        ]


def _amount(row: Evidence) -> float | None:
    match row.kind:
        case Evidence.Kind.CREDITS:
            return row.amount / 10
        case Evidence.Kind.COMPETENCE:
            return row.amount
    return None
