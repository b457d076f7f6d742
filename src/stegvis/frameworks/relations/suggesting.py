"""Which requirements of two frameworks may be equivalent: those that share a fact, and those whose texts are alike.

Suggestions are for people to judge. What Stegvis can tell of who asks for more it tells; else it leaves that open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from stegvis.engine.ladder import Kind
from stegvis.frameworks.comparison import Codes, same_facts
from stegvis.frameworks.format.document import FrameworkDocument, Requirement
from stegvis.frameworks.models.relating import Equivalence
from stegvis.frameworks.relations.likeness import likenesses
from stegvis.frameworks.relations.proposing import ENOUGH, SAME_TEXT

MUCH = 0.65

LIKEST = 3
"""How many of the right's requirements are suggested for one of the left's by their text alone."""

Relation = Equivalence.Relation


@dataclass(frozen=True)
class Suggestion:
    """Two requirements. ``shared`` are codes that both accept, ``relation`` "" where people must say which asks more.

    ``likeness`` is of the Swedish titles: 0 for nothing shared, 1 for the same.
    """

    left: Requirement
    right: Requirement
    shared: tuple[str, ...]
    likeness: float
    relation: str

    @property
    def likeness_in_words(self) -> str:
        if self.likeness >= SAME_TEXT:
            return _("Nearly the same text")
        if self.likeness >= MUCH:
            return _("Much alike")
        return _("Somewhat alike") if self.likeness >= ENOUGH else _("Other words")

    @property
    def relation_in_words(self) -> str:
        return str(Relation(self.relation).label) if self.relation else ""


def suggest(
    left: FrameworkDocument, right: FrameworkDocument, said: Collection[Codes] = frozenset()
) -> list[Suggestion]:
    """What shares a fact first, then the likest. Pairs that are ``said`` already are left out."""
    ours, theirs = list(left.requirements()), list(right.requirements())
    alike = likenesses([item.title.sv for item in ours], [item.title.sv for item in theirs])
    found = []
    for row, item in enumerate(ours):
        for column in _worth_a_look(item, theirs, alike[row]):
            other = theirs[column]
            if (item.code, other.code) not in said:
                shared = tuple(sorted(set(item.accepts) & set(other.accepts))) if same_facts(item, other) else ()
                relation = _relation(item, other, same_scale=left.scale == right.scale)
                found.append(Suggestion(item, other, shared, round(float(alike[row, column]), 2), relation))
    return sorted(found, key=lambda one: (not one.shared, -one.likeness))


def _worth_a_look(item: Requirement, others: list[Requirement], alike: np.ndarray) -> Iterator[int]:
    likest = [
        column
        for column in np.argsort(-alike, kind="stable")
        if alike[column] >= ENOUGH and _is_shown(item) == _is_shown(others[column])
    ][:LIKEST]
    yield from (c for c, other in enumerate(others) if c in likest or same_facts(item, other))


def _is_shown(requirement: Requirement) -> bool:
    """Demonstrated in work and judged, where other kinds are registered."""
    return requirement.kind is Kind.COMPETENCE


def _relation(left: Requirement, right: Requirement, *, same_scale: bool) -> str:
    """Which asks for more by the facts alone, or "" where they do not tell.

    Areas and ratings are the frameworks' own, so that different ones cannot be set against each other.
    """
    if left.kind is not right.kind or (left.area and right.area and left.area != right.area):
        return ""
    if left.kind is Kind.COMPETENCE and not same_scale:
        return ""
    more = {
        _sign(left.minimum, right.minimum),
        _sign(bool(left.area), bool(right.area)),
        _sign(bool(left.judged_by), bool(right.judged_by)),
        *_narrower_facts(set(left.accepts), set(right.accepts)),
    } - {0}
    if len(more) > 1:
        return ""
    return {0: Relation.SAME, 1: Relation.BROADER, -1: Relation.NARROWER}[more.pop() if more else 0].value


def _narrower_facts(left: set[str], right: set[str]) -> set[int]:
    """Whoever accepts fewer facts asks for more; where each has some of its own, neither does it all."""
    if left.isdisjoint(right):
        return set()
    return ({1} if right - left else set()) | ({-1} if left - right else set())


def _sign(a: int, b: int) -> int:
    return (a > b) - (a < b)
