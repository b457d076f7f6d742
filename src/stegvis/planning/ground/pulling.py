"""Levers as the engine has them, for one part of the forecast; those that change the need are in ``needs``.

A feedback of 10 per cent for a tenth that is missing adds 1 to the log-odds to leave for all that is missing: about
10 per cent more by the first tenth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from stegvis.engine.forecast import (
    ByDistance,
    Completion,
    FewerLeave,
    FirstYear,
    FromAbroad,
    HireAgency,
    LongerWeeks,
    Loop,
    ModelError,
    MoreGraduates,
    MoveMore,
    RetireLater,
    Scene,
    Study,
    StudyPosts,
    Workforce,
    pull,
)
from stegvis.engine.forecast import Lever as EngineLever
from stegvis.planning.ground.building import FULL_WEEK, STUDENTS, Part, Prepared
from stegvis.planning.ground.distances import whereabouts
from stegvis.planning.ground.keys import FIRST_AGE, NURSE, YOUNG
from stegvis.planning.ground.levers import Lever
from stegvis.planning.ground.needs import met_as_today
from stegvis.planning.ground.problems import PlanningError, Problem

Found = Iterable[EngineLever]
METRES = 1000.0


def pulled(base: Prepared, part: Part, levers: Sequence[Lever]) -> Workforce:
    """The part's workforce with the levers pulled. Raises PlanningError where one cannot be."""
    found = [(one, lever) for lever in levers for one in _KINDS.get(lever.kind, _none)(base, part, lever)]
    demand = None
    if any(isinstance(one, Loop) for one, _ in found):
        demand = met_as_today(base, levers)[:, part.at][:, :, list(part.professions)]
    try:
        return pull(Scene(part.workforce, demand), [one for one, _ in found]).workforce
    except ModelError as fault:
        raise PlanningError([_refused(part, *found[fault.at[0]], fault)]) from fault


def _refused(part: Part, one: EngineLever, lever: Lever, fault: ModelError) -> Problem:
    told = {"lever": lever.about.label, **fault.params}
    if isinstance(one, Completion):
        told["value"] = round(float(part.workforce.programmes[one.programmes[0]].completion[0]) * 100)
        return Problem("levers completion", "completion_beyond", told)
    return Problem(f"levers {lever.kind}", f"lever_{fault.code}", told)


def _none(base: Prepared, part: Part, lever: Lever) -> Found:
    return ()


def _meant(base: Prepared, part: Part, lever: Lever) -> tuple[int, ...]:
    """Which of the part's professions the lever is about."""
    return tuple(
        number
        for number, profession in enumerate(part.professions)
        if not lever.professions or base.codes[profession] in lever.professions
    )


def _of_all(make: Callable[[Lever, tuple[int, ...]], EngineLever]) -> Callable[..., Found]:
    """Of a lever that says for professions what it says."""

    def found(base: Prepared, part: Part, lever: Lever) -> Found:
        meant = _meant(base, part, lever)
        return (make(lever, meant),) if meant else ()

    return found


def _programmes(base: Prepared, part: Part, lever: Lever) -> Found:
    meant = _meant(base, part, lever)
    make = Completion if lever.kind == "completion" else MoreGraduates
    numbers = tuple(number for number, one in enumerate(part.workforce.programmes) if one.profession in meant)
    return (make(lever.amount / 100, numbers, lever.from_year),) if numbers else ()


def _study(base: Prepared, part: Part, lever: Lever) -> Found:
    """The posts are the forecast's: those around it are given as many a nurse, so that nothing but this differs."""
    codes = [base.codes[number] for number in part.professions]
    if NURSE not in codes or lever.to not in codes:
        return
    of = lambda key: base.of(key, lever.to, part.sector)  # noqa: E731 - said once, used three times
    everybody, here = _students(base), _students(base, part.sector)
    if everybody <= 0 or here <= 0:
        return
    workforce, ages = part.workforce, slice(STUDENTS[0] - FIRST_AGE, STUDENTS[1] - FIRST_AGE)
    whole = workforce.stock[:, codes.index(NURSE), ages].sum()
    seats = np.where(np.arange(workforce.years) >= lever.from_year - 1, lever.amount * whole / everybody, 0.0)
    yield StudyPosts(
        Study(
            codes.index(NURSE),
            codes.index(lever.to),
            seats,
            round(of("study_years")),
            of("study_works"),
            lever.backfill,
            of("study_completion"),
            STUDENTS,
        )
    )


def _students(base: Prepared, sector: int | None = None) -> float:
    """Nurses in the forecast's places of an age to study, of one kind of employer or both."""
    staff, ages = base.inputs.staff, slice(STUDENTS[0] - FIRST_AGE, STUDENTS[1] - FIRST_AGE)
    here = np.ones(len(staff), bool) if sector is None else base.area.sector[: len(staff)] == sector
    return float(staff[here][:, base.codes.index(NURSE), ages].sum())


def _amounts(base: Prepared, part: Part, lever: Lever) -> Found:
    """Divided over places and professions by their staff today, or by inhabitants where there is none."""
    places = base.inputs.scope.places
    chosen = np.array([not lever.places or code in lever.places for code in places])
    persons = base.inputs.staff.sum(axis=-1) * chosen[:, None]
    meant = [number for number, code in enumerate(base.codes) if not lever.professions or code in lever.professions]
    weights = persons[:, meant]
    if weights.sum() <= 0:
        weights = np.repeat((base.inputs.population[0].sum(axis=-1) * chosen)[:, None], len(meant), axis=1)
    for number in _meant(base, part, lever):
        mine = weights[part.inside, meant.index(part.professions[number])]
        if mine.sum() <= 0:
            continue
        shares = np.zeros(len(part.at))
        shares[: len(mine)] = mine / mine.sum()
        amount = lever.amount * float(mine.sum() / weights.sum())
        make = FromAbroad if lever.kind == "abroad" else HireAgency
        yield make(amount, number, tuple(shares.tolist()), lever.from_year)


def _by_distance(base: Prepared, part: Part, lever: Lever) -> Found:
    return (ByDistance(*whereabouts(base, part), lever.amount * METRES),)


_KINDS: dict[str, Callable[..., Found]] = {
    "retirement_age": _of_all(lambda one, meant: RetireLater(one.amount, meant, one.from_year)),
    "part_time": _of_all(lambda one, meant: LongerWeeks(min(one.amount, FULL_WEEK), meant, one.from_year)),
    "graduates": _programmes,
    "completion": _programmes,
    "first_year": _of_all(lambda one, meant: FirstYear(one.amount / 100, meant)),
    "early_leaving": _of_all(lambda one, meant: FewerLeave(one.amount / 100, (0, YOUNG), meant, one.from_year)),
    "leaving": _of_all(lambda one, meant: FewerLeave(one.amount / 100, (0, 200), meant, one.from_year)),
    "study_posts": _study,
    "moves_within": _of_all(lambda one, meant: MoveMore(within=1 + one.amount / 100, professions=meant)),
    "moves_across": _of_all(lambda one, meant: MoveMore(across=1 + one.amount / 100, professions=meant)),
    "feedback": lambda base, part, lever: (Loop(lever.amount / 10),),
    "gravity": _by_distance,
    "abroad": _amounts,
    "agency": _amounts,
}
