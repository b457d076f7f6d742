"""The slow and obvious evaluator: one person, plain Python, straight from the ladder's definition.

Tests compare the vectorised one with it, and the benchmark prints its speed beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from stegvis.engine.ladder.definition import (
    OWN_AREA,
    AllOf,
    AnyOf,
    AtLeast,
    FactKey,
    Kind,
    Ladder,
    Level,
    Node,
    Requirement,
)
from stegvis.engine.ladder.facts import NO_END, Fact

LONGEST = 65534
"""Days, today included, beyond which an end is no end."""

Until = int | None
"""The last day on which something stays met; ``None`` where it is not met."""


@dataclass(frozen=True)
class Standing:
    """One person's answer. Requirements, tracks and levels stand in the order of the compiled ladder."""

    requirements: list[Until]
    tracks: list[Until]
    levels: list[Until]
    level: int
    level_until: Until


def standing(ladder: Ladder, facts: Sequence[Fact], day: int, area: str = "") -> Standing:
    """Where one person stands on a day, by the facts valid on it."""
    person = _Person(facts, day, area)
    levels = [person.level(level) for level in sorted(ladder.levels, key=lambda level: level.order)]
    reached = list(takewhile(lambda until: until is not None, levels))
    return Standing(
        requirements=person.requirements,
        tracks=person.tracks,
        levels=levels,
        level=len(reached) - 1,
        level_until=min((until for until in reached if until is not None), default=None),
    )


class _Person:
    """Asks node by node and notes, in the order of asking, what became of requirements and tracks."""

    def __init__(self, facts: Sequence[Fact], day: int, area: str):
        self.day = day
        self.area = area
        self.facts: dict[FactKey, list[Fact]] = {}
        for fact in facts:
            if fact.valid_from <= day <= fact.valid_until:
                self.facts.setdefault(fact.key, []).append(fact)
        self.requirements: list[Until] = []
        self.tracks: list[Until] = []

    def level(self, level: Level) -> Until:
        requires = self.node(level.requires)
        if not level.tracks:
            return requires
        tracks = [self.node(track.requires) for track in level.tracks]
        self.tracks += tracks
        return _reached(2, [requires, _reached(1, tracks)])

    def node(self, node: Node) -> Until:
        if isinstance(node, Requirement):
            until = self.requirement(node)
            self.requirements.append(until)
            return until
        children = [self.node(child) for child in node.children]
        match node:
            case AllOf():
                return _reached(len(children), children)
            case AnyOf():
                return _reached(1, children)
            case AtLeast():
                return _reached(node.n, children)

    def requirement(self, requirement: Requirement) -> Until:
        area = self.area if requirement.area == OWN_AREA else requirement.area
        counted = [
            fact
            for code in set(requirement.accepts)
            for fact in self.facts.get(FactKey(requirement.kind, code, area), ())
            if _counts(requirement, fact.judge)
        ]
        for end in sorted({fact.valid_until for fact in counted}, reverse=True):
            amounts = [fact.value for fact in counted if fact.valid_until >= end]
            adds_up = requirement.kind in (Kind.PRACTICE, Kind.CREDITS)
            if (sum(amounts) if adds_up else max(amounts)) >= requirement.minimum:
                return end if end - self.day < LONGEST else NO_END
        return None


def _reached(need: int, children: list[Until]) -> Until:
    """Until when at least ``need`` of the children are met."""
    if need < 1:
        return NO_END
    met = sorted((until for until in children if until is not None), reverse=True)
    return met[need - 1] if len(met) >= need else None


def _counts(requirement: Requirement, judge: str) -> bool:
    if requirement.judged_by:
        return judge in requirement.judged_by
    return judge != "" or requirement.kind is not Kind.COMPETENCE
