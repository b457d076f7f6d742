"""Two frameworks side by side."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stegvis.engine.ladder import Kind
from stegvis.frameworks.comparison import Pair, compare
from stegvis.frameworks.format.document import BaseReference, FrameworkDocument, Level, Requirement, Text
from stegvis.frameworks.packaged import documents

NURSE = documents()[BaseReference("pilot-sjukskoterska-kommun", 1)]
assert isinstance(NURSE, FrameworkDocument)


def requirement(code: str, *accepts: str, minimum: int = 1) -> Requirement:
    return Requirement(code, Kind.COURSE, Text(code), accepts, minimum)


def one_level(*requirements: Requirement) -> FrameworkDocument:
    assert isinstance(NURSE, FrameworkDocument)
    return replace(NURSE, levels=(Level("l", 1, Text("L"), requires=requirements),))


def test_shared_facts_are_paired_whatever_the_codes() -> None:
    hlr, hlr_twice, sip, wound = (
        requirement("a", "hlr"),
        requirement("b", "x", "hlr", minimum=2),
        requirement("c", "sip"),
        requirement("d", "sar"),
    )
    (level,) = compare(one_level(sip, hlr), one_level(wound, hlr_twice))
    assert level.pairs == (Pair(hlr, hlr_twice), Pair(sip, None), Pair(None, wound))
    assert [pair.differs for pair in level.pairs] == [True, False, False]


def test_a_level_without_counterpart_stands_alone() -> None:
    shorter = replace(NURSE, levels=NURSE.levels[:1])  # type: ignore[union-attr]
    assert [pair.right is None for pair in compare(NURSE, shorter)] == [False, True, True]  # type: ignore[arg-type]


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_every_requirement_stands_exactly_once(order: list[int], kept: set[int]) -> None:
    all_of_them = [requirement(f"r{i}", f"f{i}") for i in range(6)]
    left, right = one_level(*(all_of_them[i] for i in order)), one_level(*(all_of_them[i] for i in sorted(kept)))
    (level,) = compare(left, right)
    assert sorted(p.left.code for p in level.pairs if p.left) == [f"r{i}" for i in range(6)]
    assert sorted(p.right.code for p in level.pairs if p.right) == [f"r{i}" for i in sorted(kept)]
    assert {p.left.code for p in level.pairs if p.left and p.right} == {f"r{i}" for i in kept}


def test_a_framework_differs_from_itself_in_nothing() -> None:
    levels = compare(NURSE, NURSE)  # type: ignore[arg-type]
    assert [pair for level in levels for pair in level.pairs if pair.differs or pair.left != pair.right] == []
