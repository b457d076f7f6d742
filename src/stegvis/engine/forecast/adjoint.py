"""The forecast by weights: no state over ages and places, but products of matrices (the adjoint, separable form).

Moves in the pooled form are a sum of three projections that commute with each other and with ageing: what a place has
beyond its county's pattern, what a county has beyond the nation's, and the nation. A year leaves of them
``1 - within - across``, ``1 - across`` and all. So places, counties and the nation are weighed each with weights of
their own, and one product of matrices adds them.

Agrees with ``forward`` to rounding; a test holds it to 1e-12. Draws are taken some at a time, so that what belongs to
them stays in the processor's cache; the stretches are the same whatever the number of workers, and so are the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from stegvis.engine.forecast.model import Array, Model, ModelError, Moves, drawn
from stegvis.engine.forecast.weights import Weights, weights_of
from stegvis.engine.forecast.workers import Progress, worked

STRETCH = 50
"""Draws at a time."""

Part = tuple[int, slice]
"""A reported profession and some of the draws."""


def adjoint(
    model: Model,
    *,
    hours: Array | None = None,
    draws: slice = slice(None),
    workers: int | None = None,
    progress: Progress | None = None,
) -> Array:
    """(D, T + 1, R, Q) full-time equivalents, of those ``draws``. ``hours`` in the place of the model's, and then
    without agency staff. Arrays of JAX or CuPy give arrays of the same kind."""
    if needs_forward(model):
        raise ModelError("model", "needs_forward", why=needs_forward(model))
    model = drawn(model, draws)
    xp: Any = model.stock.__array_namespace__()
    parts = [(report, some) for report in range(model.reported) for some in stretches(model.draws)]

    def one(part: Part) -> Array:
        report, some = part
        found = counted(drawn(model, some), report, hours)
        return found if hours is not None or model.agency is None else found + _agency(xp, model.agency, report)

    shape = (model.reported, model.shape[0], model.years + 1, model.draws)
    if xp is not np or model.draws == 1:  # An accelerator divides the work itself; one draw is done before threads are.
        workers = 1
    found = _gathered(xp, shape, parts, worked(one, parts, workers=workers, progress=progress))
    return xp.permute_dims(found, (3, 2, 1, 0))


def needs_forward(model: Model) -> str:
    """Why the places' whole state has to be followed; empty where it has not."""
    if model.odds is not None:
        return "odds"
    if model.feedback is not None:
        return "feedback"
    return "" if model.moves is None or isinstance(model.moves, Moves) else "dense"


def stretches(draws: int) -> list[slice]:
    return [slice(first, min(first + STRETCH, draws)) for first in range(0, draws, STRETCH)]


def _gathered(xp: Any, shape: tuple[int, ...], parts: list[Part], found: Iterator[Array]) -> Array:
    """(Q, R, T + 1, D). NumPy's arrays are written where they belong, which saves a copy of the whole."""
    if xp is np:
        out = np.empty(shape)
        for (report, some), one in zip(parts, found, strict=True):
            out[report, ..., some] = one
        return out
    rows: dict[int, list[Array]] = {}
    for (report, _), one in zip(parts, found, strict=True):
        rows.setdefault(report, []).append(one)
    return xp.stack([xp.concat(one, axis=2) for one in rows.values()])


def _agency(xp: Any, agency: Array, report: int) -> Array:
    return xp.permute_dims(agency[:, :, report], (1, 0))[:, :, None]


def counted(model: Model, report: int, hours: Array | None = None, places: slice = slice(None)) -> Array:
    """(R, T + 1, D) what is counted as one reported profession in some places, of all who come to be counted so."""
    xp: Any = model.stock.__array_namespace__()
    factors = _Factors(xp, model)
    for source, weights in weights_of(model, report, model.hours if hours is None else hours).items():
        factors.add(source, weights)
    return factors.product(places)


