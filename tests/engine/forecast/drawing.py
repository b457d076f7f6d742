"""Models drawn at random, for the properties of the forecast, and a workforce that could be."""

from __future__ import annotations

import numpy as np

from stegvis.engine.forecast import Change, Model, Moves, Programme, Workforce


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
    more: bool = False,
) -> Model:
    """``more``: intake scaled, agency staff, and the last profession counted as the first."""
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
        scale=rng.random((draws, yearly, professions)) + 0.5 if more else None,
        agency=rng.random((years + 1, places, professions - 1)) if more else None,
        counts_as=(*range(professions - 1), 0) if more else (),
    )


AGES, YEARS = np.arange(20, 70), 15


def a_workforce() -> Workforce:
    """Nurses, specialist nurses and assistants of four municipalities in two counties. Many leave in their first years,
    and most go at 65."""
    steep = np.clip((AGES - 60) / 8, 0, 1) ** 2
    early = np.where(AGES < 30, 0.12, 0.03)
    one = np.ones((1, 3, 1))
    stock = np.array([400.0, 80.0, 30.0, 150.0])[:, None, None] * np.array([1.0, 0.3, 1.5])[None, :, None] / 50
    stays = np.array([0.4, 0.1, 0.05, 0.2])
    entry = np.where((AGES >= 22) & (AGES < 28), 1 / 6, 0.0)
    return Workforce(
        stock=stock * np.where(AGES < 66, 1.0, 0.2),
        first_age=20,
        years=YEARS,
        retiring=steep * one,
        leaving=early * one,
        death=np.full((1, 3, 50), 0.002),
        hours=np.full((1, 3, 50), 0.9),
        part_time=np.full((3, 50), 0.4),
        entry=np.tile(entry, (3, 1)),
        retention=np.array([0.9, 1.0, 0.95]),
        abroad=np.zeros((YEARS, 4, 3)),
        agency=np.zeros((YEARS + 1, 4, 3)),
        programmes=(
            Programme(0, np.full(YEARS, 50.0), np.array([0.8]), stays),
            Programme(2, np.full(YEARS, 70.0), np.array([0.7]), stays),
        ),
        moves=Moves(np.array([0, 0, 1, 1]), np.full(4, 0.25), np.full((1, 1, 3), 0.03), np.full((1, 1, 3), 0.01)),
    )
