"""The lottery: in proportion, some of each, and the same again from its seed."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.engine.statistics import one_of_each, sample, sampling_plan

sizes = st.lists(st.integers(0, 40), max_size=8)
seeds = st.integers(0, 2**40)


@given(sizes, st.integers(0, 200), seeds)
def test_a_plan_is_whole_even_and_leaves_nobody_out(sizes: list[int], number: int, seed: int) -> None:
    plan = sampling_plan(sizes, number, seed)
    assert sum(plan) == min(number, sum(sizes))
    assert all(0 <= taken <= size for taken, size in zip(plan, sizes, strict=True))
    filled = sum(size > 0 for size in sizes)
    assert (
        sum(taken > 0 for taken in plan) == filled if number >= filled else sum(plan) == max(plan, default=0) * number
    )
    assert plan == sampling_plan(sizes, number, seed)


@given(sizes.filter(any), seeds)
def test_of_two_strata_the_larger_never_gets_fewer(sizes: list[int], seed: int) -> None:
    plan = sampling_plan(sizes, sum(sizes) // 2, seed)
    pairs = sorted(zip(sizes, plan, strict=True))
    assert all(small[1] <= large[1] for small, large in pairwise(pairs) if small[0] < large[0])


def test_a_plan_by_hand() -> None:
    assert sampling_plan([60, 30, 10, 0], 10, 1) == [6, 3, 1, 0]
    assert sampling_plan([500, 1, 1], 5, 1) == [3, 1, 1]
    assert sampling_plan([1, 9, 5], 2, 1) == [0, 1, 1]
    assert sampling_plan([], 5, 1) == []
    for wrong in (([1], -1), ([-1], 1)):
        with pytest.raises(ValueError, match="negative"):
            sampling_plan(*wrong, seed=1)


@given(st.lists(st.sampled_from("abc"), max_size=60), st.integers(0, 30), seeds)
def test_a_sample_follows_its_plan(strata: list[str], number: int, seed: int) -> None:
    drawn = sample(strata, number, seed)
    names = list(dict.fromkeys(strata))
    plan = sampling_plan([strata.count(name) for name in names], number, seed)
    assert drawn == sorted(set(drawn)) == sample(strata, number, seed)
    taken = Counter(strata[one] for one in drawn)
    assert [taken[name] for name in names] == plan


def test_everybody_has_the_same_chance_and_the_seed_decides() -> None:
    times = Counter(one for seed in range(4000) for one in sample(["a"] * 5, 2, seed))
    assert all(abs(times[one] - 1600) < 130 for one in range(5))
    assert sample(["a"] * 9 + ["b"] * 6, 5, 2026) == [4, 5, 7, 10, 12]


@given(st.lists(st.integers(0, 5), max_size=40), seeds)
def test_one_of_each_group(groups: list[int], seed: int) -> None:
    chosen = one_of_each(groups, seed)
    assert sorted(groups[one] for one in chosen) == sorted(set(groups))
    assert chosen == sorted(chosen) == one_of_each(groups, seed)