class _Factors:
    """Factors side by side, for one product of matrices to add them all: (R, K) by (K, T + 1, D)."""

    def __init__(self, xp: Any, model: Model) -> None:
        self.xp, self.model = xp, model
        self.parts: list[tuple[Array, Array]] = []
        self.by_draw: list[Array] = []
        self.counties: list[Array] = []
        self.moves = model.moves if isinstance(model.moves, Moves) else None
        if self.moves is not None:
            self.county, self.belongs = xp.asarray(self.moves.county), self.moves.belongs()
            self.in_county, self.of_county = self.moves.in_county(), self.moves.of_county()

    def add(self, source: int, weights: Weights) -> None:
        model, xp = self.model, self.xp
        stock = model.stock[:, source, :]
        intake = xp.permute_dims(model.intake[..., source], (0, 2, 1))  # (D, R, T)
        of_entry = self._scaled(weights.of_entry, source)
        if self.moves is None:
            self._put(stock, weights.of_stock[0])
            self._enter(intake, of_entry[0])
            return
        stock_c, intake_c = self.belongs @ stock, self.belongs @ intake
        self._put(stock - self._spread(stock_c), weights.of_stock[0])
        self._enter(intake - self._spread(intake_c), of_entry[0])
        of = self.of_county[:, None]
        stock_n, intake_n = xp.sum(stock_c, axis=0, keepdims=True), xp.sum(intake_c, axis=1, keepdims=True)
        self.counties.append(self._summed(stock_c - of * stock_n, intake_c - of * intake_n, weights, of_entry, 1))
        self.counties.append(of[..., None] * self._summed(stock_n, intake_n, weights, of_entry, 2))

    def product(self, places: slice) -> Array:
        xp, model = self.xp, self.model
        if self.moves is not None:
            self._put(
                xp.permute_dims(self.belongs, (1, 0)) * self.in_county[:, None],
                sum(self.counties[1:], self.counties[0]),
            )
        draws = max(right.shape[-1] for _, right in self.parts)
        left = xp.concat([one[places] for one, _ in self.parts], axis=1)
        right = xp.concat([xp.broadcast_to(one, (*one.shape[:-1], draws)) for _, one in self.parts])
        found = xp.reshape(left @ xp.reshape(right, (right.shape[0], -1)), (left.shape[0], -1, draws))
        found = sum((one[places] for one in self.by_draw), found)
        return xp.broadcast_to(found, (left.shape[0], model.years + 1, model.draws))

    def _scaled(self, of_entry: Array, source: int) -> Array:
        """The weights of entry times how much the intake is scaled in a draw."""
        if self.model.scale is None:
            return of_entry
        return of_entry * self.xp.permute_dims(self.model.scale[..., source], (1, 0))[None, :, None, :]

    def _spread(self, by_county: Array) -> Array:
        """(…, C, K) to (…, R, K): each place has its share of its county's."""
        found: Array = self.in_county[:, None] * self.xp.take(by_county, self.county, axis=by_county.ndim - 2)
        return found

    def _put(self, left: Array, right: Array) -> None:
        self.parts.append((left, right))

    def _enter(self, intake: Array, of_entry: Array) -> None:
        """Among the factors where every draw has the same people entering, else draw by draw."""
        if len(intake) == 1:
            self._put(intake[0], of_entry)
        else:
            self.by_draw.append(self._entered(intake, of_entry))

    def _entered(self, intake: Array, of_entry: Array) -> Array:
        """(R, T + 1, D) of ``intake`` (D, R, T) and ``of_entry`` (T, T + 1, D), draw by draw."""
        xp = self.xp
        found: Array = xp.permute_dims(intake @ xp.permute_dims(of_entry, (2, 0, 1)), (1, 2, 0))
        return found

    def _summed(self, stock: Array, intake: Array, weights: Weights, of_entry: Array, reach: int) -> Array:
        """(C, T + 1, D) of the stock (C, A) and who enters (D, C, T)."""
        stays = self._times(stock, weights.of_stock[reach])
        if len(intake) == 1:
            return stays + self._times(intake[0], of_entry[reach])
        return stays + self._entered(intake, of_entry[reach])

    def _times(self, left: Array, right: Array) -> Array:
        flat = self.xp.reshape(right, (right.shape[0], -1))
        return self.xp.reshape(left @ flat, (left.shape[0], *right.shape[1:]))
