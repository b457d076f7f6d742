"""How much chance alone moves the count of a place, person by person, in closed form.

Each of today's staff comes to be counted somewhere or not, by themselves; those who enter come as a Poisson stream. So
the variance is the sum over people of what one's hours are expected to be squared, less the square of what they are
expected to be. In a municipality of median size this is most of what is not known.
"""

from __future__ import annotations

import numpy as np

from stegvis.engine.forecast.adjoint import adjoint, drawn, weights_by_reach
from stegvis.engine.forecast.model import Array, Model


def variance(model: Model, draw: int = 0) -> Array:
    """(T + 1, R, P) of full-time equivalents, of one draw's rates."""
    model = drawn(model, slice(draw, draw + 1))
    squares: Array = adjoint(model, hours=model.hours**2)[0]
    found = squares - _expected_squared(model)
    return np.maximum(found, 0.0)


def _expected_squared(model: Model) -> Array:
    """(T + 1, R, P) the sum over today's staff of the square of what each is expected to give there."""
    places, professions, _ = model.shape
    out = np.zeros((model.years + 1, places, professions))
    weights = weights_by_reach(model)
    for pair, (source, target) in enumerate(weights[0].pairs):
        stock = model.stock[:, source]
        own, *wider = (one.of_stock[pair, :, 0] for one in weights)  # each (A, T + 1)
        if model.moves is None:
            out[..., target] += (stock @ own**2).T
            continue
        county, nation = wider
        in_county, share = model.moves.in_county()[:, None, None], model.moves.share[:, None, None]
        whole, in_its = stock.sum(axis=0), model.moves.by_county(stock)[model.moves.county]
        # What a person of elsewhere, of the county's other places, and of the place itself is expected to give there.
        elsewhere = (nation - county) * share
        near = elsewhere + (county - own) * in_county
        here = near + own
        told = np.einsum("a,rat->tr", whole, elsewhere**2)
        told += np.einsum("ra,rat->tr", in_its, near**2 - elsewhere**2)
        told += np.einsum("ra,rat->tr", stock, here**2 - near**2)
        out[..., target] += told
    return out
