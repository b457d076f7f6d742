"""Reading pilots."""

from __future__ import annotations

from datetime import date

from stegvis.frameworks.models import FrameworkVersion, Pilot, PilotUnit


def placed_by_pilot(employer_id: int, day: date) -> dict[tuple[int, str], FrameworkVersion]:
    """(unit, profession) → the version that its staff are placed against on the day because a pilot runs there.

    Whoever is not in it is placed by the employer's adoption, if any. A pilot ends with its last day, by itself. Two
    queries, of what the transaction's actor may see.
    """
    rows = PilotUnit.objects.filter(
        employer=employer_id,
        pilot__state=Pilot.State.RUNNING,
        pilot__starts__lte=day,
        pilot__ends__gte=day,
        pilot__professions__isnull=False,
    ).values_list("unit_id", "pilot__professions__profession_id", "pilot__version_id")
    found = {(unit, profession): version for unit, profession, version in rows}
    versions = FrameworkVersion.objects.in_bulk(set(found.values()))
    return {key: versions[version] for key, version in found.items()}


def piloting_employers() -> set[int]:
    """Employers whose staff a pilot places, has placed until lately or will place: each night looks at them too."""
    return set(Pilot.objects.filter(state=Pilot.State.RUNNING).values_list("employer_id", flat=True))
