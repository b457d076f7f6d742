"""Bands: between what a number will lie, by all that is not known.

One reported profession at a time, some draws at a time, and places in blocks where the draws are many: so a national
run of a thousand draws holds one profession's draws in memory, and never all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from stegvis.engine.checks import amounts
from stegvis.engine.forecast.adjoint import counted, needs_forward, stretches
from stegvis.engine.forecast.chance import variance
from stegvis.engine.forecast.check import MOST_CELLS, check, check_size
from stegvis.engine.forecast.forward import forward
from stegvis.engine.forecast.mixture import quantiles
from stegvis.engine.forecast.model import Array, Dense, Model, ModelError, cells, only
from stegvis.engine.forecast.run import run
from stegvis.engine.forecast.uncertainty import Luck, Uncertainty
from stegvis.engine.forecast.workers import Farm, Progress, worked

PROBABILITIES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_BYTES = 80e6
"""Of the draws of one profession held at a time."""
MOST_BYTES_FORWARD = 1e9
MOST_ON_FARM = 1e13
"""Cell-years, where a farm computes them."""
FEW = 4
"""Draws at a time where the whole state is followed."""


@dataclass(frozen=True)
class Bands:
    """``supply`` (B, T + 1, R, Q) full-time equivalents at each of the ``probabilities``, and their ``mean``
    (T + 1, R, Q); ``gap`` is supply less demand, below 0 where people are missing, if demand was given. ``way``: as
    of ``Run``."""

    probabilities: tuple[float, ...]
    supply: Array
    mean: Array
    gap: Array | None
    way: str


def bands(
    model: Model,
    uncertainty: Uncertainty,
    *,
    draws: int = 200,
    seed: int = 0,
    probabilities: Sequence[float] = PROBABILITIES,
    demand: Array | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    farm: Farm | None = None,
) -> Bands:
    """``model`` of one draw; ``demand`` (1 or D, T + 1, R, Q). Chance is mixed in in closed form: each draw a normal of
    the central draw's variance, in proportion to what the draw says."""
    chosen = _probabilities(probabilities)
    shape = (model.years + 1, model.shape[0], model.reported)
    _check_demand(demand, draws, shape)
    supply, mean = np.empty((len(chosen), *shape)), np.empty(shape)
    gap = None if demand is None else np.empty_like(supply)
    chance = None
    for report, places, found in pieces(model, uncertainty, draws, seed, Work(workers, progress, farm)):
        if chance is None and uncertainty.chance:
            chance = chance_of(model)
        at = (..., places, report)
        mean[at] = found.mean(axis=2).T
        variances = None if chance is None else chance[at]
        if demand is not None and gap is not None:
            gap[at] = among(found - demand[at].transpose(2, 1, 0), chosen, variances, by_size=False)
        supply[at] = np.maximum(among(found, chosen, variances), 0)  # chance, a normal, knows no least number of people
    return Bands(chosen, supply, mean, gap, "forward" if needs_forward(model) else "adjoint")


def among(
    draws: Array, probabilities: Sequence[float], variances: Array | None = None, *, by_size: bool = True
) -> Array:
    """(B, T + 1, R) quantiles of the ``draws`` (R, T + 1, D) with chance's ``variances`` (T + 1, R)."""
    places, years, number = draws.shape
    chance = None if variances is None else variances.T.reshape(-1)
    flat = quantiles(draws.reshape(-1, number), probabilities, chance, by_size=by_size)
    return flat.reshape(-1, places, years).transpose(0, 2, 1)


def chance_of(model: Model) -> Array:
    """(T + 1, R, Q) the variance by chance. Where the whole state has to be followed it is taken of the same people
    without what differs between places, and in proportion to how many they come to be."""
    if not needs_forward(model):
        return variance(model)
    moves = None if isinstance(model.moves, Dense) else model.moves
    alike = replace(model, odds=None, feedback=None, moves=moves, agency=None)
    without, staff = run(alike).supply[0], run(replace(model, agency=None)).supply[0]
    ratio = np.divide(staff, without, out=np.ones_like(staff), where=without > 0)
    found: Array = variance(alike) * ratio
    return found


