"""A skill mix of the managers' units, and a task shift of each: one that is decided, with its first week told of."""

from __future__ import annotations

from datetime import date
from typing import Any

from stegvis.organisations.models import Organisation, Unit
from stegvis.planning.models import Mix, Shift, ShiftWeek

MONDAY = date(2026, 9, 7)
TASK = {"key": "u1", "title": "Sköta förråd", "hours": 20.0, "is_near": False}
NURSE: dict[str, Any] = {"role": "sjukskoterska", "today": 20.0}
CONTENT: dict[str, Any] = {
    "staff": [
        {"role": "sjukskoterska", "hours": 100.0, "wage": 330.0},
        {"role": "service", "hours": 20.0, "wage": 220.0},
    ],
    "ahead": {
        "years": [{"number": 2027, "need": 1.1, "staff": 0.9, "budget": 400_000.0}],
        "paths": [
            {"source": "service", "target": "sjukskoterska", "years": 1, "works": 0.5, "cost": 400_000.0, "most": 1.0}
        ],
        "staff": [],
    },
    "tasks": [TASK | {"doers": [NURSE, {"role": "service", "ground": "local"}]}],
}


def furnish_mixes(employers: dict[str, Organisation]) -> dict[str, dict[str, Any]]:
    """Rows by kind and employer. Run it as the owner."""
    mixes = {slug: _mix(employer) for slug, employer in employers.items()}
    return {"mix": mixes, "shift": {slug: _shift(mix) for slug, mix in mixes.items()}}


def _mix(employer: Organisation) -> Mix:
    unit = Unit.objects.get(organisation=employer, role_grants__role="unit_manager")
    return Mix.objects.create(employer=employer, unit=unit, title="Kompetensmix", content=CONTENT)


def _shift(mix: Mix) -> Shift:
    about: dict[str, Any] = {"kind": "service", "source": "sjukskoterska", "target": "service", "hours": 10}
    signed: dict[str, Any] = {"state": "decided", "decided_on": MONDAY, "decided_name": "Bosse"}
    shift = Shift.objects.create(
        employer=mix.employer, unit=mix.unit, mix=mix, task="Sköta förråd", starts=MONDAY, why="W", **about, **signed
    )
    ShiftWeek.objects.create(shift=shift, week=MONDAY, moved=4, added=10)
    return shift
