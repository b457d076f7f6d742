"""What one may pull: plain values, each with its words and its range. What they do is in ``pulling``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from math import isfinite
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.engine.forecast.clashes import EVER, EVERY_AGE, Clash, Meant, clashes
from stegvis.planning.ground.inputs import Scope
from stegvis.planning.ground.keys import NURSE, PROFESSIONS, YOUNG
from stegvis.planning.ground.problems import PlanningError, Problem

STUDIED_TO = ("specialistsjukskoterska", "distriktsskoterska")
MOST_LEVERS = 30
MOST_WORDS = 500


@dataclass(frozen=True)
class Kind:
    """``least`` and ``most`` in the unit that is shown, for one and for several for the same people; ``together`` where
    several may be others; ``finest`` what is least of all but nothing. ``speaks_of`` is the kind that moves the same
    people, those of some ``ages``."""

    kind: str
    label: Promise
    help: Promise
    unit: Promise
    least: float
    most: float
    step: float
    neutral: float = 0.0
    takes_professions: bool = True
    takes_places: bool = False
    takes_to: bool = False
    takes_year: bool = True
    together: tuple[float, float] | None = None
    finest: float = 0.0
    speaks_of: str = ""
    ages: tuple[int, int] = EVERY_AGE

    @property
    def group(self) -> str:
        return self.speaks_of or self.kind


MONTHS, PER_CENT, POINTS, PERSONS, FTE, POSTS, HOURS, KILOMETRES = (
    _("months"),
    _("per cent"),
    _("percentage points"),
    _("persons a year"),
    _("full-time employees"),
    _("posts a year"),
    _("hours a week"),
    _("kilometres"),
)
LEVERS = {
    one.kind: one
    for one in (
        Kind("retirement_age", _("Later retirement"), _("How many months later people retire."), MONTHS, -24, 60, 1),
        Kind(
            "part_time",
            _("More hours for part-timers"),
            _("How many hours more a week those work who work part time, at most full time."),
            HOURS,
            0,
            10,
            0.5,
        ),
        Kind(
            "graduates",
            _("More places in the education"),
            _("How many more begin the education."),
            PER_CENT,
            -50,
            100,
            5,
        ),
        Kind(
            "completion", _("More complete the education"), _("How many more of those who begin."), POINTS, -20, 20, 1
        ),
        Kind(
            "first_year",
            _("More stay their first year"),
            _("How many more of the new are still there after a year."),
            POINTS,
            -10,
            20,
            1,
            takes_year=False,
        ),
        Kind(
            "early_leaving",
            _("Fewer under 35 leave"),
            _("How many fewer of those under 35 leave the profession."),
            PER_CENT,
            -50,
            80,
            5,
            together=(-100, 100),
            speaks_of="leaving",
            ages=(0, YOUNG),
        ),
        Kind(
            "leaving",
            _("Fewer leave"),
            _("How many fewer leave the profession before retirement."),
            PER_CENT,
            -50,
            80,
            5,
            together=(-100, 100),
        ),
        Kind(
            "study_posts",
            _("Study posts"),
            _("How many nurses begin to study on paid working time, and how much of their hours is replaced."),
            POSTS,
            0,
            500,
            1,
            takes_professions=False,
            takes_to=True,
        ),
        Kind(
            "moves_within",
            _("Changes of employer within the county"),
            _("How many more change employer."),
            PER_CENT,
            -100,
            100,
            5,
            takes_year=False,
        ),
        Kind(
            "moves_across",
            _("Changes of employer in the nation"),
            _("How many more change employer."),
            PER_CENT,
            -100,
            100,
            5,
            takes_year=False,
        ),
        Kind(
            "abroad",
            _("Recruitment from abroad"),
            _("How many more come from other countries, in all the places together."),
            PERSONS,
            0,
            500,
            1,
            takes_places=True,
        ),
        Kind(
            "agency",
            _("Agency staff"),
            _("How much more is bought in, in all the places together. Below 0: how much less."),
            FTE,
            -500,
            500,
            1,
            takes_places=True,
        ),
        Kind(
            "task_shift",
            _("Tasks go to another profession"),
            _("How much of the profession's work another takes over."),
            PER_CENT,
            0,
            50,
            1,
            takes_to=True,
            together=(0, 100),
        ),
        Kind(
            "near_care",
            _("Care moves nearer home"),
            _("How much of the region's work the municipalities take over, from that year on."),
            PER_CENT,
            0,
            30,
            1,
        ),
        Kind(
            "efficiency",
            _("Less work for the same need"),
            _("How much less work the same need takes each year, by technology and by working otherwise."),
            PER_CENT,
            -1,
            2,
            0.1,
        ),
        Kind(
            "feedback",
            _("Shortage makes more leave"),
            _(
                "About how many more leave the year after, for each tenth of the need that is missing beyond what is "
                "missing today."
            ),
            PER_CENT,
            0,
            50,
            5,
            takes_professions=False,
            takes_year=False,
        ),
        Kind(
            "gravity",
            _("Changes of employer go near rather than far"),
            _(
                "Within how many kilometres the pull of another employer halves. Without it an employer draws alike "
                "from all of its county, and alike from all of the nation."
            ),
            KILOMETRES,
            0,
            300,
            5,
            takes_professions=False,
            takes_year=False,
            finest=5,
        ),
    )
}


@dataclass(frozen=True)
class Lever:
    """``professions`` and ``places``: none named are all. ``from_year`` 1 is the first year of the forecast; documents
    and files have the calendar year instead (``levers_of``).

    ``to`` is who takes over, or what is studied to; ``backfill`` the share of the lost hours that is replaced. ``note``
    says who decided what, and is in no computation.
    """

    kind: str
    amount: float
    professions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    from_year: int = 1
    to: str = ""
    backfill: float = 1.0
    note: str = ""

    @property
    def about(self) -> Kind:
        return LEVERS[self.kind]

    def __str__(self) -> str:
        """In the active language, with whom it names as they were named."""
        amount = f"{self.amount:g}".replace(".", ",").replace("-", "−")
        whom = "".join(f", {code}" for code in (*self.professions, *self.places))
        return f"{self.about.label} ({amount} {self.about.unit}{whom}{f' → {self.to}' if self.to else ''})"

    @property
    def is_idle(self) -> bool:
        return self.amount == self.about.neutral

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "professions": list(self.professions), "places": list(self.places)}

    @classmethod
    def of(cls, value: Any) -> Lever:
        """Raises PlanningError for what is no lever."""
        names = {one.name for one in fields(cls)}
        if not isinstance(value, dict) or not {"kind", "amount"} <= set(value) <= names:
            raise PlanningError([Problem("levers", "no_lever", {"value": str(value)[:80]})])
        if wrong := [name for name, one in value.items() if not _fits(name, one)]:
            told = {"name": wrong[0], "value": str(value[wrong[0]])[:80], "lever": str(value["kind"])[:40]}
            raise PlanningError([Problem("levers", "no_lever_part", told)])
        lists = {name: tuple(value.get(name, ())) for name in ("professions", "places")}
        lever = cls(**{**value, **lists})
        if faults := faults_of(lever):
            raise PlanningError(faults)
        return lever


def levers_of(value: Any, first_year: int) -> tuple[Lever, ...]:
    """As documents and files have them, where ``from_year`` is a calendar year. Raises PlanningError."""
    if not isinstance(value, list | tuple):
        raise PlanningError([Problem("levers", "no_list", {"value": "levers"})])
    levers = [(Lever.of(one), "from_year" in one) for one in value]
    return tuple(replace(one, from_year=one.from_year - first_year) if is_told else one for one, is_told in levers)


def levers_told(levers: Iterable[Lever], first_year: int) -> list[dict[str, Any]]:
    """For documents and files, with calendar years: ``levers_of`` gives the same back."""
    return [{**one.as_json(), "from_year": first_year + one.from_year} for one in levers]


def _fits(name: str, value: Any) -> bool:
    """Whether it may be a lever's part of that name."""
    if name in ("professions", "places"):
        return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
    if name in ("amount", "backfill"):
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    if name == "from_year":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) and len(value) <= MOST_WORDS


