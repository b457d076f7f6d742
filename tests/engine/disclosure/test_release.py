"""Suppression of all tables together, against an attacker of its own, brute force and published examples."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stegvis.engine.disclosure import Audit, Axis, Interval, Key, Publication, Release, Table, audit, gather, release
from stegvis.engine.disclosure.intervals import NEAR
from stegvis.engine.disclosure.protection import System
from stegvis.engine.disclosure.search import cheapest
from tests.engine.disclosure.attacker import differences, exactly, is_guarded, worked_out

A, B, C = Axis("a", (0, 1, 2)), Axis("b", (0, 1)), Axis("c", (0, 1))
VARIABLES = {"a": A.values, "b": B.values, "c": C.values}
A_TWO = Axis("a", (0, 1))
EVERYBODY: Key = frozenset()
NO_AUDIT = Audit(5, 0, 0, 0, 0, False, (), ())

people = arrays(np.int64, (3, 2, 2), elements=st.sampled_from([0, 0, 1, 2, 3, 4, 5, 7, 9, 20]))


def two_tables(counts: np.ndarray) -> Publication:
    """a × b and a × c: they share a's totals and nothing else."""
    return gather([Table(counts.sum(axis=2), (A, B)), Table(counts.sum(axis=1), (A, C))])


def shown(found: Release, table: int = 0) -> list:
    return found.shown(table).tolist()


@given(people, st.booleans())
@settings(max_examples=15, deadline=None)
def test_no_small_group_can_be_worked_out_of_linked_tables(counts: np.ndarray, exact: bool) -> None:
    found = release(two_tables(counts), exact=exact)
    intervals = worked_out(found, VARIABLES)
    assert is_guarded(found.publication, intervals)
    assert not differences(found, VARIABLES) & {1, 2, 3, 4}
    assert not found.hidden[found.publication.counts >= 5].any() or found.audit.small


def is_wide_enough(one: Interval) -> bool:
    """Whether all that had to remain possible does."""
    return one.needed is None or (one.low <= one.needed[0] and (one.high is None or one.high >= one.needed[1]))


@given(people)
@settings(max_examples=8, deadline=None)
def test_the_audit_says_what_the_attacker_finds(counts: np.ndarray) -> None:
    found = release(two_tables(counts))
    intervals = worked_out(found, VARIABLES)
    told = [(one.low, np.inf if one.high is None else one.high) for one in found.audit.intervals]
    assert told == [pytest.approx(pair) for pair in intervals.values()]
    assert found.audit.is_safe
    assert all(is_wide_enough(one) for one in found.audit.intervals)


@given(people)
@settings(max_examples=5, deadline=None)
def test_a_cube_is_guarded_in_whole_people_too(counts: np.ndarray) -> None:
    """In three dimensions linear programming may split people; each bound of a small cell is one of whole ones."""
    found = release(gather([Table(counts, (A, B, C))]))
    assert is_guarded(found.publication, worked_out(found, VARIABLES))


def every_way(people: int, cells: int) -> np.ndarray:
    """All ways to put so many people into so many cells."""
    bars = np.array(list(combinations(range(people + cells - 1), cells - 1)))
    ends = np.full((len(bars), 1), people + cells - 1)
    return np.diff(np.hstack([np.full_like(ends, -1), bars, ends]), axis=1) - 1


@given(arrays(np.int64, (2, 2, 2), elements=st.sampled_from([0, 1, 1, 2])).filter(lambda counts: counts.sum() <= 8))
@settings(max_examples=5, deadline=None)
def test_of_a_tiny_cube_every_table_that_fits_is_tried(counts: np.ndarray) -> None:
    axes = tuple(Axis(name, (0, 1)) for name in "abc")
    publication = gather([Table(counts, axes)], known=[EVERYBODY])
    found = release(publication, threshold=2)
    told = ~found.hidden | publication.known
    ways = every_way(int(counts.sum()), 8).reshape(-1, 2, 2, 2)
    tables = [Table(one, axes).with_totals().ravel() for one in ways]
    order = publication.places[0].ravel()
    tried = np.array(tables)[:, np.argsort(order)]
    fitting = tried[(tried[:, told] == publication.counts[told]).all(axis=1)]
    for one, cell in zip(found.audit.intervals, np.flatnonzero(found.hidden), strict=True):
        if one.needed is not None:
            assert (one.low, one.high) == (fitting[:, cell].min(), fitting[:, cell].max())
            assert is_wide_enough(one)


