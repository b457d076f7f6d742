"""Study posts: some of a profession study for another, work less meanwhile, and are replaced in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from stegvis.engine.checks import amounts, chances
from stegvis.engine.forecast.model import Array, Change, Dense, Model, ModelError, Moves


@dataclass(frozen=True)
class Study:
    """``seats`` (T,) begun a year in the whole area, among those of ``source`` in ``ages`` (from, to but not with).

    For ``lag`` whole years they work the share ``works`` of their hours, and ``backfill`` of what is lost is replaced.
    Then ``completion`` of those left go over to ``target``, and the others back to ``source``.
    """

    source: int
    target: int
    seats: Array
    lag: int
    works: float
    backfill: float
    completion: float
    ages: tuple[int, int] = (0, 200)


def as_changes(model: Model, studies: Sequence[Study], first_age: int) -> Model:
    """Each year of study becomes a profession of its own, through which those who study pass: exact, whatever the lag.

    They leave and move as those of ``source`` do, and are counted as them. The chance to begin is the year's seats of
    those there are in the whole area, by the central draw and without what differs between places.
    """
    begins = []
    for number, study in enumerate(studies):
        _check(number, study, model)
        begins.append(model.shape[1])
        model = _joined(model, study)
    ages = np.arange(model.shape[2]) + first_age
    may = [(ages >= study.ages[0]) & (ages < study.ages[1]) & (ages < ages[-1]) for study in studies]
    rates = _rates(model, studies, begins, may)
    began = (Change(one.source, first, rate[None]) for one, first, rate in zip(studies, begins, rates, strict=True))
    return replace(model, changes=(*model.changes, *began))


def _check(number: int, study: Study, model: Model) -> None:
    professions = len(set(model.reports))
    if study.source == study.target or not {study.source, study.target} <= set(range(professions)):
        raise ModelError("studies", "professions", (number,))
    if study.seats.shape != (model.years,):
        raise ModelError("studies seats", "shape", (number,))
    if not 1 <= study.lag <= 10:
        raise ModelError("studies lag", "outside", (number,), most=10)
    amounts("studies seats", study.seats)
    for name in ("works", "backfill", "completion"):
        chances(f"studies {name}", np.array([getattr(study, name)]))


def _joined(model: Model, study: Study) -> Model:
    """With a profession for each year of study, nobody in them yet, and the ways through them."""
    first, lag, source = model.shape[1], study.lag, study.source
    here = [*range(first), *([source] * lag)]
    nobody = np.zeros((model.shape[0], lag, model.shape[2]))
    hours = model.hours[:, here].copy()
    hours[:, first:] *= study.works + study.backfill * (1 - study.works)
    intake = model.intake[..., here].copy()
    intake[..., first:] = 0
    ages = model.shape[2]
    passed = np.ones((1, 1, ages))
    ways = [Change(first + year, first + year + 1, passed) for year in range(lag - 1)]
    ways.append(Change(first + lag - 1, study.target, passed * study.completion))
    if study.completion < 1:
        ways.append(Change(first + lag - 1, source, passed * (1 - study.completion)))
    return replace(
        model,
        stock=np.concatenate([model.stock, nobody], axis=1),
        leaving=model.leaving[:, :, here],
        hours=hours,
        intake=intake,
        entry=model.entry[here],
        moves=_for(model.moves, here),
        changes=(*model.changes, *ways),
        scale=None if model.scale is None else model.scale[..., here],
        counts_as=(*model.reports, *([source] * lag)),
        odds=None if model.odds is None else model.odds[:, here],
    )


def _for(moves: Moves | Dense | None, here: list[int]) -> Moves | Dense | None:
    if isinstance(moves, Moves):
        return replace(moves, within=moves.within[..., here], across=moves.across[..., here])
    if isinstance(moves, Dense) and len(moves.matrix) > 1:
        return Dense(moves.matrix[here])
    return moves


def _rates(model: Model, studies: Sequence[Study], begins: list[int], may: list[np.ndarray]) -> list[Array]:
    """Of each study the chance (T, A) to begin: the area's people by age, followed year by year, share its seats."""
    rates = [np.zeros((model.years, model.shape[2])) for _ in studies]
    state, intake = model.stock.sum(axis=0), model.intake[0].sum(axis=1)
    for year in range(model.years):
        stays = state * (1 - _year(model.leaving[0], year))
        going = np.zeros_like(stays)
        for change in model.changes:
            _go(going, stays, change.source, change.target, _year(change.rate[0], year))
        for number, study in enumerate(studies):
            people = float(stays[study.source] @ may[number])
            seats = float(study.seats[year])
            if seats > people:
                raise ModelError("studies seats", "more_than_people", (number, year), seats=seats, people=people)
            if seats:
                rates[number][year] = seats / people * may[number]
                _go(going, stays, study.source, begins[number], rates[number][year])
        state = np.zeros_like(stays)
        state[:, 1:] = (stays + going)[:, :-1]
        state += intake[year][:, None] * model.entry
    return rates


def _go(going: Array, stays: Array, source: int, target: int, rate: Array) -> None:
    over = stays[source] * rate
    going[source] -= over
    going[target] += over


def _year(array: Array, year: int) -> Array:
    found: Array = array[year if len(array) > 1 else 0]
    return found
