"""Whom a move's counts leave out, and why, without telling of few."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models import VersionMove
from stegvis.careers.moves.concerned import units_of
from stegvis.careers.queries.disclosed import Cell, unless_few
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.pilots.queries import placed_by_pilot
from stegvis.frameworks.units.queries import used_in_units
from stegvis.organisations.queries import keys_below
from stegvis.people.access import current
from stegvis.people.models import Employment

REASONS: dict[str, str | Promise] = {
    "pilot": _("A pilot decides which framework applies where they work"),
    "own": _("Their unit has additions of its own, which stay as they are"),
}


def left_out(actor: Actor, move: VersionMove) -> list[tuple[str, Cell]]:
    """Why staff of the profession are not counted, and how many they are; ``None`` is few, or beside few.

    Of a unit's move those in the unit and below it; nobody elsewhere is concerned. Whoever also works where the move
    counts is counted there. Seven queries at most.
    """
    why = _reasons(actor, move)
    if not why:
        return []
    is_concerned = units_of(move, actor.today)
    staff = visible(actor, Employment).filter(current(actor), employer=move.employer_id, profession=move.profession_id)
    rows = staff.filter(person__in=staff.filter(unit__in=why).values("person")).values_list("person", "unit")
    reason: dict[UUID, str] = {}
    counted = {person for person, unit in rows if is_concerned(unit)}
    for person, unit in rows:
        if person not in counted and unit in why and reason.get(person) != "pilot":
            reason[person] = why[unit]
    people = Counter(reason.values())
    shown = [unless_few(number) for number in people.values()]
    return [(str(REASONS[key]), None if None in shown else people[key]) for key in REASONS if people[key]]


def _reasons(actor: Actor, move: VersionMove) -> dict[int, str]:
    """Unit → why its staff may be placed by something else than what the move is about."""
    own, pilots = used_in_units(move.employer_id), placed_by_pilot(move.employer_id, actor.today)
    found = {unit: "own" for unit, profession in own if profession == move.profession_id}
    found |= {unit: "pilot" for unit, profession in pilots if profession == move.profession_id}
    if move.unit is not None:
        within = {move.unit.pk, *keys_below(actor, move.unit)}
        found = {unit: why for unit, why in found.items() if unit in within}
    return found
