"""Random ladders, overlays and populations, small enough to collide and to shrink."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from hypothesis import settings
from hypothesis import strategies as st

from stegvis.engine.ladder import (
    NO_END,
    NO_START,
    OWN_AREA,
    AllOf,
    AnyOf,
    AtLeast,
    Fact,
    FactKey,
    Kind,
    Ladder,
    Level,
    Node,
    Requirement,
    Track,
)


def examples(number: int) -> settings:
    return settings(max_examples=number)


AREAS = ("barn",)
CODES = ("a", "b")
JUDGES = ("", "chef", "handledare")
DAY = 20_000
KINDS = (Kind.COMPETENCE, Kind.PRACTICE, Kind.CERTIFICATE)

areas = st.sampled_from(("", *AREAS))
days = st.integers(DAY - 4, DAY + 4) | st.sampled_from([-(10**6), 0, 10**6])
ends = st.integers(DAY - 2, DAY + 6) | st.integers(DAY + 65_531, DAY + 65_537) | st.sampled_from([NO_END, NO_START])

requirements = st.builds(
    Requirement,
    code=st.just(""),
    kind=st.sampled_from(KINDS),
    accepts=st.sampled_from((CODES, CODES[:1], CODES[1:], (*CODES, "a"), ())),
    minimum=st.integers(0, 4),
    area=st.sampled_from(("", OWN_AREA, *AREAS)),
    judged_by=st.sampled_from(((), (), JUDGES[1:2], JUDGES[1:])),
)


def _groups(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, max_size=4).map(tuple)
    return st.builds(AllOf, several) | st.builds(AnyOf, several) | st.builds(AtLeast, st.integers(-1, 5), several)


nodes: st.SearchStrategy[Node] = st.recursive(requirements, _groups, max_leaves=8)
wholes = st.builds(AllOf, st.lists(nodes, max_size=3).map(tuple))


def renamed(node: Node, names: Iterator[int]) -> Node:
    """The same node with requirement codes r0, r1, … that no other requirement has."""
    if isinstance(node, Requirement):
        return Requirement(f"r{next(names)}", node.kind, node.accepts, node.minimum, node.area, node.judged_by)
    children = tuple(renamed(child, names) for child in node.children)
    return AtLeast(node.n, children) if isinstance(node, AtLeast) else type(node)(children)


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    names = count()
    orders = draw(st.lists(st.integers(-2, 9), max_size=4, unique=True))
    levels = []
    for order in orders:
        requires = renamed(draw(wholes), names)
        tracks = tuple(
            Track(f"t{position}", renamed(track, names))
            for position, track in enumerate(draw(st.lists(wholes, max_size=3)))
        )
        levels.append(Level(f"l{order}", order, requires, tracks))
    return Ladder("random", tuple(levels), AREAS, (1, 2, 3, 4, 5))


@st.composite
def populations(draw: st.DrawFn, size: int | None = None) -> tuple[int, list[Fact]]:
    people = draw(st.integers(0, 3)) if size is None else size
    if people == 0:
        return 0, []
    keys = st.builds(FactKey, st.sampled_from(KINDS), st.sampled_from(CODES), areas)
    fact = st.builds(
        Fact,
        person=st.integers(0, people - 1),
        key=keys,
        value=st.integers(0, 4),
        valid_from=st.just(NO_START) | st.integers(DAY - 6, DAY + 1),
        valid_until=ends,
        judge=st.sampled_from(JUDGES),
    )
    return people, draw(st.lists(fact, max_size=30))
