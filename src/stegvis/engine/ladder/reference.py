"""The slow and obvious evaluator: one person, plain Python, straight from the ladder's definition.

Tests compare the vectorised one with it, and the benchmark prints its speed beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stegvis.engine.ladder.definition import (
    OWN_AREA,
    AllOf,
    AnyOf,
    AtLeast,
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
    valid = [fact for fact in facts if fact.valid_from <= day <= fact.valid_until]
    levels = sorted(ladder.levels, key=lambda level: level.order)
    untils = [_level(level, valid, day, area) for level in levels]
    reached = -1
    until: Until = None
    for position, own in enumerate(untils):
        if own is None:
            break
        reached = position
        until = own if until is None else min(until, own)
    return Standing(
        requirements=[_node(leaf, valid, day, area) for level in levels for leaf in _leaves(level)],
        tracks=[_node(track.requires, valid, day, area) for level in levels for track in level.tracks],
        levels=untils,
        level=reached,
        level_until=until,
    )


def _level(level: Level, facts: list[Fact], day: int, area: str) -> Until:
    parts: tuple[Node, ...] = (level.requires,)
    if level.tracks:
        parts += (AnyOf(tuple(track.requires for track in level.tracks)),)
    return _node(AllOf(parts), facts, day, area)


def _node(node: Node, facts: list[Fact], day: int, area: str) -> Until:
    if isinstance(node, Requirement):
        return _requirement(node, facts, day, area)
    children = [_node(child, facts, day, area) for child in node.children]
    met = sorted((until for until in children if until is not None), reverse=True)
    match node:
        case AllOf():
            need = len(children)
        case AnyOf():
            need = 1
        case AtLeast():
            need = node.n
    if len(met) < need:
        return None
    return met[need - 1] if need > 0 else NO_END


def _requirement(requirement: Requirement, facts: list[Fact], day: int, area: str) -> Until:
    counted = [fact for fact in facts if _counts(requirement, fact, area)]
    for end in sorted({fact.valid_until for fact in counted}, reverse=True):
        amounts = [fact.value for fact in counted if fact.valid_until >= end]
        adds_up = requirement.kind in (Kind.PRACTICE, Kind.CREDITS)
        if (sum(amounts) if adds_up else max(amounts)) >= requirement.minimum:
            return end if end - day < LONGEST else NO_END
    return None


def _counts(requirement: Requirement, fact: Fact, area: str) -> bool:
    if fact.key.kind is not requirement.kind or fact.key.code not in requirement.accepts:
        return False
    if fact.key.area != (area if requirement.area == OWN_AREA else requirement.area):
        return False
    if requirement.judged_by:
        return fact.judge in requirement.judged_by
    return fact.judge != "" or requirement.kind is not Kind.COMPETENCE


def _leaves(level: Level) -> Iterator[Requirement]:
    def below(node: Node) -> Iterator[Requirement]:
        if isinstance(node, Requirement):
            yield node
        else:
            for child in node.children:
                yield from below(child)

    yield from below(level.requires)
    for track in level.tracks:
        yield from below(track.requires)