def faults_of(lever: Lever) -> list[Problem]:
    """Why it cannot be pulled, as far as it says itself."""
    about = LEVERS.get(lever.kind)
    if about is None:
        return [Problem("levers", "unknown_lever", {"value": str(lever.kind)[:80]})]
    where, found = f"levers {lever.kind}", []
    if not all(_fits(name, getattr(lever, name)) for name in ("amount", "from_year", "backfill")):
        return [Problem(where, "no_number", {"lever": about.label})]
    if not about.least <= lever.amount <= about.most or 0 < abs(lever.amount) < about.finest:
        least = about.finest or about.least
        told = {"lever": about.label, "value": lever.amount, "least": least, "most": about.most}
        found.append(Problem(where, "lever_out_of_range", told))
    if not 0 <= lever.backfill <= 1:
        found.append(Problem(where, "backfill", {"value": lever.backfill}))
    for name, takes in (
        ("professions", about.takes_professions),
        ("places", about.takes_places),
        ("to", about.takes_to),
    ):
        if getattr(lever, name) and not takes:
            found.append(Problem(where, "lever_takes_none", {"lever": about.label, "value": name}))
    found += [
        Problem(where, "unknown_profession", {"value": one}) for one in lever.professions if one not in PROFESSIONS
    ]
    if about.takes_to and lever.to not in (STUDIED_TO if lever.kind == "study_posts" else PROFESSIONS):
        found.append(Problem(where, "unknown_profession", {"value": lever.to}))
    if lever.kind == "task_shift" and (not lever.professions or lever.to in lever.professions):
        found.append(Problem(where, "shift_to_itself", {"value": lever.to}))
    return found


