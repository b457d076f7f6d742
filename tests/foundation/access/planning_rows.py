"""What the web may write of plans and registers, for the tests of writing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession
from stegvis.planning import models as planning
from tests.foundation.access import planning_capacity_rows, planning_mix_rows
from tests.foundation.access.planning_forecasts_rows import ROWS as FORECASTS
from tests.support.cast import START, Cast
from tests.support.database import as_owner

M = TypeVar("M", bound=Model)
Make = Callable[[Cast, Organisation], Model]
TERM: dict[str, Any] = {"year": 2027, "half": 1}


def made(model: type[M], **fields: Any) -> M:
    with as_owner():
        return model._base_manager.create(**fields)


def nurse() -> Profession:
    with as_owner():
        return Profession.objects.get_or_create(
            code="sjukskoterska", defaults={"title_sv": "S", "title_en": "N", "is_licensed": True}
        )[0]


def plan_of(owner: Organisation) -> planning.SupplyPlan:
    return made(planning.SupplyPlan, employer=owner, title="P", starts=2027, ends=2031)


def measure_facts() -> dict[str, Any]:
    return {"kind": "retention", "title": "M", "owner": "HR-chef", "due_on": date(2028, 1, 1)}


def follow_up_of(owner: Organisation) -> planning.MeasureFollowUp:
    plan = plan_of(owner)
    measure = made(planning.Measure, plan=plan, **measure_facts())
    return planning.MeasureFollowUp(plan=plan, measure=measure, year=2027, state="done", words="W", said_on=START)


def edition_of(owner: Organisation) -> planning.PlanEdition:
    about: dict[str, Any] = {"owner": str(owner), "is_joint": False, "decided_on": START, "decided_in": "KS"}
    return planning.PlanEdition(plan=plan_of(owner), number=1, content={}, withheld={}, **about)


ROWS: dict[type[Model], tuple[str, str, Make]] = {
    **planning_capacity_rows.ROWS,
    **planning_mix_rows.ROWS,
    **FORECASTS,
    planning.SupplyPlan: (
        "employer",
        "gunilla",
        lambda c, o: planning.SupplyPlan(employer=o, title="P", starts=2027, ends=2031),
    ),
    planning.PlanNeed: (
        "plan",
        "gunilla",
        lambda c, o: planning.PlanNeed(plan=plan_of(o), profession=nurse(), now=1, supply=1, need=2, source="S"),
    ),
    planning.Measure: ("plan", "gunilla", lambda c, o: planning.Measure(plan=plan_of(o), **measure_facts())),
    planning.MeasureFollowUp: ("plan", "gunilla", lambda c, o: follow_up_of(o)),
    planning.PlanEdition: ("plan", "gunilla", lambda c, o: edition_of(o)),
    planning.TrainingPost: (
        "employer",
        "gunilla",
        lambda c, o: planning.TrainingPost(employer=o, kind="st", posts=2, filled=1, **TERM),
    ),
    planning.AgencyUse: (
        "employer",
        "gunilla",
        lambda c, o: planning.AgencyUse(employer=o, profession=nurse(), worked=1, kronor=1, **TERM),
    ),
    planning.TrainedAbroad: (
        "employer",
        "gunilla",
        lambda c, o: planning.TrainedAbroad(employer=o, profession=nurse(), step="test", people=1, **TERM),
    ),
}
