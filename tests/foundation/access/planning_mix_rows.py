"""What the web may write of skill mixes and task shifts, for the tests of writing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model

from stegvis.organisations.models import Organisation, Unit
from stegvis.planning import models as planning
from tests.support.cast import Cast
from tests.support.database import as_owner

Make = Callable[[Cast, Organisation], Model]
MONDAY = date(2027, 1, 4)


def of_unit(owner: Organisation) -> dict[str, Any]:
    with as_owner():
        return {"employer": owner, "unit": Unit.objects.filter(organisation=owner).earliest("pk")}


def shift_facts() -> dict[str, Any]:
    named = {"task": "T", "kind": "service", "source": "sjukskoterska", "target": "service", "why": "W"}
    return {**named, "hours": 5, "starts": MONDAY}


def week_of(owner: Organisation) -> planning.ShiftWeek:
    whose = of_unit(owner)
    with as_owner():
        shift = planning.Shift.objects.create(**whose, **shift_facts())
    return planning.ShiftWeek(shift=shift, week=MONDAY, moved=1, added=1)


ROWS: dict[type[Model], tuple[str, str, Make]] = {
    planning.Mix: ("employer", "gunilla", lambda c, o: planning.Mix(**of_unit(o), title="M", content={})),
    planning.Shift: ("employer", "gunilla", lambda c, o: planning.Shift(**of_unit(o), **shift_facts())),
    planning.ShiftWeek: ("shift", "gunilla", lambda c, o: week_of(o)),
}
