"""Leniency against a slow reading of its docstring, and what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.engine.statistics import Leniency, leniency
from stegvis.engine.statistics.leniency import DOUBT

rows = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(1, 5), st.integers(1, 3)), max_size=30)


def columns(rows: list[tuple[int, int, int, int]]) -> tuple[list[int], ...]:
    return tuple(list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [], [])


def slow(rows: list[tuple[int, int, int, int]]) -> dict[int, tuple[int, float]]:
    ratings = [(who, what, value) for who, what, value, times in rows for _ in range(times)]
    found = {}
    for me in {who for who, _, _ in ratings}:
        gaps = []
        for who, what, value in ratings:
            others = [r for w, i, r in ratings if i == what and w != me]
            if who == me and others:
                gaps.append(value - sum(others) / len(others))
        if gaps:
            found[me] = (len(gaps), sum(gaps) / len(gaps))
    return found


@given(rows)
def test_it_is_what_the_docstring_says(rows) -> None:
    found = leniency(*columns(rows))
    expected = slow(rows)
    assert found.keys() == expected.keys()
    for who, (ratings, gap) in expected.items():
        one = found[who]
        assert (one.ratings, one.difference) == (ratings, pytest.approx(gap, abs=1e-9))
        assert one.shrunk == pytest.approx(gap * ratings / (ratings + DOUBT), abs=1e-9)
        assert one.low <= one.shrunk <= one.high


@given(rows)
def test_a_count_stands_for_as_many_rows(rows) -> None:
    spelled_out = [(who, what, value, 1) for who, what, value, times in rows for _ in range(times)]
    one, other = leniency(*columns(rows)), leniency(*columns(spelled_out))
    assert one.keys() == other.keys()
    for who in one:
        assert vars(one[who]) == pytest.approx(vars(other[who]), abs=1e-9)


@given(rows)
def test_a_step_up_for_all_changes_nobody(rows) -> None:
    one, other = leniency(*columns(rows)), leniency(*columns([(w, i, r + 1, t) for w, i, r, t in rows]))
    assert one.keys() == other.keys()
    for who in one:
        assert vars(one[who]) == pytest.approx(vars(other[who]), abs=1e-9)


def test_one_who_gives_a_step_more_stands_out_and_few_ratings_say_little() -> None:
    who = [0] * 60 + [1] * 60 + [2] * 2
    what = [n % 3 for n in range(122)]
    rating = [3 + n % 2 for n in range(60)] + [2 + n % 2 for n in range(60)] + [5, 5]
    found = leniency(who, what, rating)
    assert (found[0].stands_out, found[1].stands_out) == (True, True)
    assert found[0].shrunk > 0 > found[1].shrunk
    assert found[2].shrunk == pytest.approx(found[2].difference / 6)


def test_whom_nobody_can_be_compared_with_is_left_out() -> None:
    assert leniency([], [], []) == {}
    assert leniency([1, 1], [1, 2], [3, 4]) == {}
    assert leniency([1, 2], [1, 2], [3, 4]) == {}
    same = leniency([1, 2], [1, 1], [3, 3])
    assert same == {1: Leniency(1, 0.0, 0.0, 0.0, 0.0), 2: Leniency(1, 0.0, 0.0, 0.0, 0.0)}


def test_the_interval_holds_what_is_true_about_as_often_as_it_says() -> None:
    draw = np.random.RandomState(3)
    inside = 0
    for _ in range(300):
        who, what = np.repeat([0, 1, 2, 3], 40), np.tile([0, 1, 2, 3, 4], 32)
        rating = 3 + 0.2 * what + draw.normal(size=160)
        found = leniency(who, what, rating)[0]
        inside += not found.stands_out
    assert 0.9 < inside / 300 < 0.99
