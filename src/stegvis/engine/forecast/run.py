"""One forecast, by the way that its model allows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from stegvis.engine.checks import first
from stegvis.engine.forecast.adjoint import adjoint, needs_forward
from stegvis.engine.forecast.check import check
from stegvis.engine.forecast.forward import forward
from stegvis.engine.forecast.model import Array, Model, ModelError, Moves
from stegvis.engine.forecast.workers import Progress


@dataclass(frozen=True)
class Run:
    """``supply`` (D, T + 1, R, Q) full-time equivalents; ``way`` is ``adjoint`` or ``forward``, and ``why`` forward:
    ``dense`` moves, ``odds`` that differ between places, or ``feedback``."""

    supply: Array
    way: str
    why: str


def run(model: Model, *, workers: int | None = None, progress: Progress | None = None) -> Run:
    """Checks the model first. By weights where leaving does not depend on the place, else by the whole state."""
    check(model)
    why = needs_forward(model)
    kernel = forward if why else adjoint
    return Run(kernel(model, workers=workers, progress=progress), "forward" if why else "adjoint", why)


def merged(model: Model, groups: np.ndarray) -> Model:
    """The model with places put together: ``groups`` (R,) numbers them from 0.

    Exact: whoever comes to a county comes to its places by their shares, wherever they come from. So a group has to be
    within one county, or of whole counties. Its chance is that of the group, which is less than its places' summed.
    """
    if why := needs_forward(model):
        raise ModelError("groups", "needs_forward", why=why)
    number = len(np.unique(groups))
    if groups.shape != (model.shape[0],) or (groups.min(), groups.max()) != (0, number - 1):
        raise ModelError("groups", "shape", groups.shape)
    belongs = (np.arange(number)[:, None] == groups[None, :]).astype(float)
    return replace(
        model,
        stock=np.tensordot(belongs, model.stock, axes=1),
        intake=np.einsum("gr,dtrp->dtgp", belongs, model.intake, optimize=True),
        moves=_merged_moves(model.moves, belongs) if isinstance(model.moves, Moves) else None,
        agency=None if model.agency is None else belongs @ model.agency,
    )


def _merged_moves(moves: Moves, belongs: Array) -> Moves:
    counties = (belongs @ moves.belongs().T) > 0  # (G, C) which group has places in which county
    several = np.flatnonzero(counties.sum(axis=1) > 1)
    for group in several:
        first("groups", "contradicts", counties[group] & (counties.sum(axis=0) > 1))
    # Groups that share a county go on sharing it, and a group of whole counties is one by itself.
    county = counties.argmax(axis=1)
    _, county = np.unique(county, return_inverse=True)
    return replace(moves, county=county.astype(np.intp), share=belongs @ moves.share)
