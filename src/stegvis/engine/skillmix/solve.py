"""Who does what: least short, then least cost, then least change; and what one more hour of a profession is worth.

Prices of a linear programme are ambiguous at a corner, and a split of whole posts stands at one more often than not. So
they are taken with every profession's hours a little more (for ``more``) or a little fewer (for ``fewer``), and the
split itself is sought, at the hours as they are, among the optima that these prices allow. If there is one, they are
prices at these hours too, and not nearly: they are the least, or the greatest, of all that are. Hours replace one
another and never need one another, so one set of prices is least for every profession at once (the prices that hold
form a lattice), and one solution gives each profession's own derivative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from stegvis.engine.skillmix.check import check
from stegvis.engine.skillmix.model import Array, Bools, Mix, Split, Worth
from stegvis.engine.skillmix.program import (
    CLOSE,
    Ints,
    NoOptimumError,
    Pairs,
    Program,
    corner_prices,
    face_of,
    least,
    program_of,
)

STEPS = (1e-6, 1e-8, 0.0)
"""How much more or fewer, beside the mean of the hours there are: less where a step passes another corner."""
LEAST_MEAN = 10.0
"""Hours: a step of less than this mean would drown in rounding."""
AT_ONCE = 8000
"""Units × tasks × professions in one programme: with more the simplex method takes longer for each."""
FEW = 1e-5
"""Hours that are none: what remains by rounding over a task."""
DECIMALS = 7
PENALTY = 1e4
"""Of an hour short, beside costs of 1 at most: only a guess at the first aim, and proved or done again."""


def solve(mix: Mix) -> Split:
    """The best split of every unit. Raises ModelError where the mix contradicts itself."""
    check(mix)
    return _joined([_solved(part) for part in _parts(mix)])


def optimum(program: Program) -> Array:
    """(n,) an optimum by all aims in turn."""
    face = face_of(program, _prices(program, program.limits))
    return least(program, face, program.aims[2], program.limits)[0]


def _parts(mix: Mix) -> Iterator[Mix]:
    units, tasks, professions = mix.shape
    each = max(AT_ONCE // (tasks * professions), 1)
    for start in range(0, units, each):
        yield _of_units(mix, np.arange(start, min(start + each, units)))


def _of_units(mix: Mix, units: Ints) -> Mix:
    """The same for some of the units."""
    each = {name: getattr(mix, name) for name in ("demand", "hours", "may", "speed", "wage", "today", "training")}
    parts = {name: array if len(array) == 1 else array[units] for name, array in each.items()}
    return replace(mix, **parts)


def _solved(mix: Mix) -> Split:
    pairs = Pairs.of(mix)
    program = program_of(mix, pairs)
    point, prices = _above(program, mix)
    more = _worth(mix, program, prices)
    at_corner = _at_corner(program, point, mix)
    if at_corner.any():
        rows, columns = at_corner[program.row_unit], at_corner[program.column_unit]
        below = _below(program.of_units(at_corner), mix, point[columns])
        for price, lower in zip(prices, below, strict=True):
            price[rows] = lower
    fewer = _worth(mix, program, prices)
    there = mix.hours > 0
    fewer = Worth(np.where(there, fewer.short, np.nan), np.where(there, fewer.cost, np.nan))
    return _split(mix, pairs, point, more, fewer)


def _above(program: Program, mix: Mix) -> tuple[Array, list[Array]]:
    """The optimum by all three aims, and the prices of the first two with a little more hours."""
    for step in STEPS:
        prices = _prices(program, _stepped(program, mix, step))
        try:
            point, _ = least(program, face_of(program, prices), program.aims[2], program.limits)
        except NoOptimumError:
            continue
        return point, prices
    raise ArithmeticError("no optimum was found at the hours as they are")


def _below(program: Program, mix: Mix, point: Array) -> list[Array]:
    """The prices with a little fewer hours, of which ``point`` is still an optimum."""
    for step in STEPS:
        prices = _prices(program, _stepped(program, mix, -step))
        if face_of(program, prices).holds(program, point):
            break
    return prices


def _stepped(program: Program, mix: Mix, step: float) -> Array:
    """The limits with a little more of all hours; what is none cannot be fewer."""
    is_hours = ~_is_task(program, mix)
    limits = program.limits + step * max(float(mix.hours.mean()), LEAST_MEAN) * is_hours
    return np.where(is_hours, np.maximum(limits, 0), limits)


def _is_task(program: Program, mix: Mix) -> Bools:
    units = np.unique(program.row_unit).size
    found: Bools = np.arange(program.limits.size) < units * mix.shape[1]
    return found


def _prices(program: Program, limits: Array) -> list[Array]:
    """The prices of the first two aims at ``limits``, each (m,).

    Both aims are tried at once. A unit in which nothing is short then is done, and its prices of shortage are 0. For
    the others the corner that was found is asked whether it is best by one aim after the other, and only where it
    cannot tell are they taken so.
    """
    short, cost = program.aims[:2]
    everything = face_of(program, [])
    point, found = least(program, everything, PENALTY * short + cost, limits)
    prices = [np.zeros_like(limits), found]
    is_short = np.bincount(program.column_unit, (point > CLOSE) & (short > 0)) > 0
    if is_short.any():
        told = corner_prices(program, point, limits)
        if told is not None:
            return told
        part, rows = program.of_units(is_short), is_short[program.row_unit]
        taken: list[Array] = []
        for aim, price in zip(part.aims[:2], prices, strict=True):
            taken.append(least(part, face_of(part, taken), aim, limits[rows])[1])
            price[rows] = taken[-1]
    return prices


def _at_corner(program: Program, point: Array, mix: Mix) -> Bools:
    """(U,) whether prices may be ambiguous: fewer columns and rows are loose than there are rows."""
    units = len(mix.demand)
    loose = (point > CLOSE) & (point < program.most - CLOSE)
    slack = program.limits - program.matrix @ point > CLOSE
    unasked = _is_task(program, mix) & (program.limits == 0)
    count = np.bincount(program.column_unit, loose, units) + np.bincount(program.row_unit, slack | unasked, units)
    found: Bools = count < np.bincount(program.row_unit, minlength=units)
    return found


def _worth(mix: Mix, program: Program, prices: Sequence[Array]) -> Worth:
    short, cost = (
        np.round(-price[mix.demand.size :].reshape(mix.hours.shape) * scale, DECIMALS) + 0.0
        for price, scale in zip(prices, program.scales, strict=False)
    )
    return Worth(short, cost)


def _split(mix: Mix, pairs: Pairs, point: Array, more: Worth, fewer: Worth) -> Split:
    units, tasks, professions = mix.shape
    places = np.ravel_multi_index((pairs.unit, pairs.task, pairs.profession), mix.shape)
    work = np.where(point < CLOSE, 0, point)[: pairs.unit.size]

    def summed(amounts: Array) -> Array:
        found = np.bincount(places, amounts, units * tasks * professions)
        return np.asarray(found.reshape(mix.shape), dtype=float)

    hours = summed(work)
    short = mix.demand - summed(work * pairs.take(mix, mix.speed)).sum(axis=2)
    unused = mix.hours - hours.sum(axis=1)
    return Split(
        hours=hours,
        short=np.where(short < FEW, 0, short),
        unused=np.where(unused < FEW, 0, unused),
        cost=summed(work * pairs.costs(mix)).sum(axis=(1, 2)),
        change=np.abs(hours - mix.today).sum(axis=(1, 2)),
        more=more,
        fewer=fewer,
    )


def _joined(parts: Sequence[Split]) -> Split:
    def along(name: str) -> Array:
        return np.concatenate([getattr(part, name) for part in parts])

    def worth(name: str) -> Worth:
        each = [getattr(part, name) for part in parts]
        return Worth(np.concatenate([one.short for one in each]), np.concatenate([one.cost for one in each]))

    plain = {name: along(name) for name in ("hours", "short", "unused", "cost", "change")}
    return Split(**plain, more=worth("more"), fewer=worth("fewer"))
