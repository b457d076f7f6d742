"""How much chance alone moves the count of a place, person by person, in closed form.

Each of today's staff comes to be counted somewhere or not, by themselves; those who enter come as a Poisson stream. So
the variance is the sum over people of what one's hours are expected to be squared, less the square of what they are
expected to be. In a municipality of median size this is most of what is not known.
"""

from __future__ import annotations

import numpy as np

from stegvis.engine.forecast.adjoint import adjoint
from stegvis.engine.forecast.model import Array, Model, Moves, drawn
from stegvis.engine.forecast.weights import weights_of


def variance(model: Model, draw: int = 0) -> Array:
    """(T + 1, R, Q) of full-time equivalents, of one draw's rates. Agency staff come as ordered."""
    model = drawn(model, slice(draw, draw + 1))
    squares: Array = adjoint(model, hours=model.hours**2)[0]
    return np.maximum(squares - _expected_squared(model), 0.0)


def _expected_squared(model: Model) -> Array:
    """(T + 1, R, Q) the sum over today's staff of the square of what each is expected to give there."""
    out = np.zeros((model.years + 1, model.shape[0], model.reported))
    for report in range(model.reported):
        for source, weights in weights_of(model, report, model.hours).items():
            out[..., report] += _of_source(model, model.stock[:, source], weights.of_stock[..., 0]).T
    return out


def _of_source(model: Model, stock: Array, of_stock: Array) -> Array:
    """(R, T + 1) of ``stock`` (R, A) and what a person gives (reach, A, T + 1)."""
    if not isinstance(model.moves, Moves):
        return stock @ of_stock[0] ** 2
    own, county, nation = of_stock
    in_county, share = model.moves.in_county()[:, None], model.moves.share[:, None]
    whole, in_its = stock.sum(axis=0), (model.moves.belongs() @ stock)[model.moves.county]
    # A person of elsewhere gives share * far there, one of the county's other places near besides, and one of the
    # place itself its own besides; the squares are written out so that no array over places and ages and years is.
    far, near = nation - county, county - own
    told = share**2 * (whole @ far**2)
    told = told + 2 * share * in_county * (in_its @ (far * near)) + in_county**2 * (in_its @ near**2)
    told = told + 2 * (share * (stock @ (far * own)) + in_county * (stock @ (near * own))) + stock @ own**2
    found: Array = told
    return found
