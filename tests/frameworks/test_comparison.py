"""Two frameworks side by side."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stegvis.engine.ladder import Kind
from stegvis.frameworks.comparison import Counterpart, Coverage, Pair, compare, coverage, total
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


def test_what_people_have_said_goes_before_shared_facts() -> None:
    a, b, x, y = requirement("a", "hlr"), requirement("b", "sip"), requirement("x", "hlr"), requirement("y", "annat")
    (level,) = compare(one_level(a, b), one_level(x, y), {("a", "y")})
    assert level.pairs == (Pair(a, y), Pair(b, None), Pair(None, x, (Counterpart(one_level(a, b).levels[0], a),)))


def test_a_counterpart_on_another_level_is_named() -> None:
    hlr, twin = requirement("a", "hlr"), requirement("b", "hlr")
    low, high = Level("l", 1, Text("L"), requires=(hlr,)), Level("h", 2, Text("H"), requires=(twin,))
    left, right = replace(one_level(), levels=(low,)), replace(one_level(), levels=(replace(low, requires=()), high))
    assert [level.pairs for level in compare(left, right)] == [
        (Pair(hlr, None, (Counterpart(high, twin),)),),
        (Pair(None, twin, (Counterpart(low, hlr),)),),
    ]


CODES = [f"r{i}" for i in range(6)]
codes = st.lists(st.sampled_from(CODES), unique=True)


@given(codes, codes, st.sets(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES))), st.integers(0, 6))
def test_coverage_counts_each_requirement_once(
    left: list[str], right: list[str], said: set[tuple[str, str]], split: int
) -> None:
    """Against a plain loop; requirements r0 and r1, r2 and r3, r4 and r5 accept the same fact."""

    def made(names: list[str]) -> FrameworkDocument:
        items = [requirement(name, f"f{int(name[1]) // 2}") for name in names]
        low, high = items[:split], items[split:]
        return replace(
            one_level(),
            levels=(Level("h", 2, Text("H"), requires=tuple(high)), Level("l", 1, Text("L"), requires=tuple(low))),
        )

    expected = []
    for names in (left[:split], left[split:]):
        judged = [name for name in names if any((name, other) in said for other in right)]
        alike = [n for n in names if n not in judged and any(int(n[1]) // 2 == int(o[1]) // 2 for o in right)]
        expected.append(Coverage(len(names), len(judged), len(alike)))
    found = coverage(made(left), made(right), said)
    assert [(level.code, part) for level, part in found] == list(zip(("l", "h"), expected, strict=True))
    assert total(part for _level, part in found) == Coverage(
        len(left), sum(part.said for part in expected), sum(part.shared for part in expected)
    )
    assert all(part.found + part.alone == part.asked for part in expected)
