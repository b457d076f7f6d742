"""What makes a forecast impossible, said with its place before anything is computed."""

from __future__ import annotations

import numpy as np

from stegvis.engine.forecast.model import Array, Model, ModelError, Moves

MOST_YEARS = 100
MOST_CELLS = 5e10
"""Cell-years in one run on one machine; what is more is divided among several."""
CLOSE = 1e-9


def check(model: Model) -> None:
    """Raises ModelError for the first fault."""
    _shapes(model)
    _amounts(model)
    _chances("leaving", model.leaving)
    for change in model.changes:
        _chances("changes", change.rate)
    _leaves_somebody(model)
    if not np.allclose(model.entry.sum(axis=-1), 1, atol=CLOSE):
        at = int(np.argmax(np.abs(model.entry.sum(axis=-1) - 1)))
        raise ModelError("entry", "does_not_sum_to_one", (at,))
    if model.moves is not None:
        _moves(model.moves)
    if model.years > MOST_YEARS:
        raise ModelError("intake", "too_many_years", most=MOST_YEARS, years=model.years)
    cells = float(np.prod(model.shape)) * model.years * model.draws
    if cells > MOST_CELLS:
        raise ModelError("draws", "too_large", most=MOST_CELLS, cells=cells)


def _shapes(model: Model) -> None:
    if model.stock.ndim != 3:
        raise ModelError("stock", "shape", model.stock.shape)
    places, professions, ages = model.shape
    years, draws = model.years, model.draws
    wanted: dict[str, tuple[Array, tuple[tuple[int, ...], ...]]] = {
        "leaving": (model.leaving, ((1, draws), (1, years), (professions,), (ages,))),
        "hours": (model.hours, ((1, years + 1), (professions,), (ages,))),
        "intake": (model.intake, ((1, draws), (years,), (places,), (professions,))),
        "entry": (model.entry, ((professions,), (ages,))),
    }
    for number, change in enumerate(model.changes):
        wanted[f"changes {number}"] = (change.rate, ((1, draws), (1, years), (ages,)))
        if change.source == change.target or not {change.source, change.target} <= set(range(professions)):
            raise ModelError("changes", "professions", (change.source, change.target))
    if model.moves is not None:
        wanted["moves share"] = (model.moves.share, ((places,),))
        wanted["moves within"] = (model.moves.within, ((1, draws), (1,), (professions,)))
        wanted["moves across"] = (model.moves.across, ((1, draws), (1,), (professions,)))
    for name, (array, lengths) in wanted.items():
        if array.ndim != len(lengths) or any(
            length not in allowed for length, allowed in zip(array.shape, lengths, strict=True)
        ):
            raise ModelError(name, "shape", array.shape)


def _amounts(model: Model) -> None:
    for name, array in (("stock", model.stock), ("hours", model.hours), ("intake", model.intake)):
        _first(name, "not_a_number", ~np.isfinite(array))
        _first(name, "below_zero", array < 0)
    _first("entry", "below_zero", ~(model.entry >= 0))


def _chances(name: str, array: Array) -> None:
    _first(name, "not_a_number", ~np.isfinite(array))
    _first(name, "below_zero", array < 0)
    _first(name, "above_one", array > 1)


def _leaves_somebody(model: Model) -> None:
    """No more go over than there are."""
    for source in {one.source for one in model.changes}:
        total = sum(one.rate for one in model.changes if one.source == source)
        _first("changes", "more_than_all", np.asarray(total) > 1 + CLOSE)


def _moves(moves: Moves) -> None:
    _chances("moves within", moves.within)
    _chances("moves across", moves.across)
    _first("moves", "more_than_all", moves.within + moves.across > 1 + CLOSE)
    _first("moves share", "below_zero", ~(moves.share >= 0))
    if not np.isclose(moves.share.sum(), 1, atol=CLOSE):
        raise ModelError("moves share", "does_not_sum_to_one")
    if moves.county.min() < 0 or np.any(moves.of_county() <= 0):
        raise ModelError("moves", "county_without_share")


def _first(name: str, code: str, wrong: Array | np.ndarray) -> None:
    if wrong.any():
        raise ModelError(name, code, tuple(int(one) for one in np.argwhere(wrong)[0]))
