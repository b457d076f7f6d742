"""The packaged list of professions."""

from __future__ import annotations

import csv
from importlib.resources import files

from stegvis.people.models import Profession


def load_professions() -> int:
    """Add and update the packaged professions; none is ever removed. Run it as the system. Returns how many."""
    text = files("stegvis.people").joinpath("data", "professions.csv").read_text(encoding="utf-8")
    professions = [
        Profession(
            code=row["code"],
            title_sv=row["title_sv"],
            title_en=row["title_en"],
            is_licensed=row["licensed"] == "true",
            concept_id=row["concept_id"],
            licence_concept_id=row["licence_concept_id"],
        )
        for row in csv.DictReader(text.splitlines())
    ]
    Profession.objects.bulk_create(
        professions,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["title_sv", "title_en", "is_licensed", "concept_id", "licence_concept_id"],
    )
    return len(professions)
