"""Decided placements, more in some units than in others: what calibration is there to show. All invented."""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from stegvis.careers.models import Placement, Standing
from stegvis.foundation.access.actor import acting_as_system
from stegvis.organisations.models import Role, RoleGrant
from stegvis.people.models import Employment

REASON = "Demonstration"
GROUND = "Visar mer i arbetet än vad som hunnit registreras."


def place_staff() -> None:
    """In each unit a share of the staff has a decided level, mostly the one that the ladder proposes."""
    with acting_as_system(reason=REASON) as actor:
        if Placement.objects.exists():
            return
        standings = {
            (standing.person_id, standing.employer_id): standing
            for standing in Standing.objects.filter(is_primary=True).select_related("version")
        }
        units = defaultdict(list)
        employed = Employment.objects.filter(valid_to=None).select_related("employer", "unit")
        for employment in employed.order_by("unit", "employee_number"):
            if (employment.person_id, employment.employer_id) in standings:
                units[employment.unit_id].append(employment)
        managers = dict(
            RoleGrant.objects.filter(role=Role.UNIT_MANAGER, unit__isnull=False).values_list("unit", "user")
        )
        for unit, staff in units.items():
            placed = _placed(staff, actor.today)
            Placement.objects.bulk_create(
                _placement(standings[one.person_id, one.employer_id], managers.get(unit), on, above)
                for one, on, above in placed
            )


def _placed(staff: Sequence[Employment], today: date) -> list[tuple[Employment, date, bool]]:
    """Who is placed, when, and whether a level above the proposal; the same for the same unit."""
    name = f"{staff[0].employer.slug}-{staff[0].unit.code}"
    draw = random.Random(zlib.crc32(name.encode()))  # noqa: S311 - no secret
    share = draw.choice((0.35, 0.5, 0.65, 0.8, 0.9))
    return [
        (one, today - timedelta(days=draw.randrange(20, 700)), draw.random() < 0.06)
        for one in staff
        if draw.random() < share
    ]


def _placement(standing: Standing, manager: int | None, on: date, above: bool) -> Placement:
    order = standing.level_order + (above and standing.level_order > 0 and standing.next_level_code != "")
    return Placement(
        person_id=standing.person_id,
        employer_id=standing.employer_id,
        profession_id=standing.profession_id,
        version=standing.version,
        area=standing.area,
        level_code=standing.next_level_code if order > standing.level_order else standing.level_code,
        level_order=order,
        proposed_order=standing.level_order,
        decided_on=on,
        decided_by_id=manager,
        ground=GROUND if order > standing.level_order else "",
    )
