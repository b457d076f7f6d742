"""What a forecast of staff is made of.

Axes, always in this order: draw ``D``, year ``T``, place ``R``, profession ``P``, age ``A``. A place is a municipality
or a region with an employer's sector; ages are years, the last one's people leave within the year. An axis of length 1
stands for every draw, or every year. Results count reported professions ``Q``, which are ``P`` unless some are counted
as others.

A year goes: who leaves leaves; who stays may go over to another profession; all grow a year older; some move; those who
enter come last. So year ``t`` counts everybody after ``t`` such years, and year 0 is today.

Source: cohort stock-flow, as national agencies use it (HRSA, NHS), with the pooled form of moves between employers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from stegvis.engine.errors import ModelError
from stegvis.engine.forecast.moves import Array, Dense, Moves

__all__ = [
    "Array",
    "Change",
    "Dense",
    "Feedback",
    "Model",
    "ModelError",
    "Moves",
    "cells",
    "drawn",
    "exits",
    "only",
    "some",
]


@dataclass(frozen=True)
class Change:
    """Going over from one profession to another, such as to specialist nurse: ``rate`` (D, 1 or T, A) of who stays."""

    source: int
    target: int
    rate: Array


@dataclass(frozen=True)
class Feedback:
    """Last year's shortage makes more leave: ``strength`` is added to the log-odds of leaving for each unit of the
    relative gap to ``demand`` (T + 1, R, Q) full-time equivalents, the gap counted to ``most`` at most."""

    demand: Array
    strength: float
    most: float = 1.0


@dataclass(frozen=True)
class Model:
    """``stock`` (R, P, A) persons today; ``leaving`` (D, 1 or T, P, A) the chance to leave within the year, retirement,
    other exits and death together (``exits``); ``hours`` (1 or T + 1, P, A) full-time equivalents of a person;
    ``intake`` (D, T, R, P) persons who enter in a year, at ages by ``entry`` (P, A), which sums to 1.

    ``scale`` (D, 1 or T, P) multiplies the intake, draw by draw. ``agency`` (1 or T + 1, R, Q) full-time equivalents
    are bought in beside the staff. ``counts_as`` says for each profession the reported one; empty: itself.
    ``odds`` (R, P) multiply the odds to leave in a place.
    """

    stock: Array
    leaving: Array
    hours: Array
    intake: Array
    entry: Array
    moves: Moves | Dense | None = None
    changes: tuple[Change, ...] = field(default=())
    scale: Array | None = None
    agency: Array | None = None
    counts_as: tuple[int, ...] = ()
    odds: Array | None = None
    feedback: Feedback | None = None

    @property
    def years(self) -> int:
        return self.intake.shape[1]

    @property
    def draws(self) -> int:
        lengths = {len(self.leaving), len(self.intake), *(len(one.rate) for one in self.changes)}
        if self.scale is not None:
            lengths.add(len(self.scale))
        if isinstance(self.moves, Moves):
            lengths |= {len(self.moves.within), len(self.moves.across)}
        return max(lengths)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Places, professions, ages."""
        places, professions, ages = self.stock.shape
        return places, professions, ages

    @property
    def reports(self) -> tuple[int, ...]:
        """The reported profession of each."""
        return self.counts_as or tuple(range(self.shape[1]))

    @property
    def reported(self) -> int:
        return max(self.reports) + 1


def exits(*causes: Array) -> Array:
    """One chance to leave of several that do not know of each other: 1 - (1 - retire)(1 - leave)(1 - death)."""
    stays = np.ones(1)
    for cause in causes:
        stays = stays * (1 - cause)
    return np.asarray(1 - stays, dtype=float)


def cells(model: Model, draws: int | None = None) -> float:
    """Cell-years of a run: places by professions by ages by years by draws."""
    return float(np.prod(model.shape)) * model.years * (model.draws if draws is None else draws)


def drawn(model: Model, draws: slice) -> Model:
    """The model of some of its draws."""
    if draws == slice(None):
        return model
    moves = model.moves
    if isinstance(moves, Moves):
        moves = replace(moves, within=some(moves.within, draws), across=some(moves.across, draws))
    return replace(
        model,
        leaving=some(model.leaving, draws),
        intake=some(model.intake, draws),
        moves=moves,
        changes=tuple(replace(one, rate=some(one.rate, draws)) for one in model.changes),
        scale=None if model.scale is None else some(model.scale, draws),
    )


def some(array: Array, draws: slice) -> Array:
    """The array of some draws, or of all where there is but one."""
    return array if len(array) == 1 else array[draws]


def sources_of(model: Model, report: int) -> tuple[int, ...]:
    """The professions of which some come to be counted so."""
    found = {one for one, counted in enumerate(model.reports) if counted == report}
    for _ in model.changes:
        found |= {change.source for change in model.changes if change.target in found}
    return tuple(sorted(found))


def only(model: Model, report: int) -> tuple[tuple[int, ...], Model]:
    """The professions of which some come to be counted so, with those that they go over to, and the model of them:
    report 0, with any others as 1. For the way by weights: without agency staff."""
    found = set(sources_of(model, report))
    for _ in model.changes:
        found |= {change.target for change in model.changes if change.source in found}
    which = tuple(sorted(found))
    here, number = list(which), {profession: index for index, profession in enumerate(which)}
    moves = model.moves
    if isinstance(moves, Moves):
        moves = replace(moves, within=moves.within[..., here], across=moves.across[..., here])
    return which, replace(
        model,
        stock=model.stock[:, here],
        leaving=model.leaving[:, :, here],
        hours=model.hours[:, here],
        intake=model.intake[..., here],
        entry=model.entry[here],
        moves=moves,
        changes=tuple(Change(number[c.source], number[c.target], c.rate) for c in model.changes if c.source in found),
        scale=None if model.scale is None else model.scale[..., here],
        agency=None,
        counts_as=tuple(int(model.reports[one] != report) for one in which),
    )
