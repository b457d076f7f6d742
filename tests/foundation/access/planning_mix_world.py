"""Skill mixes and task shifts in the drawn world: of some units, with a week told of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stegvis.planning import models as planning

if TYPE_CHECKING:
    from tests.foundation.access.world import Maker

MONDAY = date(2027, 1, 4)


def make_mixes(maker: Maker) -> None:
    for employer in maker.world.employers:
        for unit in maker.world.units[employer.pk][:3]:
            mix = planning.Mix.objects.create(employer=employer, unit=unit, title="M")
            shift = planning.Shift.objects.create(
                employer=employer,
                unit=unit,
                mix=mix,
                task="T",
                kind="service",
                source="sjukskoterska",
                target="service",
                hours=5,
                starts=MONDAY,
                why="W",
            )
            planning.ShiftWeek.objects.create(shift=shift, week=MONDAY, moved=1, added=1)
