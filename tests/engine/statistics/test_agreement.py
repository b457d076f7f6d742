"""Agreement against published figures, a slow reading of the definition, and what must always hold."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stegvis.engine.statistics import Agreement, agreement, cross_table

tables = st.integers(2, 6).flatmap(lambda size: arrays(np.int64, (size, size), elements=st.integers(0, 30)))
weightings = st.sampled_from(["linear", "quadratic"])

# Printed by SAS PROC FREQ (AGREE), linear weights; by R's vcd for the last: value, error, interval.
PUBLISHED = [
    ([[0, 4, 1], [0, 8, 0], [0, 1, 5]], (0.4701, 0.1457, 0.1845, 0.7558)),
    ([[0, 0, 0], [5, 16, 3], [8, 12, 28]], (0.2895, 0.0756, 0.1414, 0.4376)),
    ([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]], (0.2374, 0.0783, 0.0839, 0.3909)),
]


@pytest.mark.parametrize(("table", "printed"), PUBLISHED)
def test_published_figures_to_their_digits(table: list[list[int]], printed: tuple[float, ...]) -> None:
    found = agreement(table, "linear")
    assert (found.kappa, found.standard_error, found.low, found.high) == pytest.approx(printed, abs=5.1e-5)


@pytest.mark.parametrize(("second", "value"), [([1, 2, 3, 4], 1.0), ([4, 3, 2, 1], -1.0), ([2, 2, 3, 3], 0.6)])
def test_quadratic_kappa_by_hand(second: list[int], value: float) -> None:
    """One minus squared steps seen over squared steps expected, of four things rated 1 to 4 by the first."""
    table = cross_table([1, 2, 3, 4], second, [1, 2, 3, 4])
    assert agreement(table, least_pairs=4).kappa == pytest.approx(value if value != 0.6 else 1 - 2 / 6)


def slow_kappa(table: np.ndarray, power: int) -> float | None:
    pairs = [(i, j) for (i, j), number in np.ndenumerate(table) for _ in range(number)]
    seen = sum(abs(i - j) ** power for i, j in pairs) / len(pairs)
    chance = sum(abs(i - j) ** power for (i, _), (_, j) in product(pairs, pairs)) / len(pairs) ** 2
    return 1 - seen / chance if chance else None


@given(arrays(np.int64, (4, 4), elements=st.integers(0, 5)).filter(lambda table: table.sum() >= 10), weightings)
def test_kappa_is_what_the_definition_says(table: np.ndarray, weights) -> None:
    slow = slow_kappa(table, 2 if weights == "quadratic" else 1)
    found = agreement(table, weights)
    assert found.why == ("" if slow is not None else "no_spread")
    assert found.kappa == (pytest.approx(slow) if slow is not None else None)


@given(tables, weightings)
def test_either_judge_may_be_the_first(table: np.ndarray, weights) -> None:
    one, other = agreement(table, weights), agreement(table.T, weights)
    for name in ("pairs", "exact", "within_one", "kappa", "standard_error", "low", "high", "why"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-9), name
    assert one.mean_difference == (None if one.pairs == 0 else pytest.approx(-other.mean_difference))


@given(tables, weightings)
def test_figures_keep_within_their_bounds(table: np.ndarray, weights) -> None:
    found = agreement(table, weights)
    if found.pairs:
        assert 0 <= found.exact <= found.within_one <= 1 + 1e-12
        assert abs(found.mean_difference) <= len(table) - 1
    if found.low is not None:
        assert -1 <= found.low <= found.kappa <= found.high <= 1


@given(tables.filter(lambda table: table.sum() >= 10), weightings, st.integers(2, 5))
def test_more_of_the_same_only_narrows_the_interval(table: np.ndarray, weights, times: int) -> None:
    one, more = agreement(table, weights), agreement(table * times, weights)
    assert more.kappa == pytest.approx(one.kappa)
    if one.standard_error is not None:
        assert more.standard_error == pytest.approx(one.standard_error / times**0.5, abs=1e-7)


def test_what_cannot_be_said_is_not_said() -> None:
    assert agreement(np.zeros((3, 3))) == Agreement(0, None, None, None, why="too_few")
    assert agreement(np.diag([3, 3, 3])) == Agreement(9, 1.0, 1.0, 0.0, why="too_few")
    assert agreement(np.diag([0, 12, 0])) == Agreement(12, 1.0, 1.0, 0.0, why="no_spread")
    assert agreement(np.diag([4, 4, 4])) == Agreement(12, pytest.approx(1), pytest.approx(1), 0.0, 1.0, 0.0)


def test_the_error_agrees_with_many_drawn_samples() -> None:
    table = np.array([[20, 8, 2], [6, 25, 9], [1, 7, 22]])
    draw = np.random.RandomState(1)
    drawn = draw.multinomial(table.sum(), (table / table.sum()).ravel(), 2000).reshape(-1, 3, 3)
    kappas = [agreement(one).kappa for one in drawn]
    assert np.std(kappas) == pytest.approx(agreement(table).standard_error, rel=0.08)


def test_ratings_are_counted_by_the_scales_order() -> None:
    assert cross_table([1, 1, 5], [5, 1, 1], [5, 1]).tolist() == [[0, 1], [1, 1]]
    assert cross_table([], [], [1, 2]).tolist() == [[0, 0], [0, 0]]
    with pytest.raises(ValueError, match="not on the scale"):
        cross_table([1, 6], [1, 1], [1, 2, 3])
    with pytest.raises(ValueError, match="a first and a second"):
        cross_table([1, 2], [1], [1, 2, 3])
    for wrong in ([1, 2], [[1, 2, 3], [1, 2, 3]], [[1, -1], [0, 0]]):
        with pytest.raises(ValueError, match="square table"):
            agreement(wrong)
