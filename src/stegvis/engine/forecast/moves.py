"""How people move between places in a year, whatever their age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stegvis.engine.errors import ModelError

Array = NDArray[np.float64]
BALANCINGS = 200


@dataclass(frozen=True)
class Moves:
    """The pooled form, which is what the data will bear.

    Of those who stay in the profession, ``within`` (D, 1, P) move within their county and ``across`` (D, 1, P)
    anywhere. A mover comes to a place by its ``share`` (R,) of all, or of the county's; ``county`` (R,) numbers the
    counties from 0, an array of NumPy's also where the others are an accelerator's.
    To move and come to where one was counts too.
    """

    county: NDArray[np.intp]
    share: Array
    within: Array
    across: Array

    @property
    def counties(self) -> int:
        return int(self.county.max()) + 1

    def belongs(self) -> Array:
        """(C, R) 1 where the place is of the county."""
        xp: Any = self.share.__array_namespace__()
        found: Array = xp.asarray(self.county[None, :] == np.arange(self.counties)[:, None], dtype=self.share.dtype)
        return found

    def of_county(self) -> Array:
        """(C,) each county's share of the nation."""
        return self.belongs() @ self.share

    def in_county(self) -> Array:
        """(R,) each place's share of its county."""
        xp: Any = self.share.__array_namespace__()
        whole = xp.take(self.of_county(), xp.asarray(self.county), axis=0)
        found: Array = self.share / xp.where(whole > 0, whole, xp.ones_like(whole))
        return found

    def matrix(self, draw: int, profession: int) -> Array:
        """(R, R) who goes from the row to the column: for the oracle and for small runs."""
        within, across = self.rates(draw)
        same = self.county[:, None] == self.county[None, :]
        found: Array = np.eye(len(self.share)) * (1 - within - across)[profession]
        found = found + across[profession] * self.share[None, :]
        return found + within[profession] * same * self.in_county()[None, :]

    def rates(self, draw: int) -> tuple[Array, Array]:
        """(P,) within and (P,) across in a draw."""
        return self.within[min(draw, len(self.within) - 1), 0], self.across[min(draw, len(self.across) - 1), 0]

    def moved(self, draw: int, state: Array) -> Array:
        """(R, P, A) where the state's people are after the year's moves."""
        within, across = (rate[None, :, None] for rate in self.rates(draw))
        in_its = np.tensordot(self.belongs(), state, axes=1)[self.county]
        stays = (1 - within - across) * state
        near: Array = within * self.in_county()[:, None, None] * in_its
        return stays + near + across * self.share[:, None, None] * state.sum(axis=0)


@dataclass(frozen=True)
class Dense:
    """``matrix`` (1 or P, R, R): how many of the row's place are in the column's a year later. Rows sum to 1."""

    matrix: Array

    def moved(self, draw: int, state: Array) -> Array:
        """(R, P, A) where the state's people are after the year's moves, the same in every draw."""
        by_profession = np.swapaxes(self.matrix, 1, 2) @ state.swapaxes(0, 1)
        return by_profession.swapaxes(0, 1)


def gravity(
    centroids: Array,
    mass: Array,
    *,
    leaves: Array,
    half: float | None = None,
    power: float | None = None,
    inside: Array | None = None,
) -> Dense:
    """Moves that are drawn to places by their ``mass`` (R,), such as their posts, and kept back by the way there.

    ``centroids`` (R, 2) in metres; ``leaves`` (1 or P, 1 or R) the share that moves in a year. The pull halves every
    ``half`` metres, or falls with distance to the ``power`` (from a kilometre on). Nobody is drawn to where they are,
    unless ``inside`` (R,) says how far it is there within the place, which may be many employers; inf: one.

    Source: Wilson, A. G. (1971), A family of spatial interaction models; production-constrained.
    """
    _check_gravity(centroids, mass, leaves, half, power)
    apart = distances(centroids, inside)
    pull = mass * (0.5 ** (apart / half) if half else np.maximum(apart, 1000.0) ** -(power or 0))
    if inside is None:
        np.fill_diagonal(pull, 0)
    drawn = pull.sum(axis=1, keepdims=True)
    goes = np.divide(pull, drawn, out=np.zeros_like(pull), where=drawn > 0)
    moving = leaves[:, :, None] * (drawn > 0)
    return Dense(moving * goes + (1 - moving) * np.eye(len(mass)))


def _check_gravity(centroids: Array, mass: Array, leaves: Array, half: float | None, power: float | None) -> None:
    """Raises ModelError."""
    if (half is None) == (power is None):
        raise ModelError("gravity", "contradicts")
    places = len(mass)
    if centroids.shape != (places, 2) or leaves.ndim != 2 or leaves.shape[1] not in (1, places):
        raise ModelError("gravity", "shape", centroids.shape)
    for name, array in (("centroids", centroids), ("mass", mass), ("leaves", leaves)):
        if not np.isfinite(array).all():
            raise ModelError(name, "not_a_number")
    for name, wrong, code in (
        ("mass", mass < 0, "below_zero"),
        ("leaves", leaves < 0, "below_zero"),
        ("leaves", leaves > 1, "above_one"),
        ("gravity", np.array([not 0 < (half or power or 0) < np.inf]), "below_zero"),
    ):
        if wrong.any():
            raise ModelError(name, code, tuple(int(one) for one in np.argwhere(wrong)[0]))


def distances(centroids: Array, inside: Array | None = None) -> Array:
    """(R, R) metres between places, and ``inside`` (R,) within each."""
    apart: Array = np.hypot(*(centroids[:, None, :] - centroids[None, :, :]).transpose(2, 0, 1))
    if inside is not None:
        np.fill_diagonal(apart, inside)
    return apart


def attraction(centroids: Array, posts: Array, *, half: float, inside: Array) -> Array:
    """(R,) the mass by which as many are drawn to each place as leave it, where its ``posts`` (R,) are filled: else the
    gravity form itself would empty the edges of the map.

    Source: Sinkhorn's balancing of a symmetric matrix, each step halfway.
    """
    near = 0.5 ** (distances(centroids, inside) / half)
    mass = posts.copy()
    for _ in range(BALANCINGS):
        drawn = near @ mass
        mass = np.sqrt(mass * np.divide(posts, drawn, out=np.zeros_like(posts), where=drawn > 0))
    return mass
