"""What makes a forecast impossible, said with its place before anything is computed."""

from __future__ import annotations

import numpy as np

from stegvis.engine.forecast.model import Array, Dense, Feedback, Model, ModelError, Moves, cells

MOST_YEARS = 100
MOST_CELLS = 5e10
"""Cell-years in one run on one machine; what is more is divided among several."""
CLOSE = 1e-9
STRONGEST = 100.0
"""Of a feedback: a gap of a hundredth then makes the odds to leave e times what they were."""

Lengths = tuple[tuple[int, ...], ...]


def check(model: Model, *, most: float = MOST_CELLS) -> None:
    """Raises ModelError for the first fault. ``most`` cell-years."""
    _shapes(model)
    # Before every number is looked at, since there may be too many.
    if model.years > MOST_YEARS:
        raise ModelError("intake", "too_many_years", most=MOST_YEARS, years=model.years)
    check_size(cells(model), most)
    _amounts(model)
    chances("leaving", model.leaving)
    for change in model.changes:
        chances("changes", change.rate)
    _leaves_somebody(model)
    _sums_to_one("entry", model.entry)
    if isinstance(model.moves, Moves):
        _moves(model.moves)
    if isinstance(model.moves, Dense):
        chances("moves matrix", model.moves.matrix)
        _sums_to_one("moves matrix", model.moves.matrix)
    if model.feedback is not None:
        _feedback(model.feedback)


def check_size(asked: float, most: float = MOST_CELLS) -> None:
    if asked > most:
        raise ModelError("draws", "too_large", most=most, cells=asked)


def _shapes(model: Model) -> None:
    if model.stock.ndim != 3:
        raise ModelError("stock", "shape", model.stock.shape)
    if model.intake.ndim != 4:
        raise ModelError("intake", "shape", model.intake.shape)
    places, professions, _ = model.shape
    if model.counts_as and (len(model.counts_as) != professions or min(model.counts_as) < 0):
        raise ModelError("counts_as", "professions", model.counts_as)
    for change in model.changes:
        if change.source == change.target or not {change.source, change.target} <= set(range(professions)):
            raise ModelError("changes", "professions", (change.source, change.target))
    for name, (array, lengths) in _wanted(model).items():
        if array.ndim != len(lengths) or any(
            length not in allowed for length, allowed in zip(array.shape, lengths, strict=True)
        ):
            raise ModelError(name, "shape", array.shape)
    if isinstance(model.moves, Moves) and model.moves.county.shape != (places,):
        raise ModelError("moves county", "shape", model.moves.county.shape)


def _wanted(model: Model) -> dict[str, tuple[Array, Lengths]]:
    """Each array with the lengths that its axes may have."""
    places, professions, ages = model.shape
    years, draws = model.years, model.draws
    wanted: dict[str, tuple[Array, Lengths]] = {
        "leaving": (model.leaving, ((1, draws), (1, years), (professions,), (ages,))),
        "hours": (model.hours, ((1, years + 1), (professions,), (ages,))),
        "intake": (model.intake, ((1, draws), (years,), (places,), (professions,))),
        "entry": (model.entry, ((professions,), (ages,))),
    }
    for number, change in enumerate(model.changes):
        wanted[f"changes {number}"] = (change.rate, ((1, draws), (1, years), (ages,)))
    if isinstance(model.moves, Moves):
        wanted["moves share"] = (model.moves.share, ((places,),))
        wanted["moves within"] = (model.moves.within, ((1, draws), (1,), (professions,)))
        wanted["moves across"] = (model.moves.across, ((1, draws), (1,), (professions,)))
    if isinstance(model.moves, Dense):
        wanted["moves matrix"] = (model.moves.matrix, ((1, professions), (places,), (places,)))
    if model.scale is not None:
        wanted["scale"] = (model.scale, ((1, draws), (1, years), (professions,)))
    if model.agency is not None:
        wanted["agency"] = (model.agency, ((1, years + 1), (places,), (model.reported,)))
    if model.odds is not None:
        wanted["odds"] = (model.odds, ((places,), (professions,)))
    if model.feedback is not None:
        wanted["feedback"] = (model.feedback.demand, ((years + 1,), (places,), (model.reported,)))
    return wanted


def _amounts(model: Model) -> None:
    found = {"stock": model.stock, "hours": model.hours, "intake": model.intake, "entry": model.entry}
    others = {"scale": model.scale, "agency": model.agency, "odds": model.odds}
    found |= {name: array for name, array in others.items() if array is not None}
    if model.feedback is not None:
        found["feedback"] = model.feedback.demand
    for name, array in found.items():
        amounts(name, array)


def amounts(name: str, array: Array) -> None:
    """Numbers that are not below zero."""
    first(name, "not_a_number", ~np.isfinite(array))
    first(name, "below_zero", array < 0)


def chances(name: str, array: Array) -> None:
    amounts(name, array)
    first(name, "above_one", array > 1)


def _leaves_somebody(model: Model) -> None:
    """No more go over than there are."""
    for source in {one.source for one in model.changes}:
        total = sum(one.rate for one in model.changes if one.source == source)
        first("changes", "more_than_all", np.asarray(total) > 1 + CLOSE)


def _moves(moves: Moves) -> None:
    chances("moves within", moves.within)
    chances("moves across", moves.across)
    first("moves", "more_than_all", moves.within + moves.across > 1 + CLOSE)
    amounts("moves share", moves.share)
    _sums_to_one("moves share", moves.share)
    if moves.county.min() < 0 or np.any(moves.of_county() <= 0):
        raise ModelError("moves", "county_without_share")


def _feedback(feedback: Feedback) -> None:
    """Log-odds that can be reckoned with."""
    if not (np.isfinite(feedback.strength) and np.isfinite(feedback.most) and feedback.most >= 0):
        raise ModelError("feedback", "not_a_number")
    if abs(feedback.strength) > STRONGEST or feedback.most > 1:
        raise ModelError("feedback", "outside", most=STRONGEST)


def _sums_to_one(name: str, array: Array) -> None:
    first(name, "does_not_sum_to_one", np.asarray(np.abs(array.sum(axis=-1) - 1) > CLOSE))


def first(name: str, code: str, wrong: np.ndarray) -> None:
    """Raises ModelError with the first place where something is wrong."""
    if wrong.any():
        raise ModelError(name, code, tuple(int(one) for one in np.argwhere(wrong)[0]))
