"""The forecast by weights says what the plain one does, whoever computes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.engine.forecast import Model, adjoint, check, forward
from tests.engine.forecast.drawing import a_model

YES = st.booleans()


@settings(max_examples=25)
@given(
    seed=st.integers(0, 2**32 - 1),
    moves=YES,
    changes=YES,
    steady=YES,
    one_intake=YES,
    more=YES,
    draws=st.sampled_from([1, 3]),
)
def test_by_weights_as_by_the_whole_state(**drawn: Any) -> None:
    model = a_model(**drawn)
    check(model)
    np.testing.assert_allclose(adjoint(model, workers=1), forward(model, workers=1), rtol=1e-12, atol=1e-12)


def test_longer_than_anybody_lives() -> None:
    model = a_model(4, ages=3, years=9, more=True)
    np.testing.assert_allclose(adjoint(model), forward(model), rtol=1e-12, atol=1e-12)


def test_some_draws_are_those_of_all() -> None:
    model = a_model(7, draws=5)
    np.testing.assert_allclose(adjoint(model, draws=slice(2, 4)), adjoint(model)[2:4], rtol=1e-12)


def test_as_many_workers_as_one_likes_give_the_same_bytes() -> None:
    model = a_model(8, draws=120, steady=True, more=True)
    told: list[tuple[int, int]] = []
    one = adjoint(model, workers=1, progress=lambda done, whole: told.append((done, whole)))
    assert one.tobytes() == adjoint(model, workers=5).tobytes()
    assert told == [(number, 6) for number in range(1, 7)]


def test_who_interrupts_gets_nothing() -> None:
    def enough(done: int, _whole: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        adjoint(a_model(8, draws=120), workers=2, progress=enough)


def test_an_accelerators_arrays_give_an_accelerators_answer() -> None:
    jax = pytest.importorskip("jax")
    model = a_model(9, professions=2, ages=3, years=2, draws=2, steady=True, one_intake=True, changes=False, more=True)
    with jax.enable_x64(True):
        there = _of(jax.numpy.asarray, model)
        theirs = jax.jit(lambda stock: adjoint(replace(there, stock=stock)))(there.stock)
        assert isinstance(theirs, jax.Array)
        np.testing.assert_allclose(np.asarray(theirs), adjoint(model), rtol=1e-12)


def _of(made: Any, model: Model) -> Model:
    assert model.moves is not None
    moves = replace(model.moves, **{name: made(getattr(model.moves, name)) for name in ("share", "within", "across")})
    changes = tuple(replace(one, rate=made(one.rate)) for one in model.changes)
    arrays = {name: made(array) for name, array in vars(model).items() if isinstance(array, np.ndarray)}
    return replace(model, moves=moves, changes=changes, **arrays)


@settings(max_examples=10)
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
