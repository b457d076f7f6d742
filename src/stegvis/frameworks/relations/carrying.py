"""Which earlier codes count on for the requirements of a new version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from stegvis.frameworks.format.document import FrameworkDocument, Group, Level, Node, Track
from stegvis.frameworks.relations.entries import MappingEntry, Relation

Carried = Mapping[str, Iterable[str]]
"""Requirement code → accepted codes of the same requirement in earlier versions."""


def carried_over(earlier: FrameworkDocument, before: Carried, entries: Iterable[MappingEntry]) -> dict[str, list[str]]:
    """What the new version's requirements inherit from ``earlier``, which had inherited ``before`` itself."""
    accepted = {
        requirement.code: (*requirement.accepts, *before.get(requirement.code, ()))
        for requirement in earlier.requirements()
    }
    return {
        entry.to_codes[0]: sorted(set(accepted[entry.from_codes[0]]))
        for entry in entries
        if entry.relation == Relation.SAME
    }


def with_carried(document: FrameworkDocument, carried: Carried) -> FrameworkDocument:
    """The document as it is evaluated: each requirement also accepts what it inherited."""
    if not carried:
        return document
    return replace(document, levels=tuple(_level(level, carried) for level in document.levels))


def _level(level: Level, carried: Carried) -> Level:
    tracks: tuple[Track, ...] = tuple(
        replace(track, requires=_nodes(track.requires, carried)) for track in level.tracks
    )
    return replace(level, requires=_nodes(level.requires, carried), tracks=tracks)


def _nodes(nodes: tuple[Node, ...], carried: Carried) -> tuple[Node, ...]:
    return tuple(_node(node, carried) for node in nodes)


def _node(node: Node, carried: Carried) -> Node:
    if isinstance(node, Group):
        return replace(node, children=_nodes(node.children, carried))
    inherited = [code for code in carried.get(node.code, ()) if code not in node.accepts]
    return replace(node, accepts=(*node.accepts, *inherited))