@dataclass(frozen=True)
class Work:
    """Who does it, who is told, and how many bytes of draws are held at a time. ``places``: so many of the first are
    asked for, all where not given."""

    workers: int | None = None
    progress: Progress | None = None
    farm: Farm | None = None
    most_bytes: float = MOST_BYTES
    places: int | None = None


class Piece(NamedTuple):
    """Of a reported profession, some places: ``draws`` (R', T + 1, D), to be used before the next is asked for."""

    report: int
    places: slice
    draws: Array


def pieces(model: Model, uncertainty: Uncertainty, draws: int, seed: int, work: Work) -> Iterator[Piece]:
    """Every reported profession and place asked for, with all draws. The model is checked first, and its size."""
    check(model)
    check_size(cells(model, draws), MOST_CELLS if work.farm is None else MOST_ON_FARM)
    luck = Luck.of(model, uncertainty, draws, seed)
    if needs_forward(model):
        yield from _by_state(model, luck, draws, work)
        return
    places, years = model.shape[0] if work.places is None else work.places, model.years
    block = max(1, int(work.most_bytes / 8 / (years + 1) / draws))
    each = [
        (report, slice(one, min(one + block, places)))
        for report in range(model.reported)
        for one in range(0, places, block)
    ]
    some = stretches(draws)
    room = np.empty((min(block, places), years + 1, draws))
    for number, (report, which) in enumerate(each):
        professions, alone = only(model, report)
        job = partial(_stretch, luck, alone, professions, which)
        found = room[: which.stop - which.start]
        told = _further(work.progress, number * len(some), len(each) * len(some))
        for stretch, part in zip(
            some, worked(job, some, workers=work.workers, progress=told, farm=work.farm), strict=True
        ):
            found[..., stretch] = part
        if model.agency is not None:
            found += model.agency[:, which, report].T[:, :, None]
        yield Piece(report, which, found)


def _stretch(luck: Luck, model: Model, professions: tuple[int, ...], places: slice, draws: slice) -> Array:
    """(R', T + 1, d): what is counted as profession 0."""
    return counted(luck.applied(model, professions, draws), 0, places=places)


def _by_state(model: Model, luck: Luck, draws: int, work: Work) -> Iterator[Piece]:
    places, professions, _ = model.shape
    size = 8.0 * places * model.reported * (model.years + 1) * draws
    if size > MOST_BYTES_FORWARD:
        raise ModelError("draws", "too_large", most=MOST_BYTES_FORWARD, bytes=size)
    some = [slice(one, min(one + FEW, draws)) for one in range(0, draws, FEW)]
    job = partial(_stretch_of_state, luck, model, tuple(range(professions)))
    found = worked(job, some, workers=work.workers, progress=work.progress, farm=work.farm)
    whole = np.concatenate(list(found), axis=3)
    for report in range(model.reported):
        yield Piece(report, slice(0, work.places or places), whole[report, : work.places])


def _stretch_of_state(luck: Luck, model: Model, professions: tuple[int, ...], draws: slice) -> Array:
    """(Q, R, T + 1, d)"""
    found = forward(luck.applied(model, professions, draws), workers=1)
    return np.ascontiguousarray(found.transpose(3, 2, 1, 0))


def _further(progress: Progress | None, done: int, whole: int) -> Progress | None:
    if progress is None:
        return None
    tell = progress
    return lambda number, _: tell(done + number, whole)


def _probabilities(probabilities: Sequence[float]) -> tuple[float, ...]:
    if not all(0 < one < 1 for one in probabilities) or list(probabilities) != sorted(set(probabilities)):
        raise ModelError("probabilities", "outside")
    return tuple(probabilities)


def _check_demand(demand: Array | None, draws: int, shape: tuple[int, int, int]) -> None:
    if demand is None:
        return
    if demand.ndim != 4 or demand.shape[0] not in (1, draws) or demand.shape[1:] != shape:
        raise ModelError("demand", "shape", demand.shape)
    amounts("demand", demand)
