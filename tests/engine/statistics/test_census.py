"""What the silent leave unknown, against letting them answer in every way."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stegvis.engine.statistics import Ranks, census_mean, census_net, census_ranks, census_share

SCALE = (1, 2, 5)

heard = st.lists(st.sampled_from(SCALE), min_size=1, max_size=4)


@given(heard, st.integers(0, 3))
@settings(max_examples=40)
def test_no_answers_of_the_silent_lie_outside_and_some_at_each_bound(values: list[int], silent: int) -> None:
    people = len(values) + silent
    truths = [(sum(values) + sum(others)) / people for others in product(SCALE, repeat=silent)]
    span = census_mean(sum(values), len(values), people, (min(SCALE), max(SCALE)))
    assert float(span.observed) == pytest.approx(sum(values) / len(values))
    assert (float(span.low), float(span.high)) == pytest.approx((min(truths), max(truths)))


def test_seventeen_of_twenty_one_regions() -> None:
    span = census_share([10, 0, 17], 17, 21)
    assert span.observed.tolist() == [10 / 17, 0, 1]
    assert span.low.tolist() == [10 / 21, 0, 17 / 21]
    assert span.high.tolist() == [14 / 21, 4 / 21, 1]


def test_everybody_heard_leaves_nothing_unknown_and_nobody_everything() -> None:
    whole = census_net([3, 1], [1, 3], 5, 5)
    assert whole.observed.tolist() == whole.low.tolist() == whole.high.tolist() == [0.4, -0.4]
    none = census_net([0, 0], [0, 0], [0, 0], [4, 0])
    assert np.isnan(none.observed).tolist() == [True, True]
    assert (none.low[0], none.high[0], np.isnan(none.low[1])) == (-1, 1, True)


@given(
    arrays(np.int64, 3, elements=st.integers(0, 3)),
    st.integers(0, 2),
)
@settings(max_examples=40)
def test_the_ranks_are_those_that_some_answers_give(yes: np.ndarray, silent: int) -> None:
    found = census_ranks(census_share(yes, 3, 3 + silent))
    reached = np.array(
        [
            [1 + sum(other > own for other in totals) for own in totals]
            for more in product(range(silent + 1), repeat=3)
            for totals in [[int(one) + plus for one, plus in zip(yes, more, strict=True)]]
        ]
    )
    assert found.best.tolist() == reached.min(axis=0).tolist()
    assert found.worst.tolist() == reached.max(axis=0).tolist()
    assert found.rank.tolist() == [1 + int((yes > one).sum()) for one in yes]


def test_an_item_put_to_nobody_has_no_rank() -> None:
    found = census_ranks(census_share([2, 0, 1], [3, 0, 3], [3, 0, 3]))
    assert as_lists(found) == [[1, 0, 2]] * 3


def as_lists(ranks: Ranks) -> list[list[int]]:
    return [ranks.rank.tolist(), ranks.best.tolist(), ranks.worst.tolist()]


@pytest.mark.parametrize("wrong", [(4, 3, 5), (-1, 3, 5), (2, 6, 5)])
def test_more_answers_than_people_are_refused(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="between the ends"):
        census_share(*wrong)
