"""The rules against slow and obvious ones, and what must hold of any rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.careers.assessments.combining import Rule, combine, difference

RATINGS = st.lists(st.integers(1, 5), max_size=7)
OWN = st.none() | st.integers(1, 5)
FEW = settings(max_examples=50)


def slow(rule: str, own: int | None, others: list[int]) -> int | None:
    """Try every rating of the scale, the lowest first, and take the first that the rule's words fit."""
    for one in range(1, 6):
        below, above = sum(o < one for o in others), sum(o > one for o in others)
        fits = {
            Rule.LOWEST: below == 0,
            Rule.MEDIAN: 2 * below < len(others) and 2 * above <= len(others),
            Rule.AGREED: below == above == 0 and own in (None, one),
        }
        if one in others and fits[Rule(rule)]:
            return one
    return None


@FEW
@given(st.sampled_from(Rule.values), OWN, RATINGS)
def test_the_rules_are_as_the_words_say(rule: str, own: int | None, others: list[int]) -> None:
    assert combine(rule, own, others) == slow(rule, own, others)


@FEW
@given(st.sampled_from(Rule.values), OWN, RATINGS, st.randoms())
def test_who_was_last_decides_nothing(rule: str, own: int | None, others: list[int], draw) -> None:
    mixed = list(others)
    draw.shuffle(mixed)
    assert combine(rule, own, mixed) == combine(rule, own, others)


@FEW
@given(st.sampled_from([Rule.MEDIAN, Rule.LOWEST]), OWN, st.lists(st.integers(1, 5), min_size=1, max_size=7))
def test_the_own_rating_moves_no_rule_and_somebody_said_it(rule: str, own: int | None, others: list[int]) -> None:
    assert combine(rule, own, others) == combine(rule, None, others)
    assert combine(rule, own, others) in others


@pytest.mark.parametrize(
    ("ratings", "size"),
    [([], 0), ([None], 0), ([3, None], 0), ([2, 4, 3], 2), ([1, None, 5], 4), ([2, 2], 0)],
)
def test_the_difference_is_between_those_who_could_tell(ratings: list[int | None], size: int) -> None:
    assert difference(ratings) == size
