"""The forecast by weights: no state over ages and places, but products of matrices (the adjoint, separable form).

Moves in the pooled form are a sum of three projections that commute with each other and with ageing: what a place has
beyond its county's pattern, what a county has beyond the nation's, and the nation. A year leaves of them
``1 - within - across``, ``1 - across`` and all. So places, counties and the nation are weighed each with weights of
their own, and one product of matrices adds them.

Agrees with ``forward`` to rounding; a test holds it to 1e-12.
"""

from __future__ import annotations

import numpy as np

from stegvis.engine.forecast.model import Array, Model, Moves
from stegvis.engine.forecast.weights import Weights, weights_of


def adjoint(model: Model, *, hours: Array | None = None, draws: slice = slice(None)) -> Array:
    """(D, T + 1, R, P) full-time equivalents, of those ``draws``. ``hours`` in the place of the model's."""
    model = drawn(model, draws)
    places, professions, _ = model.shape
    out = np.zeros((professions, places, model.draws, model.years + 1))
    weights = weights_by_reach(model, hours)
    begun = set()
    for pair, (source, target) in enumerate(weights[0].pairs):
        left, right, by_draw = _product(model, source, pair, weights)
        flat, wide = out[target].reshape(places, -1), _wide(right, model.draws)
        if target in begun:
            flat += left @ wide
        else:
            np.matmul(left, wide, out=flat)
            begun.add(target)
        if by_draw is not None:
            out[target] += by_draw
    return out.transpose(2, 3, 1, 0)


def _wide(right: Array, draws: int) -> Array:
    """One row of a right factor for each of the left's columns, every draw beside the next."""
    whole = np.broadcast_to(right, (len(right), draws, right.shape[-1]))
    return np.ascontiguousarray(whole).reshape(len(right), -1)


def drawn(model: Model, draws: slice) -> Model:
    """The model of some of its draws."""
    if draws == slice(None):
        return model
    moves = model.moves
    return Model(
        stock=model.stock,
        leaving=_some(model.leaving, draws),
        hours=model.hours,
        intake=_some(model.intake, draws),
        entry=model.entry,
        moves=moves and Moves(moves.county, moves.share, _some(moves.within, draws), _some(moves.across, draws)),
        changes=tuple(type(one)(one.source, one.target, _some(one.rate, draws)) for one in model.changes),
    )


def _some(array: Array, draws: slice) -> Array:
    return array if len(array) == 1 else array[draws]


def weights_by_reach(model: Model, hours: Array | None = None) -> list[Weights]:
    """Of places beyond their county, of counties beyond the nation, and of the nation; one where nobody moves."""
    moves = model.moves
    left = [None] if moves is None else [1 - moves.within - moves.across, 1 - moves.across, None]
    return [weights_of(model, hours=hours, factor=factor) for factor in left]


def _product(model: Model, source: int, pair: int, weights: list[Weights]) -> tuple[Array, Array, Array | None]:
    """What is multiplied to tell of a pair of professions: (R, K) by (K, D, T + 1).

    And beside it (R, D, T + 1) of who enters, where that differs from draw to draw.
    """
    stock, intake = model.stock[:, source], model.intake[..., source].swapaxes(1, 2)
    own = weights[0]
    if model.moves is None:
        parts = [(stock, own.of_stock[pair])]
        return _joined(parts, intake, own.of_entry[pair])
    moves = model.moves
    in_county, of_county = moves.in_county()[:, None], moves.of_county()[:, None]
    stock_c, intake_c = moves.by_county(stock), moves.by_county(intake)
    beyond = [
        (stock - in_county * stock_c[moves.county], intake - in_county * intake_c[:, moves.county]),
        (
            stock_c - of_county * stock_c.sum(axis=0, keepdims=True),
            intake_c - of_county * intake_c.sum(axis=1, keepdims=True),
        ),
        (stock_c.sum(axis=0, keepdims=True), intake_c.sum(axis=1, keepdims=True)),
    ]
    counties, nation = (
        _summed(*beyond[number], weights[number].of_stock[pair], weights[number].of_entry[pair]) for number in (1, 2)
    )
    comes_to = np.zeros((len(stock), moves.counties))
    comes_to[np.arange(len(stock)), moves.county] = in_county[:, 0]
    parts = [(beyond[0][0], own.of_stock[pair]), (comes_to, counties + of_county[..., None] * nation)]
    return _joined(parts, beyond[0][1], own.of_entry[pair])


def _joined(parts: list[tuple[Array, Array]], intake: Array, of_entry: Array) -> tuple[Array, Array, Array | None]:
    """Factors side by side, for one product to add them; ``intake`` (D, R, T) among them if every draw has the same."""
    if len(intake) == 1:
        parts = [*parts, (intake[0], of_entry)]
    draws = max(right.shape[1] for _, right in parts)
    right = np.concatenate([np.broadcast_to(one, (len(one), draws, one.shape[2])) for _, one in parts])
    left = np.ascontiguousarray(np.concatenate([one for one, _ in parts], axis=1))
    return left, right, None if len(intake) == 1 else _entered(intake, of_entry)


def _entered(intake: Array, of_entry: Array) -> Array:
    """(R, D, T + 1) of ``intake`` (D, R, T) and ``of_entry`` (T, D, T + 1), draw by draw."""
    return (intake @ of_entry.swapaxes(0, 1)).swapaxes(0, 1)


def _summed(stock: Array, intake: Array, of_stock: Array, of_entry: Array) -> Array:
    """(C, D, T + 1) of the stock (C, A) and who enters (D, C, T)."""
    return np.tensordot(stock, of_stock, axes=1) + _entered(intake, of_entry)