FORWARD = ("feedback", "gravity")
"""With these a forecast is computed forward, year by year."""
RANGES = {one.group: one.together or (one.least, one.most) for one in LEVERS.values()}


def check_levers(levers: Sequence[Lever], scope: Scope) -> None:
    """Raises PlanningError with all that is wrong, and where some pull against each other."""
    found = [fault for lever in levers for fault in faults_of(lever)]
    if len(levers) > MOST_LEVERS:
        found.append(Problem("levers", "too_many_levers", {"most": MOST_LEVERS}))
    if not found:
        fights = [_told(levers, one) for one in clashes([meant_by(one) for one in levers], RANGES)]
        found = [*_outside(levers, scope), *fights]
    if found:
        raise PlanningError(found)


def _outside(levers: Sequence[Lever], scope: Scope) -> Iterable[Problem]:
    places, professions = set(scope.places), set(scope.professions)
    if sum(lever.kind == "gravity" for lever in levers) > 1:
        yield Problem("levers gravity", "lever_once", {"lever": LEVERS["gravity"].label})
    for lever in levers:
        where = f"levers {lever.kind}"
        named = {*lever.professions, *([lever.to, NURSE] if lever.kind == "study_posts" else [lever.to])} - {""}
        for code in sorted(named - professions):
            yield Problem(where, "profession_not_in_forecast", {"lever": lever.about.label, "value": code})
        for code in sorted(set(lever.places) - places):
            yield Problem(where, "place_not_in_forecast", {"lever": lever.about.label, "value": code})
        if not lever.about.takes_year and lever.from_year != 1:
            yield Problem(where, "lever_from_the_start", {"lever": lever.about.label})
        if not 1 <= lever.from_year <= scope.years:
            first, last = str(scope.first_year + 1), str(scope.first_year + scope.years)
            yield Problem(where, "lever_outside_years", {"lever": lever.about.label, "first": first, "last": last})


def meant_by(lever: Lever) -> Meant:
    about = lever.about
    to = lever.to if lever.kind == "task_shift" else None
    whom, where = frozenset(lever.professions), frozenset(lever.places)
    return Meant(about.group, lever.amount, whom, where, to, (lever.from_year, EVER), about.ages)


def _told(levers: Sequence[Lever], clash: Clash) -> Problem:
    fighting = tuple(levers[number] for number in clash.at)
    about = fighting[0].about
    least, most = RANGES[about.group]
    told = {"levers": fighting, "total": float(clash.total), "unit": about.unit, "least": least, "most": most}
    return Problem(f"levers {about.kind}", clash.code, told)
