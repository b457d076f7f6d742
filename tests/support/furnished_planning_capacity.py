"""A capacity plan of the managers' units: Ale's is being written, Mölndal's is decided with its first week told of."""

from __future__ import annotations

from datetime import date
from typing import Any

from stegvis.organisations.models import Organisation, Unit
from stegvis.planning.capacity.computing import expected
from stegvis.planning.capacity.content import Activity, Competence, Content, LeverUse
from stegvis.planning.models import CapacityPlan, CapacityWeek

MONDAY, NURSE = date(2026, 9, 7), "sjukskoterska"
CONTENT = Content(
    competences=(Competence(NURSE, 6, (230.0, 230.0)),),
    activities=(Activity("besok", "Hembesök", {NURSE: 60.0}, (240.0, 250.0)),),
    levers=(LeverUse("extra", {NURSE: 20.0}, {NURSE: 400.0}),),
)


def furnish_capacity(employers: dict[str, Organisation]) -> dict[str, dict[str, Any]]:
    """Rows by kind and employer. Run it as the owner."""
    return {"capacity plan": {slug: _plan(employer) for slug, employer in employers.items()}}


def _plan(employer: Organisation) -> CapacityPlan:
    unit = Unit.objects.get(organisation=employer, role_grants__role="unit_manager")
    decided: dict[str, Any] = {} if employer.slug == "ale" else {"state": "decided", "decided_on": MONDAY}
    plan = CapacityPlan.objects.create(
        employer=employer, unit=unit, title="Hösten", starts=MONDAY, weeks=2, content=CONTENT.as_json(), **decided
    )
    if decided:
        outcome = expected(CONTENT, 0).as_json()
        CapacityWeek.objects.create(plan=plan, week=MONDAY, content=outcome, said_on=MONDAY)
    return plan
