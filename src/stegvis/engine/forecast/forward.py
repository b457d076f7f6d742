"""The plain way: the whole state, year by year. The oracle of the other ways, what they are measured against, and the
way where places differ in how people leave, where moves are not pooled, and where a shortage makes more leave."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stegvis.engine.forecast.model import Array, Feedback, Model, drawn
from stegvis.engine.forecast.workers import Progress, worked


def forward(
    model: Model, *, draws: slice = slice(None), workers: int | None = None, progress: Progress | None = None
) -> Array:
    """(D, T + 1, R, Q) full-time equivalents. One draw at a time, so that its state stays in the processor's cache."""
    model = drawn(model, draws)
    out = np.empty((model.draws, model.years + 1, model.shape[0], model.reported))
    found = worked(lambda draw: _draw(model, draw), range(model.draws), workers=workers, progress=progress)
    for draw, one in enumerate(found):
        out[draw] = one
    return out


def _draw(model: Model, draw: int) -> Array:
    """(T + 1, R, Q)"""
    out = np.empty((model.years + 1, model.shape[0], model.reported))
    state = model.stock
    for year in range(model.years + 1):
        out[year] = _counted(model, np.einsum("rpa,pa->rp", state, _at(model.hours, year)), year)
        if year < model.years:
            state = step(model, draw, year, state, out[year])
    return out


def _counted(model: Model, supply: Array, year: int) -> Array:
    """(R, Q) of (R, P), with agency staff."""
    out = np.zeros((supply.shape[0], model.reported)) if model.agency is None else _at(model.agency, year).copy()
    for profession, report in enumerate(model.reports):
        out[:, report] += supply[:, profession]
    return out


def step(model: Model, draw: int, year: int, state: Array, counted: Array) -> Array:
    """The state (R, P, A) a year later than one of which ``counted`` (R, Q) was counted."""
    stays = state * (1 - _leaving(model, draw, year, counted))
    gone_over = np.zeros_like(stays) if model.changes else np.zeros(1)
    for change in model.changes:
        going = stays[:, change.source] * _at(_at(change.rate, draw), year)
        gone_over[:, change.target] += going
        gone_over[:, change.source] -= going
    older = np.zeros_like(stays)
    older[..., 1:] = (stays + gone_over)[..., :-1]
    if model.moves is not None:
        older = model.moves.moved(draw, older)
    entering = _at(model.intake, draw)[year]
    if model.scale is not None:
        entering = entering * _at(_at(model.scale, draw), year)
    found: Array = older + entering[..., None] * model.entry
    return found


def _leaving(model: Model, draw: int, year: int, counted: Array) -> Array:
    """(P, A), or (R, P, A) where places differ."""
    leaving: Array = _at(_at(model.leaving, draw), year)
    odds = 1.0 if model.odds is None else model.odds
    if model.feedback is not None:
        odds = odds * pushed(model.feedback, counted, model.feedback.demand[year])[:, list(model.reports)]
    if isinstance(odds, float):
        return leaving
    # Of chance p and odds times k: kp / (1 - p + kp).
    more = odds[..., None] * leaving
    return more / (1 - leaving + more)


def pushed(feedback: Feedback, supply: Array, demand: Array) -> Array:
    """(R, Q) what the odds to leave are multiplied by after a year with that supply and demand."""
    missing = np.maximum(demand - supply, 0.0)
    gap = np.divide(missing, demand, out=np.zeros_like(missing), where=demand > 0)
    return np.exp(feedback.strength * np.minimum(gap, feedback.most))


def _at(array: Array | Sequence[Array], index: int) -> Array:
    """One draw or year; the only one where there is but one."""
    found: Array = array[index if len(array) > 1 else 0]
    return found
