"""Computing a forecast: pure, from inputs and levers to a whole result or an error, never a part.

Axes as in ``inputs``; a result has the sum of its places after them (``TOTAL``), and ``Q`` quantiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import ndtri

from stegvis.engine.forecast import Model, ModelError, Workforce, draw_demand, merged
from stegvis.engine.forecast import run as run_model
from stegvis.engine.forecast.adjoint import needs_forward
from stegvis.engine.forecast.bands import Work, chance_of, pieces
from stegvis.engine.forecast.mixture import quantiles
from stegvis.planning.ground.building import Part, Prepared, prepared
from stegvis.planning.ground.inputs import TOTAL, Array, Inputs, check_inputs, check_scope
from stegvis.planning.ground.levers import FORWARD, LEVERS, Lever, check_levers
from stegvis.planning.ground.needs import demanded, needed, use
from stegvis.planning.ground.problems import PlanningError, Problem
from stegvis.planning.ground.pulling import pulled
from stegvis.planning.ground.results import QUANTILES, Central, Result, Waterfall
from stegvis.planning.ground.sizes import refuse_large

Progress = Callable[[int, int], None]
LAYERS = ("chance", "parameters", "drift")


def run(
    inputs: Inputs,
    levers: Sequence[Lever] = (),
    *,
    progress: Progress | None = None,
    workers: int | None = None,
    layers: Sequence[str] = LAYERS,
    farm: Any = None,
) -> Result:
    """The forecast. Raises PlanningError, and whatever ``progress`` raises to stop it; then nothing is told. ``farm``:
    machines that draw in the place of this one."""
    base = _checked(inputs, levers)
    refuse_large(inputs.scope, levers, farm=farm is not None)
    scope, number = inputs.scope, len(inputs.scope.places)
    middle = central(inputs, levers)
    need, demand = (_with_total(one) for one in (needed(base, levers), demanded(base)))
    doubt, unsure = _need_doubt(base), _population_noise(base, need)
    supply, gap = np.zeros((2, len(QUANTILES), scope.years + 1, number + 1, len(scope.professions)))
    mean = np.zeros_like(need)
    noise = _noise(base, levers)
    ways = set()
    work = Work(workers, None, farm)
    for done, (profession, draws, chance, way) in enumerate(_drawn(base, levers, layers, work)):
        ways.add(way)
        variance = noise[..., profession] + (chance if "chance" in layers else 0)
        mean[..., profession] = draws.mean(axis=-1).T
        less = draws - need[..., profession].T[..., None] * doubt[:, :, profession].T[None]
        gap[..., profession] = _quantiles(less, variance + unsure[..., profession], by_size=False)
        supply[..., profession] = _quantiles(draws, variance, by_size=True)
        if progress is not None:
            progress(done + 1, len(scope.professions))
    spread = np.quantile(doubt, QUANTILES, axis=0)[:, :, None, :]
    return Result(
        scope=scope,
        levers=tuple(levers),
        inputs_digest=inputs.digest,
        engine="forward" if "forward" in ways else "adjoint",
        supply=supply,
        demand=np.broadcast_to(demand, supply.shape).copy(),
        need=_widened(need, spread, unsure),
        gap=gap,
        mean_supply=mean,
        mean_demand=demand,
        mean_need=need,
        recruitment=middle.recruitment,
        origin=inputs.origin,
        few=few(inputs),
    )


def central(inputs: Inputs, levers: Sequence[Lever] = ()) -> Central:
    """Without uncertainty: for a lever that is being pulled."""
    base = _checked(inputs, levers)
    shape = (inputs.scope.years + 1, len(inputs.scope.places), len(inputs.scope.professions))
    supply, left, hours = np.zeros(shape), np.zeros(shape), np.ones(shape)
    for part in base.parts:
        at = np.ix_(np.arange(shape[0]), part.inside, np.array(part.professions))
        workforce = pulled(base, part, levers)
        supply[at], left[at] = _middle(part, workforce)
        hours[at] = workforce.hours.mean(axis=-1)[:, None]
    need, demand = needed(base, levers), demanded(base)
    to_fill = _with_total(need - left)
    new = _with_total((need - left) / np.maximum(hours, 0.05))
    supply, need, demand = (_with_total(one) for one in (supply, need, demand))
    return Central(supply, demand, need, np.where(to_fill > 0, np.maximum(new, 0), 0))


def waterfall(
    inputs: Inputs, levers: Sequence[Lever], *, place: str = TOTAL, profession: str = "", year: int | None = None
) -> Waterfall:
    """What each lever gives of what is missing (need less supply), in the order given. ``year`` is a calendar year."""
    scope = inputs.scope
    at = (*scope.places, TOTAL).index(place)
    when = scope.years if year is None else year - scope.first_year
    if not 0 <= when <= scope.years:
        raise PlanningError([Problem("year", "lever_outside_years", {"lever": year, "years": scope.years})])
    which = [scope.professions.index(profession)] if profession else list(range(len(scope.professions)))

    def missing(some: Sequence[Lever]) -> float:
        found = central(inputs, some)
        return float((found.need - found.supply)[when, at, which].sum())

    so_far = [missing(levers[:number]) for number in range(len(levers) + 1)]
    steps = tuple(after - before for before, after in pairwise(so_far))
    alone = tuple(missing([one]) - so_far[0] for one in levers)
    return Waterfall(so_far[0], so_far[-1], tuple(zip(levers, steps, strict=True)), alone, sum(steps) - sum(alone))


def compare(inputs: Inputs, one: Sequence[Lever], other: Sequence[Lever], *, draws: int | None = None) -> Array:
    """(Q, T + 1, R + 1, P) of what the other gives more than the one, with the same luck; chance is left out, since
    it befalls the same people."""
    if draws is not None:
        inputs = replace(inputs, scope=replace(inputs.scope, draws=draws))
    base = _checked(inputs, [*one])
    _checked(inputs, [*other])
    shape = (len(QUANTILES), inputs.scope.years + 1, len(inputs.scope.places) + 1, len(inputs.scope.professions))
    found = np.zeros(shape)
    layers = ("parameters", "drift")
    both = zip(_drawn(base, one, layers, Work()), _drawn(base, other, layers, Work()), strict=True)
    for (profession, mine, *_), (_, theirs, *_) in both:
        found[..., profession] = _quantiles(theirs - mine, None, by_size=False)
    return found


def decompose(inputs: Inputs, levers: Sequence[Lever] = ()) -> dict[str, Array]:
    """(T + 1, R + 1, P) the variance of the supply in full-time equivalents squared by layer; ``together`` is what
    parameters and drift give beyond their sum."""
    base = _checked(inputs, levers)
    shape = (inputs.scope.years + 1, len(inputs.scope.places) + 1, len(inputs.scope.professions))
    found = {name: np.zeros(shape) for name in (*LAYERS, "together")}
    for name, layers in (("parameters", LAYERS[1:2]), ("drift", LAYERS[2:]), ("together", LAYERS)):
        for profession, draws, chance, _ in _drawn(base, levers, layers, Work()):
            found[name][..., profession] = draws.var(axis=-1).T
            if name == "together":
                found["chance"][..., profession] = chance
    found["together"] -= found["parameters"] + found["drift"]
    return found


def _middle(part: Part, workforce: Workforce) -> tuple[Array, Array]:
    """(T + 1, R', P') of the forecast's places without uncertainty: the supply, and what is left of today's staff with
    nobody new and nobody bought in. Both at once, since they are weighed alike."""
    is_as_it_was = workforce is part.workforce
    if is_as_it_was and part.found:
        return part.found[0]
    model = _asked(workforce.model)
    inside = slice(len(part.inside))
    if model.feedback is not None:  # where the need is met by others, no shortage makes those of today leave
        left = replace(model, feedback=None, scale=np.zeros((1, 1, model.shape[1])), agency=None)
        each = [_asked(lambda one=one: run_model(one, workers=1).supply[0]) for one in (model, left)]  # type: ignore[misc]
        return each[0][:, inside], each[1][:, inside]
    newcomers = np.array([1.0, 0.0])[:, None, None] * np.ones(model.shape[1])
    both = _asked(lambda: run_model(replace(model, scale=newcomers, agency=None), workers=1).supply)
    supply = both[0] if model.agency is None else both[0] + model.agency
    found = supply[:, inside], both[1, :, inside]
    if is_as_it_was:
        part.found.append(found)
    return found


def few(inputs: Inputs) -> np.ndarray:
    """(R + 1, P) whether there are fewer than five behind a number of staff."""
    persons = inputs.staff.sum(axis=-1)
    return np.concatenate([persons, persons.sum(axis=0, keepdims=True)]) < 5


def _checked(inputs: Inputs, levers: Sequence[Lever]) -> Prepared:
    check_scope(inputs.scope)
    check_levers(levers, inputs.scope.places, inputs.scope.professions, inputs.scope.years)
    return prepared(inputs)


def _drawn(
    base: Prepared, levers: Sequence[Lever], layers: Sequence[str], work: Work
) -> Iterator[tuple[int, Array, Array, str]]:
    """Of each profession its draws (R + 1, T + 1, D), the variance by chance (T + 1, R + 1), and the way."""
    scope = base.inputs.scope
    number = len(scope.places)
    for professions, parts in _families(base):
        streams, ways = [], set()
        for part in parts:
            model = _asked(lambda part=part: pulled(base, part, levers).model())  # type: ignore[misc]
            ways.add("forward" if needs_forward(model) else "adjoint")
            doubt = part.uncertainty.without(*(one for one in LAYERS if one not in layers))
            chances = _chances(base, part, model, levers) if "chance" in layers else None
            streams.append((part, chances, pieces(model, doubt, scope.draws, scope.seed, work)))
        for at, profession in enumerate(professions):
            draws = np.zeros((number + 1, scope.years + 1, scope.draws))
            chance = np.zeros((scope.years + 1, number + 1))
            for part, chances, stream in streams:
                _collect(draws, part, stream, at)
                if chances is not None:
                    chance[:, part.inside] = chances[0][:, :, at]
                    chance[:, -1] += chances[1][:, at]
            draws[-1] = draws[:-1].sum(axis=0)
            yield profession, draws, chance, max(ways)


def _families(base: Prepared) -> Iterator[tuple[tuple[int, ...], list[Part]]]:
    found: dict[tuple[int, ...], list[Part]] = {}
    for part in base.parts:
        found.setdefault(part.professions, []).append(part)
    yield from found.items()


def _collect(draws: Array, part: Part, stream: Iterator[Any], report: int) -> None:
    """The forecast's places of one reported profession, of which the stream may give some at a time."""
    done, whole = 0, len(part.at)
    while done < whole:
        piece = _asked(lambda: next(stream))
        assert piece.report == report  # noqa: S101 - they come in order
        inside = part.inside[piece.places.start : piece.places.stop]
        draws[inside] = piece.draws[: len(inside)]
        done += len(piece.draws)


