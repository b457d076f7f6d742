"""Capacity plans in the drawn world: of every unit, decided or not, with a week told of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from stegvis.planning import models as planning

if TYPE_CHECKING:
    from tests.foundation.access.world import Maker

MONDAY = date(2027, 3, 1)


def make_capacity(maker: Maker) -> None:
    for employer in maker.world.employers:
        for unit in maker.world.units[employer.pk][:3]:
            decided: dict[str, Any] = {"state": "decided", "decided_on": MONDAY} if maker.draw.random() < 0.5 else {}
            about: dict[str, Any] = {"employer": employer, "unit": unit, "starts": MONDAY, "weeks": 2}
            plan = planning.CapacityPlan.objects.create(title="K", **about, **decided)
            planning.CapacityWeek.objects.create(plan=plan, week=MONDAY, content={}, said_on=maker.today)
