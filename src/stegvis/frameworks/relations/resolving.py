"""The overlay that comes out of the choices made when it is set on a newer base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from stegvis.frameworks.format.document import (
    Addition,
    BaseReference,
    Combine,
    Group,
    Node,
    OverlayDocument,
    Requirement,
)
from stegvis.frameworks.relations.parts import Section
from stegvis.frameworks.relations.upgrading import Upgrade, chosen_of

Kept = Mapping[str, Requirement | None]
"""By the code that a requirement had: what it is now, or None where it is left out."""


def resolved(upgrade: Upgrade, base: BaseReference, version: int, chosen: Mapping[str, str]) -> OverlayDocument:
    """The overlay on ``base``, as ``version``; ``chosen`` names a choice by part, the proposed one where it is silent.

    What holds on the old base and is resolved here holds on the new one. KeyError for a choice that was not offered.
    """
    overlay, choices = upgrade.overlay, chosen_of(upgrade, chosen)

    def results(section: Section) -> list[Any]:
        return [result for part in upgrade.parts if part.section is section for result in choices[part.name].result]

    kept = {
        part.own.code: next(iter(choices[part.name].result), None)
        for part in upgrade.parts
        if part.section is Section.REQUIREMENT
    }
    raises = {item.requirement: item for item in reversed(results(Section.RAISE))}
    return replace(
        overlay,
        version=version,
        base=base,
        clarify=tuple(results(Section.CLARIFY)),
        raises=tuple(raises.values()),
        add=tuple(one for item in results(Section.ADD) if (one := _addition(item, kept)) is not None),
        areas=tuple(results(Section.AREA)),
        roles=tuple(results(Section.ROLE)),
        facts=tuple(results(Section.FACT)),
        competences=tuple(results(Section.COMPETENCE)),
    )


def _addition(item: Addition, kept: Kept) -> Addition | None:
    """The addition with what is left of its requirements; None where nothing is left at all."""
    left = replace(item, requires=tuple(_nodes(item.requires, kept)))
    return left if left.requires or left.tasks or left.responsibilities else None


def _nodes(nodes: tuple[Node, ...], kept: Kept) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Requirement):
            if (left := kept[node.code]) is not None:
                yield left
        elif children := tuple(_nodes(node.children, kept)):
            yield _shrunk(node, children)


def _shrunk(group: Group, children: tuple[Node, ...]) -> Group:
    n = min(group.n, len(children)) if group.combine is Combine.AT_LEAST else 0
    return replace(group, children=children, n=n)
