"""A second release of the same cells: whoever has kept the first subtracts it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stegvis.engine.disclosure import Axis, Publication, Release, Table, audit, gather, release
from stegvis.engine.disclosure.earlier import together
from stegvis.engine.disclosure.intervals import parts_joined
from stegvis.engine.disclosure.linked import extremes
from stegvis.engine.disclosure.protection import protected, settled
from tests.engine.disclosure.attacker import indicators

A, B = Axis("a", (0, 1, 2)), Axis("b", (0, 1))


def published(counts: list | np.ndarray, *earlier: Release) -> Release:
    return release(gather([Table(np.array(counts), (A, B))]), earlier=[one.told for one in earlier])


def told_apart(first: Release, second: Release) -> set[int]:
    """The differences that can be read off the two."""
    pairs = zip(first.shown().ravel(), second.shown().ravel(), strict=True)
    return {abs(now - then) for then, now in pairs if None not in (then, now)}


def test_five_answers_today_and_a_sixth_tomorrow() -> None:
    """Of the sixth it is told neither what they said nor that they came."""
    first = published([[5, 0], [12, 9], [8, 30]])
    assert first.shown().tolist() == [[5, 0, 5], [12, 9, 21], [8, 30, 38], [25, 39, 64]]
    second = published([[6, 0], [12, 9], [8, 30]], first)
    assert second.shown()[0].tolist() == [None, None, None]
    assert second.audit.is_safe
    assert second.audit.earlier == 1
    assert not told_apart(first, second) & {1, 2, 3, 4}
    assert second.shown()[-1, -1] is None


def test_the_same_again_is_shown_again() -> None:
    first = published([[10, 3], [8, 9], [20, 30]])
    second = published([[10, 3], [8, 9], [20, 30]], first)
    assert second.shown().tolist() == first.shown().tolist()


def test_five_more_may_be_told() -> None:
    first = published([[10, 12], [8, 9], [20, 30]])
    second = published([[15, 12], [8, 9], [20, 30]], first)
    assert second.shown().tolist() == [[15, 12, 27], [8, 9, 17], [20, 30, 50], [43, 51, 94]]


def test_two_who_left_are_told_as_little_as_two_who_came() -> None:
    first = published([[10, 12], [8, 9], [20, 30]])
    second = published([[8, 12], [8, 9], [20, 30]], first)
    assert second.shown()[0, 0] is None
    assert not told_apart(first, second) & {1, 2, 3, 4}


def test_a_third_release_is_measured_by_the_latest_that_had_the_cell() -> None:
    """Three came before the second and three before the third: six since the first, and still none may be told."""
    first = published([[10, 12], [8, 9], [20, 30]])
    second = published([[13, 12], [8, 9], [20, 30]], first)
    third = published([[16, 12], [8, 9], [20, 30]], first, second)
    assert third.audit.is_safe
    assert third.audit.earlier == 2
    for one, other in ((first, second), (second, third), (first, third)):
        assert not told_apart(one, other) & {1, 2, 3, 4}


def test_the_audit_sees_what_two_releases_tell_together() -> None:
    first = published([[10, 12], [8, 9], [20, 30]])
    publication = gather([Table(np.array([[11, 12], [8, 9], [20, 30]]), (A, B))])
    nothing = np.zeros(publication.size, np.bool_)
    assert audit(publication, nothing).is_safe
    both = audit(publication, nothing, earlier=[first.told])
    assert set(both.bare) == {"a cell of an earlier release, or a change since"}


@given(
    arrays(np.int64, (3, 2), elements=st.sampled_from([0, 2, 4, 6, 9, 20])),
    arrays(np.int64, (3, 2), elements=st.sampled_from([0, 0, 0, 1, 5])),
)
@settings(max_examples=6, deadline=None)
def test_no_difference_of_one_to_four_between_releases(counts: np.ndarray, more: np.ndarray) -> None:
    first = published(counts)
    second = published(counts + more, first)
    assert not told_apart(first, second) & {1, 2, 3, 4}
    assert second.audit.is_safe


ITEMS = tuple(Axis(name, (0, 1, 2)) for name in "xyz")


def items(people: np.ndarray) -> Publication:
    """A table for each item, by the two kinds that ``people`` (kinds, x, y, z) are of, whose numbers are known."""
    tables = [
        Table(people.sum(axis=tuple({1, 2, 3} - {place})), (B, axis)) for place, axis in enumerate(ITEMS, start=1)
    ]
    return gather(tables, known=[frozenset(), *(frozenset({("b", one)}) for one in B.values)])


def test_how_many_have_come_joins_no_tables() -> None:
    """The numbers of both releases are known, so their change is too, and each item is searched apart."""
    people = np.random.default_rng(1).integers(0, 3, (2, 3, 3, 3))
    first = release(items(people), exact=False)
    everything = together(items(people + (people == 2)), [first.told])
    system = protected(
        everything.relations,
        everything.nested,
        everything.counts,
        costs=everything.costs,
        shown=everything.shown,
        hidden=everything.hidden,
        threshold=5,
    )
    apart = settled(system, np.arange(system.counts.size) >= first.publication.size)
    assert len([part for part in parts_joined(system.relations, ~system.shown) if part.size > 1]) == 1
    assert len([part for part in parts_joined(system.relations, ~apart.shown) if part.size > 1]) == len(ITEMS)
    assert (apart.must | apart.shown)[system.must].all()


@pytest.mark.parametrize("seed", range(3))
def test_whoever_has_both_releases_tells_no_few_who_came(seed: int) -> None:
    """An attacker of people: one unknown for each way to answer, of those there before and of those who have come."""
    chance = np.random.default_rng(seed)
    people, more = (chance.multinomial(size, np.full(27, 1 / 27), 2).reshape(2, 3, 3, 3) for size in (18, 6))
    first = release(items(people), exact=False)
    second = release(items(people + more), earlier=[first.told], exact=False)
    variables = {"b": B.values, **{axis.name: axis.values for axis in ITEMS}}
    keys = first.publication.keys
    assert keys == second.publication.keys
    cells = indicators(keys, variables)  # type: ignore[arg-type]
    then, now = (~one.hidden for one in (first, second))
    told = np.vstack([np.hstack([cells, 0 * cells])[then], np.hstack([cells, cells])[now]])
    counts = np.concatenate([first.publication.counts[then], second.publication.counts[now]])
    came = second.publication.counts - first.publication.counts
    for asked, size in (
        (np.hstack([cells, 0 * cells]), first.publication.counts),
        (np.hstack([cells, cells]), second.publication.counts),
        (np.hstack([0 * cells, cells]), came),
    ):
        small = (size > 0) & (size < 5) & ~first.publication.known
        if small.any():
            low, high = extremes(asked[small], told, counts, counts)
            assert (low < 1e-6).all()
            assert (high > 5 - 1e-6).all()
