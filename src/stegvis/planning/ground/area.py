"""The places of a forecast, with the rest of the nation around them, which people come from and go to.

What is not in the forecast is one place for each county's other municipalities, and one for its region. Axes as in
``inputs``; ``E`` is all these places, those of the forecast first and in its order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy  # its parts load when first used

from stegvis.planning.ground.assumptions import Assumptions
from stegvis.planning.ground.inputs import Array, Inputs
from stegvis.planning.ground.keys import AGES, FIRST_AGE, LAST_AGE
from stegvis.planning.ground.places import MUNICIPALITY, REGION, SECTORS, counties, places

ALL_AGES = np.arange(FIRST_AGE, LAST_AGE + 1)
WORKING = (22, 70)


@dataclass(frozen=True, eq=False)
class Area:
    """``county`` (E,) numbers, ``sector`` (E,) 0 for municipalities and 1 for regions, ``people`` (T + 1, E, G) whom
    each serves, ``staff`` (E, P, A) persons."""

    county: np.ndarray
    sector: np.ndarray
    people: Array
    staff: Array

    def of_sector(self, sector: int) -> np.ndarray:
        return np.flatnonzero(self.sector == sector)


def area_of(inputs: Inputs) -> Area:
    """With the rest of the nation estimated by its inhabitants."""
    chosen = [places()[code] for code in inputs.scope.places]
    order = {code: number for number, code in enumerate(counties())}
    county = np.array([order[one.county] for one in chosen])
    sector = np.array([SECTORS.index(one.kind) for one in chosen])
    rest = inputs.counties.copy()
    for number in np.flatnonzero(sector == SECTORS.index(MUNICIPALITY)):
        rest[:, county[number]] -= inputs.population[:, number]
    rest = np.maximum(rest, 0)
    whole = [number for number in range(len(order)) if rest[0, number].sum() >= 1]
    taken = set(county[sector == SECTORS.index(REGION)].tolist())
    regions = [number for number in range(len(order)) if number not in taken]
    people = np.concatenate([inputs.population, rest[:, whole], inputs.counties[:, regions]], axis=1)
    sector = np.concatenate([sector, np.zeros(len(whole), int), np.ones(len(regions), int)])
    others = estimated_staff(inputs, people[0, len(chosen) :].sum(axis=-1), sector[len(chosen) :])
    return Area(
        np.concatenate([county, whole, regions]).astype(np.intp),
        sector,
        people,
        np.concatenate([inputs.staff, others]),
    )


def estimated_staff(inputs: Inputs, inhabitants: Array, sector: np.ndarray) -> Array:
    """(E, P, A) persons by the number of inhabitants (E,)."""
    assumed, professions = inputs.assumptions, inputs.scope.professions
    rate = np.array([[assumed.of("staff", one, kind) for one in professions] for kind in SECTORS])
    shape = np.array([[ages_of(assumed, one, kind) for one in professions] for kind in SECTORS])
    found: Array = (rate[sector] * inhabitants[:, None] / 10_000)[..., None] * shape[sector]
    return found


def ages_of(assumed: Assumptions, profession: str, sector: str) -> Array:
    """(A,) the ages of staff whose ages nobody has told, as shares."""
    return bell(assumed.of("mean_age", profession, sector), assumed.of("age_spread", profession), *WORKING)


def bell(mean: float, spread: float, first: int, last: int) -> Array:
    """(A,) shares by the normal distribution, from an age to another."""
    edges = np.arange(FIRST_AGE, LAST_AGE + 2)
    shares = np.diff(scipy.special.ndtr((edges - mean) / spread))
    shares[(first > ALL_AGES) | (last < ALL_AGES)] = 0
    total = shares.sum()
    if total <= 0:  # a mean far outside
        shares = np.zeros(AGES)
        shares[int(np.clip(round(mean), first, last)) - FIRST_AGE] = 1
        return shares
    found: Array = shares / total
    return found


def retiring(mean: float, spread: float) -> Array:
    """(A,) the chance to retire within the year, if the age at it is normal; nobody does before 55."""
    edges = np.arange(FIRST_AGE, LAST_AGE + 2)
    gone = scipy.special.ndtr((edges - mean) / spread)
    chance = np.divide(np.diff(gone), 1 - gone[:-1], out=np.ones(AGES), where=gone[:-1] < 1 - 1e-12)
    found: Array = np.where(ALL_AGES < 55, 0, np.clip(chance, 0, 1))
    return found