def cheaper_choices(publication: Publication, cost: float, threshold: int) -> list[np.ndarray]:
    """Every choice of hidden cells that costs less, of those that hide what must be hidden."""
    counts, keys = publication.counts, publication.keys
    small = (counts > 0) & (counts < threshold)
    under = [any(small[wide] and other < key for wide, other in enumerate(keys)) for key in keys]  # type: ignore[operator]
    must = small | np.array(under)
    left = cost - publication.costs[must].sum() - NEAR
    choices = [must]
    for cell in np.flatnonzero(~must):
        more = [chosen | (np.arange(counts.size) == cell) for chosen in choices]
        choices += [chosen for chosen in more if publication.costs[chosen & ~must].sum() < left]
    return choices if left > 0 else []


def protects(publication: Publication, hidden: np.ndarray, threshold: int) -> bool:
    """Whether the attacker of these tests is kept from every small count, and from every zero under one."""
    counts, keys = publication.counts, publication.keys
    small = (counts > 0) & (counts < threshold)
    zero = [
        count == 0 and any(small[wide] and other < key for wide, other in enumerate(keys))  # type: ignore[operator]
        for key, count in zip(keys, counts, strict=True)
    ]
    intervals = worked_out(
        Release(publication, hidden, NO_AUDIT), {**VARIABLES, "a": A_TWO.values}, only=small | np.array(zero)
    )
    zeros = [key for key, one in zip(keys, zero, strict=True) if one]
    return is_guarded(publication, intervals, threshold) and all(intervals[key][1] > 1 - NEAR for key in zeros)  # type: ignore[index]


@given(arrays(np.int64, (2, 2), elements=st.integers(0, 9)))
@settings(max_examples=8, deadline=None)
def test_nothing_cheaper_protects_a_table(counts: np.ndarray) -> None:
    publication = gather([Table(counts, (A_TWO, B))])
    found = release(publication)
    assert found.audit.proven_least
    assert protects(publication, found.hidden, 5)
    cheaper = cheaper_choices(publication, publication.costs[found.hidden].sum(), 5)
    assume(len(cheaper) < 150)
    assert not any(protects(publication, chosen, 5) for chosen in cheaper)


@pytest.mark.parametrize(
    "counts",
    [
        [[[9, 2], [7, 8]], [[6, 5], [9, 9]]],
        [[[0, 1], [8, 6]], [[5, 8], [6, 0]]],
        [[[7, 7], [1, 0]], [[9, 8], [0, 2]]],
        [[[2, 0], [0, 0]], [[6, 7], [8, 9]]],
    ],
)
def test_nothing_cheaper_protects_linked_tables(counts: list) -> None:
    people = np.array(counts)
    tables = [Table(people.sum(axis=2), (A_TWO, B)), Table(people.sum(axis=1), (A_TWO, C))]
    publication = gather(tables)
    found = release(publication)
    assert publication.size == 15
    assert protects(publication, found.hidden, 5)
    cheaper = cheaper_choices(publication, publication.costs[found.hidden].sum(), 5)
    assert not any(protects(publication, chosen, 5) for chosen in cheaper)


