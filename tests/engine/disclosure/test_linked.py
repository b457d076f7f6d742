"""The attack on several things told of the same cells, against trying every table."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stegvis.engine.disclosure.linked import extremes, is_guarded

cells = arrays(np.int64, 4, elements=st.integers(0, 4))
facts = arrays(np.int64, (2, 4), elements=st.integers(0, 3))


@given(cells, facts, st.integers(0, 2))
@settings(max_examples=30)
def test_no_table_that_fits_lies_outside_the_interval(truth: np.ndarray, told: np.ndarray, slack: int) -> None:
    everything = np.ones((1, 4), np.int64)
    told = np.vstack([everything, told])
    around = told @ truth
    slacks = np.array([0, slack, slack])
    low, high = extremes(np.eye(4), told, around - slacks, around + slacks)
    fitting = [
        table
        for table in product(range(int(truth.sum()) + 1), repeat=4)
        if (np.abs(told @ np.array(table) - around) <= slacks).all()
    ]
    tables = np.array(fitting)
    assert (tables.min(axis=0) >= low - 1e-6).all()
    assert (tables.max(axis=0) <= high + 1e-6).all()


def test_a_second_figure_bares_what_one_alone_does_not() -> None:
    everything, rows = [1, 1, 1], [0, 1, 2]
    alone = extremes([[0, 0, 1]], [everything], [10], [10])
    assert [one.tolist() for one in alone] == [[0.0], [10.0]]
    both = extremes([[0, 0, 1]], [everything, rows], [10, 20], [10, 20])
    assert [one.tolist() for one in both] == [[10.0], [10.0]]
    assert is_guarded([[0, 0, 1]], [everything], [10], [10])
    assert not is_guarded([[0, 0, 1]], [everything, rows], [10, 20], [10, 20])
    assert is_guarded([], [everything], [10], [10])


def test_what_nothing_bounds_has_no_end_and_what_cannot_be_is_said() -> None:
    low, high = extremes([[1, 0]], [[0, 1]], [3], [3])
    assert (low.tolist(), high.tolist()) == ([0.0], [np.inf])
    with pytest.raises(ArithmeticError, match="no table fits"):
        extremes([[1, 0]], [[1, 1]], [-2], [-2])
