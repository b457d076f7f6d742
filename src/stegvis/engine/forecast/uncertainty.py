"""What is not known, in layers kept apart: chance, parameters, drift; scenarios are the levers' matter.

Parameters are what was estimated from few: a chance to leave is off by a normal error of its log-odds, as large as the
person-years behind it say, the same for all ages of a group; the level of the intake by a gamma error. Drift is what
changes with the years: random walks of the log-odds to leave and of the logarithm of the intake.

The same seed and name give the same normals, whatever the places, the rates and the levers, and whoever else is
forecast: so scenarios meet the same luck, and their differences are smooth (common random numbers), while what has
names of its own has luck of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.checks import MOST_DRIFT, amounts, first
from stegvis.engine.forecast.model import Array, Model, ModelError
from stegvis.engine.forecast.normals import ENTERS, ERROR, LEAVES, LEVEL, normals, walks

UNKNOWN = 1.0
"""The greatest error of log-odds: what nobody has seen happen is still known to that."""
TENS = 10


@dataclass(frozen=True)
class Uncertainty:
    """By reported profession ``Q``. ``exposure`` (Q, A) person-years behind each chance to leave; ``groups`` (A,)
    numbers the ages that share an error, by tens where not given; ``intake_years`` (Q,) entrants counted behind the
    level of the intake; ``leaving_drift`` and ``intake_drift`` the standard deviation a year of the walks, of which
    variance all professions share ``shared``, also with those of other models. ``names`` (Q,) are those of each one's
    errors and walks, ``intake_names`` (Q,) of the level of its intake; their numbers where not given. What is None, 0
    or False is left out.
    """

    exposure: Array | None = None
    groups: np.ndarray | None = None
    intake_years: Array | None = None
    leaving_drift: float = 0.0
    intake_drift: float = 0.0
    shared: float = 0.5
    chance: bool = True
    names: tuple[str, ...] = ()
    intake_names: tuple[str, ...] = ()

    def without(self, *layers: str) -> Uncertainty:
        """Without ``chance``, ``parameters`` or ``drift``."""
        found = self
        for layer in layers:
            found = replace(found, **OFF[layer])
        return found


OFF: dict[str, dict[str, Any]] = {
    "chance": {"chance": False},
    "parameters": {"exposure": None, "intake_years": None},
    "drift": {"leaving_drift": 0.0, "intake_drift": 0.0},
}


def draw(model: Model, uncertainty: Uncertainty, *, draws: int, seed: int) -> Model:
    """The model of one draw made into one of ``draws``. Chance is no part of it."""
    return Luck.of(model, uncertainty, draws, seed).applied(model, range(model.shape[1]), slice(0, draws))


@dataclass(frozen=True)
class Luck:
    """The normals of every draw, by reported profession, and what they stand for. Small: no age and no place in them.

    ``like`` (P,) the reported profession of each; ``error`` (D, Q, G) of log-odds in standard deviations; ``level``
    (D, Q) factor of the intake; ``leaves`` and ``enters`` (D, T, Q) the walks, in full.
    """

    uncertainty: Uncertainty
    like: tuple[int, ...]
    groups: np.ndarray
    error: Array | None
    level: Array | None
    leaves: Array | None
    enters: Array | None

    @classmethod
    def of(cls, model: Model, uncertainty: Uncertainty, draws: int, seed: int) -> Luck:
        _check(model, uncertainty, draws)
        years, reported, ages = model.years, model.reported, model.shape[2]
        groups = np.arange(ages) // TENS if uncertainty.groups is None else uncertainty.groups
        numbers = tuple(str(one) for one in range(reported))
        names, intake_names = uncertainty.names or numbers, uncertainty.intake_names or numbers
        error = [normals(seed, ERROR, one, (draws, int(groups.max()) + 1)) for one in names]
        level = [normals(seed, LEVEL, one, (draws,)) for one in intake_names]
        drifts = ((LEAVES, uncertainty.leaving_drift), (ENTERS, uncertainty.intake_drift))
        return cls(
            uncertainty,
            model.reports,
            groups,
            None if uncertainty.exposure is None else np.stack(error, axis=1),
            None if uncertainty.intake_years is None else _gamma(np.stack(level, axis=1), uncertainty.intake_years),
            *(
                drift * walks(seed, purpose, names, (draws, years), uncertainty.shared) if drift else None
                for purpose, drift in drifts
            ),
        )

    def applied(self, model: Model, professions: range | tuple[int, ...], draws: slice) -> Model:
        """To a model that holds only those ``professions`` of the whole; only some ``draws``."""
        like = [self.like[one] for one in professions]
        return replace(model, leaving=self._leaving(model.leaving, like, draws), scale=self._scale(model, like, draws))

    def _leaving(self, leaving: Array, like: list[int], draws: slice) -> Array:
        shift = None
        if self.error is not None and self.uncertainty.exposure is not None:
            error = self.error[draws][:, like] * self._deviation(leaving, self.uncertainty.exposure[like])
            shift = error[:, None][..., self.groups]
        if self.leaves is not None:
            walk = self.leaves[draws][..., like, None]
            shift = walk if shift is None else shift + walk
        if shift is None:
            return leaving
        # Of chance p and odds times k: kp / (1 - p + kp).
        more = np.exp(shift) * leaving
        return np.asarray(more / (1 - leaving + more))

    def _deviation(self, leaving: Array, exposure: Array) -> Array:
        """(P, G) of the log-odds: the inverse root of the information, by the delta method."""
        chance = leaving[0].mean(axis=0)
        each = exposure * chance * (1 - chance)
        number = int(self.groups.max()) + 1
        known = np.stack([each[:, self.groups == group].sum(axis=1) for group in range(number)], axis=1)
        return 1 / np.sqrt(np.maximum(known, UNKNOWN**-2))

    def _scale(self, model: Model, like: list[int], draws: slice) -> Array | None:
        found = model.scale
        for factor in (
            None if self.level is None else self.level[draws][:, None, like],
            None if self.enters is None else np.exp(self.enters[draws][..., like]),
        ):
            if factor is not None:
                found = factor if found is None else found * factor
        return found


def _gamma(normals: Array, counted: Array) -> Array:
    """(D, Q) with mean 1 and the shape ``counted``, by the normals' own probabilities."""
    return np.asarray(scipy.special.gammaincinv(counted, scipy.special.ndtr(normals)) / counted)