def test_the_published_example_of_investments_by_activity_and_region() -> None:
    """Fischetti and Salazar (Management Science 47, 2001): of 22 (activity II, region C) nobody is to come nearer
    than 17 to 27, at the least value hidden. Hidden beside it are 8, 17 and 12; from 5 to 30 can be worked out."""
    counts = np.array([[20, 50, 10], [8, 19, 22], [17, 32, 12]])
    publication = gather([Table(counts, (A, Axis("r", "ABC")))], cost=lambda _key, count: count)
    cell = publication.places[0][1, 2]
    only = np.arange(publication.size) == cell
    low, high = publication.counts - 5 * only, publication.counts + 5 * only
    nothing = np.zeros(publication.size, np.bool_)
    system = System(publication.relations, publication.counts, publication.costs, only, nothing, only, low, high)
    hidden, proven = cheapest(system, ~nothing)
    assert proven
    assert sorted(publication.counts[hidden].tolist()) == [8, 12, 17, 22]
    variables = {"a": A.values, "r": "ABC"}
    intervals = worked_out(Release(publication, hidden, NO_AUDIT), variables)
    assert intervals[publication.keys[cell]] == pytest.approx((5, 30))  # type: ignore[index]
    assert publication.counts[hidden].sum() == 59
    choices = [only]
    for other in np.flatnonzero(~only):
        more = [chosen | (np.arange(publication.size) == other) for chosen in choices]
        choices += [chosen for chosen in more if publication.counts[chosen].sum() < 59]
    nearest = [
        worked_out(Release(publication, chosen, NO_AUDIT), variables, only=only)[publication.keys[cell]]  # type: ignore[index]
        for chosen in choices
    ]
    assert not [pair for pair in nearest if pair[0] <= 17 + NEAR and pair[1] >= 27 - NEAR]


def test_one_small_cell_takes_three_with_it_and_no_total() -> None:
    found = release(gather([Table(np.array([[10, 3, 8], [20, 12, 9], [7, 8, 30]]), (A, Axis("b", (0, 1, 2))))]))
    assert shown(found) == [[None, None, 8, 21], [20, 12, 9, 41], [None, None, 30, 45], [37, 23, 47, 107]]
    assert found.audit.plain() == {
        "threshold": 5,
        "cells": 16,
        "small": 1,
        "beside": 3,
        "earlier": 0,
        "proven_least": True,
        "safe": True,
        "bare": [],
        "intervals": [
            {"cell": "a=0, b=0", "low": 2, "high": 13, "needed": None},
            {"cell": "a=0, b=1", "low": 0, "high": 11, "needed": [0, 5]},
            {"cell": "a=2, b=0", "low": 4, "high": 15, "needed": None},
            {"cell": "a=2, b=1", "low": 0, "high": 11, "needed": None},
        ],
    }
    assert json.loads(json.dumps(found.audit.plain())) == found.audit.plain()


def test_what_is_shared_is_hidden_in_every_table_or_in_none() -> None:
    """Group 2 has four people: its total is one cell, and stands in both tables."""
    found = release(two_tables(np.array([[[9, 9], [9, 9]], [[8, 8], [8, 8]], [[4, 0], [0, 0]]])))
    first, second = found.shown(0), found.shown(1)
    assert first[:, -1].tolist() == second[:, -1].tolist()
    assert first[2].tolist() == second[2].tolist() == [None, None, None]


def test_a_zero_is_shown_but_not_under_a_small_group() -> None:
    """Of group 1 it may not be told that nobody said 1, for then all three said 0."""
    found = release(gather([Table(np.array([[9, 0], [3, 0], [8, 12]]), (A, B))]))
    table = found.shown()
    assert table[1].tolist() == [None, None, None]
    assert worked_out(found, VARIABLES)[frozenset({("a", 1), ("b", 1)})][1] >= 1
    plain = release(gather([Table(np.array([[9, 0], [30, 0], [8, 12]]), (A, B))]))
    assert shown(plain) == [[9, 0, 9], [30, 0, 30], [8, 12, 20], [47, 12, 59]]


