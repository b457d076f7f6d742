"""How a forecast has it with one employer today: what its own counts can be held against."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.foundation.access.actor import Actor
from stegvis.planning.ground import queries
from stegvis.planning.ground.assumptions import Assumptions
from stegvis.planning.ground.building import prepared
from stegvis.planning.ground.inputs import FIRST_YEARS, Scope
from stegvis.planning.ground.keys import PROFESSIONS
from stegvis.planning.models.ground import Ground


@dataclass(frozen=True)
class Standing:
    """Of a profession at the employer: full-time equivalents employed, its share of the nation's staff, persons who
    begin there in a year straight from the education and from abroad, and persons who retire within a year."""

    fte: float
    share: float
    begin: float
    abroad: float
    retire: float


def standing(actor: Actor, ground: Ground) -> tuple[Assumptions, dict[str, Standing]]:
    """What is assumed, and by profession how it stands with those that work there. Raises PlanningError, NotYours."""
    year = min(max(actor.today.year, FIRST_YEARS[0]), FIRST_YEARS[1])
    scope = Scope(queries.usual_places(actor, ground), year, 1, PROFESSIONS, draws=20)
    base = prepared(queries.gather(actor=actor, ground=ground, scope=scope))
    nation = base.area.staff.sum(axis=(0, 2))
    found = {}
    for part in base.parts:
        if not len(part.inside):
            continue
        force = part.workforce
        for number, profession in enumerate(part.professions):
            stock = force.stock[0, number]
            begin = sum(one.graduates()[0, 0] for one in force.programmes if one.profession == number)
            found[base.codes[profession]] = Standing(
                fte=float((stock * force.hours[0, number]).sum()),
                share=float(stock.sum() / nation[profession]),
                begin=float(begin),
                abroad=float(force.abroad[0, 0, number]),
                retire=float((stock * force.retiring[0, number]).sum()),
            )
    return base.inputs.assumptions, found
