"""How many are needed, and how many are asked for.

Need is what the population would use by a norm; demand what is asked for with today's ways, from the posts there are.
Supply is neither, and the three are shown apart. Arrays: year ``T + 1``, place ``R``, kind ``K`` (a profession or a
task), age group ``G``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stegvis.engine.checks import MOST_DRIFT, amounts, chances, first
from stegvis.engine.forecast.model import Array, ModelError
from stegvis.engine.forecast.normals import USE, walks


@dataclass(frozen=True)
class Service:
    """Work that moves between places, such as from a region to its municipalities ("nära vård").

    The ``share`` (T + 1,) of what is done of a ``kind`` at the ``source`` places is done at the ``target`` places
    instead, divided by ``key`` (as many as targets), or by what they do of it already.
    """

    kind: int
    source: tuple[int, ...]
    target: tuple[int, ...]
    share: Array
    key: Array | None = None


def need(population: Array, use: Array, *, trend: Array | None = None) -> Array:
    """(T + 1, R, K) of the ``population`` (T + 1, R, G), and ``use`` (K, G) a person and year, in hours or full-time
    equivalents; ``trend`` (K,) how much the use grows a year, as 0.01."""
    if population.ndim != 3 or use.ndim != 2 or population.shape[2] != use.shape[1]:
        raise ModelError("use", "shape", use.shape)
    amounts("population", population)
    amounts("use", use)
    found: Array = population @ use.T
    if trend is None:
        return found
    if trend.shape != (len(use),):
        raise ModelError("trend", "shape", trend.shape)
    first("trend", "not_a_number", ~np.isfinite(trend))
    first("trend", "below_zero", trend <= -1)
    return found * (1 + trend) ** np.arange(len(population))[:, None, None]


def calibrated(base: Array, today: Array) -> Array:
    """(T + 1, R, K) in proportion to ``base``, such as the need, and in year 0 the posts of ``today`` (R, K)."""
    if today.shape != base.shape[1:]:
        raise ModelError("today", "shape", today.shape)
    amounts("today", today)
    first("population", "nobody", (today > 0) & (base[0] <= 0))
    factor = np.divide(today, base[0], out=np.zeros_like(today), where=base[0] > 0)
    return base * factor


def reorganised(base: Array, services: Sequence[Service]) -> Array:
    """(T + 1, R, K) after the services have moved, one after the other. What all places do together stays the same."""
    found = base.copy()
    for number, one in enumerate(services):
        _check(number, one, found)
        source, target = list(one.source), list(one.target)
        given = found[:, source, one.kind] * one.share[:, None]
        key = found[:, target, one.kind] if one.key is None else np.broadcast_to(one.key, (len(found), len(target)))
        whole = key.sum(axis=1, keepdims=True)
        first("services", "nobody", (whole[:, 0] <= 0) & (given.sum(axis=1) > 0))
        parts = np.divide(key, whole, out=np.zeros(key.shape), where=whole > 0)
        found[:, source, one.kind] -= given
        found[:, target, one.kind] += given.sum(axis=1, keepdims=True) * parts
    return found


def _check(number: int, one: Service, base: Array) -> None:
    years, places, kinds = base.shape
    if not 0 <= one.kind < kinds or not {*one.source, *one.target} <= set(range(places)):
        raise ModelError("services", "outside", (number,))
    if set(one.source) & set(one.target) or not one.source or not one.target:
        raise ModelError("services", "contradicts", (number,))
    if one.share.shape != (years,) or (one.key is not None and one.key.shape != (len(one.target),)):
        raise ModelError("services", "shape", (number,))
    chances("services share", one.share)
    if one.key is not None:
        amounts("services key", one.key)


def staff(hours: Array, *, working_time: float, efficiency: float = 1.0) -> Array:
    """Full-time equivalents of ``hours`` of work a year, one working ``working_time`` hours of it after leave, illness
    and training."""
    for name, value in (("working_time", working_time), ("efficiency", efficiency)):
        if not (np.isfinite(value) and value > 0):
            raise ModelError(name, "below_zero")
    return hours / (working_time * efficiency)


def draw_demand(
    demand: Array, *, drift: float, draws: int, seed: int, shared: float = 0.5, names: tuple[str, ...] = ()
) -> Array:
    """(D, T + 1, R, K) of ``demand`` (T + 1, R, K): its logarithm walks at random, ``drift`` a year, of which variance
    all kinds share ``shared``. The median is the demand given. The same seed and name, or number of a kind where none
    is given, give the same walk."""
    if not 0 <= drift <= MOST_DRIFT or not 0 <= shared <= 1:
        raise ModelError("drift", "below_zero" if drift < 0 else "outside")
    years, _, kinds = demand.shape
    if len(names) not in (0, kinds):
        raise ModelError("names", "shape", (len(names),))
    named = names or tuple(str(one) for one in range(kinds))
    walked = walks(seed, USE, named, (draws, years - 1), shared) * drift
    walk = np.concatenate([np.zeros((draws, 1, kinds)), walked], axis=1)
    found: Array = demand[None] * np.exp(walk)[:, :, None, :]
    return found