def _check(model: Model, uncertainty: Uncertainty, draws: int) -> None:
    if model.draws != 1:
        raise ModelError("model", "shape", (model.draws,))
    if draws < 1:
        raise ModelError("draws", "below_zero", draws=draws)
    reported, ages = model.reported, model.shape[2]
    for name, array, shape in (
        ("exposure", uncertainty.exposure, (reported, ages)),
        ("intake_years", uncertainty.intake_years, (reported,)),
        ("groups", uncertainty.groups, (ages,)),
    ):
        if array is None:
            continue
        if array.shape != shape:
            raise ModelError(name, "shape", array.shape)
        amounts(name, array)
    if uncertainty.intake_years is not None and not (uncertainty.intake_years > 0).all():
        raise ModelError("intake_years", "nobody", (int(np.argmin(uncertainty.intake_years)),))
    for name in ("leaving_drift", "intake_drift"):
        drift = np.array([getattr(uncertainty, name)])
        amounts(name, drift)
        first(name, "outside", drift > MOST_DRIFT)
    if not 0 <= uncertainty.shared <= 1:
        raise ModelError("shared", "outside")
    for name in ("names", "intake_names"):
        if len(getattr(uncertainty, name)) not in (0, reported):
            raise ModelError(name, "shape", (len(getattr(uncertainty, name)),))
