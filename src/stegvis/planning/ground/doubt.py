"""How far from the forecast the inhabitants may come, by place, age and years ahead: learnt from how far off the same
method has been (``learnt``) until a year, and so never from what was to come.

An error is a logarithm, and the sum of three that do not know of each other: the nation's, the county's beside it, and
the municipality's beside its county. Each wanders at random and along a slope that is not known, so its variance grows
with the years and with their square, and more where people are few. Over places the municipalities' variances are
added; a county's error is shared by all in it, and the nation's by all. Axes as in ``cohorts``, ``P`` professions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy  # its parts load when first used

from stegvis.planning.ground.cohorts import BETWEEN, BLOCKS, PANEL, Array, county_history, known
from stegvis.planning.ground.keys import AGE_GROUPS
from stegvis.planning.ground.learnt import FIRST_ORIGIN, Groups, drift, surprises, trends, tried

LIKE = {AGE_GROUPS: (0, 1, 2, 2), BLOCKS: (0, 1, 2)}
"""Of each group the block whose doubt it has within its county: of 65–79 that of the older, which is the larger."""


@dataclass(frozen=True)
class Level:
    """Of a logarithm's variance, by group (G,): ``wander`` a year, ``slope`` a year squared, ``few`` a year for one
    person, less the more there are; ``alike`` (G, G) the correlations."""

    wander: Array
    slope: Array
    few: Array
    alike: Array

    def variance(self, parts: Array, people: Array) -> Array:
        """(T + 1, R, P) of sums of ``parts`` (T + 1, R, P, G), known in year 0, with so many ``people`` (R, G)."""
        years = np.arange(len(parts))[:, None, None]
        spread = np.sqrt(years * (self.wander + self.few / np.maximum(people, 1)) + years**2 * self.slope)
        each = parts * spread[:, :, None]
        return np.maximum(((each @ self.alike) * each).sum(axis=-1), 0)


@dataclass(frozen=True)
class Doubt:
    nation: Level
    county: Level
    own: Level

    def variances(self, parts: Array, people: Array, in_county: Array, county: np.ndarray) -> tuple[Array, Array]:
        """(T + 1, R, P) of each place and (T + 1, P) of all together, of what follows from who lives there, ``parts``
        (T + 1, R, P, G) by group. ``people`` (R, G) in year 0, ``in_county`` (C, G) its counties', ``county`` (R,)
        their numbers. A place of all its county's people has no error beside it."""
        within = people.sum(axis=-1) < in_county[county].sum(axis=-1) - 0.5
        own = self.own.variance(parts, people) * within[:, None]
        belongs = (np.arange(len(in_county))[:, None] == county).astype(float)
        of_county = np.einsum("cr,trpg->tcpg", belongs, parts, optimize=True)
        whole = of_county.sum(axis=1, keepdims=True)
        nation = in_county.sum(axis=0, keepdims=True)
        each = own + self.county.variance(parts, in_county[county]) + self.nation.variance(parts, nation)
        together = own.sum(axis=1) + self.county.variance(of_county, in_county).sum(axis=1)
        return each, together + self.nation.variance(whole, nation)[:, 0]


@cache
def doubt(year: int, groups: Groups = AGE_GROUPS) -> Doubt:
    """By what was known at the end of the year, from when two intervals of the municipalities are known."""
    return Doubt(*of_counties(year, groups), _own(year, groups))


@cache
def of_counties(year: int, groups: Groups = AGE_GROUPS) -> tuple[Level, Level]:
    """The nation's, and the counties' beside it: by every forecast that had ended, from each year to each later one."""
    last = min(year, county_history()[0][-1])
    past = [(last - origin, tried(origin, groups)) for origin in range(FIRST_ORIGIN, last)]
    years = np.concatenate([np.arange(1, len(one.errors[:ahead]) + 1.0) for ahead, one in past])
    nation = np.concatenate([one.nation[:ahead] for ahead, one in past])
    errors = np.concatenate([one.errors[:ahead] for ahead, one in past])
    people = np.concatenate([np.broadcast_to(one.people, one.errors[:ahead].shape) for ahead, one in past])
    went_on = drift(year, groups)
    rest = (nation - went_on.slope * years[:, None, None]) * _widening(went_on.seen)
    return _fitted(rest, years), _fitted(errors - nation, years, people)


def _widening(seen: int) -> float:
    """Of a spread that is known from so few spans, so that nine of ten are within 1.645 of it (Student's t)."""
    return float(scipy.special.stdtrit(max(seen - 1, 1), 0.95) / 1.645)


def _fitted(errors: Array, years: Array, people: Array | None = None) -> Level:
    """By least squares, nothing below 0, of errors (I, R, G) so many ``years`` (I,) ahead."""
    whole = np.broadcast_to(years[:, None, None], errors.shape)
    fewness = np.zeros(errors.shape) if people is None else 1 / people
    found = [
        scipy.optimize.nnls(
            np.stack([np.ones(errors[..., one].size), whole[..., one].ravel(), fewness[..., one].ravel()], axis=1),
            (errors[..., one] ** 2 / whole[..., one]).ravel(),
        )[0]
        for one in range(errors.shape[-1])
    ]
    wander, slope, few = np.array(found).T
    spread = np.sqrt(whole * (wander + few * fewness) + whole**2 * slope)
    return Level(wander, slope, few, _alike(errors / np.maximum(spread, 1e-12)))


def _own(year: int, groups: Groups) -> Level:
    """The wandering by what differs between a municipality's intervals. So much may the slope be off too: what they
    have in common does not last."""
    found, trend = surprises(year), trends(year)
    people = np.nan_to_num(known(max(one for one in PANEL if one <= year)), nan=1.0)
    law = [
        scipy.optimize.nnls(np.stack([np.ones(len(people)), 1 / people[:, one]], axis=1), trend.within[:, one])[0]
        for one in range(len(BLOCKS))
    ]
    wander, few = np.array(law).T * BETWEEN
    slope = trend.trusted * trend.within.mean(axis=0)
    rest = (found - np.nanmean(found, axis=0)) / np.sqrt(trend.within.mean(axis=0))
    at = list(LIKE[groups])
    return Level(wander[at], slope[at], few[at], _alike(np.nan_to_num(rest))[np.ix_(at, at)])


def _alike(errors: Array) -> Array:
    """(G, G) correlations about 0."""
    flat = errors.reshape(-1, errors.shape[-1])
    moments = flat.T @ flat
    sizes = np.sqrt(np.maximum(np.diag(moments), 1e-300))
    return np.asarray(moments / np.outer(sizes, sizes))
