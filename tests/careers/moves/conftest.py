"""A second version of the packaged framework for nurses, drawn or written, with its mapping."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from stegvis.engine.ladder import Kind
from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.format.document import FrameworkDocument, Group, Level, Node, Requirement
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.relations.entries import MappingEntry, Relation
from stegvis.frameworks.services import publish_document
from tests.support.database import as_owner
from tests.support.layers import layer

Change = tuple[list[Requirement], str]
"""What stands in a requirement's place, and how it follows."""


class Renewal:
    """Rewrites a framework requirement by requirement and keeps the mapping. ``choose`` says what becomes of each.

    Only what stands directly on a level may go, be split or be merged: a group could become impossible to meet.
    """

    def __init__(self, choose: Callable[[Requirement, bool], str], document: FrameworkDocument) -> None:
        self.choose, self.document = choose, document
        self.entries: list[MappingEntry] = []
        self.waiting: str = ""  # a requirement that the next one on the level is merged with

    def renewed(self) -> FrameworkDocument:
        levels = tuple(replace(level, requires=tuple(self.level(level))) for level in self.document.levels)
        return replace(self.document, version=self.document.version + 1, levels=levels)

    def level(self, level: Level) -> Iterator[Node]:
        for node in level.requires:
            yield from self.top(node) if isinstance(node, Requirement) else (self.nested(node),)
        if self.waiting:
            self.entries.append(MappingEntry(Relation.GONE, (self.waiting,)))
            self.waiting = ""

    def top(self, one: Requirement) -> Iterator[Requirement]:
        if self.waiting:
            self.entries.append(MappingEntry(Relation.MERGED, (self.waiting, one.code), (one.code,)))
            self.waiting = ""
            yield one
            return
        match self.choose(one, True):
            case "gone":
                self.entries.append(MappingEntry(Relation.GONE, (one.code,)))
            case "merged":
                self.waiting = one.code
            case "split":
                other = replace(self.changed(one), code=f"{one.code}-b")
                self.entries.append(MappingEntry(Relation.SPLIT, (one.code,), (one.code, other.code)))
                yield from (one, other)
            case "new":
                other = replace(self.changed(one), code=f"{one.code}-ny")
                self.entries.append(MappingEntry(Relation.NEW, (), (other.code,)))
                self.entries.append(MappingEntry(Relation.SAME, (one.code,), (one.code,)))
                yield from (one, other)
            case choice:
                yield self.kept(one, choice)

    def nested(self, node: Node) -> Node:
        if isinstance(node, Group):
            return replace(node, children=tuple(self.nested(child) for child in node.children))
        return self.kept(node, self.choose(node, False))

    def kept(self, one: Requirement, choice: str) -> Requirement:
        changed = self.changed(one) if choice == "changed" else one
        relation = Relation.SAME if changed == one else Relation.CHANGED
        self.entries.append(MappingEntry(relation, (one.code,), (one.code,)))
        return changed

    def changed(self, one: Requirement) -> Requirement:
        """It asks for more, or for something else of its kind; the same where the framework has nothing else."""
        if one.kind in {Kind.COMPETENCE, Kind.PRACTICE, Kind.CREDITS}:
            more = {Kind.COMPETENCE: 1, Kind.PRACTICE: 12, Kind.CREDITS: 75}[one.kind]
            most = max(value.value for value in self.document.scale)
            return replace(
                one, minimum=min(one.minimum + more, most) if one.kind is Kind.COMPETENCE else one.minimum + more
            )
        others = [fact.code for fact in self.document.facts if fact.kind is one.kind and fact.code not in one.accepts]
        return replace(one, accepts=(others[0],)) if others else one


def renew(version: FrameworkVersion, choose: Callable[[Requirement, bool], str]) -> FrameworkVersion:
    """Publish the next version. Run it as the owner."""
    renewal = Renewal(choose, effective_of(version).document)
    document = renewal.renewed()
    return publish_document(actor=Actor(is_system=True), document=document, earlier=version, mapping=renewal.entries)[0]


def drawn(rng: random.Random) -> Callable[[Requirement, bool], str]:
    choices = ("same", "same", "same", "changed", "gone", "split", "merged", "new")
    return lambda one, top: rng.choice(choices if top else choices[:4])


WRITTEN = {"hygien": "gone", "grund-personcentrerad": "changed"}


@layer
def second(placed: FrameworkVersion) -> FrameworkVersion:
    """Hygiene is no longer asked for, and one judgement is asked for one step higher."""
    with as_owner():
        return renew(placed, lambda one, top: WRITTEN.get(one.code, "same"))
