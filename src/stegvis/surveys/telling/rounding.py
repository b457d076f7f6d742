"""Figures as they are told: rounded once, here, so that they are the same wherever they are shown.

Halves go up. Bounds are rounded outwards, so that they still hold.
"""

from __future__ import annotations

import math

from stegvis.surveys.telling.ground import Share
from stegvis.surveys.telling.tables import HIDDEN, Cell, Why

TINY = 1e-9


def rounded(value: float, decimals: int = 0) -> float:
    """A whole number as an int."""
    scale = 10**decimals
    found = math.floor(value * scale + 0.5 + TINY)
    return found / scale if decimals else found


def down(value: float) -> float:
    return math.floor(value + TINY)


def up(value: float) -> float:
    return math.ceil(value - TINY)


def per_cent(share: Share | None, base: int | None) -> Cell:
    """``base`` is 0 where nobody answered, None where it is withheld."""
    if base == 0:
        return Cell(why=Why.NOBODY)
    if share is None:
        return HIDDEN
    if share.low is None or share.high is None:
        return Cell(rounded(100 * share.value))
    return Cell(rounded(100 * share.value), None, down(100 * share.low), up(100 * share.high))


def part_of(part: int | None, whole: int | None) -> Cell:
    """A share of two counts, in per cent."""
    if whole == 0:
        return Cell(why=Why.NOBODY)
    if part is None or whole is None:
        return HIDDEN
    return Cell(rounded(100 * part / whole))


def counted(number: int | None) -> Cell:
    return HIDDEN if number is None else Cell(number)


def figure(value: float | None, base: int | None, decimals: int = 0) -> Cell:
    if base == 0:
        return Cell(why=Why.NOBODY)
    return HIDDEN if value is None else Cell(rounded(value, decimals))
