"""Chance in closed form is what chance does when it is let loose on people."""

from __future__ import annotations

import numpy as np
import pytest

from stegvis.engine.forecast import Model, adjoint, forward, persons, variance
from tests.engine.forecast.drawing import a_model

RUNS = 2000


@pytest.mark.parametrize(("moves", "changes"), [(False, False), (True, False), (True, True)])
def test_the_mean_and_the_variance_of_many_runs(moves: bool, changes: bool) -> None:
    drawn = a_model(5, places=4, ages=4, years=3, draws=2, moves=moves, changes=changes)
    model = Model(
        drawn.stock // 8, drawn.leaving, drawn.hours, drawn.intake / 9, drawn.entry, drawn.moves, drawn.changes
    )
    runs = persons(model, runs=RUNS, seed=1, draw=1)
    expected, spread = adjoint(model)[1], variance(model, 1)
    np.testing.assert_allclose(expected, forward(model)[1], rtol=1e-12)
    error = np.sqrt(spread / RUNS)
    assert np.all(np.abs(runs.mean(axis=0) - expected)[1:] < 5 * error[1:] + 1e-9)
    found = runs.var(axis=0, ddof=1)
    of_fourth = ((runs - runs.mean(axis=0)) ** 4).mean(axis=0)
    assert np.all(np.abs(found - spread)[1:] < 5 * np.sqrt((of_fourth - found**2)[1:] / RUNS))
    assert abs(found[1:].sum() / spread[1:].sum() - 1) < 0.03


def test_today_nothing_is_left_to_chance() -> None:
    assert variance(a_model(1))[0] == pytest.approx(0, abs=1e-9)
