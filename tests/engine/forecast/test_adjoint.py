"""The forecast by weights says what the plain one does."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stegvis.engine.forecast import Model, adjoint, check, forward
from tests.engine.forecast.drawing import a_model

YES = st.booleans()


@given(
    seed=st.integers(0, 2**32 - 1), moves=YES, changes=YES, steady=YES, one_intake=YES, draws=st.sampled_from([1, 3])
)
def test_by_weights_as_by_the_whole_state(
    seed: int, moves: bool, changes: bool, steady: bool, one_intake: bool, draws: int
) -> None:
    model = a_model(seed, moves=moves, changes=changes, steady=steady, one_intake=one_intake, draws=draws)
    check(model)
    np.testing.assert_allclose(adjoint(model), forward(model), rtol=1e-12, atol=1e-12)


@given(seed=st.integers(0, 2**32 - 1))
def test_some_draws_are_those_of_all(seed: int) -> None:
    model = a_model(seed, draws=5)
    np.testing.assert_allclose(adjoint(model, draws=slice(2, 4)), adjoint(model)[2:4], rtol=1e-12)


@given(seed=st.integers(0, 2**32 - 1))
def test_where_nobody_leaves_or_grows_too_old_people_are_conserved(seed: int) -> None:
    drawn = a_model(seed, years=3, ages=9)
    stock = drawn.stock.copy()
    stock[..., -3:] = 0
    entry = np.zeros_like(drawn.entry)
    entry[:, 0] = 1
    model = Model(stock, drawn.leaving * 0, np.ones_like(drawn.hours), drawn.intake, entry, drawn.moves, drawn.changes)
    entered = np.concatenate([np.zeros((3, 1)), drawn.intake.sum(axis=(2, 3)).cumsum(axis=1)], axis=1)
    np.testing.assert_allclose(adjoint(model).sum(axis=(2, 3)), stock.sum() + entered, rtol=1e-12)
