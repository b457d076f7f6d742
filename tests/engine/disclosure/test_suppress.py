"""Suppression against brute force on tiny tables, and against the attack on larger ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stegvis.engine.disclosure import Suppressed, bounds, suppress, with_totals
from stegvis.engine.disclosure.patterns import Problem, cheapest_pattern
from stegvis.engine.disclosure.suppress import _problem

shapes = st.tuples(st.integers(1, 4), st.integers(1, 3))
tables = shapes.flatmap(lambda shape: arrays(np.int64, shape, elements=st.integers(0, 12)))
tiny = st.sampled_from([(1, 3), (2, 2), (3, 1)]).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 3))
)
fast = settings(max_examples=40)


def same_from_outside(table: np.ndarray, unknown: np.ndarray, most: int) -> Iterator[np.ndarray]:
    """Every table that agrees with this one wherever it is shown, by trying all."""
    rows, columns = table.shape[0] - 1, table.shape[1] - 1
    for values in product(range(most + 1), repeat=rows * columns):
        other = with_totals(np.array(values).reshape(rows, columns))
        if (other == table)[~unknown].all():
            yield other


@given(counts=tiny, data=st.data())
@fast
def test_the_attack_finds_what_trying_every_table_finds(counts: np.ndarray, data: st.DataObject) -> None:
    table = with_totals(counts)
    unknown = data.draw(arrays(np.bool_, table.shape))
    unknown[:-1, -1] = False  # so that nothing is unbounded and all can be tried
    tried = list(same_from_outside(table, unknown, int(counts.sum(axis=1).max(initial=0))))
    low, high = bounds(table, unknown)
    assert low.tolist() == np.min(tried, axis=0).tolist()
    assert high.tolist() == np.max(tried, axis=0).tolist()


def cost_by_trying(problem: Problem) -> float:
    """The cheapest pattern of all that protect, by trying every set of cells."""
    free = np.flatnonzero(~problem.must & ~problem.given)
    costs = problem.costs.ravel()
    patterns = chain.from_iterable(combinations(free.tolist(), size) for size in range(len(free) + 1))
    for chosen in sorted(patterns, key=lambda cells: costs[list(cells)].sum()):
        unknown = problem.must.copy()
        unknown.flat[list(chosen)] = True
        low, high = bounds(problem.table, unknown)
        if (high - low >= problem.needed).all():
            return float(costs[unknown.ravel()].sum())
    raise AssertionError("not even hiding everything protects")


@given(counts=arrays(np.int64, (2, 2), elements=st.integers(0, 9)), rows_are_known=st.booleans())
@settings(max_examples=8)
def test_no_cheaper_pattern_protects(counts: np.ndarray, rows_are_known: bool) -> None:
    problem = _problem(with_totals(counts), 5, rows_are_known)
    found = cheapest_pattern(problem)
    assert float(problem.costs[found].sum()) == pytest.approx(cost_by_trying(problem))


def assert_safe(result: Suppressed, rows_are_known: bool) -> None:
    small = (result.table > 0) & (result.table < 5)
    assert result.hidden[small].all()
    assert result.hidden[result.too_few].all()
    unknown = result.hidden.copy()
    if rows_are_known:
        unknown[:, -1] = False
    low, high = bounds(result.table, unknown)
    assert (high - low >= result.needed)[unknown].all()
    few = (result.table[:, -1:] if result.table.shape[1] > 2 else 0) if rows_are_known else 4
    assert (result.needed >= np.where(small & unknown, np.minimum(4, few), 0)).all()
    for values, hides in chain(zip(result.table, unknown, strict=True), zip(result.table.T, unknown.T, strict=True)):
        together = 0 if hides[-1] else values[:-1][hides[:-1]].sum()
        assert together == 0 or together >= 5 or not values[:-1][~hides[:-1]].any()
    shown = ~result.hidden
    assert (low[shown] == result.table[shown]).all()


@given(counts=tables, rows_are_known=st.booleans(), exact=st.booleans())
@fast
def test_every_small_count_is_hidden_and_none_can_be_worked_out(
    counts: np.ndarray, rows_are_known: bool, exact: bool
) -> None:
    assert_safe(suppress(counts, rows_are_known=rows_are_known, exact=exact), rows_are_known)


@given(counts=tables.filter(lambda table: not ((table > 0) & (table < 5)).any()))
@fast
def test_a_table_without_small_groups_is_shown_whole(counts: np.ndarray) -> None:
    assert suppress(counts).shown() == with_totals(counts).tolist()


@given(counts=tables)
@fast
def test_the_same_table_gives_the_same_answer(counts: np.ndarray) -> None:
    assert suppress(counts, exact=False).shown() == suppress(counts, exact=False).shown()


def test_one_small_cell_takes_three_others_with_it() -> None:
    result = suppress([[10, 3, 8], [20, 12, 9], [7, 8, 30]], rows_are_known=True)
    assert result.shown() == [
        [None, None, 8, 21],
        [20, 12, 9, 41],
        [None, None, 30, 45],
        [37, 23, 47, 107],
    ]


def test_what_is_hidden_in_a_line_is_no_small_group_together_either() -> None:
    result = suppress([[8, 19, 2, 2], [20, 30, 9, 11], [17, 8, 30, 12]], rows_are_known=True)
    assert result.shown() == [
        [None, 19, None, None, 31],
        [None, 30, None, None, 70],
        [17, 8, 30, 12, 67],
        [45, 57, 41, 25, 168],
    ]


def test_of_a_unit_with_four_people_only_that_is_said() -> None:
    result = suppress([[4, 0], [20, 12], [15, 14]], rows_are_known=True)
    assert result.too_few.tolist() == [True, False, False, False]
    assert result.shown()[0] == [None, None, None]
    assert result.audit.low[0, 0] == 0


def test_a_table_of_nobody_is_shown_whole() -> None:
    assert suppress(np.zeros((2, 2), int)).shown() == [[0, 0, 0]] * 3


def test_a_large_table_is_safe_too() -> None:
    counts = np.random.default_rng(7).poisson(6, (20, 6))
    assert_safe(suppress(counts, rows_are_known=True), True)


@pytest.mark.parametrize("wrong", [[1, 2], [[1.5]], [[-1]]])
def test_what_is_no_table_of_counts_is_refused(wrong: list) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        suppress(wrong)