def _chances(base: Prepared, part: Part, model: Model, levers: Sequence[Lever]) -> tuple[Array, Array]:
    """(T + 1, R', P') of the forecast's places, and (T + 1, P') of them together, where those of a county are counted
    as one: who moves from one to the other is still there. Computed forward: as without what is so computed, and in
    proportion to how many there come to be."""
    if needs_forward(model):
        plain = pulled(base, part, [one for one in levers if one.kind not in FORWARD]).model()
        each, together = _chances(base, part, plain, levers)
        before, after = (_staff(one)[:, : len(part.inside)] for one in (plain, model))
        return each * _ratio(after, before), together * _ratio(after.sum(axis=1), before.sum(axis=1))
    inside = len(part.inside)
    county = base.area.county[part.at]
    groups = np.concatenate([county[:inside], len(base.area.people[0]) + np.arange(len(part.at) - inside)])
    _, groups = np.unique(groups, return_inverse=True)
    ours = np.unique(groups[:inside])
    together = chance_of(merged(model, groups))[:, ours].sum(axis=1)
    return chance_of(model)[:, :inside], together


def _staff(model: Model) -> Array:
    """(T + 1, R', P') without those bought in."""
    supply = run_model(model).supply[0]
    return supply if model.agency is None else supply - model.agency


