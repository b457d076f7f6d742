"""Mixes drawn at random, for the properties of the split."""

from __future__ import annotations

import numpy as np

from stegvis.engine.skillmix import Mix


def a_mix(
    seed: int,
    *,
    units: int = 3,
    tasks: int = 5,
    professions: int = 4,
    whole: bool = False,
    supply: float = 0.9,
    reluctance: float = 0.0,
) -> Mix:
    """``whole``: in small whole numbers with hours exactly as used today, so that it stands at corners."""
    rng = np.random.default_rng(seed)
    shape = (units, tasks, professions)
    may = rng.random(shape) < 0.5
    may[np.arange(units)[:, None], np.arange(tasks), rng.integers(0, professions, (units, tasks))] = True
    if whole:
        today = rng.integers(0, 3, shape) * 10.0 * may
        speed, wage = np.ones((1, 1, 1)), rng.choice([200.0, 300.0], (1, professions))
        demand, hours = today.sum(axis=2), today.sum(axis=1)
    else:
        today = rng.integers(0, 2, shape) * rng.random(shape) * 90
        speed, wage = rng.uniform(0.5, 1.2, shape), rng.uniform(200, 600, (units, professions))
        demand = (today * speed).sum(axis=2) * rng.uniform(0.8, 1.2, (units, tasks)) + 5
        hours = today.sum(axis=1) * supply * rng.uniform(0.7, 1.3, (units, professions)) + 5
    return Mix(
        demand=demand,
        hours=hours,
        may=may,
        speed=speed,
        wage=wage,
        today=today,
        training=np.where(rng.random((1, tasks, professions)) < 0.3, 40.0, 0.0),
        near=rng.random(tasks) < 0.5,
        weight=rng.choice([1.0, 2.0], tasks),
        reluctance=reluctance,
    )
