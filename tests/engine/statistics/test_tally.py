"""Answers counted, against counting them one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stegvis.engine.statistics import NO_ANSWER, NOT_APPLICABLE, NOT_ASKED, Tally, tally

RESPONDENTS, ITEMS, CATEGORIES, GROUPS = 9, 3, 4, 2

answers = arrays(np.int64, (RESPONDENTS, ITEMS), elements=st.integers(NOT_ASKED, CATEGORIES - 1))
grouped = arrays(np.int64, RESPONDENTS, elements=st.integers(-1, GROUPS - 1))
weighed = arrays(np.float64, RESPONDENTS, elements=st.floats(0, 5))


@given(answers, grouped, weighed)
@settings(max_examples=60)
def test_all_is_counted_as_one_by_one(codes: np.ndarray, group: np.ndarray, weight: np.ndarray) -> None:
    found = tally(codes, CATEGORIES, groups=group, number_of_groups=GROUPS, weights=weight)
    for which in range(GROUPS):
        for item in range(ITEMS):
            here = [(int(codes[who, item]), float(weight[who])) for who in range(RESPONDENTS) if group[who] == which]
            scale = [(code, heavy) for code, heavy in here if code >= 0]
            total, squares = sum(heavy for _, heavy in scale), sum(heavy**2 for _, heavy in scale)
            beside = {code: sum(one == code for one, _ in here) for code in (NOT_APPLICABLE, NO_ANSWER, NOT_ASKED)}
            assert [
                found.counts[which, item].tolist(),
                found.answered[which, item],
                found.not_applicable[which, item],
                found.no_answer[which, item],
                found.not_asked[which, item],
                found.asked[which, item],
            ] == [
                [sum(one == code for one, _ in scale) for code in range(CATEGORIES)],
                len(scale),
                *beside.values(),
                len(here) - beside[NOT_ASKED],
            ]
            shares = [
                sum(heavy for one, heavy in scale if one == code) / total if total else np.nan
                for code in range(CATEGORIES)
            ]
            assert found.shares[which, item] == pytest.approx(shares, nan_ok=True)
            assert found.effective[which, item] == pytest.approx(total**2 / squares if squares else 0)
            assert found.top_box(2)[which, item] == pytest.approx(shares[2] + shares[3], nan_ok=True)
            assert found.top_box(1, "first")[which, item] == pytest.approx(shares[0], nan_ok=True)
            net = shares[2] + shares[3] - shares[0]
            assert found.net([2, 3], [0])[which, item] == pytest.approx(net, nan_ok=True, abs=1e-12)
            mean = shares[1] + 2 * shares[2] + 3 * shares[3]
            assert found.mean(range(CATEGORIES))[which, item] == pytest.approx(mean, nan_ok=True)


@given(answers, weighed)
def test_unweighted_is_what_no_weights_give(codes: np.ndarray, weight: np.ndarray) -> None:
    plain, stripped = tally(codes, CATEGORIES), tally(codes, CATEGORIES, weights=weight).unweighted
    for name in Tally.__dataclass_fields__:
        assert getattr(plain, name).tolist() == getattr(stripped, name).tolist()
    assert plain.effective.tolist() == plain.answered.tolist()


def test_what_does_not_apply_is_beside_the_scale_and_silence_beside_both() -> None:
    """Four of ten say urgent, two that it does not apply, one says nothing and one was never asked."""
    found = tally(np.array([[1, 1, 1, 1, 0, 0, -1, -1, -2, -3]]).T, 2)
    assert [found.answered.tolist(), found.asked.tolist(), found.top_box(1).tolist()] == [[[6]], [[9]], [[4 / 6]]]
    assert [found.item_response.tolist(), found.applicable.tolist()] == [[[8 / 9]], [[6 / 8]]]
    assert found.number_on([1]).tolist() == [[4]]


def test_scales_of_different_lengths_have_their_own_best_end() -> None:
    found = tally([[1, 3], [0, 2], [1, 3]], [2, 4])
    assert found.top_box(1).tolist() == [[2 / 3, 2 / 3]]
    assert found.box(1).tolist() == [[False, True, False, False], [False, False, False, True]]
    assert found.top_box(9).tolist() == [[1.0, 1.0]]


@pytest.mark.parametrize(
    ("codes", "more", "why"),
    [
        ([[4]], {}, "not on the scale"),
        ([[-4]], {}, "not on the scale"),
        ([[1]], {"weights": [1, 2]}, "one weight"),
        ([[1]], {"weights": [-1]}, "not negative"),
        ([[1]], {"weights": [np.nan]}, "finite"),
        ([[1]], {"groups": [2], "number_of_groups": 2}, "beyond the last"),
    ],
)
def test_what_cannot_be_counted_is_refused(codes: list, more: dict, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        tally(codes, 4, **more)
    with pytest.raises(ValueError, match="not on the scale"):
        tally([[1]], 4).share_on([4])
