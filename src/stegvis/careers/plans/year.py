"""The employer's year (årshjul) as days: when each entry comes next, and the entries to begin from."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from stegvis.careers.models import YearEntry

Kind = YearEntry.Kind

# What most municipalities' years look like: salary talks before the review of April, development talks in the autumn.
PACKAGED: tuple[tuple[str, str, tuple[int, int], tuple[int, int]], ...] = (
    (Kind.SALARY_TALK, "Lönesamtal", (2, 1), (3, 15)),
    (Kind.FOLLOW_UP, "Uppföljning av utvecklingsplaner", (4, 1), (5, 15)),
    (Kind.APPLICATIONS, "Ansökan till höstens utbildningar", (3, 15), (4, 15)),
    (Kind.ASSESSMENT, "Bedömningar inför utvecklingssamtal", (8, 20), (9, 15)),
    (Kind.DEVELOPMENT_TALK, "Utvecklingssamtal", (9, 15), (11, 15)),
    (Kind.APPLICATIONS, "Ansökan till vårens utbildningar", (9, 15), (10, 15)),
)
"""Kind, title, first and last day as (month, day)."""


@dataclass(frozen=True)
class Occasion:
    """An entry in one year: its first and last day."""

    entry: YearEntry
    first: date
    last: date


@dataclass(frozen=True)
class Year:
    """The entries of one employer."""

    entries: tuple[YearEntry, ...]

    @classmethod
    def of(cls, entries: Iterable[YearEntry]) -> Year:
        return cls(tuple(entries))

    def coming(self, on: date, kind: str = "") -> list[Occasion]:
        """The next time of each entry that has not ended on the day, the first to begin first."""
        found = [next_of(one, on) for one in self.entries if not kind or one.kind == kind]
        return sorted(found, key=lambda one: (one.first, one.entry.pk or 0))

    def next(self, on: date, kind: str) -> Occasion | None:
        return next(iter(self.coming(on, kind)), None)

    def between(self, first: date, last: date) -> list[Occasion]:
        """Everything that begins within the days, both counted."""
        years = range(first.year - 1, last.year + 1)
        found = [in_year(one, year) for one in self.entries for year in years]
        return sorted((one for one in found if first <= one.first <= last), key=lambda one: one.first)

    @cached_property
    def kinds(self) -> set[str]:
        return {one.kind for one in self.entries}


def next_of(entry: YearEntry, on: date) -> Occasion:
    """The occasion that runs on the day, or else the first after it."""
    return next(found for year in range(on.year - 1, on.year + 3) if (found := in_year(entry, year)).last >= on)


def in_year(entry: YearEntry, year: int) -> Occasion:
    """The occasion that begins in the year; one that ends earlier in the year than it begins ends in the next."""
    wraps = (entry.to_month, entry.to_day) < (entry.from_month, entry.from_day)
    return Occasion(
        entry, _day(year, entry.from_month, entry.from_day), _day(year + wraps, entry.to_month, entry.to_day)
    )


def _day(year: int, month: int, day: int) -> date:
    """29 February is the 28th in most years."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def is_a_day(month: int, day: int) -> bool:
    """Whether some year has the day."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(2024, month)[1]
