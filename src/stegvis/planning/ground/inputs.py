"""All that a forecast is computed from, as one value that can be kept, hashed and computed again.

Axes: place ``R``, profession ``P``, age ``A``, year ``T + 1`` (year 0 is today), county ``C``, age group ``G``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stegvis.planning.ground.assumptions import MOST_SPREAD, Assumptions
from stegvis.planning.ground.keys import AGE_GROUPS, AGES, FAMILIES, FIRST_AGE, NURSE, PROFESSIONS
from stegvis.planning.ground.places import counties, known, municipalities_of, places
from stegvis.planning.ground.problems import PlanningError, Problem

Array = NDArray[np.float64]

TOTAL = "alla"
FORMAT = "stegvis-forecast-inputs"
COUNTED, REPORTED, ROUNDED, FEW, ESTIMATED = ORIGINS = ("counted", "reported", "rounded", "few", "estimated")
"""Where a number of staff comes from: staff in Stegvis, the employer's own figures, the same rounded, fewer than five,
or the number of inhabitants."""
FIRST_YEARS = (2021, 2030)
MOST_YEARS = 50
DRAWS = (20, 10_000_000)
"""How many may be asked for; how many can be computed hangs on the size of the forecast."""
MOST_BYTES = 60_000_000
MOST_PERSONS = 1e8
MOST_PERTURBED = 10_000.0
"""Variance of a number of inhabitants that its source has changed: by a hundred persons, where sources do by few."""
ARRAYS = ("staff", "fte", "noise", "population", "counties")


@dataclass(frozen=True)
class Scope:
    """``first_year`` is year 0: staff and people as they are on its last day. No professions named are all."""

    places: tuple[str, ...]
    first_year: int
    years: int
    professions: tuple[str, ...] = PROFESSIONS
    draws: int = 200
    seed: int = 1

    def __post_init__(self) -> None:
        """Whoever is studied to cannot be followed without the nurses that they come from."""
        chosen = self.professions or PROFESSIONS
        if NURSE not in chosen and set(chosen) & set(FAMILIES[0]):
            chosen = (NURSE, *chosen)
        object.__setattr__(self, "professions", tuple(chosen))


def check_scope(scope: Scope) -> None:
    """Raises PlanningError with all that is wrong, before anything is computed or read."""
    found = [Problem("places", "unknown_place", {"value": str(one)[:20]}) for one in known(scope.places)]
    if not scope.places:
        found.append(Problem("places", "no_places"))
    for where, codes in (("places", scope.places), ("professions", scope.professions)):
        found += [
            Problem(where, "twice", {"value": one}) for one in sorted({one for one in codes if codes.count(one) > 1})
        ]
    found += [
        Problem("professions", "unknown_profession", {"value": str(one)[:40]})
        for one in scope.professions
        if one not in PROFESSIONS
    ]
    limits = {"first_year": FIRST_YEARS, "years": (1, MOST_YEARS), "draws": DRAWS, "seed": (0, 2**31 - 1)}
    for name, (least, most) in limits.items():
        value = getattr(scope, name)
        if not isinstance(value, int) or isinstance(value, bool):
            found.append(Problem(name, "no_number", {"lever": name}))
        elif not least <= value <= most:
            found.append(Problem(name, f"{name}_out_of_range", {"value": value, "least": least, "most": most}))
    if found:
        raise PlanningError(found)


@dataclass(frozen=True, eq=False)
class Inputs:
    """``staff`` (R, P, A) persons, ``fte`` (R, P) full-time equivalents of one of them, ``noise`` (R, P) the variance
    of their number where it is rounded or estimated. ``population`` (T + 1, R, G) whom a place serves, ``counties``
    (T + 1, C, G) all of them. ``population_noise`` is the variance of each of its numbers, where the source has
    perturbed them. ``population_source`` says where they come from."""

    scope: Scope
    assumptions: Assumptions
    staff: Array
    fte: Array
    noise: Array
    origin: tuple[tuple[str, ...], ...]
    population: Array
    counties: Array
    population_source: str = ""
    population_noise: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": 1,
            "scope": asdict(self.scope),
            "assumptions": self.assumptions.as_json(),
            "staff": self.staff.tolist(),
            "fte": self.fte.tolist(),
            "noise": self.noise.tolist(),
            "origin": [list(row) for row in self.origin],
            "population": self.population.tolist(),
            "counties": self.counties.tolist(),
            "population_source": self.population_source,
            "population_noise": self.population_noise,
        }

    def rounded(self) -> Inputs:
        """No finer than anybody can count: a millionth of a person, so that what is kept is short."""
        return replace(self, **{name: np.round(getattr(self, name), 6) for name in ARRAYS})

    def to_json(self) -> bytes:
        """The same inputs give the same bytes."""
        return json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.to_json()).hexdigest()

    def packed(self) -> bytes:
        return gzip.compress(self.to_json(), mtime=0)

    @classmethod
    def unpacked(cls, content: bytes) -> Inputs:
        return cls.from_json(gzip.decompress(content))

    @classmethod
    def from_json(cls, content: bytes | str) -> Inputs:
        """Raises PlanningError for what is no inputs, or contradicts itself."""
        return cls.of(read_json(content))

    @classmethod
    def of(cls, found: Any) -> Inputs:
        if not isinstance(found, dict) or found.get("format") != FORMAT or found.get("version") != 1:
            raise PlanningError([Problem("inputs", "no_inputs")])
        missing = [one.name for one in fields(cls) if one.name not in found]
        if missing:
            raise PlanningError([Problem("inputs", "part_missing", {"value": ", ".join(missing)})])
        inputs = cls(
            scope=scope_of(found["scope"]),
            assumptions=Assumptions.of_json(found["assumptions"]),
            origin=_origin(found["origin"]),
            population_source=str(found["population_source"])[:500],
            population_noise=float(_numbers("population_noise", found["population_noise"])),
            **{name: _numbers(name, found[name]) for name in ARRAYS},
        )
        check_inputs(inputs)
        return inputs


HALF_CHARACTER = re.compile(r"\\ud[89a-f]", re.IGNORECASE)


def read_json(content: bytes | str) -> Any:
    """Raises PlanningError."""
    if len(content) > MOST_BYTES:
        raise PlanningError([Problem("inputs", "too_big", {"most": MOST_BYTES // 1_000_000})])
    try:
        found = json.loads(content)
        if HALF_CHARACTER.search(content if isinstance(content, str) else content.decode("utf-8-sig")):
            json.dumps(found, ensure_ascii=False).encode()  # which raises for half a character alone
    except json.JSONDecodeError as error:
        raise PlanningError([Problem("inputs", "bad_json", {"line": error.lineno, "column": error.colno})]) from None
    except (ValueError, RecursionError):
        raise PlanningError([Problem("inputs", "no_inputs")]) from None
    return found


def _numbers(name: str, value: Any) -> Any:
    """As an array. Raises PlanningError."""
    try:
        found = np.array(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise PlanningError([Problem(name, "no_numbers", {"value": name})]) from None
    if name == "population_noise" and found.ndim:
        raise PlanningError([Problem(name, "no_numbers", {"value": name})])
    return found


def _origin(value: Any) -> tuple[tuple[str, ...], ...]:
    try:
        rows = tuple(tuple(row) for row in value)
    except TypeError:
        rows = ()
    if not rows or not all(isinstance(one, str) for row in rows for one in row):
        raise PlanningError([Problem("origin", "origin", {"value": ", ".join(ORIGINS)})])
    return rows


def scope_of(value: Any) -> Scope:
    """Raises PlanningError."""
    known, needed = {one.name for one in fields(Scope)}, {"places", "first_year", "years"}
    if not isinstance(value, dict) or not needed <= set(value) <= known:
        raise PlanningError([Problem("scope", "scope_parts", {"value": ", ".join(sorted(known))})])
    lists = {}
    for name in ("places", "professions"):
        given = value.get(name, ())
        if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
            raise PlanningError([Problem(name, "no_codes", {"value": name})])
        lists[name] = tuple(given)
    scope = Scope(**{**value, **lists})
    check_scope(scope)
    return scope


def check_inputs(inputs: Inputs) -> None:
    """Raises PlanningError for shapes that do not fit, numbers that cannot be, and people who do not add up."""
    check_scope(inputs.scope)
    found = [*_misshapen(inputs)] or [*_no_amounts(inputs)] or [*_too_unsure(inputs), *_impossible(inputs)]
    if found:
        raise PlanningError(found)


def _misshapen(inputs: Inputs) -> Iterator[Problem]:
    scope = inputs.scope
    number, professions, years = len(scope.places), len(scope.professions), scope.years + 1
    groups = len(AGE_GROUPS)
    shapes = {
        "staff": (number, professions, AGES),
        "fte": (number, professions),
        "noise": (number, professions),
        "population": (years, number, groups),
        "counties": (years, len(counties()), groups),
    }
    for name, shape in shapes.items():
        array: Array = getattr(inputs, name)
        if array.shape != shape:
            code = "missing_years" if array.ndim == 3 and array.shape[1:] == shape[1:] else "shape"
            told = {"value": name, "shape": str(array.shape), "wanted": str(shape), "years": years}
            yield Problem(name, code, told)
    lengths = [len(row) for row in inputs.origin]
    if lengths != [professions] * number or {one for row in inputs.origin for one in row} - set(ORIGINS):
        yield Problem("origin", "origin", {"value": ", ".join(ORIGINS)})


MOSTS = {"fte": 1.0, "noise": np.inf, "population_noise": MOST_PERTURBED}


def _no_amounts(inputs: Inputs) -> Iterator[Problem]:
    """Of each table the first number that cannot be, with its place."""
    amounts = {name: getattr(inputs, name) for name in ARRAYS}
    for name, array in {**amounts, "population_noise": np.array(inputs.population_noise)}.items():
        most = MOSTS.get(name, MOST_PERSONS)
        wrong = np.argwhere(~((array >= 0) & (array <= most)))
        if len(wrong):
            at = tuple(int(one) for one in wrong[0])
            told = {"spot": _spot(inputs.scope, name, at), "value": float(array[at]), "most": most}
            yield Problem(name, "no_amount", told)


def _too_unsure(inputs: Inputs) -> Iterator[Problem]:
    """A number of staff is no more unsure than the most unsure estimate, and ten persons."""
    persons = inputs.staff.sum(axis=-1)
    most = (MOST_SPREAD * persons + 10) ** 2
    for at in np.argwhere(inputs.noise > most)[:1].tolist():
        spot = _spot(inputs.scope, "noise", tuple(at))
        told = {"value": float(inputs.noise[*at]), "persons": float(persons[*at]), "most": float(most[*at])}
        yield Problem("noise", "too_unsure", {"spot": spot, **told})


def _spot(scope: Scope, name: str, at: tuple[int, ...]) -> str:
    """Which number it is, such as “staff, 1440, sjukskoterska, 34”."""
    if not at:
        return name
    if name in ("population", "counties"):
        places_of = scope.places if name == "population" else tuple(counties())
        first, end = AGE_GROUPS[at[2]]
        return f"{name}, {places_of[at[1]]}, {scope.first_year + at[0]}, {first}–{end - 1}"
    ages = [str(FIRST_AGE + at[2])] if len(at) > 2 else []
    return ", ".join([name, scope.places[at[0]], scope.professions[at[1]], *ages])


def _impossible(inputs: Inputs) -> Iterator[Problem]:
    """Somebody lives in each place, and a county has the people of its municipalities: all of them, where all are
    there. A region serves just those."""
    scope = inputs.scope
    for empty in np.flatnonzero((inputs.population.sum(axis=-1) <= 0).any(axis=0)):
        yield Problem("population", "nobody", {"place": scope.places[empty]})
    for number, code in enumerate(counties()):
        inside = [at for at, place in enumerate(scope.places) if len(place) == 4 and places()[place].county == code]
        whole = inputs.counties[:, number]
        less = whole - inputs.population[:, inside].sum(axis=1)
        close = 0.5 + 1e-6 * whole
        if (less < -close).any() or (len(inside) == len(municipalities_of(code)) and (less > close).any()):
            yield Problem("population", "does_not_add_up", {"county": code})
        if code in scope.places and (np.abs(inputs.population[:, scope.places.index(code)] - whole) > close).any():
            yield Problem("population", "region_differs", {"county": code})
