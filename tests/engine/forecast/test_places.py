"""Where people are: moves of every form, places put together, and places that differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stegvis.engine.forecast import (
    Dense,
    Feedback,
    Model,
    ModelError,
    Moves,
    adjoint,
    exits,
    gravity,
    merged,
    persons,
    run,
    variance,
)
from stegvis.engine.forecast.moves import attraction
from tests.engine.forecast.drawing import a_model

MODEL = a_model(11, draws=1, years=6)


def moves_of(model: Model) -> Moves:
    assert isinstance(model.moves, Moves)
    return model.moves


def test_the_pooled_form_is_one_matrix_of_many() -> None:
    dense = Dense(np.stack([moves_of(MODEL).matrix(0, one) for one in range(3)]))
    whole, found = run(MODEL), run(replace(MODEL, moves=dense))
    assert (whole.way, whole.why, found.way, found.why) == ("adjoint", "", "forward", "dense")
    np.testing.assert_allclose(found.supply, whole.supply, rtol=1e-12)
    with pytest.raises(ModelError) as said:
        adjoint(replace(MODEL, moves=dense))
    assert said.value.code == "needs_forward"


def test_people_are_drawn_to_what_is_large_and_near() -> None:
    centroids = np.array([[0.0, 0.0], [10_000, 0], [60_000, 0], [0, 10_000]])
    mass = np.array([100.0, 50, 50, 200])
    found = gravity(centroids, mass, leaves=np.array([[0.1]]), half=20_000).matrix[0]
    np.testing.assert_allclose(found.sum(axis=1), 1)
    np.testing.assert_allclose(np.diag(found), 0.9)
    pull = np.array([0, 50 * 0.5**0.5, 50 * 0.5**3, 200 * 0.5**0.5])
    np.testing.assert_allclose(found[0], [0.9, *(0.1 * pull[1:] / pull.sum())])
    steep = gravity(centroids, mass, leaves=np.array([[0.1]]), power=2).matrix[0]
    assert steep[0, 2] / steep[0, 1] == pytest.approx(1 / 36)
    alone = gravity(centroids, np.array([1.0, 0, 0, 0]), leaves=np.array([[0.1]]), half=1e4).matrix[0]
    assert alone[0, 0] == 1  # Nowhere to go.
    moving = replace(
        MODEL,
        moves=gravity(np.random.default_rng(1).random((7, 2)) * 1e5, np.ones(7), leaves=np.full((3, 7), 0.2), half=1e4),
    )
    everybody = run(moving).supply.sum(axis=2)
    np.testing.assert_allclose(everybody, run(replace(MODEL, moves=None)).supply.sum(axis=2))
    for wrong in ({"half": 1.0, "power": 1.0}, {}, {"half": -1.0}):
        with pytest.raises(ModelError):
            gravity(centroids, mass, leaves=np.array([[0.1]]), **wrong)


def test_places_keep_what_they_have_where_attraction_is_balanced() -> None:
    rng = np.random.default_rng(3)
    centroids, posts, inside = rng.random((9, 2)) * 3e5, rng.random(9) * 100 + 1, rng.random(9) * 2e4 + 1e3
    mass = attraction(centroids, posts, half=2e4, inside=inside)
    found = gravity(centroids, mass, leaves=np.array([[0.1]]), half=2e4, inside=inside).matrix[0]
    np.testing.assert_allclose(posts @ found, posts, rtol=1e-9)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    near = np.argsort(np.hypot(*(centroids - centroids[0]).T))[1]
    assert found[0, near] / mass[near] == max(found[0, other] / mass[other] for other in range(1, 9))


def test_counties_and_the_nation_are_their_places_put_together() -> None:
    county = moves_of(MODEL).county
    each = adjoint(MODEL)
    for groups in (county, np.zeros(7, int), np.where(county == 2, 0, 1)):
        together = merged(MODEL, groups)
        sums = np.stack([each[:, :, groups == one].sum(axis=2) for one in range(groups.max() + 1)], axis=2)
        np.testing.assert_allclose(adjoint(together), sums, rtol=1e-12)
    some = np.arange(7)
    some[np.flatnonzero(county == 0)[1]] = np.flatnonzero(county == 0)[0]
    some = np.unique(some, return_inverse=True)[1]
    few = adjoint(merged(MODEL, some))
    np.testing.assert_allclose(few[:, :, some[3]].sum(), each[:, :, some == some[3]].sum(), rtol=1e-12)
    across = np.arange(7)
    across[np.flatnonzero(county == 1)[0]] = np.flatnonzero(county == 0)[0]
    with pytest.raises(ModelError) as said:
        merged(MODEL, np.unique(across, return_inverse=True)[1])
    assert said.value.code == "contradicts"


def test_chance_of_places_together_is_that_of_people_together() -> None:
    small = a_model(5, places=4, ages=4, years=3, draws=1, more=True)
    small = replace(small, stock=small.stock // 8, intake=small.intake / 9, agency=None)
    together = merged(small, np.zeros(4, int))
    runs = persons(small, runs=1500, seed=3).sum(axis=2)
    found = runs.var(axis=0, ddof=1)[1:] / variance(together)[1:, 0]
    assert abs(found.mean() - 1) < 0.06
    assert np.all(variance(together)[1:, 0] < variance(small)[1:].sum(axis=1))


def test_where_the_odds_to_leave_are_doubled_fewer_are_left() -> None:
    odds = np.ones((7, 3))
    odds[2] = 2
    still = replace(MODEL, moves=None)
    found = run(replace(still, odds=odds))
    assert (found.way, found.why) == ("forward", "odds")
    less = run(still).supply - found.supply
    assert np.all(less[0, 1:-1, 2] > 0)
    np.testing.assert_allclose(np.delete(less, 2, axis=2), 0, atol=1e-9)


def test_a_shortage_makes_more_leave_and_no_shortage_does_not() -> None:
    supply = run(MODEL).supply[0]
    plain = run(replace(MODEL, feedback=Feedback(supply * 0.5, 3.0))).supply[0]
    np.testing.assert_allclose(plain, supply)
    np.testing.assert_allclose(run(replace(MODEL, feedback=Feedback(supply * 2, 0.0))).supply[0], supply)
    weak, strong = (run(replace(MODEL, feedback=Feedback(supply * 2, one))).supply[0] for one in (0.5, 2.0))
    np.testing.assert_allclose(weak[0], supply[0])
    assert np.all(strong[1:] < weak[1:])
    assert np.all(weak[1:] < supply[1:])
    # However strong, nobody but today's staff can leave: who entered last year is there.
    utmost = run(replace(MODEL, feedback=Feedback(supply * 1e6, 1e2))).supply[0]
    assert np.all(utmost[1:].sum(axis=1) > 0)


def test_causes_that_do_not_know_of_each_other() -> None:
    assert exits(np.array([0.5]), np.array([0.5]), np.array([0.1])) == pytest.approx(0.775)
