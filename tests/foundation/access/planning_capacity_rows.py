"""What the web may write of capacity plans, for the tests of writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from stegvis.organisations.models import Organisation, Unit
from stegvis.planning import models as planning
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.furnished_planning_capacity import MONDAY

Make = Callable[[Cast, Organisation], Model]


def about(owner: Organisation) -> dict[str, Any]:
    with as_owner():
        unit = Unit.objects.filter(organisation=owner).earliest("pk")
    return {"employer": owner, "unit": unit, "title": "K", "starts": MONDAY, "weeks": 2}


def week_of(owner: Organisation) -> planning.CapacityWeek:
    facts = about(owner)
    with as_owner():
        plan = planning.CapacityPlan.objects.create(**facts)
    return planning.CapacityWeek(plan=plan, week=MONDAY, content={}, said_on=MONDAY)


ROWS: dict[type[Model], tuple[str, str, Make]] = {
    planning.CapacityPlan: ("employer", "gunilla", lambda c, o: planning.CapacityPlan(**about(o))),
    planning.CapacityWeek: ("plan", "gunilla", lambda c, o: week_of(o)),
}
