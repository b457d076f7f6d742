"""What is assumed, as a document: each value with its source, its date, whether it is certain, and who changed it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache, cached_property
from importlib.resources import files
from math import isfinite
from typing import Any

import jsonschema
import yaml

from stegvis.planning.ground.keys import BY_SECTOR, COMMON, KEYS, PROFESSIONS
from stegvis.planning.ground.places import SECTORS
from stegvis.planning.ground.problems import PlanningError, Problem

ASSUMED = "antagande"
FORMAT = "stegvis-assumptions"
MOST_SPREAD = 2
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["format", "version", "dated", "sources", "values"],
    "additionalProperties": False,
    "properties": {
        "format": {"const": FORMAT},
        "version": {"const": 1},
        "dated": {"type": "string", "format": "date"},
        "sources": {"type": "object", "additionalProperties": {"type": "string"}},
        "values": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["key", "value", "spread"],
                "additionalProperties": False,
                "properties": {
                    "key": {"enum": list(KEYS)},
                    "profession": {"enum": list(PROFESSIONS)},
                    "sector": {"enum": list(SECTORS)},
                    "value": {"type": "number"},
                    "spread": {"type": "number", "minimum": 0, "maximum": MOST_SPREAD},
                    "source": {"type": "string"},
                    "dated": {"type": "string", "format": "date"},
                    "certain": {"type": "boolean"},
                    "note": {"type": "string"},
                },
            },
        },
    },
}
Spot = tuple[str, str, str]
"""Key, profession (empty: every one) and sector (empty: both)."""


@dataclass(frozen=True)
class Assumption:
    """``value`` as it is kept, ``spread`` one standard deviation as a share of it. ``signed`` names who changed it and
    ``why``; then ``default`` is what it was before."""

    key: str
    value: float
    profession: str = ""
    sector: str = ""
    spread: float = 0.0
    source: str = ""
    dated: str = ""
    certain: bool = False
    note: str = ""
    signed: str = ""
    why: str = ""
    default: float | None = None

    @property
    def spot(self) -> Spot:
        return self.key, self.profession, self.sector


def _spots(key: str, profession: str, sector: str) -> tuple[Spot, ...]:
    """Where an assumption is looked for, the closest first."""
    return (key, profession, sector), (key, profession, ""), (key, "", sector), (key, "", "")


@dataclass(frozen=True)
class Assumptions:
    entries: tuple[Assumption, ...] = field(default=())

    @cached_property
    def _by_spot(self) -> dict[Spot, Assumption]:
        return {one.spot: one for one in self.entries}

    def has(self, key: str, profession: str = "", sector: str = "") -> bool:
        """Whether something is assumed there, as closely or less so."""
        return any(spot in self._by_spot for spot in _spots(key, profession, sector))

    def entry(self, key: str, profession: str = "", sector: str = "") -> Assumption:
        """The one said most closely: of the profession in the sector, of the profession, of the sector, of all."""
        for spot in _spots(key, profession, sector):
            if spot in self._by_spot:
                return self._by_spot[spot]
        raise PlanningError([Problem(key, "assumption_missing", {"key": key, "profession": profession})])

    def of(self, key: str, profession: str = "", sector: str = "") -> float:
        return self.entry(key, profession, sector).value

    def changed(self, overrides: Iterable[Assumption]) -> Assumptions:
        """With the named and signed changes in the place of what stood there, or beside it."""
        found = dict(self._by_spot)
        for one in overrides:
            before = self.entry(*one.spot)
            found[one.spot] = replace(one, spread=before.spread, default=before.value)
        return Assumptions(tuple(found.values()))

    def about(self, professions: Collection[str]) -> Assumptions:
        """Those of the professions, and those of all."""
        return Assumptions(tuple(one for one in self.entries if not one.profession or one.profession in professions))

    def as_json(self) -> list[dict[str, Any]]:
        return [{name: value for name, value in asdict(one).items() if value not in ("", None)} for one in self.entries]

    @classmethod
    def of_json(cls, rows: Any) -> Assumptions:
        """Raises PlanningError."""
        if not isinstance(rows, list | tuple):
            raise PlanningError([Problem("assumptions", "no_list", {"value": "assumptions"})])
        if wrong := [row for row in rows if not _is_row(row)]:
            raise PlanningError([Problem("assumptions", "no_assumption", {"value": str(wrong[0])[:120]})])
        entries = tuple(Assumption(**row) for row in rows)
        if faults := [fault for one in entries for fault in faults_of(one)]:
            raise PlanningError(faults)
        return cls(entries)


def _is_row(row: Any) -> bool:
    """Whether an assumption can be made of it: each part of its own kind, and finite."""
    kinds = {one.name: one.type for one in fields(Assumption)}
    return (
        isinstance(row, dict)
        and {"key", "value"} <= set(row) <= set(kinds)
        and all(_is_one(value, str(kinds[name])) for name, value in row.items())
    )


def _is_one(value: Any, kind: str) -> bool:
    if kind == "str":
        return isinstance(value, str)
    if kind == "bool":
        return isinstance(value, bool)
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def faults_of(one: Assumption) -> list[Problem]:
    """Why it cannot be assumed."""
    key = KEYS.get(one.key)
    if key is None:
        return [Problem("key", "unknown_key", {"value": one.key})]
    if one.profession and one.profession not in PROFESSIONS:
        return [Problem(one.key, "unknown_profession", {"value": one.profession})]
    if (one.profession and one.key in COMMON) or (one.sector and one.key not in BY_SECTOR):
        return [Problem(one.key, "not_so_fine", {"key": one.key})]
    if one.sector and one.sector not in SECTORS:
        return [Problem(one.key, "unknown_sector", {"value": one.sector})]
    if not isinstance(one.value, int | float) or not key.least <= one.value <= key.most:
        told = {"key": one.key, "value": one.value, "least": key.least, "most": key.most}
        return [Problem(one.key, "out_of_range", told)]
    told = {"value": one.key, "least": 0, "most": MOST_SPREAD}
    return [] if 0 <= one.spread <= MOST_SPREAD else [Problem(one.key, "spread_out_of_range", told)]


def read_assumptions(text: str) -> Assumptions:
    """A document in YAML, checked against its schema. Raises PlanningError."""
    try:
        found = yaml.safe_load(text)
        jsonschema.validate(found, SCHEMA)
    except (yaml.YAMLError, jsonschema.ValidationError) as error:
        told = getattr(error, "message", None) or str(error)
        raise PlanningError([Problem("assumptions", "unreadable", {"error": told})]) from None
    sources = found["sources"]
    rows = [
        {
            **row,
            "source": sources.get(name := row.get("source", ASSUMED), name),
            "dated": row.get("dated", found["dated"]),
        }
        for row in found["values"]
    ]
    return Assumptions.of_json(rows)


@cache
def packaged() -> Assumptions:
    """Those that come with Stegvis."""
    return read_assumptions(files("stegvis.planning").joinpath("data", "assumptions.yaml").read_text(encoding="utf-8"))
