"""A level held with another employer, by another framework: which level it makes here, as people have said."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.careers.wording import worded
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.models import Equivalence, FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.relations.recognition import recognition

Relation = Equivalence.Relation
TURNED = {Relation.SAME: Relation.SAME, Relation.BROADER: Relation.NARROWER, Relation.NARROWER: Relation.BROADER}


@dataclass(frozen=True)
class Stated:
    left_code: str
    right_code: str
    relation: str


@dataclass(frozen=True)
class Recognised:
    """A level there and the one that it makes here; ``reaches`` is the order, 0 for none."""

    level: str
    reaches: int
    title: str
    remaining: tuple[str, ...]


def recognised(actor: Actor, there: FrameworkVersion, here: FrameworkVersion) -> list[Recognised]:
    """Level by level, from the lowest up. Two queries."""
    left, right = effective_of(there).document, effective_of(here).document
    levels = {level.code: level for level in left.levels}
    own = {level.code: level for level in right.levels}
    asked = {one.code: worded(one.title) for one in right.requirements()}
    return [
        Recognised(
            level=worded(levels[one.level].title),
            reaches=own[one.reaches].order if one.reaches else 0,
            title=worded(own[one.reaches].title) if one.reaches else "",
            remaining=tuple(asked[code] for code in one.remaining),
        )
        for one in recognition(left, right, _stated(actor, there, here))
    ]


def _stated(actor: Actor, there: FrameworkVersion, here: FrameworkVersion) -> list[Stated]:
    """What is stated of the two versions, read from there to here whichever way round it was recorded."""
    rows = visible(actor, Equivalence).filter(withdrawn_on__isnull=True)
    onward = rows.filter(left=there, right=here)
    turned = rows.filter(left=here, right=there)
    return [
        *(Stated(row.left_code, row.right_code, row.relation) for row in onward),
        *(Stated(row.right_code, row.left_code, TURNED[Relation(row.relation)]) for row in turned),
    ]
