"""Shares with their intervals, against published digits and the equation that the interval solves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.engine.statistics import Share, shares, wilson

counted = st.integers(1, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def test_published_intervals_to_their_digits() -> None:
    """Newcombe (Statistics in Medicine 17, 1998, table I, method 3), 95 %."""
    printed = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    found = {pair: wilson(*pair, z=1.959963984540054) for pair in printed}
    assert found == {pair: pytest.approx(interval, abs=5.1e-5) for pair, interval in printed.items()}


@given(counted, st.floats(0.5, 4))
def test_the_bounds_are_as_far_from_the_share_as_chance_would_take_them(pair: tuple[int, int], z: float) -> None:
    count, total = pair
    for bound in wilson(count, total, z):
        assert (count / total - bound) ** 2 == pytest.approx(z * z * bound * (1 - bound) / total, abs=1e-9)


@given(counted)
def test_what_is_counted_and_what_is_not_mirror_each_other(pair: tuple[int, int]) -> None:
    low, high = wilson(*pair)
    assert wilson(pair[1] - pair[0], pair[1]) == pytest.approx((1 - high, 1 - low))
    assert 0 <= low <= pair[0] / pair[1] <= high <= 1


def test_a_share_is_unusual_where_chance_does_not_reach() -> None:
    assert shares([24, 48, 3, 0], [50, 50, 5, 0], 0.66) == [
        Share(24, 50, 0.48, *wilson(24, 50), -1),
        Share(48, 50, 0.96, *wilson(48, 50), 1),
        Share(3, 5, 0.6, *wilson(3, 5), 0),
        None,
    ]


def test_nobody_can_be_anything_and_more_than_all_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    for wrong in ((-1, 5), (6, 5)):
        with pytest.raises(ValueError, match="between nobody and all"):
            wilson(*wrong)
