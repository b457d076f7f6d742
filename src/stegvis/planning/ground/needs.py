"""What is needed and what is asked for, by place, profession and year, from who lives there.

Need is today's work with what is not done today, by the ages of the population, with trends and with care that moves
nearer home. Demand is the posts that employers would have if today's staffing by inhabitant and age were kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from stegvis.engine.forecast import Service, calibrated, need, reorganised
from stegvis.planning.ground.building import Prepared
from stegvis.planning.ground.inputs import Array
from stegvis.planning.ground.levers import Lever

GROUP_KEYS = ("use_0_19", "", "use_65_79", "use_80")
MOST_MOVED = 0.9


def use(base: Prepared, sector: int) -> Array:
    """(P, G) work that a person takes, where one of 20–64 takes 1."""
    return np.array([[base.of(key, code, sector) if key else 1.0 for key in GROUP_KEYS] for code in base.codes])


def posts(base: Prepared) -> Array:
    """(E, P) full-time equivalents today, own staff and agency staff."""
    persons = base.area.staff.sum(axis=-1)
    agency = np.array([[base.of("agency", code, sector) for code in base.codes] for sector in range(2)])
    found: Array = persons * base.fte * (1 + agency)[base.area.sector]
    return found


def demanded(base: Prepared) -> Array:
    """(T + 1, R, P)."""
    vacancy = np.array([[base.of("vacancy", code, sector) for code in base.codes] for sector in range(2)])
    today = posts(base) * (1 + vacancy[base.area.sector])
    return _by_age(base, today, trended=False)[:, : len(base.inputs.scope.places)]


def needed(base: Prepared, levers: Sequence[Lever] = ()) -> Array:
    """(T + 1, R, P), with the levers that change it."""
    return _needed_everywhere(base, tuple(levers))[:, : len(base.inputs.scope.places)]


def met_as_today(base: Prepared, levers: Sequence[Lever]) -> Array:
    """(T + 1, E, P) what would meet the need as far as it is met today."""
    found: Array = _needed_everywhere(base, tuple(levers)) * (1 - _lacking(base))
    return found


def _lacking(base: Prepared) -> Array:
    """(E, P)"""
    lacking = np.array([[base.of("shortage", code, sector) for code in base.codes] for sector in range(2)])
    found: Array = lacking[base.area.sector]
    return found


@lru_cache(maxsize=4)
def _needed_everywhere(base: Prepared, levers: tuple[Lever, ...]) -> Array:
    """(T + 1, E, P). Kept, for each part with a feedback asks for the same."""
    today = posts(base) / (1 - _lacking(base))
    found = reorganised(_by_age(base, today, trended=True), _services(base, levers))
    return _shifted(base, _eased(base, found, levers), levers)


def by_group(base: Prepared, need: Array) -> Array:
    """(T + 1, R, P, G) of the forecast's places' ``need`` (T + 1, R, P): whose it is, by their ages."""
    sector = base.area.sector[: need.shape[1]]
    patterns = np.stack([use(base, one) for one in range(2)])[sector]
    parts = base.inputs.population[:, :, None, :] * patterns
    whole = parts.sum(axis=-1, keepdims=True)
    found: Array = np.divide(parts, whole, out=np.zeros_like(parts), where=whole > 0) * need[..., None]
    return found


def _by_age(base: Prepared, today: Array, *, trended: bool) -> Array:
    found = np.empty((base.inputs.scope.years + 1, *today.shape))
    for sector in range(2):
        at = base.area.of_sector(sector)
        trend = np.array([base.of("trend", code, sector) for code in base.codes]) if trended else None
        found[:, at] = calibrated(need(base.area.people[:, at], use(base, sector), trend=trend), today[at])
    return found


def _services(base: Prepared, levers: Sequence[Lever]) -> list[Service]:
    """Of each county that the forecast reaches: its region's work to its municipalities, by their inhabitants' need."""
    years = np.arange(base.inputs.scope.years + 1)
    county, sector = base.area.county, base.area.sector
    reached = set(county[: len(base.inputs.scope.places)].tolist())
    pattern, found = use(base, 1), []
    for number, code in enumerate(base.codes):
        share = base.of("near_care", code, 1) * years
        for lever in levers:
            if lever.kind == "near_care" and (not lever.professions or code in lever.professions):
                share = share + np.where(years >= lever.from_year, lever.amount / 100, 0.0)
        if not share.any():
            continue
        for one in sorted(reached):
            source = np.flatnonzero((county == one) & (sector == 1))
            target = np.flatnonzero((county == one) & (sector == 0))
            key = base.area.people[0, target] @ pattern[number]
            given = (tuple(source.tolist()), tuple(target.tolist()))
            found.append(Service(number, *given, np.clip(share, 0, MOST_MOVED), key))
    return found


def _meant(base: Prepared, lever: Lever) -> list[int]:
    return [number for number, code in enumerate(base.codes) if not lever.professions or code in lever.professions]


def _eased(base: Prepared, found: Array, levers: Sequence[Lever]) -> Array:
    """With what the same need takes less work each year."""
    less = np.zeros((len(found), len(base.codes)))
    for lever in levers:
        if lever.kind == "efficiency":
            less[lever.from_year :, _meant(base, lever)] += lever.amount / 100
    eased: Array = found * (1 - less).cumprod(axis=0)[:, None]
    return eased


def _shifted(base: Prepared, found: Array, levers: Sequence[Lever]) -> Array:
    """With what professions take over, each share of the work before any of it is taken over."""
    shifted = found.copy()
    for lever in levers:
        if lever.kind == "task_shift":
            meant, target = _meant(base, lever), base.codes.index(lever.to)
            given = found[lever.from_year :, :, meant] * (lever.amount / 100)
            shifted[lever.from_year :, :, meant] -= given
            shifted[lever.from_year :, :, target] += given.sum(axis=-1)
    return shifted
