"""Need, demand, and work that moves between places."""

from __future__ import annotations

import numpy as np
import pytest

from stegvis.engine.forecast import (
    ModelError,
    Service,
    calibrated,
    draw_demand,
    need,
    reorganised,
    staff,
)

POPULATION = np.array([[[100.0, 10], [50, 20]], [[90, 20], [50, 30]], [[80, 30], [50, 40]]])
USE = np.array([[0.01, 0.5], [0.02, 0.0]])


def test_need_is_people_times_use_with_its_trend() -> None:
    found = need(POPULATION, USE, trend=np.array([0.1, 0.0]))
    expected = [[[6.0, 2], [10.5, 1]], [[10.9 * 1.1, 1.8], [15.5 * 1.1, 1]], [[15.8 * 1.21, 1.6], [20.5 * 1.21, 1]]]
    np.testing.assert_allclose(found, expected)
    np.testing.assert_allclose(staff(found, working_time=1600, efficiency=0.8), found / 1280)


def test_demand_starts_from_the_posts_there_are() -> None:
    base = need(POPULATION, USE)
    found = calibrated(base, np.array([[3.0, 0], [7, 2]]))
    np.testing.assert_allclose(found[0], [[3, 0], [7, 2]])
    np.testing.assert_allclose(found[2, 0, 0], 3 * 15.8 / 6)
    with pytest.raises(ModelError) as said:
        calibrated(base * [1.0, 0], np.array([[3.0, 0], [7, 2]]))
    assert (said.value.code, said.value.at) == ("nobody", (1, 1))


def test_near_care_moves_work_and_loses_none() -> None:
    base = np.full((2, 4, 2), 10.0)
    share = np.array([0.0, 0.4])
    found = reorganised(base, [Service(0, (0,), (1, 2), share, np.array([3.0, 1.0])), Service(1, (0, 3), (1,), share)])
    np.testing.assert_allclose(found.sum(axis=1), base.sum(axis=1))
    np.testing.assert_allclose(found[0], base[0])
    np.testing.assert_allclose(found[1], [[6, 6], [13, 18], [11, 10], [10, 6]])
    own = reorganised(base * np.array([1, 1, 3, 1])[:, None], [Service(0, (0,), (1, 2), share)])
    np.testing.assert_allclose(own[1, :, 0], [6, 11, 33, 10])


def test_demand_that_wanders() -> None:
    base = need(POPULATION, USE)
    found = draw_demand(base, drift=0.1, draws=2000, seed=1)
    np.testing.assert_allclose(found[:, 0], np.broadcast_to(base[0], found[:, 0].shape))
    logs = np.log(found / base)
    np.testing.assert_allclose(logs[:, 2, 0].std(axis=0), 0.1 * np.sqrt(2), rtol=0.06)
    assert np.corrcoef(logs[:, 2, 0].T)[0, 1] == pytest.approx(0.5, abs=0.06)
    np.testing.assert_allclose(found * 3, draw_demand(base * 3, drift=0.1, draws=2000, seed=1))


@pytest.mark.parametrize(
    ("service", "code"),
    [
        (Service(0, (0,), (0, 1), np.zeros(2)), "contradicts"),
        (Service(0, (0,), (9,), np.zeros(2)), "outside"),
        (Service(0, (0,), (1,), np.zeros(3)), "shape"),
        (Service(0, (0,), (1,), np.array([0.0, 1.2])), "above_one"),
        (Service(0, (0,), (1,), np.array([0.0, 0.2]), np.zeros(1)), "nobody"),
    ],
)
def test_a_service_that_cannot_move(service: Service, code: str) -> None:
    with pytest.raises(ModelError) as said:
        reorganised(np.ones((2, 2, 1)), [service])
    assert said.value.code == code
