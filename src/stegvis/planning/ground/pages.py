"""What the pages of a ground show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.planning.ground import queries
from stegvis.planning.ground.assumptions import Assumption, Assumptions
from stegvis.planning.ground.in_force import estimated_source, in_force
from stegvis.planning.ground.inputs import COUNTED, FIRST_YEARS, Inputs, Scope
from stegvis.planning.ground.keys import GROUPS, KEYS, PROFESSIONS, Key
from stegvis.planning.ground.places import places
from stegvis.planning.models.ground import Figures, Ground, SetAside


@dataclass(frozen=True)
class AssumptionRow:
    """``shown`` and ``was`` in the unit that is shown."""

    one: Assumption
    key: Key
    profession: str
    shown: float
    was: float | None


@dataclass(frozen=True)
class Group:
    label: Any
    rows: list[AssumptionRow]


def groups(held: Assumptions, titles: Mapping[str, str], profession: str = "") -> list[Group]:
    """All of it, or what holds for one profession."""
    entries = sorted(held.entries, key=lambda one: (list(KEYS).index(one.key), _order(one.profession), one.sector))
    shown = [one for one in entries if not profession or one.profession in ("", profession)]
    rows = [_row(one, titles) for one in shown]
    return [Group(label, mine) for label in GROUPS if (mine := [row for row in rows if row.key.group is label])]


def _order(profession: str) -> int:
    return PROFESSIONS.index(profession) if profession in PROFESSIONS else -1


def _row(one: Assumption, titles: Mapping[str, str]) -> AssumptionRow:
    key = KEYS[one.key]
    was = None if one.default is None else key.shown(one.default)
    return AssumptionRow(one, key, titles.get(one.profession, one.profession), key.shown(one.value), was)


@dataclass(frozen=True)
class Table:
    """Population figures with the number of municipalities that they hold for, and who has taken them out of force."""

    figures: Figures
    number: int
    aside: SetAside | None


def tables(actor: Actor, ground: Ground) -> tuple[str, list[Table]]:
    """Where the inhabitants of the owner's places are from, and all the tables there are, those in force first."""
    every = list(queries.all_figures(actor, ground))
    aside = {one.figures_id: one for one in queries.set_aside(actor, ground)}
    held = in_force([one for one in every if one.pk not in aside])
    number = {part.figures.pk: len(part.codes) for part in held.parts}
    source = held.source(queries.usual_places(actor, ground)) or estimated_source()
    found = [Table(one, number.get(one.pk, 0), aside.get(one.pk)) for one in every]
    return source, sorted(found, key=lambda one: one.number, reverse=True)


@dataclass(frozen=True)
class Counted:
    """Of one place: persons of each profession, None for fewer than five, with where the number comes from."""

    name: str
    cells: list[tuple[int | None, str]]


def counted(actor: Actor, ground: Ground) -> tuple[Inputs, list[Counted]]:
    """Staff of the owner's places as a forecast counts them today."""
    codes = queries.usual_places(actor, ground)
    year = min(max(actor.today.year, FIRST_YEARS[0]), FIRST_YEARS[1])
    inputs = queries.gather(actor=actor, ground=ground, scope=Scope(codes, year, 1, PROFESSIONS, draws=20))
    persons = inputs.staff.sum(axis=-1)
    found = []
    for number, code in enumerate(codes):
        cells = []
        for profession in range(len(PROFESSIONS)):
            origin = inputs.origin[number][profession]
            cells.append((None if origin == "few" else round(float(persons[number, profession])), origin))
        found.append(Counted(places()[code].name, cells))
    return inputs, found


def why_not_counted(actor: Actor, ground: Ground) -> str:
    """Why figures of staff that the employer brings in are not counted; empty where they are. One query."""
    if not any(row.origin == COUNTED for row in queries.staff_rows(ground, actor.today)):
        return ""
    return _(
        "Figures of staff that are brought in are kept, but not counted: the employer's own staff is in Stegvis, and "
        "that alone is counted, for all professions. Whoever is missing has to be added to the staff in Stegvis."
    )


def told_of_reported(actor: Actor, ground: Ground) -> str:
    """Which of the figures of staff that the employer has brought in are counted, or why none are; empty for none."""
    years = queries.reported_years(actor, ground) if ground.employer_id else []
    if not years:
        return ""
    counted = _("The figures of staff that you have brought in for %(year)s are counted, the newest that there are.")
    return why_not_counted(actor, ground) or counted % {"year": years[0]}


def professions_titled(language: str) -> dict[str, str]:
    """One query."""
    from stegvis.people.models import Profession

    field = "title_en" if language.startswith("en") else "title_sv"
    found = dict(Profession.objects.filter(code__in=PROFESSIONS).values_list("code", field))
    return {code: found.get(code, code) for code in PROFESSIONS}