def _ratio(after: Array, before: Array) -> Array:
    return np.divide(after, before, out=np.ones_like(after), where=before > 0)


def _noise(base: Prepared, levers: Sequence[Lever]) -> Array:
    """(T + 1, R + 1, P) the variance of the supply because nobody knows exactly how many there are today: it goes as
    those leave."""
    inputs = base.inputs
    shape = (inputs.scope.years + 1, len(inputs.scope.places), len(inputs.scope.professions))
    found = np.zeros(shape)
    if not inputs.noise.any():
        return _with_total(found)
    for part in base.parts:
        _, left = _middle(part, pulled(base, part, levers))
        hours = base.hours[part.sector, list(part.professions)]
        share = np.divide(left, left[:1], out=np.zeros_like(left), where=left[:1] > 0)
        professions = np.array(part.professions)
        noise = inputs.noise[np.ix_(part.inside, professions)]
        found[np.ix_(np.arange(shape[0]), part.inside, professions)] = noise * (share * hours) ** 2
    return _with_total(found)


def _need_doubt(base: Prepared) -> Array:
    """(D, T + 1, P) factors of the need, which walks at random."""
    scope, of = base.inputs.scope, base.inputs.assumptions.of
    ones = np.ones((scope.years + 1, 1, len(scope.professions)))
    drift, shared = of("need_drift"), of("shared_drift")
    found: Array = draw_demand(ones, drift=drift, draws=scope.draws, seed=scope.seed, shared=shared)[:, :, 0]
    return found


