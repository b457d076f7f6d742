"""Turn a ladder into what the evaluator reads: flat requirements over a tree of counts."""

from __future__ import annotations

from dataclasses import dataclass

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
from stegvis.engine.ladder.facts import UNNAMED

SUMMED = frozenset({Kind.PRACTICE, Kind.CREDITS})
"""Kinds whose facts add up, over all accepted codes; of the other kinds the best single fact counts."""


@dataclass(frozen=True, slots=True)
class Source:
    """Which facts a requirement looks at. Requirements that differ only in ``minimum`` share one.

    ``judged_by`` is empty where any judge counts; ``named`` says that there must be one.
    """

    keys: tuple[FactKey, ...]
    summed: bool
    judged_by: tuple[str, ...]
    named: bool

    def counts(self, judge: str) -> bool:
        """Whether the judgement of this role counts here; ``UNNAMED`` where nobody judged."""
        if self.judged_by:
            return judge in self.judged_by
        return judge != UNNAMED or not self.named


Minima = tuple[tuple[int, tuple[int, ...]], ...]
"""Each minimum asked of one source, rising, with the indexes of the leaves that ask for it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One requirement where it stands in the ladder: row ``index`` of every (leaves, people) array.

    ``level`` is a position among the compiled levels; ``track`` is ``""`` outside tracks.
    """

    index: int
    requirement: Requirement
    level: int
    track: str
    source: Source


@dataclass(frozen=True, slots=True)
class Group:
    """Met when at least ``need`` children are: all of them, any one, or a number. ``track`` names a track."""

    need: int
    children: tuple[Group | Leaf, ...]
    track: str = ""


@dataclass(frozen=True, slots=True)
class CompiledLevel:
    code: str
    order: int
    requires: Group
    tracks: tuple[Group, ...]

    @property
    def whole(self) -> Group:
        """The level as one group: what it requires and, where it has tracks, any of them."""
        return Group(2, (self.requires, Group(1, self.tracks))) if self.tracks else self.requires


@dataclass(frozen=True, slots=True)
class CompiledLadder:
    """A ladder in one area. ``levels`` go from the lowest to the highest.

    ``leaves`` stand level by level, each level's own requirements before its tracks', all in the order
    in which the ladder lists them; the order is the same for every area. ``tracks`` likewise.
    """

    code: str
    area: str
    levels: tuple[CompiledLevel, ...]
    leaves: tuple[Leaf, ...]
    tracks: tuple[tuple[str, str], ...]
    sources: tuple[tuple[Source, Minima], ...]


def compile_ladder(ladder: Ladder, area: str = "") -> CompiledLadder:
    """Compile once, evaluate many. ``area`` is the one that people are being placed in, ``""`` for none.

    Raises ``ValueError`` for an area that the ladder does not have and for two levels with one order;
    everything else that ``problems`` finds compiles to what it says, if only to something never met.
    """
    if area and area not in ladder.areas:
        raise ValueError(f"{ladder.code} has no area {area!r}")
    if len({level.order for level in ladder.levels}) < len(ladder.levels):
        raise ValueError(f"{ladder.code} has two levels with the same order")
    leaves: list[Leaf] = []
    levels = tuple(
        _level(level, position, area, leaves)
        for position, level in enumerate(sorted(ladder.levels, key=lambda level: level.order))
    )
    sources: dict[Source, dict[int, list[int]]] = {}
    for leaf in leaves:
        sources.setdefault(leaf.source, {}).setdefault(leaf.requirement.minimum, []).append(leaf.index)
    return CompiledLadder(
        code=ladder.code,
        area=area,
        levels=levels,
        leaves=tuple(leaves),
        tracks=tuple((level.code, track.track) for level in levels for track in level.tracks),
        sources=tuple(
            (source, tuple((minimum, tuple(rows)) for minimum, rows in sorted(minima.items())))
            for source, minima in sources.items()
        ),
    )


def _level(level: Level, position: int, area: str, leaves: list[Leaf]) -> CompiledLevel:
    def node(given: Node, track: str) -> Group | Leaf:
        if isinstance(given, Requirement):
            leaf = Leaf(len(leaves), given, position, track, _source(given, area))
            leaves.append(leaf)
            return leaf
        return group(given, track)

    def group(given: AllOf | AnyOf | AtLeast, track: str, name: str = "") -> Group:
        children = tuple(node(child, track) for child in given.children)
        return Group(_need(given), children, name)

    return CompiledLevel(
        level.code,
        level.order,
        group(level.requires, ""),
        tuple(group(track.requires, track.code, track.code) for track in level.tracks),
    )


def _need(group: AllOf | AnyOf | AtLeast) -> int:
    match group:
        case AllOf():
            return len(group.children)
        case AnyOf():
            return 1
        case AtLeast():
            return group.n


def _source(requirement: Requirement, area: str) -> Source:
    where = area if requirement.area == OWN_AREA else requirement.area
    codes = sorted(set(requirement.accepts))
    return Source(
        keys=tuple(FactKey(requirement.kind, code, where) for code in codes),
        summed=requirement.kind in SUMMED,
        judged_by=tuple(sorted(set(requirement.judged_by))),
        named=requirement.kind.is_demonstrated,
    )
