"""A framework of many requirements."""

from __future__ import annotations

from typing import Any


def large_framework(requirements: int, *, levels: int = 10) -> dict[str, Any]:
    """Plain values as a file has them, in canonical order of values; ``requirements`` is divisible by ``levels``."""
    each = requirements // levels
    return {
        "format": 1,
        "code": "stor-modell",
        "version": 1,
        "status": "proposal",
        "title": {"sv": "Stor modell", "en": "Large framework"},
        "owner": {"name": "Ale kommun", "kind": "municipality"},
        "licence": "CC-BY-4.0",
        "provenance": {"basis": "written"},
        "roles": [{"code": "enhetschef", "title": "Enhetschef"}],
        "scale": [{"value": value, "title": f"Värde {value}"} for value in (1, 2, 3)],
        "competences": [
            {
                "code": f"grupp-{group}",
                "title": f"Grupp {group}",
                "items": [{"code": f"kompetens-{group}-{n}", "title": f"Kompetens {group} {n}"} for n in range(50)],
            }
            for group in range(10)
        ],
        "facts": [{"kind": "course", "code": f"kurs-{n}", "title": f"Kurs {n}"} for n in range(50)],
        "levels": [
            {
                "code": f"niva-{level}",
                "order": level,
                "title": f"Nivå {level}",
                "requires": [_requirement(level, number) for number in range(each)],
            }
            for level in range(1, levels + 1)
        ],
    }


def _requirement(level: int, number: int) -> dict[str, Any]:
    title = {"sv": f"Arbetar personcentrerat, krav {number} på nivå {level}", "en": f"Requirement {number}"}
    code = f"krav-{level}-{number}"
    if number % 4 == 0:
        return {"kind": "course", "code": code, "title": title, "accepts": [f"kurs-{number % 50}"]}
    return {
        "kind": "competence",
        "code": code,
        "title": title,
        "accepts": [f"kompetens-{number % 10}-{number % 50}"],
        "rating": 1 + number % 3,
        "judged_by": ["enhetschef"],
        "help": "Visas i det dagliga arbetet och bedöms tillsammans med enhetschefen.",
    }
