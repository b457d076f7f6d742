"""The forecast person by person, with the same rates: the second oracle. Slow, and plain to read."""

from __future__ import annotations

import numpy as np

from stegvis.engine.forecast.model import Array, Model, Moves


def persons(model: Model, *, runs: int, seed: int, draw: int = 0) -> Array:
    """(runs, T + 1, R, Q) full-time equivalents of one draw's rates. The stock is of whole numbers, moves are pooled.

    Without agency staff, and without what needs ``forward``.
    """
    rng = np.random.default_rng(seed)
    places, professions, ages = model.shape
    stock = np.broadcast_to(model.stock.astype(int), (runs, places, professions, ages))
    who = np.repeat(np.argwhere(np.ones_like(stock)), stock.reshape(-1), axis=0)  # run, place, profession, age
    out = np.zeros((runs, model.years + 1, places, model.reported))
    reports = np.array(model.reports)
    for year in range(model.years + 1):
        hours = model.hours[min(year, len(model.hours) - 1)]
        np.add.at(out[:, year], (who[:, 0], who[:, 1], reports[who[:, 2]]), hours[who[:, 2], who[:, 3]])
        if year < model.years:
            who = _a_year(model, rng, draw, year, who)
            scale = 1.0 if model.scale is None else _year(_of(model.scale, draw), year)
            intake = np.broadcast_to(_of(model.intake, draw)[year] * scale, (runs, places, professions))
            who = np.concatenate([who, _entering(rng, rng.poisson(intake), model.entry)])
    return out


def _of(array: Array, draw: int) -> Array:
    found: Array = array[draw if len(array) > 1 else 0]
    return found


def _year(array: Array, year: int) -> Array:
    found: Array = array[min(year, len(array) - 1)]
    return found


def _a_year(model: Model, rng: np.random.Generator, draw: int, year: int, who: np.ndarray) -> np.ndarray:
    leaving = _year(_of(model.leaving, draw), year)
    who = who[(rng.random(len(who)) >= leaving[who[:, 2], who[:, 3]]) & (who[:, 3] < leaving.shape[1] - 1)]
    chance, profession = rng.random(len(who)), who[:, 2].copy()
    passed = np.zeros(len(who))
    for change in model.changes:
        rate = _year(_of(change.rate, draw), year)[who[:, 3]] * (profession == change.source)
        who[(passed <= chance) & (chance < passed + rate), 2] = change.target
        passed = passed + rate
    who[:, 3] += 1
    if isinstance(model.moves, Moves):
        for one in range(model.shape[1]):
            rows = np.flatnonzero(who[:, 2] == one)
            reach = model.moves.matrix(draw, one).cumsum(axis=1)
            drawn = rng.random(len(rows))
            comes_to = (drawn[:, None] >= reach[who[rows, 1]]).sum(axis=1)
            who[rows, 1] = np.minimum(comes_to, model.shape[0] - 1)
    return who


def _entering(rng: np.random.Generator, number: np.ndarray, entry: Array) -> np.ndarray:
    rows = np.repeat(np.argwhere(np.ones_like(number)), number.reshape(-1), axis=0)
    ages = (rng.random(len(rows))[:, None] >= entry.cumsum(axis=1)[rows[:, 2]]).sum(axis=1)
    return np.concatenate([rows, np.minimum(ages, entry.shape[1] - 1)[:, None]], axis=1)
