"""Weeks as they are numbered in Sweden (ISO 8601): from Monday, the first is the one that holds 4 January."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from stegvis.engine.capacity.check import amount, length
from stegvis.engine.capacity.model import Array
from stegvis.engine.forecast.model import ModelError


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


def iso_weeks(first: IsoWeek, weeks: int) -> list[IsoWeek]:
    """So many weeks from the first, also over New Year. Raises ValueError for a first that there is not."""
    return [IsoWeek.of(first.monday + timedelta(weeks=n)) for n in range(weeks)]


def spread(totals: Array, profile: Array) -> Array:
    """(W, A) the period's ``totals`` (A,) by week as the ``profile`` (W,) or (W, A) has it. Sums are kept.

    Raises ModelError where a profile is nothing but 0.
    """
    amount("totals", totals)
    amount("profile", profile)
    shares = profile[:, None] if profile.ndim == 1 else profile
    length("profile", shares, (len(profile), len(totals)))
    whole = shares.sum(axis=0)
    if np.any(whole <= 0):
        raise ModelError("profile", "profile_sums_to_zero", (int(np.argmin(whole)),))
    return np.asarray(totals * shares / whole, dtype=float)
