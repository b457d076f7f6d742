"""The professions that a framework may name, from the list that the package carries."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Profession:
    """``licensed`` tells whether Sweden grants a licence (legitimation) for it."""

    code: str
    title_sv: str
    title_en: str
    licensed: bool


@cache
def professions() -> dict[str, Profession]:
    """The packaged professions by code."""
    text = files("stegvis.people").joinpath("data", "professions.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Profession(row["code"], row["title_sv"], row["title_en"], row["licensed"] == "true")
        for row in csv.DictReader(text.splitlines())
    }
