"""Templates and what is there, as the sheets that may be brought in again."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.planning.ground import population, queries
from stegvis.planning.ground.importing.sheets import EMPLOYERS, Titles, spec_of
from stegvis.planning.ground.keys import KEYS
from stegvis.planning.ground.pages import professions_titled
from stegvis.planning.models.ground import Ground, StaffCount


def workbook(actor: Actor, ground: Ground, kind: str) -> bytes:
    """What is there now, to change and bring in again. KeyError for another kind."""
    titles = professions_titled("sv")
    return write_workbook([SheetToWrite(spec_of(kind, titles), list(ROWS[kind](actor, ground, titles)))])


def _assumptions(actor: Actor, ground: Ground, titles: Titles) -> Any:
    names = spec_of("antaganden").column("key").choices
    for one in queries.assumptions_of(actor, ground).entries:
        key = KEYS[one.key]
        yield (
            names[one.key][0],
            titles.get(one.profession, one.profession),
            EMPLOYERS[one.sector][0] if one.sector else "",
            key.shown(one.value),
            _swedish(key.unit),
            one.source,
            one.dated,
            "ja" if one.certain else "nej",
            one.why,
        )


def _swedish(text: Any) -> str:
    with translation.override("sv"):
        return str(text)


def _staff(actor: Actor, ground: Ground, titles: Titles) -> Any:
    found = visible(actor, StaffCount).filter(employer=ground.employer_id or 0)
    for one in found.order_by("year", "profession_id", "age"):
        yield one.year, titles.get(one.profession_id, one.profession_id), one.age, one.persons, float(one.fte)


def _population(actor: Actor, ground: Ground, _titles: Titles) -> Any:
    held = queries.population_in_force(actor, ground)
    codes = tuple(code for code in queries.usual_places(actor, ground) if len(code) == 4)
    first = max(actor.today.year - 1, population.LAST_KNOWN)
    if not codes:
        return
    found = population.population(codes, first, 10, held.content)
    for number, code in enumerate(codes):
        for year, groups in enumerate(found[:, number]):
            yield code, first + year, *(round(float(one)) for one in groups)


ROWS = {"antaganden": _assumptions, "personal": _staff, "befolkning": _population}