def test_a_filter_and_the_filter_narrowed_differ_by_no_small_group() -> None:
    """20 of the 22 in the region are nurses: the two others can be had by subtraction, so one of the tables gives."""
    region = frozenset({("region", "west")})
    tables = [
        Table(np.array([12, 10]), (B,), region),
        Table(np.array([11, 9]), (B,), region | {("profession", "nurse")}),
    ]
    found = release(gather(tables))
    variables = {"region": ("west", "east"), "profession": ("nurse", "midwife"), "b": B.values}
    assert not differences(found, variables) & {1, 2, 3, 4}
    assert is_guarded(found.publication, worked_out(found, variables))
    assert [shown(found, 0), shown(found, 1)].count([12, 10, 22]) + [shown(found, 1)].count([11, 9, 20]) == 1
    apart = release(gather([Table(np.array([12, 10]), (B,), region), Table(np.array([6, 5]), (B,), tables[1].where)]))
    assert [shown(apart, 0), shown(apart, 1)] == [[12, 10, 22], [6, 5, 11]]


def test_two_narrowings_together_leave_a_rest_too() -> None:
    """Nurses and midwives are all but two of the region."""
    tables = [
        Table(np.array([20, 12]), (B,)),
        Table(np.array([10, 5]), (B,), frozenset({("profession", "nurse")})),
        Table(np.array([9, 6]), (B,), frozenset({("profession", "midwife")})),
    ]
    found = release(gather(tables))
    variables = {"profession": ("nurse", "midwife", "other"), "b": B.values}
    assert is_guarded(found.publication, worked_out(found, variables))
    whole, nurses, midwives = (found.shown(table)[-1] for table in range(3))
    assert None in (whole, nurses, midwives)


def test_a_filter_narrowed_twice_at_once_is_linked_to_the_whole() -> None:
    both = frozenset({("region", "west"), ("profession", "nurse")})
    publication = gather([Table(np.array([20, 12]), (B,)), Table(np.array([18, 12]), (B,), both)])
    found = release(publication)
    variables = {"region": ("west", "east"), "profession": ("nurse", "midwife"), "b": B.values}
    assert not differences(found, variables) & {1, 2, 3, 4}


def test_groups_of_values_are_sums_as_totals_are() -> None:
    """Answers on the scale are 12 of 16; that two each said nothing and that it does not apply can be had from them."""
    axis = Axis("item", ("low", "high", "not applicable", "silent"), {"on the scale": ("low", "high")})
    actor = Axis("actor", ("region", "municipality"))
    counts = np.array([[6, 6, 2, 2], [30, 20, 7, 9]])
    found = release(gather([Table(counts, (actor, axis))]))
    variables = {"actor": actor.values, "item": axis.values}

    def meets(one, name, value):
        return one[name] in {"on the scale": ("low", "high")}.get(value, (value,))

    assert found.shown().shape == (3, 6)
    assert found.publication.counts[found.publication.places[0]][0].tolist() == [6, 6, 2, 2, 12, 16]
    assert is_guarded(found.publication, worked_out(found, variables, meets))
    assert not differences(found, variables, meets) & {1, 2, 3, 4}


def test_who_answered_is_fewer_than_who_was_asked() -> None:
    """An axis whose total has a name counts only some: three who did not answer are the difference."""
    answered = Axis("item", ("yes", "no"), total="answered")
    found = release(
        gather([Table(np.array([20, 17]), (A_REGION,)), Table(np.array([[9, 8], [11, 6]]), (A_REGION, answered))])
    )
    variables = {"actor": A_REGION.values, "item": ("yes", "no", "silent")}

    def meets(one, name, value):
        return one[name] in {"answered": ("yes", "no")}.get(value, (value,))

    assert is_guarded(found.publication, worked_out(found, variables, meets))
    assert not differences(found, variables, meets) & {1, 2, 3, 4}
    assert None in (found.shown(0)[0], found.shown(1)[0, 2])


A_REGION = Axis("actor", ("region", "university"))


@pytest.mark.parametrize(("number", "most"), [(9, 9), (4, 4)])
def test_what_readers_know_anyhow_protects_nothing(number: int, most: int) -> None:
    """How many were invited is known. Of a group of four the answers can only lie between none and four."""
    counts = np.array([[number - 2, 2], [20, 20], [30, 10]])
    known = [frozenset({("a", value)}) for value in A.values]
    found = release(gather([Table(counts, (A, B))], known=known))
    cell = next(one for one in found.audit.intervals if one.cell == "a=0, b=1")
    assert (cell.low, cell.high, cell.needed) == (0, most, (0, min(5, most)))
    assert found.shown()[0, -1] == number
    again = audit(found.publication, found.hidden)
    assert again.intervals == found.audit.intervals
    assert again.is_safe


