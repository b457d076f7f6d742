"""The plain way: the whole state, year by year. The oracle of the other ways, and what they are measured against."""

from __future__ import annotations

import numpy as np

from stegvis.engine.forecast.model import Array, Model


def forward(model: Model) -> Array:
    """(D, T + 1, R, P) full-time equivalents. One draw at a time, so that its state stays in the processor's cache."""
    places, professions, _ages = model.shape
    out = np.empty((model.draws, model.years + 1, places, professions))
    for draw in range(model.draws):
        state = model.stock.copy()
        for year in range(model.years + 1):
            out[draw, year] = (state * _at(model.hours, year)).sum(axis=-1)
            if year < model.years:
                state = step(model, draw, year, state)
    return out


def step(model: Model, draw: int, year: int, state: Array) -> Array:
    """The state (R, P, A) a year later."""
    stays = state * (1 - _at(_at(model.leaving, draw), year))
    gone_over = np.zeros_like(stays)
    for change in model.changes:
        going = stays[:, change.source] * _at(_at(change.rate, draw), year)
        gone_over[:, change.target] += going
        gone_over[:, change.source] -= going
    stays = stays + gone_over
    older = np.zeros_like(stays)
    older[..., 1:] = stays[..., :-1]
    if model.moves is not None:
        for profession in range(older.shape[1]):
            older[:, profession] = model.moves.matrix(draw, profession).T @ older[:, profession]
    entering: Array = _at(model.intake, draw)[year][..., None] * model.entry
    return older + entering


def _at(array: Array, index: int) -> Array:
    """One draw or year; the only one where there is but one."""
    found: Array = array[index if len(array) > 1 else 0]
    return found
