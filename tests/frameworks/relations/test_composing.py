"""Mappings one after another, against following every single path."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.frameworks.relations.composing import composed
from stegvis.frameworks.relations.entries import MappingEntry, Relation

Mapping = list[MappingEntry]


@st.composite
def mappings(draw: st.DrawFn, olds: list[str], prefix: str) -> Mapping:
    """A whole mapping of ``olds`` into codes that begin with ``prefix``."""
    left = list(draw(st.permutations(olds)))
    names = (f"{prefix}{number}" for number in range(100))
    found = []
    while left:
        relation = draw(st.sampled_from(Relation))
        old = (
            ()
            if relation == "new"
            else tuple(left.pop() for _ in range(min(len(left), 2 if relation == "merged" else 1)))
        )
        if relation == "merged" and len(old) == 1:
            relation = Relation.CHANGED
        new = tuple(next(names) for _ in range({"gone": 0, "split": 2}.get(relation, 1)))
        found.append(MappingEntry(relation, old, new))
    return found


@st.composite
def chains(draw: st.DrawFn) -> list[Mapping]:
    codes = [f"a{number}" for number in range(draw(st.integers(0, 7)))]
    found = []
    for prefix in "bcd"[: draw(st.integers(1, 3))]:
        found.append(draw(mappings(codes, prefix)))
        codes = sorted(code for entry in found[-1] for code in entry.to_codes)
    return found


def paths(chain: list[Mapping]) -> dict[tuple[str, str], list[bool]]:
    """For each pair of a first and a last code, every path between them, and whether it was the same all the way."""
    steps = [
        {(a, b): entry.relation == "same" for entry in mapping for a in entry.from_codes for b in entry.to_codes}
        for mapping in chain
    ]
    found: dict[tuple[str, str], list[bool]] = {}
    for path in product(*steps):
        if all(one[1] == after[0] for one, after in pairwise(path)):
            same = all(step[link] for step, link in zip(steps, path, strict=True))
            found.setdefault((path[0][0], path[-1][1]), []).append(same)
    return found


@given(chains())
def test_composed_mappings_follow_every_path(chain: list[Mapping]) -> None:
    entries, followed = composed(chain), paths(chain)
    olds = [code for entry in chain[0] for code in entry.from_codes]
    news = [code for entry in chain[-1] for code in entry.to_codes]
    assert Counter(code for entry in entries for code in entry.from_codes) == Counter(olds)
    assert Counter(code for entry in entries for code in entry.to_codes) == Counter(news)
    shapes = {"same": (1, 1), "changed": (1, 1), "gone": (1, 0), "new": (0, 1)}
    for entry in entries:
        shape = (len(entry.from_codes), len(entry.to_codes))
        if entry.relation in shapes:
            assert shape == shapes[entry.relation]
        else:
            assert {"split": shape[0], "merged": shape[1]}[entry.relation] == 1 < max(shape)
    linked = {(a, b) for entry in entries for a in entry.from_codes for b in entry.to_codes}
    assert linked <= set(followed)
    assert {entry.from_codes[0] for entry in entries if entry.relation == "gone"} == set(olds) - {
        a for a, _ in followed
    }
    assert {entry.to_codes[0] for entry in entries if entry.relation == "new"} == set(news) - {b for _, b in followed}
    same = {(entry.from_codes[0], entry.to_codes[0]) for entry in entries if entry.relation == "same"}
    assert same == {pair for pair, found in followed.items() if found == [True]}


@given(chains())
def test_links_are_left_out_only_where_several_became_several(chain: list[Mapping]) -> None:
    followed = set(paths(chain))
    linked = {(a, b) for entry in composed(chain) for a in entry.from_codes for b in entry.to_codes}
    for a, b in followed - linked:
        assert len({new for old, new in followed if old == a}) > 1
        assert len({old for old, new in followed if new == b}) > 1


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([("split", "a", "bc")], [("merged", "bc", "d")], [("changed", "a", "d")]),
        ([("same", "a", "b")], [("gone", "b", "")], [("gone", "a", "")]),
        ([("new", "", "b")], [("split", "b", "cd")], [("new", "", "c"), ("new", "", "d")]),
        ([("merged", "ab", "c")], [("split", "c", "de")], [("changed", "a", "e"), ("changed", "b", "d")]),
        ([("new", "", "b")], [("gone", "b", "")], []),
    ],
)
def test_examples(first: list, second: list, expected: list) -> None:
    chain = [[MappingEntry(r, tuple(a), tuple(b)) for r, a, b in mapping] for mapping in (first, second)]
    assert sorted((e.relation, "".join(e.from_codes), "".join(e.to_codes)) for e in composed(chain)) == sorted(expected)
