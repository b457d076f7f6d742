"""Which level of one framework is recognised for a level held in another, by what people have called equivalent.

Holding a level means that it and all below it are met, in one of the ways that their groups allow. A level of the
other framework is recognised where every such way meets it too: nothing is recognised on the chance that somebody
happened to choose the right course.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, product
from typing import Protocol

from stegvis.frameworks.format.document import Combine, FrameworkDocument, Group, Level, Node
from stegvis.frameworks.models.relating import Equivalence

SUFFICIENT = {Equivalence.Relation.SAME, Equivalence.Relation.BROADER}
"""The relations in which whoever meets the left requirement meets the right one."""

MOST_CLAUSES = 2000

Clause = frozenset[str]
"""Requirements of which at least one must be met."""


class Stated(Protocol):
    """What is needed of an equivalence: two codes, and how the left one stands to the right one."""

    @property
    def left_code(self) -> str: ...
    @property
    def right_code(self) -> str: ...
    @property
    def relation(self) -> str: ...


@dataclass(frozen=True)
class Recognised:
    """``reaches`` is the right level's code, "" for none. ``remaining`` is what the level above it asks for further.

    Of a group that is not covered, ``remaining`` names every requirement that is not covered by itself; which of them
    are needed, the group says. At the highest level it is empty.
    """

    level: str
    reaches: str
    remaining: tuple[str, ...]


def recognition(
    left: FrameworkDocument, right: FrameworkDocument, equivalences: Iterable[Stated]
) -> tuple[Recognised, ...]:
    """For each level of ``left``, from the lowest up, the highest level of ``right`` whose holders it makes.

    Only relations in which the left requirement asks for the same or more count. A framework that only describes
    recognises nobody. Of a group with more than ``MOST_CLAUSES`` ways to fail, nothing is taken for granted.
    """
    covering: dict[str, set[str]] = defaultdict(set)
    for stated in equivalences:
        if stated.relation in SUFFICIENT:
            covering[stated.right_code].add(stated.left_code)
    held: list[Node] = []
    found = []
    for level in by_order(left):
        held.extend(whole(level))
        found.append(_recognised(level, _Held(tuple(held), covering), right))
    return tuple(found)


def by_order(document: FrameworkDocument) -> list[Level]:
    return sorted(document.levels, key=lambda level: level.order)


def whole(level: Level) -> tuple[Node, ...]:
    """What meeting a level takes: all that it requires, and one of its tracks where it has any."""
    if not level.tracks:
        return level.requires
    tracks = tuple(Group(Combine.ALL_OF, track.requires) for track in level.tracks)
    return (*level.requires, Group(Combine.ANY_OF, tracks))


class _Held:
    """What is known of somebody who meets ``nodes`` of the left framework."""

    def __init__(self, nodes: tuple[Node, ...], covering: dict[str, set[str]]) -> None:
        self.nodes = nodes
        self.covering = covering
        self.meets_one_of = cache(self._meets_one_of)

    def meets(self, node: Node) -> bool:
        """Whether each way of meeting the left nodes meets this node of the right framework."""
        clauses = _clauses(node)
        return clauses is not None and all(self.meets_one_of(clause) for clause in clauses)

    def _meets_one_of(self, clause: Clause) -> bool:
        """It does where the left nodes cannot be met without something that covers the clause."""
        covers = frozenset(chain.from_iterable(self.covering.get(code, ()) for code in clause))
        return bool(covers) and not all(_is_met_without(node, covers) for node in self.nodes)


def _recognised(level: Level, held: _Held, right: FrameworkDocument) -> Recognised:
    reaches = ""
    for candidate in by_order(right) if right.places_people else ():
        lacking = [node for node in whole(candidate) if not held.meets(node)]
        if lacking:
            codes = (code for node in lacking for code in _codes(node) if not held.meets_one_of(frozenset([code])))
            return Recognised(level.code, reaches, tuple(codes))
        reaches = candidate.code
    return Recognised(level.code, reaches, ())


def _codes(node: Node) -> Iterator[str]:
    if isinstance(node, Group):
        for child in node.children:
            yield from _codes(child)
    else:
        yield node.code


def _is_met_without(node: Node, left_out: Clause) -> bool:
    """Whether the node can be met by requirements that are not left out."""
    if not isinstance(node, Group):
        return node.code not in left_out
    return sum(_is_met_without(child, left_out) for child in node.children) >= _needed(node)


def _needed(group: Group) -> int:
    if group.combine is Combine.ALL_OF:
        return len(group.children)
    return group.n if group.combine is Combine.AT_LEAST else 1


def _clauses(node: Node) -> list[Clause] | None:
    """The node as clauses that must all hold, or None where they are too many.

    At least n of k children means that of any k - n + 1 children one is met.
    """
    if not isinstance(node, Group):
        return [frozenset([node.code])]
    inner = [_clauses(child) for child in node.children]
    parts = [clauses for clauses in inner if clauses is not None]
    if len(parts) < len(inner):
        return None
    found: set[Clause] = set()
    for some in combinations(parts, len(parts) - _needed(node) + 1):
        for choice in product(*some):
            found.add(frozenset(chain.from_iterable(choice)))
            if len(found) > MOST_CLAUSES:
                return None
    return list(found)
