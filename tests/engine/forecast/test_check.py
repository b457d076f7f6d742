"""What contradicts itself is said with its place, and nothing is computed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from stegvis.engine.forecast import (
    Change,
    Dense,
    Feedback,
    Model,
    ModelError,
    Moves,
    Uncertainty,
    check,
    draw,
    draw_demand,
)
from tests.engine.forecast.drawing import a_model

MODEL = a_model(3)


def but(array: np.ndarray, at: tuple[int, ...], value: float) -> np.ndarray:
    found = array.copy()
    found[at] = value
    return found


def moving(**parts: Any) -> Model:
    assert MODEL.moves is not None
    return replace(MODEL, moves=replace(MODEL.moves, **parts))


WRONG: list[tuple[Model, str, str, tuple[int, ...]]] = [
    (replace(MODEL, leaving=but(MODEL.leaving, (1, 2, 0, 3), 1.01)), "leaving", "above_one", (1, 2, 0, 3)),
    (replace(MODEL, leaving=but(MODEL.leaving, (0, 0, 1, 1), -0.1)), "leaving", "below_zero", (0, 0, 1, 1)),
    (replace(MODEL, leaving=but(MODEL.leaving, (0, 0, 0, 0), np.nan)), "leaving", "not_a_number", (0, 0, 0, 0)),
    (replace(MODEL, stock=but(MODEL.stock, (2, 1, 0), -1)), "stock", "below_zero", (2, 1, 0)),
    (replace(MODEL, stock=but(MODEL.stock, (1, 0, 3), 1e308)), "stock", "too_many", (1, 0, 3)),
    (replace(MODEL, odds=np.full((7, 3), 1e30)), "odds", "too_many", (0, 0)),
    (replace(MODEL, feedback=Feedback(np.ones((6, 7, 3)), 1e4)), "feedback", "outside", ()),
    (replace(MODEL, stock=MODEL.stock[:0]), "stock", "nothing", (0, 3, 6)),
    (replace(MODEL, stock=MODEL.stock[:, :0]), "stock", "nothing", (7, 0, 6)),
    (replace(MODEL, stock=MODEL.stock[..., :0]), "stock", "nothing", (7, 3, 0)),
    (replace(MODEL, intake=MODEL.intake[:, :0]), "intake", "nothing", (7, 3, 6)),
    (replace(MODEL, stock=MODEL.stock[0]), "stock", "shape", MODEL.stock[0].shape),
    (replace(MODEL, intake=but(MODEL.intake, (0, 1, 2, 0), -5)), "intake", "below_zero", (0, 1, 2, 0)),
    (replace(MODEL, intake=MODEL.intake[:, :, :2]), "intake", "shape", MODEL.intake[:, :, :2].shape),
    (replace(MODEL, entry=but(MODEL.entry, (1, 0), 5)), "entry", "does_not_sum_to_one", (1,)),
    (replace(MODEL, hours=MODEL.hours[:3]), "hours", "shape", MODEL.hours[:3].shape),
    (replace(MODEL, changes=(Change(1, 1, np.zeros((1, 1, 6))),)), "changes", "professions", (1, 1)),
    (
        replace(MODEL, changes=(Change(0, 1, np.full((1, 1, 6), 0.6)), Change(0, 2, np.full((1, 1, 6), 0.6)))),
        "changes",
        "more_than_all",
        (0, 0, 0),
    ),
    (moving(within=np.full((1, 1, 3), 0.9), across=np.full((1, 1, 3), 0.2)), "moves", "more_than_all", (0, 0, 0)),
    (moving(share=np.full(7, 0.2)), "moves share", "does_not_sum_to_one", ()),
    (moving(county=np.array([0, 0, 0, 0, 0, 0, 2])), "moves", "county_without_share", ()),
    (replace(MODEL, scale=np.full((3, 5, 3), -1.0)), "scale", "below_zero", (0, 0, 0)),
    (replace(MODEL, scale=np.ones((3, 4, 3))), "scale", "shape", (3, 4, 3)),
    (replace(MODEL, agency=np.ones((5, 7, 3))), "agency", "shape", (5, 7, 3)),
    (replace(MODEL, odds=but(np.ones((7, 3)), (2, 1), np.inf)), "odds", "not_a_number", (2, 1)),
    (replace(MODEL, counts_as=(0, 1)), "counts_as", "professions", (0, 1)),
    (replace(MODEL, moves=Dense(np.full((1, 7, 7), 0.2))), "moves matrix", "does_not_sum_to_one", (0, 0)),
    (replace(MODEL, feedback=Feedback(np.ones((6, 7, 2)), 1.0)), "feedback", "shape", (6, 7, 2)),
    (replace(MODEL, feedback=Feedback(np.ones((6, 7, 3)), np.nan)), "feedback", "not_a_number", ()),
    (
        replace(
            MODEL, intake=np.zeros((1, 200, 7, 3)), leaving=MODEL.leaving[:, :1], hours=MODEL.hours[:1], changes=()
        ),
        "intake",
        "too_many_years",
        (),
    ),
]


@pytest.mark.parametrize(("model", "field", "code", "at"), WRONG, ids=[f"{one[1]}-{one[2]}" for one in WRONG])
def test_what_is_impossible(model: Model, field: str, code: str, at: tuple[int, ...]) -> None:
    with pytest.raises(ModelError) as said:
        check(model)
    assert (said.value.field, said.value.code, said.value.at) == (field, code, at)


def test_no_drift_is_so_strong_that_nothing_can_be_reckoned() -> None:
    one = replace(MODEL, leaving=MODEL.leaving[:1], intake=MODEL.intake[:1], moves=None, changes=())
    for drift in (1e3, np.nan, np.inf):
        for name in ("leaving_drift", "intake_drift"):
            with pytest.raises(ModelError) as said:
                draw(one, Uncertainty(**{name: drift}), draws=5, seed=1)
            assert said.value.field == name
        with pytest.raises(ModelError):
            draw_demand(np.ones((3, 2, 2)), drift=drift, draws=5, seed=1)


def test_more_draws_than_a_machine_takes_are_refused_with_the_size() -> None:
    model = replace(MODEL, leaving=np.broadcast_to(MODEL.leaving[:1], (100_000_000, *MODEL.leaving.shape[1:])))
    with pytest.raises(ModelError) as said:
        check(replace(model, leaving=model.leaving[:, :1], intake=MODEL.intake[:1], moves=None, changes=()))
    assert said.value.code == "too_large"


def test_a_place_without_people_is_no_fault() -> None:
    check(replace(MODEL, stock=but(MODEL.stock, (0,), 0)))


def test_moves_that_are_possible() -> None:
    assert isinstance(MODEL.moves, Moves)
    for one in range(3):
        np.testing.assert_allclose(MODEL.moves.matrix(one, 1).sum(axis=1), 1)
