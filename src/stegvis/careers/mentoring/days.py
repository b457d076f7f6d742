"""How long a mentorship lasts, and what is soon."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

SHORTEST, USUAL, LONGEST = 6, 9, 12
"""Months from the first day to the planned end."""
NEAR_THE_END = timedelta(days=30)
"""From here a mentorship that ends is a finished one."""
ANSWER_WITHIN = timedelta(days=30)
"""After so long a question that nobody has answered, and a proposal, give the place back."""


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
