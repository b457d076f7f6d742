"""Ranks of estimates: what they must do whatever chance brings, and how often they hold."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stegvis.engine.statistics import sample_ranks


@given(arrays(np.float64, 6, elements=st.floats(0, 1)), st.floats(0.001, 0.5))
def test_an_item_may_have_the_rank_it_has(values: np.ndarray, error: float) -> None:
    found = sample_ranks(values, np.eye(6) * error**2, draws=200)
    assert ((found.best <= found.rank) & (found.rank <= found.worst)).all()
    assert found.rank.tolist() == [1 + int((values > one).sum()) for one in values]


def test_what_is_known_exactly_has_one_rank_and_equals_share_theirs() -> None:
    found = sample_ranks([0.5, 0.9, 0.5, np.nan], np.zeros((4, 4)))
    assert [found.rank.tolist(), found.best.tolist(), found.worst.tolist()] == [
        [2, 1, 2, 0],
        [2, 1, 2, 0],
        [3, 1, 3, 0],
    ]


def test_two_that_always_move_together_are_told_apart() -> None:
    found = sample_ranks([0.5, 0.51], np.full((2, 2), 0.04))
    assert (found.best.tolist(), found.worst.tolist()) == ([2, 1], [2, 1])


def test_the_same_seed_gives_the_same_and_fewer_degrees_wider_ranks() -> None:
    values, spread = np.linspace(0, 1, 12), np.eye(12) * 0.05**2
    first, again = sample_ranks(values, spread, seed=4), sample_ranks(values, spread, seed=4)
    assert (first.best.tolist(), first.worst.tolist()) == (again.best.tolist(), again.worst.tolist())
    few = sample_ranks(values, spread, seed=4, freedom=3)
    assert (few.worst - few.best).sum() > (first.worst - first.best).sum()


def test_all_true_ranks_lie_within_as_often_as_promised() -> None:
    """Four in five at a level of 80 %, with items close enough to be confused. Fixed seeds."""
    truth, error = np.array([0.0, 0.5, 1.0, 3.0]), 1.0
    rank = np.array([4, 3, 2, 1])
    generator = np.random.RandomState(5)
    held = 0
    for trial in range(300):
        drawn = truth + generator.standard_normal(4) * error
        found = sample_ranks(drawn, np.eye(4) * error**2, level=0.8, seed=trial, draws=400)
        held += bool(((found.best <= rank) & (rank <= found.worst)).all())
    assert held / 300 >= 0.8
