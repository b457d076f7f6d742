"""Scores that are known, and a forecast of an invented population that keeps its promise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from stegvis.engine.forecast import (
    ModelError,
    coverage,
    crps,
    crps_quantiles,
    no_change,
    origins_of,
    per_inhabitant,
    project,
    rolled,
    scores,
)


def test_crps_of_a_normal_is_what_is_known() -> None:
    y, draws = 0.7, ndtri((np.arange(4000) + 0.5) / 4000)
    known = y * (2 * ndtr(y) - 1) + 2 * np.exp(-(y**2) / 2) / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi)
    assert crps(np.array(y), draws) == pytest.approx(known, abs=1e-3)
    many = (np.arange(999) + 1) / 1000
    assert crps_quantiles(np.array(y), ndtri(many), many) == pytest.approx(known, abs=1e-3)
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
    with pytest.raises(ModelError) as said:
        rolled(history, [58], 3, forecast)
    assert said.value.code == "outside"


def test_staff_for_each_inhabitant_grow_as_people_do() -> None:
    people = np.full((5, 2), 1000.0)
    later = np.linspace(1000, 1300, 4)[None, :, None] * np.ones((1, 1, 2))
    found = per_inhabitant(people / 100, people, later, draws=3)
    np.testing.assert_allclose(found[:, :, 0], np.broadcast_to(np.linspace(10, 13, 4), (3, 4)))
    with pytest.raises(ModelError):
        per_inhabitant(people, people * 0, later)


def a_population(years: int, places: int, seed: int) -> np.ndarray:
    """(T, R, 2, A) that ages, dies, moves and is born at known rates, but for moves that wander."""
    rng = np.random.default_rng(seed)
    ages = np.arange(101)
    death = np.minimum(np.exp(-9.5 + 0.095 * ages), 0.6)
    now = np.tile(6000 * np.exp(-np.maximum(ages - 60, 0) / 12), (places, 2, 1))
    moving = np.zeros((places, 1, 1))
    found = [now]
    for _ in range(years - 1):
        moving = moving + rng.standard_normal((places, 1, 1)) * 0.002
        grown = np.concatenate([now[..., :1] * 0, now[..., :-1] * (1 - death[:-1])], axis=2)
        grown[..., -1] += now[..., -1] * (1 - death[-1])
        grown *= np.exp(moving * ((ages > 17) & (ages < 65)))
        grown[..., 0] = 0.5 * 0.058 * now[:, 0, 15:50].sum(axis=1)[:, None]
        now = rng.poisson(grown).astype(float)
        found.append(now)
    return np.stack(found)


def test_a_population_with_known_rates_stays_within_its_band() -> None:
    history = a_population(46, 12, 1)
    outcome, drawn = [], []
    for origin in (24, 30, 36):
        drawn.append(project(history[: origin + 1], years=8, draws=100, seed=origin)[:, 1:].sum(axis=(3, 4)))
        outcome.append(history[origin + 1 : origin + 9].sum(axis=(2, 3)))
    found = scores(np.stack(outcome), np.stack(drawn, axis=1))
    assert 0.8 <= found.inside90 <= 1
    early, late = (np.ptp(np.stack(drawn, axis=1)[:, :, year], axis=0).mean() for year in (0, 7))
    assert late > 3 * early


def test_the_same_seed_and_a_forecast_that_goes_on_from_today() -> None:
    history = a_population(12, 3, 2)
    one, other = (project(history, years=2, draws=4, seed=9) for _ in range(2))
    assert one.tobytes() == other.tobytes()
    np.testing.assert_array_equal(one[:, 0], np.broadcast_to(history[-1], one[:, 0].shape))
    # Children turn one, and of them nobody is lost.
    np.testing.assert_allclose(one[:, 1, ..., 1].sum(), 4 * history[-1, ..., 0].sum(), rtol=0.05)


@pytest.mark.parametrize(
    ("history", "years", "code"),
    [
        (np.ones((3, 2, 2, 101)), 5, "too_few_years"),
        (np.ones((9, 2, 2, 20)), 5, "shape"),
        (-np.ones((9, 2, 2, 101)), 5, "below_zero"),
        (np.ones((9, 2, 2, 101)), 200, "too_many_years"),
        (np.ones((9, 2, 2, 101)) * np.array([1, 0])[:, None, None], 5, "nobody"),
    ],
)
def test_a_history_that_says_too_little(history: np.ndarray, years: int, code: str) -> None:
    with pytest.raises(ModelError) as said:
        project(history, years=years)
    assert said.value.code == code
