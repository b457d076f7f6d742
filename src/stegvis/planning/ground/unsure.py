"""What is not known of a forecast beside its draws: chance, how many work there today, who will live where, and how
much they will need. Variances in full-time equivalents squared, of each place and of all together after them.

Axes as in ``inputs``, ``S`` the kinds of employer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from stegvis.engine.forecast import Model, draw_demand, merged, run
from stegvis.engine.forecast.adjoint import needs_forward
from stegvis.engine.forecast.bands import chance_of
from stegvis.planning.ground.building import Part, Prepared
from stegvis.planning.ground.cohorts import LAST_KNOWN
from stegvis.planning.ground.doubt import doubt
from stegvis.planning.ground.inputs import Array
from stegvis.planning.ground.levers import FORWARD, Lever
from stegvis.planning.ground.needs import by_group, use
from stegvis.planning.ground.places import SECTORS
from stegvis.planning.ground.pulling import pulled

Left = Callable[[Part], Array]
"""(T + 1, R', P') what is left of today's staff."""


def chance(base: Prepared, levers: Sequence[Lever]) -> Array:
    """(T + 1, R + 1, P) of the supply."""
    scope = base.inputs.scope
    found = np.zeros((scope.years + 1, len(scope.places) + 1, len(scope.professions)))
    for part in base.parts:
        each, together = _chance_of(base, part, pulled(base, part, levers).model(), levers)
        found[:, part.inside[:, None], part.professions] = each
        found[:, -1, part.professions] += together
    return found


def _chance_of(base: Prepared, part: Part, model: Model, levers: Sequence[Lever]) -> tuple[Array, Array]:
    """(T + 1, R', P') of the forecast's places, and (T + 1, P') of them together, where those of a county are counted
    as one: who moves from one to the other is still there. Computed forward: as without what is so computed, and in
    proportion to how many there come to be."""
    inside = len(part.inside)
    if needs_forward(model):
        plain = pulled(base, part, [one for one in levers if one.kind not in FORWARD]).model()
        each, together = _chance_of(base, part, plain, levers)
        before, after = (_staff(one)[:, :inside] for one in (plain, model))
        return each * _ratio(after, before), together * _ratio(after.sum(axis=1), before.sum(axis=1))
    county = base.area.county[part.at]
    groups = np.concatenate([county[:inside], len(base.area.people[0]) + np.arange(len(part.at) - inside)])
    _, groups = np.unique(groups, return_inverse=True)
    ours = np.unique(groups[:inside])
    together = chance_of(merged(model, groups))[:, ours].sum(axis=1)
    return chance_of(model)[:, :inside], together


def _staff(model: Model) -> Array:
    """(T + 1, R', P') without those bought in."""
    supply: Array = run(model).supply[0]
    return supply if model.agency is None else supply - model.agency


def _ratio(after: Array, before: Array) -> Array:
    return np.divide(after, before, out=np.ones_like(after), where=before > 0)


def staff_today(base: Prepared, left_of: Left) -> Array:
    """(T + 1, R + 1, P) of the supply, because nobody knows exactly how many there are today: it goes as they leave."""
    inputs = base.inputs
    found = np.zeros((inputs.scope.years + 1, *inputs.noise.shape))
    if inputs.noise.any():
        for part in base.parts:
            left = left_of(part)
            share = np.divide(left, left[:1], out=np.zeros_like(left), where=left[:1] > 0)
            places, professions = part.inside[:, None], np.array(part.professions)
            spread = (share * inputs.fte[places, professions]) ** 2
            found[:, places, professions] = inputs.noise[places, professions] * spread
    return _with_sum(found)


def inhabitants(base: Prepared, need: Array) -> Array:
    """(T + 1, R + 1, P) of the ``need`` (T + 1, R, P), because nobody knows who will live where."""
    inside = slice(0, len(base.inputs.scope.places))
    people, county = base.area.people[0, inside], base.area.county[inside]
    each, together = doubt(LAST_KNOWN).variances(by_group(base, need), people, base.inputs.counties[0], county)
    return np.concatenate([each, together[:, None]], axis=1) + _perturbed(base, need)


def _perturbed(base: Prepared, need: Array) -> Array:
    """Because the source has changed the numbers of inhabitants a little."""
    found = np.zeros_like(need)
    for sector in range(len(SECTORS)):
        at = np.flatnonzero(base.area.sector[: need.shape[1]] == sector)
        weights = use(base, sector)
        whole = np.maximum(base.area.people[:, at] @ weights.T, 1)
        found[:, at] = base.inputs.population_noise * (weights**2).sum(axis=1) * (need[:, at] / whole) ** 2
    return _with_sum(found)


def use_of_each(base: Prepared) -> Array:
    """(S, P, T + 1, D) factors of the need, because nobody knows how much each person will need: they walk at random,
    of each profession and kind of employer, and have as much in common as is assumed."""
    scope, of = base.inputs.scope, base.inputs.assumptions.of
    names = tuple(f"{code} {kind}" for kind in SECTORS for code in scope.professions)
    drawn = draw_demand(
        np.ones((scope.years + 1, 1, len(names))),
        drift=of("need_drift"),
        draws=scope.draws,
        seed=scope.seed,
        shared=of("shared_drift"),
        names=names,
    )
    found: Array = np.ascontiguousarray(drawn[:, :, 0].transpose(2, 1, 0))
    return found.reshape(len(SECTORS), len(scope.professions), *found.shape[1:])


def _with_sum(found: Array) -> Array:
    return np.concatenate([found, found.sum(axis=1, keepdims=True)], axis=1)
