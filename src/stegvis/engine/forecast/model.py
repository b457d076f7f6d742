"""What a forecast of staff is made of.

Axes, always in this order: draw ``D``, year ``T``, place ``R``, profession ``P``, age ``A``. A place is a municipality
or a region with an employer's sector; ages are years, the last one's people leave within the year. An axis of length 1
stands for every draw, or every year.

A year goes: who leaves leaves; who stays may go over to another profession; all grow a year older; some move; those who
enter come last. So year ``t`` counts everybody after ``t`` such years, and year 0 is today.

Source: cohort stock-flow, as national agencies use it (HRSA, NHS), with the pooled form of moves between employers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class ModelError(ValueError):
    """What was given contradicts itself; ``field`` says where, ``code`` what, ``at`` the first place it happens."""

    def __init__(self, field: str, code: str, at: tuple[int, ...] = (), **params: Any) -> None:
        super().__init__(f"{field}: {code} at {at} {params}")
        self.field, self.code, self.at, self.params = field, code, at, params


@dataclass(frozen=True)
class Moves:
    """How people move between places in a year, whatever their age.

    Of those who stay in the profession, ``within`` (D, 1, P) move within their county and ``across`` (D, 1, P)
    anywhere. A mover comes to a place by its ``share`` (R,) of all, or of the county's; ``county`` (R,) numbers the
    counties from 0.
    To move and come to where one was counts too.
    """

    county: NDArray[np.intp]
    share: Array
    within: Array
    across: Array

    @property
    def counties(self) -> int:
        return int(self.county.max()) + 1

    def of_county(self) -> Array:
        """(C,) each county's share of the nation."""
        return np.asarray(np.bincount(self.county, self.share, self.counties), dtype=float)

    def in_county(self) -> Array:
        """(R,) each place's share of its county."""
        whole = self.of_county()[self.county]
        return np.divide(self.share, whole, out=np.zeros_like(self.share), where=whole > 0)

    def by_county(self, amounts: Array) -> Array:
        """Sums over the places of each county: (R, …) gives (C, …), and (D, R, T) gives (D, C, T)."""
        places = amounts.ndim - 2
        order = np.argsort(self.county, kind="stable")
        starts = np.searchsorted(self.county[order], np.arange(self.counties))
        found: Array = np.add.reduceat(amounts.take(order, axis=places), starts, axis=places)
        return found

    def matrix(self, draw: int, profession: int) -> Array:
        """(R, R) who goes from the row to the column: for the oracle and for small runs."""
        within = float(self.within[min(draw, len(self.within) - 1), 0, profession])
        across = float(self.across[min(draw, len(self.across) - 1), 0, profession])
        same = self.county[:, None] == self.county[None, :]
        found: Array = np.eye(len(self.share)) * (1 - within - across) + across * self.share[None, :]
        return found + within * same * self.in_county()[None, :]


@dataclass(frozen=True)
class Change:
    """Going over from one profession to another, such as to specialist nurse: ``rate`` (D, 1 or T, A) of who stays."""

    source: int
    target: int
    rate: Array


@dataclass(frozen=True)
class Model:
    """``stock`` (R, P, A) persons today; ``leaving`` (D, 1 or T, P, A) the chance to leave within the year, retirement,
    other exits and death together (``exits``); ``hours`` (1 or T + 1, P, A) full-time equivalents of a person;
    ``intake`` (D, T, R, P) persons who enter in a year, at ages by ``entry`` (P, A), which sums to 1.
    """

    stock: Array
    leaving: Array
    hours: Array
    intake: Array
    entry: Array
    moves: Moves | None = None
    changes: tuple[Change, ...] = field(default=())

    @property
    def years(self) -> int:
        return self.intake.shape[1]

    @property
    def draws(self) -> int:
        lengths = {len(self.leaving), len(self.intake), *(len(one.rate) for one in self.changes)}
        if self.moves is not None:
            lengths |= {len(self.moves.within), len(self.moves.across)}
        return max(lengths)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Places, professions, ages."""
        places, professions, ages = self.stock.shape
        return places, professions, ages


def exits(*causes: Array) -> Array:
    """One chance to leave of several that do not know of each other: 1 - (1 - retire)(1 - leave)(1 - death)."""
    stays = np.ones(1)
    for cause in causes:
        stays = stays * (1 - cause)
    return np.asarray(1 - stays, dtype=float)