def _population_noise(base: Prepared, need: Array) -> Array:
    """(T + 1, R + 1, P) the variance of the need because the source has changed the numbers of inhabitants a little."""
    noise = base.inputs.population_noise
    if not noise:
        return np.zeros_like(need)
    found = np.zeros_like(need)
    for sector in range(2):
        at = np.flatnonzero(base.area.sector[: len(base.inputs.scope.places)] == sector)
        weights = use(base, sector)
        whole = np.maximum(base.area.people[:, at] @ weights.T, 1)
        found[:, at] = noise * (weights**2).sum(axis=1) * (need[:, at] / whole) ** 2
    found[:, -1] = found[:, :-1].sum(axis=1)
    return found


def _widened(need: Array, spread: Array, unsure: Array) -> Array:
    """(Q, T + 1, R + 1, P) quantiles of the need: drift and noise do not know of each other."""
    z = ndtri(np.array(QUANTILES))[:, None, None, None]
    off = (spread - 1) * need[None]
    widened: Array = need[None] + np.sign(z) * np.sqrt(off**2 + z**2 * unsure[None])
    return np.where(unsure[None] > 0, widened, need[None] + off)


def _quantiles(draws: Array, variance: Array | None, *, by_size: bool) -> Array:
    """(Q, T + 1, R) of draws (R, T + 1, D), which are not kept, and variances (T + 1, R)."""
    flat = np.ascontiguousarray(draws.reshape(-1, draws.shape[-1]))
    found = quantiles(flat, QUANTILES, None if variance is None else variance.T.reshape(-1), by_size=by_size)
    return found.reshape(len(QUANTILES), *draws.shape[:2]).transpose(0, 2, 1)


def _asked(compute: Callable[[], Any]) -> Any:
    """What the engine finds; what it refuses in the room's words."""
    try:
        return compute()
    except ModelError as fault:
        told = {"field": fault.field, "at": str(fault.at), **fault.params}
        if fault.field.startswith("studies"):
            told["lever"] = LEVERS["study_posts"].label
            raise PlanningError([Problem("levers study_posts", f"lever_{fault.code}", told)]) from fault
        raise PlanningError([Problem(fault.field, f"engine_{fault.code}", told)]) from fault


def _with_total(found: Array) -> Array:
    """With the places' sum after them: (T + 1, R, P) to (T + 1, R + 1, P)."""
    return np.concatenate([found, found.sum(axis=1, keepdims=True)], axis=1)


__all__ = [
    "central",
    "check_inputs",
    "compare",
    "decompose",
    "few",
    "run",
    "waterfall",
]
