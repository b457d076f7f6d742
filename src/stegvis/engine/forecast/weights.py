"""What a person is worth later: the weights, run backwards.

``Weights.of_stock`` says what somebody of a profession and an age today is expected to give of full-time equivalents in
year ``t``, in the same or another profession, wherever they live; ``of_entry`` what somebody gives who enters in year
``s``. As leaving does not depend on the place, this is all that ageing and leaving have to say, and the state over ages
and places is never built (the adjoint, or separable, form).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stegvis.engine.forecast.model import Array, Model


@dataclass(frozen=True)
class Weights:
    """Of each pair of a profession now and one then. ``of_stock`` (pairs, A, D, T + 1); ``of_entry``
    (pairs, T, D, T + 1) by the year of entry and the year counted, 0 where that is before. ``D`` is 1 where every draw
    says the same."""

    pairs: tuple[tuple[int, int], ...]
    of_stock: Array
    of_entry: Array


def pairs_of(model: Model) -> tuple[tuple[int, int], ...]:
    """Every profession with itself, and with those that it leads to by one change or several."""
    leads = {one: {one} for one in range(model.shape[1])}
    for _ in model.changes:
        for change in model.changes:
            leads[change.source] |= leads[change.target]
    return tuple((source, target) for source in leads for target in sorted(leads[source]))


def weights_of(model: Model, *, hours: Array | None = None, factor: Array | None = None) -> Weights:
    """``hours`` in the place of the model's, such as their squares or ones. ``factor`` (D, 1, P): what is left of
    whatever is weighed after each year, in the profession that one is in then."""
    hours = model.hours if hours is None else hours
    factor = np.ones((1, 1, model.shape[1])) if factor is None else factor
    pairs, years = pairs_of(model), model.years
    stays, goes = _rates(model, pairs, factor)
    # Where no year differs from another, one year counted stands for all.
    steady = len(hours) == 1 and stays.shape[2] == 1 and all(rate.shape[1] == 1 for _, _, rate in goes)
    held = _first(hours, pairs, stays.shape[1], 1 if steady else years + 1)
    entry = np.stack([model.entry[source] for source, _ in pairs])[:, None, None, :]
    of_stock = np.empty((len(pairs), model.shape[2], stays.shape[1], years + 1))
    of_entry = np.zeros((len(pairs), years, stays.shape[1], years + 1))
    for lag in range(years + 1):
        # ``held`` is of the years counted from ``lag`` on, at ``lag`` years' distance.
        if lag:
            held = _year_back(held if steady else held[:, :, 1:], stays, goes)
        of_stock[..., lag] = held[:, :, 0].swapaxes(1, 2)
        # Who came in the model's year ``s`` is counted first in year ``s + 1``, and so at ``lag`` in ``s + 1 + lag``.
        enters = (held * entry).sum(axis=-1)
        came = np.arange(years - lag)
        part = enters if steady else enters[:, :, 1:]
        of_entry[:, came, :, came + lag + 1] = np.moveaxis(np.broadcast_to(part, (*part.shape[:2], len(came))), 2, 0)
    return Weights(pairs, of_stock, of_entry)


def _first(hours: Array, pairs: tuple[tuple[int, int], ...], draws: int, years: int) -> Array:
    """(pairs, D, years counted, A) at no distance: the hours themselves, in one's own profession."""
    held = np.zeros((len(pairs), draws, years, hours.shape[-1]))
    for number, (source, target) in enumerate(pairs):
        if source == target:
            held[number] = hours[:, source]
    return held


Goes = list[tuple[int, int, Array]]


def _rates(model: Model, pairs: tuple[tuple[int, int], ...], factor: Array) -> tuple[Array, Goes]:
    """Of each pair what a year leaves in the profession (pairs, D, 1 or T, A), and of each change what it takes over
    (D, 1 or T, A), with the pair that it leads from and to."""
    remains = 1 - model.leaving
    out: dict[int, Array] = {}
    for change in model.changes:
        out[change.source] = out.get(change.source, np.zeros(1)) + change.rate
    each = [
        remains[:, :, source] * (1 - out[source] if source in out else 1) * factor[..., source, None]
        for source, _ in pairs
    ]
    number = {pair: index for index, pair in enumerate(pairs)}
    goes = [
        (
            number[change.source, target],
            number[change.target, target],
            remains[:, :, change.source] * change.rate * factor[..., change.target, None],
        )
        for change in model.changes
        for source, target in pairs
        if source == change.target
    ]
    shape = np.broadcast_shapes(*(one.shape for one in each), *(rate[:, :1].shape for _, _, rate in goes))
    return np.stack([np.broadcast_to(one, shape) for one in each]), goes


def _year_back(held: Array, stays: Array, goes: Goes) -> Array:
    """One more year between now and then. Who is of the last age leaves."""
    found = np.zeros_like(held)
    older = held[..., 1:]
    years = held.shape[2]
    # The years in which the stretches begin come one after the other, as the years counted do.
    np.multiply(older, stays[:, :, :years, :-1], out=found[..., :-1])
    for source, target, rate in goes:
        found[source, ..., :-1] += older[target] * rate[:, :years, :-1]
    return found
