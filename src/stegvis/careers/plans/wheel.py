"""The year as a wheel: arcs round a clock of months, January at the top. The list beside it says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from stegvis.careers.models import YearEntry
from stegvis.careers.plans.year import in_year

RADIUS = 100.0
INNERMOST = 40.0
DAYS = 365.25


@dataclass(frozen=True)
class Arc:
    """``path`` is of SVG, ``number`` the entry's in the list, with a place to write it."""

    path: str
    number: int
    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class Spoke:
    """The line where a month begins, and where its first letter stands."""

    x: float
    y: float
    letter_x: float
    letter_y: float
    letter: str


@dataclass(frozen=True)
class Wheel:
    arcs: tuple[Arc, ...]
    spokes: tuple[Spoke, ...]


def wheel_of(entries: Iterable[YearEntry], months: Iterable[str]) -> Wheel:
    """Each entry has a ring of its own, so that those that overlap can be told apart."""
    rows = list(entries)
    width = (RADIUS - INNERMOST) / max(len(rows), 1)
    return Wheel(
        tuple(_arc(row, number, RADIUS - width * (number - 0.5), width) for number, row in enumerate(rows, 1)),
        tuple(_spoke(number, name) for number, name in enumerate(months)),
    )


def _arc(entry: YearEntry, number: int, radius: float, width: float) -> Arc:
    found = in_year(entry, 2023)
    first, last = _turn(found.first), _turn(found.first) + ((found.last - found.first).days + 1) / DAYS
    last = min(last, first + 0.999)
    outer, inner = radius + width * 0.4, radius - width * 0.4
    large = int(last - first > 0.5)
    corners = [_point(outer, first), _point(outer, last), _point(inner, last), _point(inner, first)]
    a, b, c, d = (f"{x:.2f} {y:.2f}" for x, y in corners)
    path = f"M{a}A{outer:.2f} {outer:.2f} 0 {large} 1 {b}L{c}A{inner:.2f} {inner:.2f} 0 {large} 0 {d}Z"
    x, y = _point(radius, (first + last) / 2)
    return Arc(path, number, entry.kind, round(x, 2), round(y, 2))


def _spoke(month: int, name: str) -> Spoke:
    x, y = _point(RADIUS, month / 12)
    letter_x, letter_y = _point(RADIUS + 9, (month + 0.5) / 12)
    return Spoke(round(x, 2), round(y, 2), round(letter_x, 2), round(letter_y, 2), name)


def _turn(day: date) -> float:
    """How far round the year the day begins, months taken as equally long so that the arcs meet the spokes."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (day.month - 1 + (day.day - 1) / (following - day.replace(day=1)).days) / 12


def _point(radius: float, turn: float) -> tuple[float, float]:
    angle = 2 * pi * turn
    return radius * sin(angle), -radius * cos(angle)
