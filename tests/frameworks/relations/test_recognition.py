"""Levels recognised across frameworks, against trying every way of meeting a level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.engine.ladder import Kind
from stegvis.frameworks.format.document import (
    Combine,
    FrameworkDocument,
    Group,
    Level,
    Node,
    Requirement,
    Status,
    Text,
    Track,
)
from stegvis.frameworks.relations.recognition import Recognised, recognition
from tests.frameworks.relations.second import first


@dataclass(frozen=True)
class Said:
    left_code: str
    right_code: str
    relation: str = "same"


def leaf(code: str) -> Requirement:
    return Requirement(code, Kind.COURSE, Text(code), (code,))


@st.composite
def nodes(draw: st.DrawFn, codes: list[str], depth: int = 2) -> Node | None:
    if not codes:
        return None
    if depth == 0 or draw(st.booleans()):
        return leaf(codes.pop())
    children = [node for _ in range(draw(st.integers(1, 3))) if (node := draw(nodes(codes, depth - 1))) is not None]
    combine = draw(st.sampled_from(Combine))
    n = draw(st.integers(1, len(children))) if combine is Combine.AT_LEAST else 0
    return Group(combine, tuple(children), n)


@st.composite
def ladders(draw: st.DrawFn, prefix: str) -> FrameworkDocument:
    codes = [f"{prefix}{number}" for number in range(6)]
    levels = []
    for order in range(1, draw(st.integers(1, 3)) + 1):
        requires = [node for _ in range(draw(st.integers(0, 2))) if (node := draw(nodes(codes))) is not None]
        tracks = [
            Track(f"t{order}-{number}", Text("T"), requires=(node,))
            for number in range(draw(st.integers(0, 2)))
            if (node := draw(nodes(codes, 1))) is not None
        ]
        levels.append(Level(f"{prefix}-l{order}", order, Text("L"), requires=tuple(requires), tracks=tuple(tracks)))
    return replace(first(), levels=tuple(draw(st.permutations(levels))))


def met(node: Node, shown: set[str]) -> bool:
    if isinstance(node, Requirement):
        return node.code in shown
    number = sum(met(child, shown) for child in node.children)
    return number >= {Combine.ALL_OF: len(node.children), Combine.ANY_OF: 1, Combine.AT_LEAST: node.n}[node.combine]


def reaches(document: FrameworkDocument, shown: set[str]) -> str:
    """The level that somebody who has shown exactly this stands on."""
    reached = ""
    for level in sorted(document.levels, key=lambda level: level.order):
        tracks = [all(met(node, shown) for node in track.requires) for track in level.tracks]
        if not (all(met(node, shown) for node in level.requires) and (any(tracks) or not tracks)):
            break
        reached = level.code
    return reached


def ways(document: FrameworkDocument, level: str) -> Iterator[set[str]]:
    """Every set of requirements by which somebody holds the level, or more."""
    codes = [requirement.code for requirement in document.requirements()]
    order = {item.code: item.order for item in document.levels} | {"": 0}
    for shown in chain.from_iterable(combinations(codes, number) for number in range(len(codes) + 1)):
        if order[reaches(document, set(shown))] >= order[level]:
            yield set(shown)


@settings(max_examples=60)
@given(ladders("a"), ladders("b"), st.data())
def test_what_is_recognised_is_met_in_every_way_and_nothing_more_is(
    left: FrameworkDocument, right: FrameworkDocument, data: st.DataObject
) -> None:
    codes = [[requirement.code for requirement in side.requirements()] for side in (left, right)]
    said: list[Said] = []
    if all(codes):
        relations = st.sampled_from(["same", "broader", "narrower"])
        said = data.draw(st.lists(st.builds(Said, st.sampled_from(codes[0]), st.sampled_from(codes[1]), relations)))
    order = {item.code: item.order for item in right.levels} | {"": 0}
    for found in recognition(left, right, said):
        reached = [
            order[reaches(right, {s.right_code for s in said if s.left_code in shown and s.relation != "narrower"})]
            for shown in ways(left, found.level)
        ]
        assert order[found.reaches] == min(reached)
        assert bool(found.remaining) == (found.reaches != max(order, key=lambda code: order[code]))


def ladder(*levels: tuple[Node, ...]) -> FrameworkDocument:
    return replace(
        first(),
        levels=tuple(Level(f"n{order}", order, Text("L"), requires=nodes) for order, nodes in enumerate(levels, 1)),
    )


def test_a_choice_is_not_taken_for_granted() -> None:
    left = ladder((Group(Combine.ANY_OF, (leaf("a"), leaf("b"))),), (leaf("c"),))
    right = ladder((leaf("x"),), (Group(Combine.AT_LEAST, (leaf("y"), leaf("z"), leaf("w")), 1),))
    assert recognition(left, right, [Said("a", "x"), Said("c", "y")]) == (
        Recognised("n1", "", ("x",)),
        Recognised("n2", "", ("x",)),
    )
    assert recognition(left, right, [Said("a", "x"), Said("b", "x", "broader"), Said("c", "y")]) == (
        Recognised("n1", "n1", ("y", "z", "w")),
        Recognised("n2", "n2", ()),
    )


def test_less_is_not_enough_and_a_described_framework_recognises_nobody() -> None:
    left, right = ladder((leaf("a"),)), ladder((leaf("x"),))
    assert recognition(left, right, [Said("a", "x", "narrower")]) == (Recognised("n1", "", ("x",)),)
    described = replace(right, status=Status.DESCRIBED)
    assert recognition(left, described, [Said("a", "x")]) == (Recognised("n1", "", ()),)


def test_a_group_with_too_many_ways_is_not_taken_for_granted() -> None:
    many = tuple(leaf(f"m{number}") for number in range(20))
    left = ladder((leaf("a"),), many)
    right = ladder((Group(Combine.AT_LEAST, many, 10),))
    said = [Said(f"m{number}", f"m{number}") for number in range(20)]
    assert [found.reaches for found in recognition(left, right, said)] == ["", ""]


def test_the_pilot_recognises_itself() -> None:
    codes = [requirement.code for requirement in first().requirements()]
    found = recognition(first(), first(), [Said(code, code) for code in codes])
    assert [(item.level, item.reaches) for item in found] == [
        (code, code) for code in ("grund", "fordjupning", "expert")
    ]
    assert recognition(first(), first(), [])[0].reaches == ""
