"""What forecasts stand on: of each employer with a changed assumption."""

from __future__ import annotations

from datetime import date
from typing import Any

from stegvis.organisations.models import Organisation
from stegvis.planning.models import Ground, Override

DAY = date(2026, 1, 31)


def furnish_grounds(employers: dict[str, Organisation]) -> dict[str, dict[str, Any]]:
    """Rows by kind and employer. Run it as the owner."""
    grounds = {slug: Ground.objects.create(employer=employer) for slug, employer in employers.items()}
    return {
        "ground": grounds,
        "override": {
            slug: Override.objects.create(
                ground=ground,
                key="leaving",
                value=0.03,
                source="Egen statistik",
                dated=DAY,
                why="Vi har räknat",
                signed_name="Gunilla",
            )
            for slug, ground in grounds.items()
        },
    }
