"""What is told of a computed scenario: bands, what each lever gives, and what the uncertainty consists of.

Pure: no queries. Axes as in ``ground.inputs``; ``R + 1`` places with their sum last, ``L`` levers.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from stegvis.engine.forecast import waterfall
from stegvis.planning.ground import running
from stegvis.planning.ground.inputs import COUNTED, REPORTED, TOTAL, Array, Inputs
from stegvis.planning.ground.levers import Lever
from stegvis.planning.ground.results import BANDS, MEANS, Result, Series

MOST_DRAWS = 200  # a variance needs no more


@dataclass(frozen=True, eq=False)
class Further:
    """``layers`` (R + 1, P) each: what the variance of what is missing in the last year is made of (``PARTS``), FTE²,
    which sum to it. ``steps`` and ``alone`` (L, R + 1,
    P): what each lever gives of what is missing in the last year, FTE, in order and by itself; below 0 less is missing.
    ``before`` (R + 1, P): what is missing without any.
    """

    layers: dict[str, Array]
    before: Array
    steps: Array
    alone: Array

    def to_bytes(self) -> bytes:
        told = {"layers": {name: _listed(one) for name, one in self.layers.items()}}
        told |= {name: _listed(getattr(self, name)) for name in ("before", "steps", "alone")}
        return gzip.compress(json.dumps(told).encode(), mtime=0)

    @classmethod
    def from_bytes(cls, content: bytes) -> Further:
        told = json.loads(gzip.decompress(content))
        before = np.array(told["before"], dtype=float)
        arrays = [np.array(told[name], dtype=float).reshape(-1, *before.shape) for name in ("steps", "alone")]
        return cls({name: np.array(one, dtype=float) for name, one in told["layers"].items()}, before, *arrays)


def _listed(array: Array) -> Any:
    """No number is NaN in JSON: what is hidden is null, and comes back as NaN."""
    whole: Any = np.round(array, 4).astype(object)
    whole[np.isnan(array)] = None
    return whole.tolist()


def further_of(inputs: Inputs, levers: Sequence[Lever]) -> Further:
    """Raises PlanningError."""
    some = replace(inputs, scope=replace(inputs.scope, draws=min(inputs.scope.draws, MOST_DRAWS)))
    layers = {name: one[-1] for name, one in running.decompose(some, levers).items()}

    def missing(pulled: Sequence[Lever]) -> Array:
        found = running.central(inputs, pulled)
        return np.asarray((found.need - found.supply)[-1])

    fall = waterfall(levers, missing)
    shape = (-1, *fall.before.shape)
    return Further(layers, fall.before, *(np.array(one).reshape(shape) for one in (fall.steps, fall.alone)))


@dataclass(frozen=True)
class Step:
    lever: Lever
    gives: float
    alone: float


@dataclass(frozen=True, eq=False)
class Picture:
    """``hidden`` (R + 1, P): what the reader is not shown, for fewer than five persons are behind it."""

    result: Result
    further: Further
    hidden: np.ndarray

    def series(self, place: str, profession: str) -> Series | None:
        """None where it is hidden. KeyError for what is not in the forecast."""
        found = self.result.at(place, profession)
        return None if self.hidden[self._at(place, profession)] else found

    def is_few(self, place: str, profession: str) -> bool:
        return bool(self.result.few[self._at(place, profession)])

    def layers(self, place: str, profession: str) -> dict[str, float]:
        """Variance by layer in the last year, FTE²."""
        at = self._at(place, profession)
        return {name: float(self.further.layers[name][at]) for name in running.PARTS}

    def steps(self, place: str, profession: str) -> list[Step]:
        at = self._at(place, profession)
        return [
            Step(lever, float(gives[at]), float(alone[at]))
            for lever, gives, alone in zip(self.result.levers, self.further.steps, self.further.alone, strict=True)
        ]

    def before(self, place: str, profession: str) -> float:
        return float(self.further.before[self._at(place, profession)])

    def _at(self, place: str, profession: str) -> tuple[int, int]:
        return self.result.places.index(place), self.result.professions.index(profession)

    def masked(self, *more: np.ndarray) -> Picture:
        """For whoever does not lead the owner: what is hidden, also by ``more`` (R + 1, P), is not in it."""
        hidden = np.any([hidden_from_others(self.result), *more], axis=0)
        blank: dict[str, Any] = {
            name: np.where(hidden, np.nan, getattr(self.result, name)) for name in (*BANDS, *MEANS)
        }
        layers = {name: np.where(hidden, np.nan, one) for name, one in self.further.layers.items()}
        names = ("before", "steps", "alone")
        rest = {name: np.where(hidden, np.nan, getattr(self.further, name)) for name in names}
        return Picture(replace(self.result, **blank), Further(layers, **rest), hidden)


def picture_of(result: Result, further: Further) -> Picture:
    """For whoever leads the owner: all is shown."""
    return Picture(result, further, np.zeros_like(result.few))


def picture_of_shared(result: Result, further: Further) -> Picture:
    return Picture(result, further, np.isnan(result.mean_supply[0]))


def hidden_from_others(result: Result) -> np.ndarray:
    """(R + 1, P): fewer than five persons, and the sum where one such place could be had by taking the others from it:
    where its staff is known exactly. What is rounded or estimated tells nothing of anybody."""
    hidden = result.few.copy()
    exact = np.isin(np.array(result.origin), (COUNTED, REPORTED))
    hidden[-1] |= (result.few[:-1] & exact).any(axis=0)
    return hidden


__all__ = ["TOTAL", "Further", "Picture", "Step", "further_of", "picture_of", "picture_of_shared"]
