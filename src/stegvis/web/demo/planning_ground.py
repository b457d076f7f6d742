"""What forecasts stand on: of Göteborgsregionen, Mellansverige and Ale, where one assumption is changed by name, and
which has told how many worked there before it had its staff here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.planning.ground.assumptions import Assumption
from stegvis.planning.ground.importing.bringing import bring_in
from stegvis.planning.ground.services import open_ground, override_assumption
from stegvis.planning.models import Ground
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
STAFF = {"sjukskoterska": {31: 22, 42: 30, 53: 26, 62: 14}, "fysioterapeut": {33: 7, 47: 9}}
"""Invented: of each profession persons by age in 2021."""
YEARS = (2021, 2022, 2023, 2024)


def lay_ground() -> None:
    """Unless it is there."""
    if Ground.objects.exists():
        return
    with acting_as_system(reason=REASON) as actor:
        for collaboration in Collaboration.objects.filter(slug__in=("gr", "mellansverige")):
            open_ground(actor=actor, owner=collaboration)
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        ale = open_ground(actor=actor, owner=Organisation.objects.get(slug="ale"))
        override_assumption(
            actor=actor,
            ground_id=ale.pk,
            changed=Assumption("early_leaving", 0.06, "sjukskoterska", "municipality"),
            why="Av våra nya sjuksköterskor slutade sex av hundra förra året.",
            source="Ales personalstatistik (påhittad)",
            dated=date(2026, 1, 31),
        )
        bring_in(actor=actor, ground=ale, kind="personal", rows=list(enumerate(_history(), 2)))


def _history() -> list[dict[str, Any]]:
    """Rows of a staff sheet: all grow older, and each year one of the oldest goes and one of the youngest comes."""
    return [
        _row(year, profession, age + passed, persons + passed * ((age == min(ages)) - (age == max(ages))))
        for passed, year in enumerate(YEARS)
        for profession, ages in STAFF.items()
        for age, persons in ages.items()
    ]


def _row(year: int, profession: str, age: int, persons: int) -> dict[str, Any]:
    fte = Decimal(persons) * Decimal("0.9")
    return {"year": year, "profession": profession, "age": age, "persons": persons, "fte": fte}
