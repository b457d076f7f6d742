"""How much of what is not known each layer stands for, and what two scenarios differ by whatever happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stegvis.engine.forecast.bands import PROBABILITIES, Work, chance_of, pieces
from stegvis.engine.forecast.mixture import quantiles
from stegvis.engine.forecast.model import Array, Model, ModelError
from stegvis.engine.forecast.run import run
from stegvis.engine.forecast.uncertainty import Uncertainty


@dataclass(frozen=True)
class Layers:
    """Variances (T + 1, R, Q) in full-time equivalents squared. ``chance`` is the central draw's;
    ``together`` what parameters and drift give beyond their sum, which may be below 0; ``scenarios`` that between the
    given ones, each as likely."""

    chance: Array
    parameters: Array
    drift: Array
    together: Array
    scenarios: Array

    @property
    def total(self) -> Array:
        return self.chance + self.parameters + self.drift + self.together + self.scenarios


def decompose(
    model: Model, uncertainty: Uncertainty, *, draws: int = 200, seed: int = 0, scenarios: Sequence[Model] = ()
) -> Layers:
    """By the law of total variance, with the same normals for every layer."""
    parameters = _variance(model, uncertainty.without("drift"), draws, seed)
    drift = _variance(model, uncertainty.without("parameters"), draws, seed)
    whole = _variance(model, uncertainty, draws, seed)
    chance = chance_of(model) if uncertainty.chance else np.zeros_like(whole)
    among = np.var([run(one).supply[0] for one in scenarios], axis=0) if scenarios else np.zeros_like(whole)
    return Layers(chance, parameters, drift, whole - parameters - drift, among)


def _variance(model: Model, uncertainty: Uncertainty, draws: int, seed: int) -> Array:
    out = np.zeros((model.years + 1, model.shape[0], model.reported))
    for report, places, found in pieces(model, uncertainty, draws, seed, Work()):
        out[:, places, report] = found.var(axis=2).T
    return out


def compare(
    one: Model,
    other: Model,
    uncertainty: Uncertainty,
    *,
    draws: int = 200,
    seed: int = 0,
    probabilities: Sequence[float] = PROBABILITIES,
) -> Array:
    """(B, T + 1, R, Q) quantiles of what the other has more than the one, draw by draw with the same luck.

    Chance is left out: it befalls people, and the two scenarios' people are the same.
    """
    if one.shape[0] != other.shape[0] or (one.years, one.reported) != (other.years, other.reported):
        raise ModelError("other", "shape", other.shape)
    out = np.empty((len(probabilities), one.years + 1, one.shape[0], one.reported))
    work = Work()
    both = zip(pieces(one, uncertainty, draws, seed, work), pieces(other, uncertainty, draws, seed, work), strict=True)
    for (report, places, mine), (_, _, theirs) in both:
        more = theirs - mine
        found = quantiles(more.reshape(-1, draws), probabilities)
        out[..., places, report] = found.reshape(-1, *more.shape[:2]).transpose(0, 2, 1)
    return out
