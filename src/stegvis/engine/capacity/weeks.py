"""Weeks as they are numbered in Sweden (ISO 8601): from Monday, the first is the one that holds 4 January."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from stegvis.engine.capacity.model import Array
from stegvis.engine.checks import amounts, length
from stegvis.engine.forecast.model import ModelError

SUMMER = range(27, 33)
"""The weeks in which most of a Swedish unit's summer leave is taken."""


class IsoWeek(NamedTuple):
    """A week by its own year, which at New Year need not be the day's. They sort in time."""

    year: int
    week: int

    @classmethod
    def of(cls, day: date) -> IsoWeek:
        year, week, _ = day.isocalendar()
        return cls(year, week)

    @property
    def monday(self) -> date:
        """Raises ValueError for a week that the year has not."""
        return date.fromisocalendar(self.year, self.week, 1)

    def __str__(self) -> str:
        return f"{self.year}-W{self.week:02}"


def weeks_in(year: int) -> int:
    """52, or 53 where the year begins or, if a leap year, ends on a Thursday."""
    return date(year, 12, 28).isocalendar().week


def iso_weeks(first: IsoWeek, weeks: int) -> list[IsoWeek]:
    """So many weeks from the first, also over New Year. Raises ValueError for a first that there is not."""
    return [IsoWeek.of(first.monday + timedelta(weeks=n)) for n in range(weeks)]


def season(
    weeks: Sequence[IsoWeek],
    *,
    summer: Collection[int] = SUMMER,
    share: float = 0.6,
    closed: Collection[IsoWeek] = (),
) -> Array:
    """(W,) the part of a period's production in each week, which sums to 1: ``share`` of an ordinary week's in the
    weeks of ``summer``, none when ``closed``. Raises ModelError where no week is open."""
    amounts("share", np.asarray(share))
    found = np.array([0.0 if week in closed else share if week.week in summer else 1.0 for week in weeks])
    if not found.sum() > 0:
        raise ModelError("weeks", "no_week_open")
    return np.asarray(found / found.sum(), dtype=float)


def spread(totals: Array, profile: Array) -> Array:
    """(W, A) the period's ``totals`` (A,) by week as the ``profile`` (W,) or (W, A) has it. Sums are kept.

    Raises ModelError where a profile is nothing but 0.
    """
    amounts("totals", totals)
    amounts("profile", profile)
    shares = profile[:, None] if profile.ndim == 1 else profile
    length("profile", shares, (len(profile), len(totals)))
    whole = shares.sum(axis=0)
    if np.any(whole <= 0):
        raise ModelError("profile", "profile_sums_to_zero", (int(np.argmin(whole)),))
    return np.asarray(totals * shares / whole, dtype=float)
