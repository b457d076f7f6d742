"""How forecasts like these would have done: on inhabitants as they were, and on staff that is invented.

The need follows from inhabitants' ages: of counties known each year 1968–2015, of municipalities each fourth year
2001–2021. From each origin they are forecast, and their doubt learnt, by what was known then and by what forecasts use
today (``population``, ``doubt``). How much each person needs is taken as known: of that there are no statistics.

Nor do any tell staff by employer, profession and age over the years, so staff is invented: people enter, leave and grow
older by chance. The forecast has to estimate, from the years before, how many leave at each age and how many come. It
is told how rates may wander (``DRIFT_LEAVING``, ``DRIFT_INTAKE``), at what ages people enter, and how much more often
the young leave than others: so this tries the arithmetic of the bands, and not what is assumed of the world. Pure: no
database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import scipy  # its parts load when first used

from stegvis.engine.forecast import Model, Uncertainty, draw, run, variance
from stegvis.engine.forecast.backtest import Scores, no_change, origins_of, per_inhabitant, rolled, scores
from stegvis.planning.ground.area import ALL_AGES, bell, retiring
from stegvis.planning.ground.cohorts import (
    BETWEEN,
    BLOCKS,
    PANEL,
    by_blocks,
    county_history,
    county_numbers,
    estimated,
    grouped,
    known,
    summed_by_county,
)
from stegvis.planning.ground.doubt import doubt, of_counties
from stegvis.planning.ground.inputs import Array
from stegvis.planning.ground.keys import AGES, FIRST_AGE
from stegvis.planning.ground.population import of_all_counties, of_all_municipalities

NO_CHANGE, PER_INHABITANT = "no_change", "per_inhabitant"
OF_REGIONS = np.array([0.8, 1.0, 2.4, 3.6])
"""Work that a person of each age group takes, as the packaged assumptions have it of regions."""
OF_MUNICIPALITIES = np.array([0.1, 1.7, 26.0])
"""Of each block of ages, as they have it of municipalities: some of 20–74 are over 64, and some of 75 under 80."""
EVERYBODY = np.ones(len(BLOCKS))
FIRST_TRIED = 2009
"""The first origin of municipalities: two intervals are then known to learn from."""
WINDOW = 10


@dataclass(frozen=True)
class Test:
    """What was tried: the origins' years, the years ``ahead`` of them, and how it went."""

    name: str
    origins: tuple[int, ...]
    ahead: tuple[int, ...]
    places: int
    draws: int
    scores: Scores

    def as_json(self) -> dict[str, Any]:
        found = self.scores
        return {
            "name": self.name,
            "origins": list(self.origins),
            "ahead": list(self.ahead),
            "places": self.places,
            "draws": self.draws,
            "inside50": round(found.inside50, 4),
            "inside90": round(found.inside90, 4),
            "by_horizon50": np.round(found.by_horizon50, 4).tolist(),
            "by_horizon90": np.round(found.by_horizon90, 4).tolist(),
            "crps": np.round(found.crps, 3).tolist(),
            "rivals": {name: np.round(one, 3).tolist() for name, one in found.rivals.items()},
            "skill": {name: round(one, 4) for name, one in found.skill.items()},
        }


def counties(*, horizon: int = 10, every: int = 2, draws: int = 200, seed: int = 1) -> Test:
    """The need of the 21 counties, as full-time equivalents where one of 20–64 takes a thousandth."""
    years, history = county_history()
    origins = origins_of(len(history), first=21, horizon=horizon, every=every)
    people = grouped(history)

    def forecast(origin: int, later: int) -> tuple[Array, Array]:
        ahead = np.stack([grouped(one) for one in of_all_counties(years[origin], later)])
        parts = (ahead * OF_REGIONS / 1000)[:, :, None]
        nation, county = of_counties(years[origin])
        variance = county.variance(parts, ahead[0]) + nation.variance(parts, ahead[0].sum(axis=0, keepdims=True))
        return _normal(parts, variance, draws), ahead.sum(axis=-1)

    tried = Tried("counties", years, people @ OF_REGIONS / 1000, people.sum(axis=-1), forecast)
    return _test(tried, origins, range(1, horizon + 1), draws, seed)


