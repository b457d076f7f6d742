"""How long anybody is waited for. Deadlines end at midnight in Stockholm, and never after the occasion has begun."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

MANAGER_DAYS = 7
"""Days that the manager has, from the day when the seat is held. Then it lapses to the waiting list."""
AFTER_LAST_DAY = 2
"""But no more days than these after the last day to apply."""
REMIND_MANAGER = timedelta(days=2)
"""Before the deadline."""
REMIND_PERSON = timedelta(hours=12)
"""Before an offered place goes to the next; they have had 48 hours at most (``stegvis_fill``)."""


def answer_by(today: date, apply_by: date, starts: datetime) -> datetime:
    """Until when the manager may answer, of a seat that is held from today."""
    last = min(today + timedelta(days=MANAGER_DAYS), max(apply_by, today) + timedelta(days=AFTER_LAST_DAY))
    return min(end_of(last), starts)


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
