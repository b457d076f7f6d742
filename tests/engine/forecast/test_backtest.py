"""Scores that are known, and outcomes that have not come yet."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from stegvis.engine.forecast import (
    ModelError,
    coverage,
    crps,
    no_change,
    origins_of,
    per_inhabitant,
    rolled,
    scores,
)


def test_crps_of_a_normal_is_what_is_known() -> None:
    y, draws = 0.7, ndtri((np.arange(4000) + 0.5) / 4000)
    known = y * (2 * ndtr(y) - 1) + 2 * np.exp(-(y**2) / 2) / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi)
    assert crps(np.array(y), draws) == pytest.approx(known, abs=1e-3)
    assert crps(np.array(y), np.array([0.2])) == pytest.approx(0.5)
    few = np.array([1.0, 2, 4])
    pairs = np.abs(few[:, None] - few).sum() / 6
    assert crps(np.array(3.0), few) == pytest.approx(np.abs(few - 3).mean() - pairs / 2)


def test_a_walk_is_covered_as_often_as_its_band_says() -> None:
    rng = np.random.default_rng(2)
    history = 1000 * np.exp((rng.standard_normal((60, 80)) * 0.02).cumsum(axis=0))
    origins = origins_of(60, first=30, horizon=3, every=3)
    told: list[int] = []

    def forecast(past: np.ndarray, years: int) -> np.ndarray:
        told.append(len(past))
        return no_change(past, years, draws=300, seed=1)

    outcome, draws = rolled(history, origins, 3, forecast)
    wide = np.stack([no_change(history[: one + 1] ** [1], 3, draws=300, seed=1)[:, 1:] for one in origins], axis=1)
    found = scores(outcome, draws, {"same": wide, "blind": wide * 0 + history.mean()})
    assert told == [one + 1 for one in origins]
    assert found.inside90 == pytest.approx(0.9, abs=0.03)
    assert found.inside50 == pytest.approx(0.5, abs=0.05)
    assert found.skill["same"] == pytest.approx(0)
    assert found.skill["blind"] > 0.5
    assert list(coverage(outcome, outcome - 1, outcome + 1)) == [1, 1, 1]
    later, _ = rolled(history, [57], 3, forecast)
    assert np.isnan(later).tolist() == [[[False] * 80, [False] * 80, [True] * 80]]
    with pytest.raises(ModelError) as said:
        rolled(history, [59], 3, forecast)
    assert said.value.code == "outside"


def test_what_has_not_come_yet_is_left_out() -> None:
    rng = np.random.default_rng(3)
    outcome, draws = rng.standard_normal((3, 2, 4)), rng.standard_normal((200, 3, 2, 4))
    short = outcome.copy()
    short[2, 1] = np.nan
    found, known = scores(short, draws), scores(outcome[:2], draws[:, :2])
    assert found.by_horizon90[1] == known.by_horizon90[1]
    assert found.crps[1] == known.crps[1]
    assert found.inside90 == pytest.approx((3 * found.by_horizon90[0] + 2 * found.by_horizon90[1]) / 5)
    short[:, 1] = np.nan
    with pytest.raises(ModelError):
        scores(short, draws)


def test_staff_for_each_inhabitant_grow_as_people_do() -> None:
    people = np.full((5, 2), 1000.0)
    later = np.linspace(1000, 1300, 4)[None, :, None] * np.ones((1, 1, 2))
    found = per_inhabitant(people / 100, people, later, draws=3)
    np.testing.assert_allclose(found[:, :, 0], np.broadcast_to(np.linspace(10, 13, 4), (3, 4)))
    with pytest.raises(ModelError):
        per_inhabitant(people, people * 0, later)
