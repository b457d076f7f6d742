"""What people do about a split, read whole; and what a mix that contradicts itself is answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from stegvis.engine.skillmix import (
    NOBODY,
    Mix,
    ModelError,
    Posts,
    Shift,
    Training,
    check,
    nearness,
    plan,
    shifts,
    solve,
    trainings,
)
from tests.engine.skillmix.drawing import a_mix


def ward() -> Mix:
    """A nurse and an assistant; the nurse gives up the food, learns nothing and comes nearer the patient.

    Tasks: medicines (near, by the nurse only, 5 hours short today), food (the assistant is slower and has to learn).
    """
    return Mix(
        demand=np.array([[15.0, 8.0]]),
        hours=np.array([[20.0, 20.0]]),
        may=np.array([[[True, False], [True, True]]]),
        speed=np.array([[[1.0, 1.0], [1.0, 0.8]]]),
        wage=np.array([[300.0, 200.0]]),
        today=np.array([[[10.0, 0.0], [8.0, 0.0]]]),
        training=np.array([[[0.0, 0.0], [0.0, 20.0]]]),
        near=np.array([True, False]),
    )


def test_a_ward_reads_who_hands_over_what_to_whom() -> None:
    mix = ward()
    split = solve(mix)
    assert split.hours.tolist() == [[[15.0, 0.0], [0.0, 10.0]]]
    assert shifts(mix, split) == [Shift(0, 0, NOBODY, 0, 5.0, 5.0), Shift(0, 1, 0, 1, 8.0, 10.0)]
    assert trainings(mix, split) == [Training(0, 1, 1, 10.0, 200.0, is_new=True)]
    assert (split.cost.tolist(), split.change.tolist()) == ([15 * 300 + 10 * 220.0], [23.0])
    found = nearness(mix, split)
    assert (found.freed.tolist(), found.nearer.tolist()) == ([[8.0, -10.0]], [[5.0, 0.0]])


@pytest.mark.parametrize("seed", range(3))
def test_the_shifts_of_a_task_add_up_to_its_change(seed: int) -> None:
    mix = a_mix(seed)
    split = solve(mix)
    change: dict[tuple[int, int, int], float] = defaultdict(float)
    for one in shifts(mix, split):
        assert one.source != one.target
        change[one.unit, one.task, one.source] -= one.given
        change[one.unit, one.task, one.target] += one.taken
    for place in np.ndindex(mix.shape):
        assert change[place] == pytest.approx((split.hours - mix.today)[place], abs=2e-3)


def with_at(array: np.ndarray, place: tuple[int, ...], value: float) -> np.ndarray:
    changed = array.copy()
    changed[place] = value
    return changed


FAULTS: list[tuple[dict[str, Any], tuple[str, str, tuple[int, ...]]]] = [
    ({"demand": np.array([[15.0, -1.0]])}, ("demand", "below_zero", (0, 1))),
    ({"demand": np.array([[np.nan, 1.0]])}, ("demand", "not_a_number", (0, 0))),
    ({"demand": np.zeros((1, 0))}, ("demand", "nothing", ())),
    ({"demand": np.zeros(2)}, ("demand", "shape", (2,))),
    ({"demand": np.ones((1, 5))}, ("may", "shape", (1, 2, 2))),
    ({"hours": np.array([[20.0, -1.0]])}, ("hours", "below_zero", (0, 1))),
    ({"hours": np.ones((3, 2))}, ("hours", "shape", (3, 2))),
    ({"speed": with_at(ward().speed, (0, 1, 1), 0)}, ("speed", "not_above_zero", (0, 1, 1))),
    ({"speed": with_at(ward().speed, (0, 0, 1), 0), "wage": np.full((1, 2), -1.0)}, ("wage", "below_zero", (0, 0))),
    ({"today": with_at(ward().today, (0, 0, 1), -2)}, ("today", "below_zero", (0, 0, 1))),
    ({"training": np.full((1, 1, 1), np.inf)}, ("training", "not_a_number", (0, 0, 0))),
    ({"reluctance": -1.0}, ("reluctance", "below_zero", ())),
    ({"weight": np.zeros(1)}, ("weight", "not_above_zero", (0,))),
    ({"near": np.zeros(3, np.bool_)}, ("near", "shape", (3,))),
    ({"demand": np.ones((3_000_000, 1)), "hours": np.ones((3_000_000, 1))}, ("demand", "too_large", ())),
]


@pytest.mark.parametrize(("changed", "said"), FAULTS)
def test_a_mix_that_contradicts_itself_is_answered_with_where_and_what(
    changed: dict[str, Any], said: tuple[str, str, tuple[int, ...]]
) -> None:
    with pytest.raises(ModelError) as caught:
        check(replace(ward(), **changed))
    assert (caught.value.field, caught.value.code, caught.value.at) == said


def test_all_tasks_that_nobody_may_do_are_named_and_none_is_silently_short() -> None:
    mix = a_mix(1, units=2, tasks=3)
    may = mix.may.copy()
    may[0, 2] = may[1, 0] = False
    with pytest.raises(ModelError) as caught:
        solve(replace(mix, may=may))
    assert (caught.value.field, caught.value.code, caught.value.at) == ("may", "nobody_may", (0, 2))
    assert caught.value.params == {"tasks": [(0, 2), (1, 0)]}


def test_a_task_without_demand_needs_nobody_and_no_hours_is_all_short() -> None:
    mix = replace(ward(), demand=np.array([[0.0, 8.0]]), may=np.array([[[False, False], [True, True]]]))
    assert solve(mix).short.tolist() == [[0.0, 0.0]]
    none = solve(replace(ward(), hours=np.zeros((1, 2))))
    assert (none.short.tolist(), none.more.short.tolist()) == ([[15.0, 8.0]], [[1.0, 0.8]])
    assert np.isnan(none.fewer.short).all()


POSTS = Posts(np.zeros((1, 2, 2)), np.ones(1), np.ones(1), np.ones((1, 1, 1)))


@pytest.mark.parametrize(
    ("posts", "years", "said"),
    [
        (POSTS, 2, ("years", "shape", (1, 2))),
        (POSTS, 0, ("years", "shape", (1, 0))),
        (replace(POSTS, gives=np.zeros((1, 2, 3))), 1, ("gives", "shape", (1, 2, 3))),
        (replace(POSTS, gives=np.full((1, 1, 2), np.nan)), 1, ("gives", "not_a_number", (0, 0, 0))),
        (replace(POSTS, cost=-np.ones(1)), 1, ("cost", "below_zero", (0,))),
        (replace(POSTS, budget=-np.ones(1)), 1, ("budget", "below_zero", (0,))),
        (replace(POSTS, budget=np.ones(4)), 1, ("budget", "shape", (4,))),
        (replace(POSTS, most=-np.ones((1, 1, 1))), 1, ("most", "below_zero", (0, 0, 0))),
    ],
)
def test_posts_that_contradict_themselves_are_answered_with_where_and_what(
    posts: Posts, years: int, said: tuple[str, str, tuple[int, ...]]
) -> None:
    with pytest.raises(ModelError) as caught:
        plan(ward(), posts, years)
    assert (caught.value.field, caught.value.code, caught.value.at) == said
