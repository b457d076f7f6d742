"""Whole units divided by weights, against the slow obvious way."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.engine.apportionment import apportion


def slowly(total: int, weights: list[int]) -> list[int]:
    """One unit at a time to whoever is furthest below their exact share, the first of equals."""
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [int(share) for share in exact]
    while sum(parts) < total:
        at = max(range(len(parts)), key=lambda at: (exact[at] - parts[at], -at))
        parts[at] += 1
    return parts


@given(st.integers(0, 10_000), st.lists(st.integers(0, 60), min_size=1, max_size=8).filter(any))
def test_the_parts_add_up_and_are_as_near_as_can_be(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    assert parts == slowly(total, weights)
    assert sum(parts) == total


def test_nothing_to_divide_and_nobody_to_bear_it() -> None:
    assert (apportion(0, []), apportion(0, [0, 0]), apportion(10, [1, 1, 1])) == ([], [0, 0], [4, 3, 3])
    for total, weights in ((1, []), (1, [0]), (-1, [1]), (1, [2, -1])):
        with pytest.raises(ValueError, match="not negative"):
            apportion(total, weights)
