"""Half-years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

_NAMED = re.compile(r"(20\d\d)-([12])")


@dataclass(frozen=True, order=True)
class HalfYear:
    """The first (1) or the second (2) half of a year."""

    year: int
    half: int

    @property
    def starts(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def ends(self) -> date:
        """Its last day."""
        return self.next.starts - timedelta(days=1)

    @property
    def next(self) -> HalfYear:
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    @property
    def before(self) -> HalfYear:
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)

    def __str__(self) -> str:
        return f"{self.year}-{self.half}"


def half_of(day: date) -> HalfYear:
    return HalfYear(day.year, 1 if day.month <= 6 else 2)


def in_words(period: HalfYear) -> str:
    """As in “Autumn 2026”."""
    return f"{_('Spring') if period.half == 1 else _('Autumn')} {period.year}"


def named(text: str) -> HalfYear | None:
    """The one that ``str`` has written, or None."""
    found = _NAMED.fullmatch(text)
    return HalfYear(int(found[1]), int(found[2])) if found else None


def finished(today: date, number: int = 6) -> list[HalfYear]:
    """The latest that are over, the latest first."""
    found = [half_of(today).before]
    while len(found) < number:
        found.append(found[-1].before)
    return found
