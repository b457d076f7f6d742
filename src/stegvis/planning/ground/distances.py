"""How far it is between places, and within them: between the middles of their municipalities."""

from __future__ import annotations

from functools import cache
from math import inf

import numpy as np

from stegvis.planning.ground.building import Part, Prepared
from stegvis.planning.ground.inputs import Array
from stegvis.planning.ground.places import MUNICIPALITY, counties, municipalities_of, places, rows


def whereabouts(base: Prepared, part: Part) -> tuple[Array, Array]:
    """The part's places: their middles (E', 2), metres, and (E',) how far it is within each."""
    found = [_middle(one) for one in _members(base, part)]
    return np.array([middle for middle, _ in found]), np.array([inside for _, inside in found])


def _members(base: Prepared, part: Part) -> list[tuple[str, ...]]:
    """The municipalities of each place."""
    chosen, codes = base.inputs.scope.places, list(counties())
    found = []
    for number in part.at:
        if number < len(chosen):
            found.append(municipalities_of(chosen[number]))
            continue
        whole = municipalities_of(codes[base.area.county[number]])
        rest = tuple(one for one in whole if one not in chosen)
        found.append(rest if part.sector == 0 and rest else whole)
    return found


@cache
def _middle(codes: tuple[str, ...]) -> tuple[tuple[float, float], float]:
    """By where people live. How far it is from one to another of several is the mean of all pairs; within each half the
    way to the next one, since nothing is packaged of how large it is. One alone is one employer: nobody changes it for
    itself."""
    at = np.array([_municipalities()[code][:2] for code in codes])
    weights = np.array([_municipalities()[code][2] for code in codes])
    weights = weights / weights.sum()
    apart = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, [_half_way(code) for code in codes])
    middle = weights @ at
    inside = float(weights @ apart @ weights) if len(codes) > 1 else inf
    return (float(middle[0]), float(middle[1])), inside


@cache
def _half_way(code: str) -> float:
    here = _municipalities()[code]
    others = (one for other, one in _municipalities().items() if other != code)
    return float(min(np.hypot(here[0] - east, here[1] - north) for east, north, _ in others)) / 2


@cache
def _municipalities() -> dict[str, tuple[float, float, float]]:
    """Code → metres east and north, and inhabitants of the last year that is packaged."""
    people = {row["code"]: float(row["population"]) for row in rows("municipality_population.csv")}
    return {
        code: (one.easting, one.northing, people[code]) for code, one in places().items() if one.kind == MUNICIPALITY
    }
