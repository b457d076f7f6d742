"""A supply plan of each employer's, with a need and a measure, decided once: Ale's is shown, Mölndal's is kept in."""

from __future__ import annotations

from datetime import date
from typing import Any

from stegvis.organisations.models import Organisation
from stegvis.planning.models import Measure, PlanEdition, PlanNeed, SupplyPlan, TrainingPost

DAY = date(2026, 11, 1)


def furnish_plans(employers: dict[str, Organisation]) -> dict[str, dict[str, Any]]:
    """Rows by kind and employer. Run it as the owner."""
    plans = {slug: _plan(employer) for slug, employer in employers.items()}
    return {
        "supply plan": plans,
        "register line": {slug: _line(employer) for slug, employer in employers.items()},
        "measure": {slug: Measure.objects.get(plan=plan) for slug, plan in plans.items()},
    }


def _line(employer: Organisation) -> TrainingPost:
    return TrainingPost.objects.create(employer=employer, kind="st", posts=4, filled=3, year=2026, half=1)


def _plan(employer: Organisation) -> SupplyPlan:
    plan = SupplyPlan.objects.create(employer=employer, title=f"Plan {employer}", starts=2027, ends=2031)
    PlanNeed.objects.create(
        plan=plan, profession_id="sjukskoterska", now=100, supply=80, need=120, source="Egen räkning"
    )
    Measure.objects.create(
        plan=plan, kind="retention", title="Mentor åt alla nya", owner="HR-chef", due_on=date(2028, 1, 1), effect=5
    )
    PlanEdition.objects.create(
        plan=plan,
        number=1,
        owner=str(employer),
        is_joint=False,
        is_open=employer.slug == "ale",
        decided_on=DAY,
        decided_in="Kommunstyrelsen",
        content=CONTENT | {"title": plan.title},
        withheld={},
    )
    return plan


CONTENT: dict[str, Any] = {
    "starts": 2027,
    "ends": 2031,
    "words": "",
    "needs": [
        {
            "profession": "sjukskoterska",
            "now": "100.0",
            "supply": "80.0",
            "need": "120.0",
            "source": "Egen räkning",
            "words": "",
        }
    ],
    "measures": [
        {
            "profession": None,
            "kind": "retention",
            "title": "Mentor åt alla nya",
            "owner": "HR-chef",
            "due_on": "2028-01-01",
            "effect": "5.0",
            "state": "planned",
            "follow_ups": [],
        }
    ],
}