def test_an_unpublished_margin_helps_nobody_and_stays_guarded() -> None:
    counts = np.array([[10, 3], [8, 9], [20, 30]])
    columns = [frozenset({("b", value)}) for value in B.values]
    found = release(gather([Table(counts, (A, B))], unpublished=columns))
    assert shown(found)[3] == [None, None, 80]
    assert shown(found)[0] == [None, None, 13]
    assert shown(found)[1:3] == [[8, 9, 17], [20, 30, 50]]


def test_the_audit_finds_what_another_choice_leaves_bare() -> None:
    publication = gather([Table(np.array([[10, 3], [8, 9], [20, 30]]), (A, B))])
    hidden = publication.counts == 3
    found = audit(publication, hidden)
    assert (found.bare, found.is_safe) == (("a=0, b=1",), False)
    assert [(one.cell, one.low, one.high, is_wide_enough(one)) for one in found.intervals] == [
        ("a=0, b=1", 3, 3, False)
    ]
    assert audit(publication, ~publication.published).bare == ("a=0, b=1",)
    assert audit(publication, np.ones(publication.size, np.bool_)).is_safe


@given(people)
@settings(max_examples=4, deadline=None)
def test_the_same_tables_give_the_same_answer(counts: np.ndarray) -> None:
    first, again = (release(two_tables(counts), exact=False) for _ in range(2))
    assert first.hidden.tolist() == again.hidden.tolist()
    assert first.audit == again.audit


def test_a_large_publication_is_guarded_table_by_table() -> None:
    """Thirty items by three groups; every table is attacked with all it shares with the others."""
    generator = np.random.RandomState(3)
    everybody = generator.randint(0, 5, (120, 31))
    groups = generator.choice(3, 120, p=[0.1, 0.3, 0.6])
    item = [Axis(f"item {number}", tuple(range(5))) for number in range(31)]
    tables = []
    for number, axis in enumerate(item):
        counts = np.zeros((3, 5), np.int64)
        np.add.at(counts, (groups, everybody[:, number]), 1)
        tables.append(Table(counts, (A, axis)))
    found = release(gather(tables), exact=False)
    assert found.audit.is_safe
    assert not found.audit.proven_least
    small = (found.publication.counts > 0) & (found.publication.counts < 5)
    assert small.any()
    assert found.hidden[small].all()
    for number in (0, 15, 30):
        alone = release(gather([tables[number]]))
        assert is_guarded(alone.publication, worked_out(alone, {"a": A.values, f"item {number}": item[number].values}))


@pytest.mark.parametrize(
    ("tables", "why"),
    [
        (lambda: [Table(np.array([1.5, 2]), (B,))], "whole numbers"),
        (lambda: [Table(np.array([-1, 2]), (B,))], "whole numbers"),
        (lambda: [Table(np.array([1, 2, 3]), (B,))], "as many counts"),
        (lambda: [Table(np.array([1, 2]), (B,)), Table(np.array([1, 3]), (C,))], "counted"),
        (
            lambda: [Table(np.array([1, 2]), (B,)), Table(np.array([9, 3]), (B,), frozenset({("a", 1)}))],
            "more in a part",
        ),
        (lambda: [Table(np.array([1, 2]), (Axis("b", (0, 1), {"g": (0, 0)}),))], "in a group twice"),
    ],
)
def test_tables_that_cannot_be_are_refused(tables, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        gather(tables())


def test_the_attacker_of_these_tests_finds_what_is_bare() -> None:
    """The oracle is no oracle if it finds nothing."""
    publication = two_tables(np.array([[[9, 9], [9, 9]], [[8, 8], [8, 8]], [[3, 0], [9, 9]]]))
    everything = Release(publication, publication.counts == 3, NO_AUDIT)
    assert not is_guarded(publication, worked_out(everything, VARIABLES, exactly))
