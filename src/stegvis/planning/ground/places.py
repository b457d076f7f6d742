"""Where staff work and people live: municipalities and regions as employers, with what is packaged of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MUNICIPALITY, REGION = "municipality", "region"
SECTORS = (MUNICIPALITY, REGION)


@dataclass(frozen=True)
class Place:
    """An employer by its SCB code: four digits of a municipality, two of a region. Metres in SWEREF 99 TM."""

    code: str
    name: str
    county: str
    kind: str
    easting: float = 0.0
    northing: float = 0.0


def rows(name: str) -> list[dict[str, str]]:
    """A packaged table."""
    text = files("stegvis.planning").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def counties() -> dict[str, str]:
    """Code → name, such as ``Västra Götalands län``."""
    return {row["code"]: row["name"] for row in rows("counties.csv")}


@cache
def places() -> dict[str, Place]:
    """The municipalities in the order of their codes, then the regions."""
    found = {
        row["code"]: Place(
            row["code"],
            row["name"],
            row["county_code"],
            MUNICIPALITY,
            float(row["easting_m"]),
            float(row["northing_m"]),
        )
        for row in rows("municipalities.csv")
    }
    for row in rows("counties.csv"):
        found[row["code"]] = Place(row["code"], region_name(row), row["code"], REGION)
    return found


def region_name(row: dict[str, str]) -> str:
    own = {"14": "Västra Götalandsregionen", "04": "Region Sörmland", "06": "Region Jönköpings län"}
    return own.get(row["code"], f"Region {row['name_short']}")


@cache
def municipalities_of(code: str) -> tuple[str, ...]:
    """Whose inhabitants a place serves: itself, or all of the county's."""
    place = places()[code]
    if place.kind == MUNICIPALITY:
        return (code,)
    return tuple(one.code for one in places().values() if one.kind == MUNICIPALITY and one.county == code)


def known(codes: Iterable[str]) -> list[str]:
    """Those that are no places."""
    return [code for code in codes if code not in places()]
