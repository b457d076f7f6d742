"""Plans and registers in the drawn world: of employers and collaborations, decided or not, shown or not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from stegvis.planning import models as planning
from tests.foundation.access.planning_capacity_world import make_capacity
from tests.foundation.access.planning_forecasts_world import make_forecast
from tests.foundation.access.planning_mix_world import make_mixes

if TYPE_CHECKING:
    from tests.foundation.access.world import Maker

TERM: dict[str, Any] = {"year": 2027, "half": 1}


def make_planning(maker: Maker) -> None:
    make_capacity(maker)
    make_mixes(maker)
    owners = [{"employer": one} for one in maker.world.employers]
    for owner in (*owners, *({"collaboration": one} for one in maker.world.collaborations)):
        make_plan(maker, owner)
        make_forecast(maker, owner)
    for employer in maker.world.employers:
        profession = maker.draw.choice(maker.professions)
        planning.TrainingPost.objects.create(employer=employer, kind="st", posts=2, filled=1, **TERM)
        planning.AgencyUse.objects.create(employer=employer, profession=profession, worked=1, kronor=1, **TERM)
        planning.TrainedAbroad.objects.create(employer=employer, profession=profession, step="test", people=1, **TERM)


def make_plan(maker: Maker, owner: dict[str, Any]) -> None:
    plan = planning.SupplyPlan.objects.create(**owner, title="P", starts=2027, ends=2031)
    profession = maker.draw.choice(maker.professions)
    planning.PlanNeed.objects.create(plan=plan, profession=profession, now=1, supply=1, need=2, source="S")
    measure = planning.Measure.objects.create(
        plan=plan, kind="retention", title="M", owner="HR-chef", due_on=date(2028, 1, 1)
    )
    planning.MeasureFollowUp.objects.create(
        plan=plan, measure=measure, year=2027, state="done", words="W", said_on=maker.today
    )
    planning.PlanEdition.objects.create(
        plan=plan,
        number=1,
        owner="O",
        is_joint="collaboration" in owner,
        is_open=maker.draw.random() < 0.5,
        decided_on=maker.today,
        decided_in="KS",
        content={},
        withheld={},
    )