def municipalities(use: Array = OF_MUNICIPALITIES, *, name: str = "", draws: int = 200, seed: int = 1) -> Test:
    """Likewise of each municipality that has been there all the time, by intervals of four years."""
    people = np.stack([known(one) for one in PANEL])
    there = np.isfinite(people).all(axis=(0, 2))
    origins = range(PANEL.index(FIRST_TRIED), len(PANEL) - 1)

    def forecast(origin: int, later: int) -> tuple[Array, Array]:
        each = list(of_all_municipalities(PANEL[origin], later * BETWEEN))
        ahead = np.stack([by_blocks(one) for one in each])
        parts = (ahead * use / 1000)[:, :, None]
        beliefs = doubt(PANEL[origin], BLOCKS)
        variance, _ = beliefs.variances(parts, ahead[0], summed_by_county(ahead[0]), county_numbers())
        at = slice(None, None, BETWEEN)
        return _normal(parts[at], variance[at], draws)[:, :, there], ahead.sum(axis=-1)[at][:, there]

    lived = people[:, there]
    tried = Tried(name or "municipalities", PANEL, lived @ use / 1000, lived.sum(axis=-1), forecast)
    ahead = range(BETWEEN, BETWEEN * len(origins) + 1, BETWEEN)
    return _test(tried, origins, ahead, draws, seed)


@dataclass(frozen=True)
class Tried:
    """``need`` and ``people`` (T, R) as they were in those ``years``; ``forecast`` of an origin in them, and so many
    steps on: draws (D, H + 1, R), and the inhabitants (H + 1, R)."""

    name: str
    years: tuple[int, ...]
    need: Array
    people: Array
    forecast: Callable[[int, int], tuple[Array, Array]]


def _test(tried: Tried, origins: Sequence[int], ahead: Sequence[int], draws: int, seed: int) -> Test:
    kept = {origin: tried.forecast(origin, len(ahead)) for origin in origins}
    outcome, drawn = rolled(tried.need, origins, len(ahead), lambda past, _: kept[len(past) - 1][0])

    def rival(past: Array, later: int) -> Array:
        origin = len(past) - 1
        return per_inhabitant(past, tried.people[: origin + 1], kept[origin][1][None], draws=draws, seed=seed)

    rivals = {
        NO_CHANGE: rolled(tried.need, origins, len(ahead), partial(no_change, draws=draws, seed=seed))[1],
        PER_INHABITANT: rolled(tried.need, origins, len(ahead), rival)[1],
    }
    found = scores(outcome, drawn, rivals)
    return Test(tried.name, tuple(tried.years[one] for one in origins), tuple(ahead), tried.need.shape[1], draws, found)


def _normal(parts: Array, variance: Array, draws: int) -> Array:
    """(D, H + 1, R) of sums of ``parts`` (H + 1, R, 1, G): as the bands of a forecast have them, evenly likely."""
    z = scipy.special.ndtri((np.arange(draws) + 0.5) / draws)[:, None, None]
    found: Array = parts.sum(axis=(2, 3)) + z * np.sqrt(variance[..., 0])
    return found


@dataclass(frozen=True)
class Staffed:
    """Invented staff: ``persons`` (T, R, A) at each year's end, ``people`` (T, R) inhabitants."""

    persons: Array
    people: Array


EARLY, LATER, DRIFT_LEAVING, DRIFT_INTAKE = 0.05, 0.025, 0.05, 0.04


