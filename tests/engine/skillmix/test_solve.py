"""The split is the one that the blackboard gives, aim by aim, and its prices are what one more hour really does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stegvis.engine.skillmix import Mix, Split, solve
from tests.engine.skillmix.drawing import a_mix
from tests.engine.skillmix.reference import plain

KINDS = [
    pytest.param({}, id="short"),
    pytest.param({"supply": 2.0}, id="enough"),
    pytest.param({"whole": True}, id="at corners"),
    pytest.param({"supply": 1.3, "reluctance": 60.0}, id="reluctant"),
]


def steered(mix: Mix, split: Split, unit: int) -> float:
    """The cost with what reluctance adds."""
    beyond = np.maximum(split.hours - mix.today, 0)[unit].sum()
    return float(split.cost[unit] + mix.reluctance * beyond)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_each_aim_is_as_good_as_can_be_and_none_at_the_cost_of_an_earlier(seed: int, kind: dict) -> None:
    mix = a_mix(seed, **kind)
    split = solve(mix)
    for unit in range(3):
        short, cost, change = plain(mix, unit)
        assert float(split.short[unit] @ mix.weight) == pytest.approx(short, abs=1e-5)
        assert steered(mix, split, unit) == pytest.approx(cost, rel=1e-7)
        assert split.change[unit] == pytest.approx(change, abs=1e-3)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_what_is_demanded_is_done_or_short_by_those_who_may_within_their_hours(seed: int, kind: dict) -> None:
    mix = a_mix(seed, **kind)
    split = solve(mix)
    np.testing.assert_allclose((split.hours * mix.speed).sum(axis=2) + split.short, mix.demand, atol=1e-5)
    np.testing.assert_allclose(split.hours.sum(axis=1) + split.unused, mix.hours, atol=1e-5)
    assert not split.hours[~mix.may].any()
    assert min(split.hours.min(), split.short.min(), split.unused.min()) >= 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(2))
def test_an_hour_is_worth_what_it_gives_when_there_is_one_more_and_one_fewer(seed: int, kind: dict) -> None:
    mix = a_mix(seed, units=2, **kind)
    split, step = solve(mix), 0.01
    for unit in range(2):
        now = plain(mix, unit)
        for profession in range(4):
            hour = np.eye(4)[profession] * step
            more = plain(mix, unit, hour)
            given = (now.short - more.short) / step, (now.cost - more.cost) / step
            assert given == pytest.approx(
                (split.more.short[unit, profession], split.more.cost[unit, profession]), abs=2e-2
            )
            if mix.hours[unit, profession] == 0:
                assert np.isnan([split.fewer.short[unit, profession], split.fewer.cost[unit, profession]]).all()
                continue
            fewer = plain(mix, unit, -hour)
            taken = (fewer.short - now.short) / step, (fewer.cost - now.cost) / step
            assert taken == pytest.approx(
                (split.fewer.short[unit, profession], split.fewer.cost[unit, profession]), abs=2e-2
            )


def test_units_are_solved_jointly_as_they_are_alone() -> None:
    mix = a_mix(3, units=40, tasks=20, professions=12)
    jointly = solve(mix)
    for unit in range(0, 40, 9):
        alone = solve(
            replace(
                mix,
                demand=mix.demand[[unit]],
                hours=mix.hours[[unit]],
                may=mix.may[[unit]],
                speed=mix.speed[[unit]],
                wage=mix.wage[[unit]],
                today=mix.today[[unit]],
            )
        )
        assert alone.short.sum() == pytest.approx(jointly.short[unit].sum(), abs=1e-4)
        assert alone.cost[0] == pytest.approx(jointly.cost[unit], rel=1e-7)
        np.testing.assert_allclose(alone.more.short[0], jointly.more.short[unit], atol=1e-6)
        np.testing.assert_allclose(alone.more.cost[0], jointly.more.cost[unit], atol=1e-3)


def one_unit(demand: list[float], hours: list[float], today: list[list[float]], **other: object) -> Mix:
    """A nurse at 300 kronor an hour and an assistant at 200, who may both do everything."""
    plainly = {"may": np.ones((1, 1, 2), np.bool_), "speed": np.ones((1, 1, 1)), "wage": np.array([[300.0, 200.0]])}
    return Mix(demand=np.array([demand]), hours=np.array([hours]), today=np.array([today]), **{**plainly, **other})


def test_a_shift_is_made_where_it_saves_and_not_where_it_only_costs() -> None:
    split = solve(one_unit([10, 10], [20, 5], [[10, 0], [10, 0]]))
    assert (split.hours.sum(axis=1).tolist(), split.cost.tolist()) == ([[15.0, 5.0]], [5500.0])
    assert (split.more.cost.tolist(), split.fewer.cost.tolist()) == ([[0.0, 100.0]], [[0.0, 100.0]])

    reluctant = solve(one_unit([10, 10], [20, 5], [[10, 0], [10, 0]], reluctance=101.0))
    assert (reluctant.hours.tolist(), reluctant.change.tolist()) == ([[[10.0, 0.0], [10.0, 0.0]]], [0.0])


def test_at_a_corner_one_more_hour_is_worth_less_than_one_fewer() -> None:
    split = solve(one_unit([10, 10], [15, 5], [[10, 0], [5, 5]]))
    assert (split.more.short.tolist(), split.more.cost.tolist()) == ([[0.0, 0.0]], [[0.0, 100.0]])
    assert (split.fewer.short.tolist(), split.fewer.cost.tolist()) == ([[1.0, 1.0]], [[-300.0, -200.0]])


def test_what_is_done_today_by_who_may_not_is_moved_away() -> None:
    may = np.array([[[True, False], [True, True]]])
    split = solve(one_unit([10, 10], [20, 20], [[0, 10], [10, 0]], may=may))
    assert split.hours.tolist() == [[[10.0, 0.0], [0.0, 10.0]]]
