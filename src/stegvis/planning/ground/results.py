"""What a forecast found, to keep, to show and to send."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from stegvis.planning.ground.inputs import TOTAL, Array, Scope, scope_of
from stegvis.planning.ground.levers import Lever, levers_told
from stegvis.planning.ground.problems import PlanningError, Problem

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
FORMAT = "stegvis-forecast-result"
KEPT = "<f4"
BANDS = ("supply", "demand", "need", "gap")
MEANS = ("mean_supply", "mean_demand", "mean_need", "recruitment")


@dataclass(frozen=True, eq=False)
class Central:
    """Each (T + 1, R + 1, P): full-time equivalents; ``recruitment`` persons who have to have come by that year for the
    need to be met, when only those who work today are counted."""

    supply: Array
    demand: Array
    need: Array
    recruitment: Array


@dataclass(frozen=True, eq=False)
class Answered:
    """One profession's (T + 1, R + 1), full-time equivalents."""

    supply: Array
    need: Array


@dataclass(frozen=True, eq=False)
class Series:
    """One profession at one place: bands (Q, T + 1), means (T + 1,)."""

    supply: Array
    demand: Array
    need: Array
    gap: Array
    mean_supply: Array
    mean_demand: Array
    mean_need: Array
    recruitment: Array


@dataclass(frozen=True, eq=False)
class Result:
    """Bands (Q, T + 1, R + 1, P) and the central figures (T + 1, R + 1, P), in full-time equivalents. The central ones
    are those of ``Central``, without any draws, and are told everywhere; the bands lie about them. ``gap`` is supply
    less need, below 0 where people are missing. ``few`` (R + 1, P): fewer than five persons are behind. The rest as in
    ``inputs``."""

    scope: Scope
    levers: tuple[Lever, ...]
    inputs_digest: str
    engine: str
    supply: Array
    demand: Array
    need: Array
    gap: Array
    mean_supply: Array
    mean_demand: Array
    mean_need: Array
    recruitment: Array
    origin: tuple[tuple[str, ...], ...]
    few: np.ndarray
    quantiles: tuple[float, ...] = QUANTILES

    @property
    def places(self) -> tuple[str, ...]:
        return (*self.scope.places, TOTAL)

    @property
    def professions(self) -> tuple[str, ...]:
        return self.scope.professions

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.scope.first_year, self.scope.first_year + self.scope.years + 1))

    def at(self, place: str, profession: str) -> Series:
        """KeyError for what is not in the forecast."""
        if place not in self.places or profession not in self.professions:
            raise KeyError((place, profession))
        where, which = self.places.index(place), self.professions.index(profession)
        return Series(*(getattr(self, name)[..., where, which] for name in (*BANDS, *MEANS)))

    def to_json(self) -> dict[str, Any]:
        return {
            **self._head(),
            "places": list(self.places),
            "levers": levers_told(self.levers, self.scope.first_year),
            "calendar_years": list(self.years),
            **{name: _listed(getattr(self, name)) for name in (*BANDS, *MEANS)},
        }

    def _head(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": 1,
            "scope": asdict(self.scope),
            "levers": [one.as_json() for one in self.levers],
            "inputs_digest": self.inputs_digest,
            "engine": self.engine,
            "quantiles": list(self.quantiles),
            "origin": [list(row) for row in self.origin],
            "few": self.few.astype(int).tolist(),
        }

    def to_bytes(self) -> bytes:
        """Compact, for the database: the head as JSON, then the arrays as 32-bit numbers."""
        head = json.dumps(self._head(), sort_keys=True, ensure_ascii=False).encode()
        arrays = [getattr(self, name).astype(KEPT).tobytes() for name in (*BANDS, *MEANS)]
        return gzip.compress(b"".join([len(head).to_bytes(8, "little"), head, *arrays]), compresslevel=6, mtime=0)

    @classmethod
    def from_bytes(cls, content: bytes) -> Result:
        """Raises PlanningError for what is not whole."""
        try:
            whole = gzip.decompress(content)
            length = int.from_bytes(whole[:8], "little")
            head = json.loads(whole[8 : 8 + length])
            scope = scope_of(head["scope"])
            arrays: dict[str, Any] = _arrays(whole[8 + length :], scope)
        except (OSError, EOFError, ValueError, KeyError) as error:
            if isinstance(error, PlanningError):
                raise
            raise PlanningError([Problem("result", "unreadable", {"error": str(error)[:120]})]) from None
        return cls(
            scope=scope,
            levers=tuple(Lever.of(one) for one in head["levers"]),
            inputs_digest=head["inputs_digest"],
            engine=head["engine"],
            origin=tuple(tuple(row) for row in head["origin"]),
            few=np.array(head["few"], dtype=bool),
            **arrays,
        )

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.to_bytes()).hexdigest()


def as_kept(array: Array) -> Array:
    """As exactly as a result is kept, so that the two can be told beside each other."""
    return array.astype(KEPT).astype(float)


def _arrays(content: bytes, scope: Scope) -> dict[str, Array]:
    one = (scope.years + 1, len(scope.places) + 1, len(scope.professions))
    shapes = {**dict.fromkeys(BANDS, (len(QUANTILES), *one)), **dict.fromkeys(MEANS, one)}
    numbers = np.frombuffer(content, KEPT).astype(float)
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes.values()])
    if len(numbers) != ends[-1]:
        raise ValueError("not whole")
    parts: Sequence[Array] = np.split(numbers, ends[:-1])
    return {name: part.reshape(shape) for (name, shape), part in zip(shapes.items(), parts, strict=True)}


def _listed(array: Array) -> Any:
    return np.round(array, 3).tolist()
