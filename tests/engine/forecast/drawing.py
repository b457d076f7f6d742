"""Models drawn at random, for the properties of the forecast."""

from __future__ import annotations

import numpy as np

from stegvis.engine.forecast import Change, Model, Moves


def a_model(
    seed: int,
    *,
    places: int = 7,
    professions: int = 3,
    ages: int = 6,
    years: int = 5,
    draws: int = 3,
    moves: bool = True,
    changes: bool = True,
    steady: bool = False,
    one_intake: bool = False,
) -> Model:
    rng = np.random.default_rng(seed)
    entry = rng.random((professions, ages))
    yearly = 1 if steady else years
    share = rng.random(places) + 0.1
    return Model(
        stock=rng.integers(0, 40, (places, professions, ages)).astype(float),
        leaving=rng.random((draws, yearly, professions, ages)) * 0.3,
        hours=rng.random((1 if steady else years + 1, professions, ages)),
        intake=rng.random((1 if one_intake else draws, years, places, professions)) * 9,
        entry=entry / entry.sum(axis=1, keepdims=True),
        moves=Moves(
            county=rng.permutation(np.arange(places) % 3),
            share=share / share.sum(),
            within=rng.random((draws, 1, professions)) * 0.3,
            across=rng.random((1, 1, professions)) * 0.3,
        )
        if moves
        else None,
        changes=(
            Change(0, 1, rng.random((1, 1, ages)) * 0.3),
            Change(1, 2, rng.random((draws, yearly, ages)) * 0.3),
        )
        if changes
        else (),
    )
