"""What somebody who reads a whole release, and nothing else, could work out about the figures that it hides.

Each telling was hidden and attacked with all its tables and those told before (``telling.publication``): a release
shows a part of them. Here the release is attacked once more as it stands, from its figures alone, rounded as they
are: linear programming finds the narrowest interval for each hidden count. Neither needs to know what is hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import ceil, floor, inf
from typing import Any

import numpy as np

from stegvis.engine.disclosure.linked import extremes
from stegvis.surveys.reports.freezing import Plain
from stegvis.surveys.reports.words import heading, row_title, table_title
from stegvis.surveys.telling.presenting import hidden_in
from stegvis.surveys.telling.tables import Cell, Kind, Part, Table, Why, read

OF_WHOLE = frozenset({Kind.SHARES, Kind.CROSSED})
"""Where the choices of a row add up to its answers."""

Place = tuple[str, str]  # kind of organisation, column


@dataclass(frozen=True, slots=True)
class Found:
    """A hidden count with the narrowest interval that follows; ``high`` is None where nothing bounds it."""

    table: str
    row: str
    column: str
    low: int
    high: int | None

    def is_exposed(self, fewest: int) -> bool:
        """Whether it is told to be small, more closely than that it is hidden says already."""
        return self.high is not None and self.low >= 1 and self.high < fewest and self.high - self.low < fewest - 2


@dataclass(frozen=True, slots=True)
class Audit:
    """``hidden`` is every hidden count attacked. ``leaning`` is how many hidden figures lean on counts that no table of
    the release shows, such as a mean: those were attacked with the whole telling."""

    hidden: tuple[Found, ...]
    exposed: tuple[Found, ...]
    rounds: tuple[Plain, ...] = ()
    leaning: int = 0

    @property
    def is_safe(self) -> bool:
        return not self.exposed and all(one["safe"] for one in self.rounds)

    def plain(self) -> dict[str, Any]:
        return {
            "safe": self.is_safe,
            "hidden": [_plain(one) for one in self.hidden],
            "exposed": [_plain(one) for one in self.exposed],
            "rounds": list(self.rounds),
            "leaning": self.leaning,
        }


def _plain(found: Found) -> dict[str, Any]:
    return {
        "table": found.table,
        "row": found.row,
        "column": found.column,
        "low": found.low,
        "high": found.high,
    }


def audit_of(content: Plain, rounds: Iterable[Plain] = ()) -> Audit:
    """Attack the release. ``rounds`` say of each telling shown what its own audit found."""
    fewest = max((one["fewest"] for one in content["rounds"] if one["hides_small"]), default=0)
    tables = {(block["telling"], block["key"]): read(block["table"]) for block in content["blocks"] if "table" in block}
    groups: dict[tuple[int, str, str], list[Table]] = defaultdict(list)
    for (telling, _key), table in tables.items():
        if table.kind in OF_WHOLE:
            groups[telling, table.kind, table.question if table.kind == Kind.SHARES else table.key].append(table)
    found = tuple(one for group in groups.values() for one in _attacked(group))
    exposed = tuple(one for one in found if one.is_exposed(fewest))
    leaning = hidden_in(one for one in tables.values() if one.kind not in OF_WHOLE)
    return Audit(found, exposed, tuple(rounds), leaning)


def _attacked(tables: list[Table]) -> Iterator[Found]:
    """Tables of one question, for all and by kind of organisation: row by row, since no count joins two rows."""
    rows = {row.key: row_title(table, row) for table in tables for row in table.rows}
    for key, title in rows.items():
        known = _Known(tuple(one for one in tables if any(row.key == key for row in one.rows)), key)
        hidden = known.hidden()
        if not hidden:
            continue
        low, high = known.bounds([place for place, _column in hidden])
        name = table_title(tables[0])
        for (_place, column), least, most in zip(hidden, low, high, strict=True):
            above = None if most == inf else floor(most + 1e-6)
            yield Found(name, title, heading(column), ceil(least - 1e-6), above)


@dataclass
class _Known:
    """One row in each of its tables, and what they say of the counts behind it."""

    tables: tuple[Table, ...]
    row: str
    places: dict[Place, int] = field(init=False)

    def __post_init__(self) -> None:
        found = [(table.actor, one.key) for table in self.tables for one in table.columns if _is_choice(one.part)]
        self.places = {place: at for at, place in enumerate(dict.fromkeys(found))}

    def hidden(self) -> list[tuple[Place, Any]]:
        return [
            ((table.actor, one.key), one)
            for table in self.tables
            for one in table.columns
            if _is_choice(one.part) and table.cell(self.row, one.key).why is Why.HIDDEN
        ]

    def bounds(self, asked: list[Place]) -> tuple[list[float], list[float]]:
        """Where the figures fit no counts (weighted shares do not), nothing follows of them."""
        facts = [fact for table in self.tables for fact in self._facts(table)] + list(self._sums())
        sums = np.zeros((len(asked), len(self.places)))
        for number, place in enumerate(asked):
            sums[number, self.places[place]] = 1
        if not facts:
            return [0.0] * len(asked), [inf] * len(asked)
        told = np.array([one[0] for one in facts])
        try:
            low, high = extremes(sums, told, [one[1] for one in facts], [one[2] for one in facts])
        except ArithmeticError:
            return [0.0] * len(asked), [inf] * len(asked)
        return low.tolist(), high.tolist()

    def _facts(self, table: Table) -> Iterator[tuple[np.ndarray, float, float]]:
        base = self._base(table)
        if base is None:
            return
        scale = [one for one in table.columns if one.part is Part.SCALE]
        yield self._sum({(table.actor, one.key): 1.0 for one in scale}), base, base
        for one in scale:
            cell = table.cell(self.row, one.key)
            if cell.value is not None:
                about = 0.5 * 10.0**-one.decimals
                low, high = max(0.0, cell.value - about) / 100 * base, (cell.value + about) / 100 * base
                yield self._sum({(table.actor, one.key): 1.0}), low, high
        yield from self._outside(table, base)

    def _outside(self, table: Table, base: float) -> Iterator[tuple[np.ndarray, float, float]]:
        """A share of all who answered, those outside the scale too: ``100 n = share (base + all outside)``."""
        outside = [one for one in table.columns if one.part is Part.OUTSIDE]
        for one in outside:
            value = table.cell(self.row, one.key).value
            if value is None:
                continue
            for share, is_least in ((max(0.0, value - 0.5), True), (value + 0.5, False)):
                weights = {(table.actor, other.key): -share for other in outside}
                weights[table.actor, one.key] += 100.0
                edge = share * base
                yield self._sum(weights), edge if is_least else -1e9, 1e9 if is_least else edge

    def _sums(self) -> Iterator[tuple[np.ndarray, float, float]]:
        """Kinds of organisations together are no more than all."""
        for (actor, column), at in self.places.items():
            parts = [place for place in self.places if place[0] and place[1] == column]
            if actor == "" and parts:
                weights = self._sum(dict.fromkeys(parts, -1.0))
                weights[at] = 1.0
                yield weights, 0.0, 1e9

    def _sum(self, weights: dict[Place, float]) -> np.ndarray:
        found = np.zeros(len(self.places))
        for place, weight in weights.items():
            found[self.places[place]] = weight
        return found

    def _base(self, table: Table) -> float | None:
        for one in table.columns:
            if one.part is Part.BASE:
                cell: Cell = table.cell(self.row, one.key)
                return cell.value
        return table.base.value


def _is_choice(part: Part) -> bool:
    return part in {Part.SCALE, Part.OUTSIDE}
