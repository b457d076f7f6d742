"""Computing a forecast: pure, from inputs and levers to a whole result or an error, never a part.

Axes as in ``inputs``; a result has the sum of its places after them (``TOTAL``), and ``Q`` quantiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.forecast import Model, ModelError, Workforce
from stegvis.engine.forecast import run as run_model
from stegvis.engine.forecast.adjoint import needs_forward
from stegvis.engine.forecast.bands import Work, pieces
from stegvis.engine.forecast.mixture import quantiles
from stegvis.planning.ground import unsure
from stegvis.planning.ground.building import Part, Prepared, prepared
from stegvis.planning.ground.inputs import Array, Inputs, Scope, check_inputs, check_scope
from stegvis.planning.ground.levers import FORWARD, LEVERS, Lever, check_levers
from stegvis.planning.ground.needs import demanded, needed
from stegvis.planning.ground.problems import PlanningError, Problem
from stegvis.planning.ground.pulling import pulled
from stegvis.planning.ground.results import QUANTILES, Answered, Central, Result
from stegvis.planning.ground.sizes import refuse_large

Progress = Callable[[int, int], None]
MOST_BYTES = 13e6
FEWEST_PLACES = 16
"""What is held at a time of one kind of employer's draws: so many bytes, or so many places, if that is more. Each block
of places goes through all the draws anew."""
LAYERS = ("chance", "parameters", "drift")
PARTS = ("chance", "parameters", "drift", "staff", "inhabitants", "use")
"""What a band of what is missing is made of."""
Piece = tuple[np.ndarray, Array]
"""Of some places (R',) their draws (R', T + 1, D), to be used before the next is asked for."""


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
    scope, middle = inputs.scope, central(inputs, levers)
    known = Known.of(base, levers, middle, layers)
    supply, need, gap = np.zeros((3, len(QUANTILES), *middle.supply.shape))
    most_bytes = max(MOST_BYTES, 8.0 * FEWEST_PLACES * (scope.years + 1) * scope.draws)
    work = Work(workers, None, farm, most_bytes=most_bytes)
    for done, (profession, drawn) in enumerate(_drawn(base, levers, layers, work)):
        _band(known, profession, drawn, supply[..., profession], gap[..., profession])
        need[..., profession] = known.need_bands(profession)
        if progress is not None:
            progress(done + 1, len(scope.professions))
    return Result(
        scope=scope,
        levers=tuple(levers),
        inputs_digest=inputs.digest,
        engine="forward" if any(needs_forward(_model(base, part, levers)) for part in base.parts) else "adjoint",
        supply=_of_people(supply, middle.supply),
        demand=np.broadcast_to(middle.demand, supply.shape).copy(),
        need=_of_people(need, middle.need),
        gap=_about(gap, middle.supply - middle.need),
        mean_supply=middle.supply,
        mean_demand=middle.demand,
        mean_need=middle.need,
        recruitment=middle.recruitment,
        origin=inputs.origin,
        few=few(inputs),
    )


@dataclass(frozen=True)
class Known:
    """What stands beside the draws: ``need`` (T + 1, R + 1, P), factors of it ``use`` (S, P, T + 1, D), the places'
    ``sector`` (R,), and variances (T + 1, R + 1, P) ``of_supply`` and ``of_need``."""

    need: Array
    use: Array
    sector: np.ndarray
    of_supply: Array
    of_need: Array

    @classmethod
    def of(cls, base: Prepared, levers: Sequence[Lever], middle: Central, layers: Sequence[str]) -> Known:
        of_supply = unsure.staff_today(base, lambda part: _middle(part, pulled(base, part, levers))[1])
        if "chance" in layers:
            of_supply = of_supply + unsure.chance(base, levers)
        sector = base.area.sector[: len(base.inputs.scope.places)]
        of_need = unsure.inhabitants(base, middle.need[:, :-1])
        return cls(middle.need, unsure.use_of_each(base), sector, of_supply, of_need)

    def less(self, profession: int, places: np.ndarray, draws: Array) -> Array:
        """(R', T + 1, D): the draws less those of the need, as for how much each person needs."""
        needed = self.need[:, places, profession].T[..., None] * self.use[self.sector[places], profession]
        return np.subtract(draws, needed, out=needed)

    def together(self, profession: int) -> Array:
        """(T + 1, D) draws of the need of all places."""
        by_sector = [self.need[:, :-1, profession][:, self.sector == one].sum(axis=1) for one in range(len(self.use))]
        found: Array = np.einsum("st,std->td", np.array(by_sector), self.use[:, profession])
        return found

    def need_bands(self, profession: int) -> Array:
        """(Q, T + 1, R + 1): how much each needs and who lives where do not know of each other."""
        need, whole = self.need[..., profession], self.together(profession)
        alike = np.quantile(self.use[:, profession], QUANTILES, axis=-1) - 1  # (Q, S, T + 1)
        off = np.empty((len(QUANTILES), *need.shape))
        off[..., :-1] = alike[:, self.sector].transpose(0, 2, 1) * need[:, :-1]
        off[..., -1] = np.quantile(whole, QUANTILES, axis=-1) - need[:, -1]
        z = scipy.special.ndtri(np.array(QUANTILES))[:, None, None]
        widened: Array = need + np.sign(z) * np.sqrt(off**2 + z**2 * self.of_need[..., profession])
        return widened


def _band(known: Known, profession: int, drawn: Iterator[Piece], supply: Array, gap: Array) -> None:
    """Writes the quantiles (Q, T + 1, R + 1): of some places at a time, and of all together."""
    of_supply = known.of_supply[..., profession]
    of_both = of_supply + known.of_need[..., profession]
    whole = np.zeros(known.use.shape[2:])
    for places, draws in drawn:
        whole += draws.sum(axis=0)
        less = known.less(profession, places, draws)
        gap[:, :, places] = _quantiles(less, of_both[:, places], by_size=False)
        supply[:, :, places] = _quantiles(draws, of_supply[:, places], by_size=True)
    gap[:, :, [-1]] = _quantiles((whole - known.together(profession))[None], of_both[:, [-1]], by_size=False)
    supply[:, :, [-1]] = _quantiles(whole[None], of_supply[:, [-1]], by_size=True)


def _about(bands: Array, centre: Array) -> Array:
    """The draws say how wide the bands are; they lie about the ``centre`` (T + 1, R + 1, P), which is computed without
    any, so that one scenario has one figure wherever it is told."""
    found: Array = bands + (centre - bands[QUANTILES.index(0.5)])
    return found


def _of_people(bands: Array, centre: Array) -> Array:
    """Likewise of what is never below nobody: chance is a normal about each draw, which reaches there where few are."""
    found: Array = np.maximum(_about(bands, centre), 0)
    return found


def central(inputs: Inputs, levers: Sequence[Lever] = ()) -> Central:
    """Without uncertainty."""
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


def answered(inputs: Inputs, levers: Sequence[Lever], profession: str) -> Answered:
    """As ``central`` of one profession, and quicker: for a lever that is being pulled. What cannot be pulled is said
    whomever it is about."""
    base = _checked(inputs, levers)
    number, shape = base.codes.index(profession), (inputs.scope.years + 1, len(inputs.scope.places))
    supply = np.zeros(shape)
    for part in base.parts:
        if number not in part.professions:
            _model(base, part, [one for one in levers if one.kind not in FORWARD])
            continue
        model = _model(base, part, levers)
        found = _asked(lambda model=model: run_model(model, workers=1).supply[0])  # type: ignore[misc]
        supply[:, part.inside] = found[:, : len(part.inside), part.professions.index(number)]
    return Answered(_with_total(supply), _with_total(needed(base, levers)[..., number]))


def compare(inputs: Inputs, one: Sequence[Lever], other: Sequence[Lever], *, draws: int | None = None) -> Array:
    """(Q, T + 1, R + 1, P) of what the other gives more than the one, with the same luck; chance is left out, since
    it befalls the same people."""
    if draws is not None:
        inputs = replace(inputs, scope=replace(inputs.scope, draws=draws))
    base = _checked(inputs, [*one])
    _checked(inputs, [*other])
    centre = central(inputs, other).supply - central(inputs, one).supply
    found = np.zeros((len(QUANTILES), *centre.shape))
    layers = ("parameters", "drift")
    both = zip(_drawn(base, one, layers, Work()), _drawn(base, other, layers, Work()), strict=True)
    for (profession, mine), (_, theirs) in both:
        before, after = (_gathered(inputs.scope, drawn) for drawn in (mine, theirs))
        more = after - before
        whole = more.sum(axis=0, keepdims=True)
        found[:, :, :-1, profession] = _quantiles(more, None, by_size=False)
        found[:, :, [-1], profession] = _quantiles(whole, None, by_size=False)
    return _about(found, centre)


def decompose(inputs: Inputs, levers: Sequence[Lever] = ()) -> dict[str, Array]:
    """(T + 1, R + 1, P) the variance of what is missing, in full-time equivalents squared, by ``PARTS``: they sum to
    that of the band. What parameters and drift give together beyond each by itself is counted as drift."""
    base = _checked(inputs, levers)
    middle = central(inputs, levers)
    known = Known.of(base, levers, middle, ())
    shape = middle.supply.shape
    found = {
        "chance": unsure.chance(base, levers),
        "parameters": _variance(base, levers, LAYERS[1:2], shape),
        "drift": _variance(base, levers, LAYERS[1:], shape),
        "staff": known.of_supply,
        "inhabitants": known.of_need,
        "use": np.zeros(shape),
    }
    found["drift"] = np.maximum(found["drift"] - found["parameters"], 0)
    for profession in range(shape[-1]):
        spread = known.use[known.sector, profession].var(axis=-1).T  # (T + 1, R)
        found["use"][:, :-1, profession] = known.need[:, :-1, profession] ** 2 * spread
        found["use"][:, -1, profession] = known.together(profession).var(axis=-1)
    return {name: found[name] for name in PARTS}


def _variance(base: Prepared, levers: Sequence[Lever], layers: Sequence[str], shape: tuple[int, ...]) -> Array:
    """(T + 1, R + 1, P) of the draws."""
    found = np.zeros(shape)
    for profession, drawn in _drawn(base, levers, layers, Work()):
        whole = np.zeros((shape[0], base.inputs.scope.draws))
        for places, draws in drawn:
            whole += draws.sum(axis=0)
            found[:, places, profession] = draws.var(axis=-1).T
        found[:, -1, profession] = whole.var(axis=-1)
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
    check_levers(levers, inputs.scope)
    return prepared(inputs)


def _model(base: Prepared, part: Part, levers: Sequence[Lever]) -> Model:
    found: Model = _asked(lambda: pulled(base, part, levers).model())
    return found


def _drawn(
    base: Prepared, levers: Sequence[Lever], layers: Sequence[str], work: Work
) -> Iterator[tuple[int, Iterator[Piece]]]:
    """Each profession, and its draws of some of the forecast's places at a time: all to be taken before the next."""
    scope = base.inputs.scope
    for professions, parts in _families(base):
        streams = []
        for part in parts:
            doubt = part.uncertainty.without(*(one for one in LAYERS if one not in layers))
            wanted = replace(work, places=len(part.inside))
            streams.append((part, pieces(_model(base, part, levers), doubt, scope.draws, scope.seed, wanted)))
        for at, profession in enumerate(professions):
            yield profession, _of_profession(streams, at)


def _gathered(scope: Scope, drawn: Iterator[Piece]) -> Array:
    """(R, T + 1, D) of a profession."""
    found = np.zeros((len(scope.places), scope.years + 1, scope.draws))
    for places, draws in drawn:
        found[places] = draws
    return found


def _families(base: Prepared) -> Iterator[tuple[tuple[int, ...], list[Part]]]:
    found: dict[tuple[int, ...], list[Part]] = {}
    for part in base.parts:
        if len(part.inside):
            found.setdefault(part.professions, []).append(part)
    yield from found.items()


def _of_profession(streams: Sequence[tuple[Part, Iterator[Any]]], report: int) -> Iterator[Piece]:
    for part, stream in streams:
        done = 0
        while done < len(part.inside):
            piece = _asked(lambda stream=stream: next(stream))  # type: ignore[misc]
            assert piece.report == report  # noqa: S101 - they come in order
            done = piece.places.stop
            yield part.inside[piece.places], piece.draws


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
    """With the places' sum after them: (T + 1, R, …) to (T + 1, R + 1, …)."""
    return np.concatenate([found, found.sum(axis=1, keepdims=True)], axis=1)


__all__ = [
    "answered",
    "central",
    "check_inputs",
    "compare",
    "decompose",
    "few",
    "run",
]
