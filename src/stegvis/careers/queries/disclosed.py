"""Counts from the database's own functions as tables that may be shown: small groups hidden."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db import connection

from stegvis.engine.disclosure import THRESHOLD, Suppressed, suppress
from stegvis.organisations.models import Unit

Cell = int | None
"""``None`` is hidden: too few, or what would let others be worked out."""


@dataclass(frozen=True)
class Line:
    """One row of a table that may be shown. ``too_few`` says that the row has fewer than five people in all."""

    label: str
    cells: tuple[Cell, ...]
    total: Cell
    too_few: bool


def database_rows(statement: str, *values: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def unit_label(unit: Unit) -> str:
    return f"{unit.parent.name} – {unit.name}" if unit.parent else unit.name


def shown_lines(counts: tuple[tuple[int, ...], ...], labels: tuple[str, ...]) -> list[Line]:
    """The lines of a table that may be shown, the totals' last; ``labels`` has one for each.

    How many people a row has is taken to be known, as a unit's staff is.
    """
    if not counts:
        return [Line(labels[-1], (), 0, False)]
    found = suppressed(counts)
    cells, too_few = found.shown(), found.too_few.tolist()
    lines = [Line(label, tuple(row[:-1]), row[-1], few) for label, row, few in zip(labels, cells, too_few, strict=True)]
    return _without_remainder(lines)


def _without_remainder(lines: list[Line]) -> list[Line]:
    """Withhold one total more, so that a unit said to have few people is not what is left of the whole.

    The smallest unit that has something hidden anyway; where none has, the whole: its columns' totals are hidden
    then, or the few would stand bare in them.
    """
    if not any(line.too_few for line in lines[:-1]):
        return lines
    others = [line for line in lines[:-1] if not line.too_few and line.total and None in line.cells]
    veiled = min(others, key=lambda line: line.total or 0, default=lines[-1])
    return [replace(line, total=None) if line is veiled else line for line in lines]


@lru_cache(maxsize=1024)
def suppressed(counts: tuple[tuple[int, ...], ...], *, rows_are_known: bool = True) -> Suppressed:
    """Kept by content: the search and the attack take longer than a page may. To be read only."""
    return suppress(counts, rows_are_known=rows_are_known)


def unless_few(people: int) -> Cell:
    return people if people >= THRESHOLD else None