def invented(*, years: int = 32, places: int = 40, seed: int = 2026) -> Staffed:
    """Staff of one profession at so many employers, person by person: rates wander, and all else is chance."""
    rng = np.random.default_rng(seed)
    people = np.sort(estimated().sum(axis=(1, 2)))[:: max(1, 290 // places)][:places]
    growth = np.exp(rng.normal(0.004, 0.006, (years, places)).cumsum(axis=0))
    people = people * growth
    hazard, entry = _usual_leaving(), bell(28, 5, 21, 60)
    stock = rng.poisson(people[0][:, None] / 1000 * bell(44, 12, 22, 68))
    walks = rng.normal(0, 1, (2, years)).cumsum(axis=1) * np.array([[DRIFT_LEAVING], [DRIFT_INTAKE]])
    found = [stock]
    for year in range(1, years):
        odds = hazard / (1 - np.minimum(hazard, 1 - 1e-9)) * np.exp(walks[0, year])
        stays = rng.binomial(stock, 1 - odds / (1 + odds))
        older = np.zeros_like(stock)
        older[:, 1:] = stays[:, :-1]
        intake = people[year] / 1000 * 0.066 * np.exp(walks[1, year])
        stock = older + rng.poisson(intake[:, None] * entry)
        found.append(stock)
    return Staffed(np.stack(found).astype(float), people)


def _usual_leaving() -> Array:
    leaving = np.where(ALL_AGES < 35, EARLY, LATER)
    found: Array = 1 - (1 - leaving) * (1 - retiring(64.5, 2.5))
    return found


def supply(
    *, horizon: int = 8, every: int = 2, draws: int = 200, seed: int = 1, staffed: Staffed | None = None
) -> Test:
    """Persons at invented employers, forecast from each origin by rates estimated from the ten years before it."""
    staffed = staffed or invented()
    counted = staffed.persons.sum(axis=-1)
    origins = origins_of(len(counted), first=WINDOW, horizon=horizon, every=every)
    forecast = partial(_staff, staffed=staffed, draws=draws, seed=seed)
    outcome, drawn = rolled(counted, origins, horizon, forecast)

    def rival(past: Array, later: int) -> Array:
        people = staffed.people[: len(past)]
        growth = (people[-1] / people[0]) ** (1 / (len(people) - 1))
        ahead = people[-1] * growth ** np.arange(later + 1)[:, None]
        return per_inhabitant(past, people, ahead[None], draws=draws, seed=seed)

    rivals = {
        NO_CHANGE: rolled(counted, origins, horizon, partial(no_change, draws=draws, seed=seed))[1],
        PER_INHABITANT: rolled(counted, origins, horizon, rival)[1],
    }
    return Test(
        "supply", tuple(origins), tuple(range(1, horizon + 1)), counted.shape[1], draws, scores(outcome, drawn, rivals)
    )


def _staff(past: Array, years: int, *, staffed: Staffed, draws: int, seed: int) -> Array:
    """(D, years + 1, R) of persons, with what chance adds for each draw and place."""
    seen = staffed.persons[len(past) - WINDOW - 1 : len(past)]
    hazard, exposure = _estimated(seen)
    stays = np.zeros_like(seen[:-1])
    stays[..., 1:] = (seen[:-1] * (1 - hazard))[..., :-1]
    young = ALL_AGES < 45
    came = np.maximum((seen[1:] - stays)[..., young].sum(axis=-1), 0)
    people = staffed.people[len(past) - WINDOW : len(past)]
    # The places share one rate, which those of their own are few to tell; the last years count the most.
    weights = 0.8 ** np.arange(WINDOW)[::-1]
    rate = float((came.sum(axis=1) / people.sum(axis=1) * weights).sum() / weights.sum())
    intake = np.repeat((rate * people[-1])[None, :], years, axis=0)
    model = Model(
        stock=seen[-1][:, None, :],
        leaving=hazard[None, None, None, :],
        hours=np.ones((1, 1, AGES)),
        intake=intake[None, :, :, None],
        entry=bell(28, 5, 21, 60)[None],
    )
    doubt = Uncertainty(
        exposure=exposure[None],
        intake_years=np.array([max(came.sum() / 3, 1.0)]),
        leaving_drift=DRIFT_LEAVING,
        intake_drift=DRIFT_INTAKE,
    )
    found = run(draw(model, doubt, draws=draws, seed=seed)).supply[..., 0]
    chance = np.sqrt(variance(model)[..., 0])
    luck = np.random.default_rng((seed, 9)).standard_normal(found.shape)
    return np.maximum(found + chance * luck, 0)


def _estimated(seen: Array) -> tuple[Array, Array]:
    """(A,) chances to leave, by tens of years from 45 and by years from 58, and the person-years behind them. The
    younger, who also enter, are taken as those of 45–54."""
    before, after = seen[:-1, :, :-1].sum(axis=(0, 1)), seen[1:, :, 1:].sum(axis=(0, 1))
    ages = ALL_AGES[:-1]
    hazard, exposure = np.zeros(AGES), np.ones(AGES)
    for first, end in ((45, 50), (50, 55), (55, 58), *((one, one + 1) for one in range(58, 75))):
        here = (first <= ages) & (end > ages)
        people = before[here].sum()
        left = 1 - after[here].sum() / people if people > 0 else 1.0
        hazard[:-1][here] = np.clip(left, 0.001, 0.999)
        exposure[:-1][here] = before[here]
    hazard[: 45 - FIRST_AGE] = hazard[45 - FIRST_AGE]
    hazard[: 35 - FIRST_AGE] *= EARLY / LATER
    exposure[: 45 - FIRST_AGE] = before[: 45 - FIRST_AGE]
    hazard[-1] = 1.0
    return hazard, np.maximum(exposure, 1.0)


def everything(told: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """All, as they are kept in ``data/backtest.json``."""
    found = []
    for name, test in TESTS.items():
        told(name)
        found.append(test().as_json())
    return {"format": "stegvis-backtest", "version": 2, "tests": found}


TESTS: dict[str, Callable[[], Test]] = {
    "counties": counties,
    "municipalities": municipalities,
    "inhabitants": partial(municipalities, EVERYBODY, name="inhabitants"),
    "supply": supply,
}
