"""What forecasts stand on: of each employer with a changed assumption."""

from __future__ import annotations

from datetime import date
from typing import Any

from stegvis.organisations.models import Organisation
from stegvis.planning.models import Figures, Ground, Override

DAY = date(2026, 1, 31)


def furnish_grounds(employers: dict[str, Organisation]) -> dict[str, dict[str, Any]]:
    """Rows by kind and employer. Run it as the owner."""
    grounds = {slug: Ground.objects.create(employer=employer) for slug, employer in employers.items()}
    return {
        "ground": grounds,
        "population figures": {
            slug: Figures.objects.create(
                ground=ground,
                source="Inläst från Excel",
                dated=DAY,
                digest=slug,
                last_year=2025,
                content={"years": [2025], "places": {"1440": [[8000, 18000, 5000, 1500]]}},
            )
            for slug, ground in grounds.items()
        },
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
