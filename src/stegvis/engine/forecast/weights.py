"""What a person is worth later: the weights, run backwards.

Somebody of a profession and an age today is expected to give so much of full-time equivalents in year ``t``, counted as
the same or another profession, wherever they live; so is somebody who enters in year ``s``. As leaving does not depend
on the place, this is all that ageing and leaving have to say, and the state over ages and places is never built (the
adjoint, or separable, form).

Written against the array API standard: NumPy's arrays, or an accelerator's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from stegvis.engine.forecast.model import Array, Model, Moves, sources_of


@dataclass(frozen=True)
class Weights:
    """Of one profession now and one counted. ``of_stock`` (reach, A, T + 1, D); ``of_entry`` (reach, T, T + 1, D) by
    the year of entry and the year counted, 0 where that is before. ``D`` is 1 where every draw says the same.

    ``reach``: with moves, what is weighed of places beyond their county, of counties beyond the nation, and of the
    nation; else one.
    """

    of_stock: Array
    of_entry: Array


def weights_of(model: Model, report: int, hours: Array) -> dict[int, Weights]:
    """By source profession. ``hours`` (1 or T + 1, P, A): the model's, or their squares."""
    xp: Any = model.stock.__array_namespace__()
    sources, years, ages = sources_of(model, report), model.years, model.shape[2]
    rates = _Rates(xp, model, sources)
    # Where no year differs from another, one year counted stands for all.
    steady = rates.steady and len(hours) == 1
    held = {
        source: _today(xp, model, source, hours if model.reports[source] == report else xp.zeros_like(hours), steady)
        for source in sources
    }
    stocks: dict[int, list[Array]] = {source: [] for source in sources}
    entries: dict[int, list[Array]] = {source: [] for source in sources}
    for lag in range(years + 1):
        # ``held`` (reach, years counted, A - lag, D) is of the years counted from ``lag`` on, at that distance; who is
        # older than A - lag has left before.
        if lag:
            held = rates.year_back(held, steady)
        for source, one in held.items():
            stocks[source].append(_padded(xp, one[:, 0], ages, axis=1))
            # Who came in the model's year s is counted first in year s + 1, and so at ``lag`` in s + 1 + lag.
            came = one if steady else one[:, 1:]
            enters = model.entry[source, : came.shape[2]] @ came
            entries[source].append(enters if steady else _padded(xp, enters, years, axis=1))
    return {
        source: Weights(_stacked(xp, stocks[source], 2), _by_year(xp, entries[source][:years], steady, years))
        for source in sources
    }


def _today(xp: Any, model: Model, source: int, hours: Array, steady: bool) -> Array:
    """(reach, years, A, 1) at no distance: one's hours."""
    reach, years = 3 if isinstance(model.moves, Moves) else 1, 1 if steady else model.years + 1
    return xp.broadcast_to(hours[None, :, source, :, None], (reach, years, hours.shape[2], 1))


def _padded(xp: Any, array: Array, length: int, axis: int) -> Array:
    missing = length - array.shape[axis]
    if not missing:
        return array
    shape = (*array.shape[:axis], missing, *array.shape[axis + 1 :])
    return xp.concat([array, xp.zeros(shape, dtype=array.dtype)], axis=axis)


def _stacked(xp: Any, arrays: list[Array], axis: int) -> Array:
    lengths = {one.shape[-1] for one in arrays}
    if len(lengths) > 1:
        arrays = [xp.broadcast_to(one, (*one.shape[:-1], max(lengths))) for one in arrays]
    return xp.stack(arrays, axis=axis)


def _by_year(xp: Any, entries: list[Array], steady: bool, years: int) -> Array:
    """(reach, T, T + 1, D) of what was found lag by lag, each (reach, 1 or T, D) by the year of entry."""
    lags = _stacked(xp, entries, 1)
    reach, draws = lags.shape[0], lags.shape[-1]
    flat = xp.reshape(lags, (reach, -1, draws))
    flat = xp.concat([xp.zeros((reach, 1, draws), dtype=flat.dtype), flat], axis=1)
    came, counted = np.arange(years)[:, None], np.arange(years + 1)[None, :]
    lag = counted - came - 1
    place = np.where(lag < 0, 0, 1 + (lag if steady else lag * years + came))
    found = xp.take(flat, xp.asarray(place.reshape(-1)), axis=1)
    return xp.reshape(found, (reach, years, years + 1, draws))


class _Rates:
    """What a year leaves in a profession, and takes from it over to others: each (reach, 1 or T, A, D)."""

    def __init__(self, xp: Any, model: Model, sources: tuple[int, ...]) -> None:
        reach = self._reach(xp, model)
        remains = 1 - model.leaving
        changes = [one for one in model.changes if one.source in sources and one.target in sources]
        self.stays: dict[int, Array] = {}
        self.goes: list[tuple[int, int, Array]] = []
        for source in sources:
            out = sum((one.rate for one in model.changes if one.source == source), xp.zeros((1, 1, 1)))
            self.stays[source] = self._laid(xp, remains[:, :, source] * (1 - out), reach, source)
        for one in changes:
            taken = remains[:, :, one.source] * one.rate
            self.goes.append((one.source, one.target, self._laid(xp, taken, reach, one.target)))
        self.steady = all(one.shape[1] == 1 for one in (*self.stays.values(), *(rate for *_, rate in self.goes)))

    @staticmethod
    def _reach(xp: Any, model: Model) -> Array | None:
        """(reach, D, P) what moves leave of whatever is weighed."""
        moves = model.moves
        if not isinstance(moves, Moves):
            return None
        beyond = 1 - moves.within[:, 0] - moves.across[:, 0], 1 - moves.across[:, 0]
        shape = np.broadcast_shapes(*(one.shape for one in beyond))
        return xp.stack([*(xp.broadcast_to(one, shape) for one in beyond), xp.ones(shape)])

    @staticmethod
    def _laid(xp: Any, rate: Array, reach: Array | None, profession: int) -> Array:
        """(D, 1 or T, A) times what moves leave, as (reach, 1 or T, A, D)."""
        found = xp.permute_dims(rate, (1, 2, 0))[None]
        return found if reach is None else found * reach[:, None, None, :, profession]

    def year_back(self, held: dict[int, Array], steady: bool) -> dict[int, Array]:
        """One more year between now and then. Who is of the last age leaves."""
        first = 0 if steady else 1
        older = {source: one[:, first:, 1:] for source, one in held.items()}
        found = {}
        for source, one in older.items():
            found[source] = self._part(self.stays[source], one) * one
        for source, target, rate in self.goes:
            found[source] = found[source] + self._part(rate, older[target]) * older[target]
        return found

    @staticmethod
    def _part(rate: Array, older: Array) -> Array:
        """The rates of the years in which the stretches begin, and of the ages left."""
        return rate[:, : older.shape[1], : older.shape[2]]
