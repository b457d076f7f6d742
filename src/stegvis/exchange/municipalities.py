"""The municipalities as points, for distances and maps. Nothing is asked of anybody outside."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from math import hypot
from pathlib import Path

DATA = Path(__file__).parent / "data" / "municipalities.csv"


@dataclass(frozen=True)
class Municipality:
    """``easting`` and ``northing`` in metres (SWEREF 99 TM), of a point in the middle."""

    code: str
    name: str
    easting: int
    northing: int


@cache
def municipalities() -> dict[str, Municipality]:
    """By SCB's four digits."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = (
            Municipality(row["code"], row["name"], int(row["easting_m"]), int(row["northing_m"]))
            for row in csv.DictReader(file)
        )
        return {row.code: row for row in rows}


def km_between(one: Municipality, other: Municipality) -> int:
    """Kilometres as the crow flies between the middles; 0 within a municipality."""
    return round(hypot(one.easting - other.easting, one.northing - other.northing) / 1000)
