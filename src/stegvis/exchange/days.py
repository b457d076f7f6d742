"""The days that are taken in: what lies outside is a slip of the pen, which calendars and sums of weeks do not hold."""

from __future__ import annotations

from datetime import date

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
