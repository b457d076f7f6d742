"""The needs survey of 2022: the first real source of what is needed. Shares only, as printed (``data/SOURCE.md``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Need:
    """Per cent of the answers. ``adds_up_to`` is 100, but for what was printed otherwise."""

    group: str
    title: str
    acute: int
    valuable: int
    interesting: int
    not_relevant: int
    adds_up_to: int

    @property
    def wanted(self) -> int:
        """Acute and valuable together."""
        return self.acute + self.valuable


@cache
def needs() -> tuple[Need, ...]:
    """What is called acute or valuable by most comes first."""
    with (DATA / "needs_survey_2022.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Need(
                row["topic_group"],
                row["item"],
                int(row["share_acute"]),
                int(row["share_valuable"]),
                int(row["share_interesting"]),
                int(row["share_not_relevant"]),
                int(row["share_sum"]),
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda one: (-one.wanted, -one.acute, one.title)))


@cache
def open_needs() -> tuple[str, ...]:
    """What was asked for in the answerers' own words."""
    with (DATA / "needs_survey_open_needs.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["need"] for row in csv.DictReader(file))
