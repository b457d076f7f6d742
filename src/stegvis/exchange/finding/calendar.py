"""Occasions as weeks on a page, and as files that calendar programs read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from stegvis.exchange.days import FIRST_DAY, LAST_DAY
from stegvis.exchange.models import Occasion
from stegvis.foundation.notices.calendar import Event

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Day:
    """``entries`` are offers that begin on the day, with their titles; ``is_outside`` the month that is shown."""

    day: date
    is_outside: bool
    is_today: bool
    entries: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Grid:
    """Whole weeks, Monday first. ``before`` and ``after`` are days of the neighbouring months, None past the edge."""

    first: date
    last: date
    weeks: tuple[tuple[Day, ...], ...]
    before: date | None
    after: date | None

    @property
    def days(self) -> list[Day]:
        """The days on which something begins."""
        return [day for week in self.weeks for day in week if day.entries and not day.is_outside]


def grid_of(beginnings: Iterable[tuple[date, int, str]], first: date, last: date, today: date) -> Grid:
    """The weeks that hold the days from ``first`` to ``last``; a beginning is a day, an offer and its title."""
    by_day: dict[date, dict[int, str]] = defaultdict(dict)
    for day, offer, title in beginnings:
        by_day[day][offer] = title
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday <= last:
        days = (monday + timedelta(days=number) for number in range(7))
        weeks.append(
            tuple(Day(day, not first <= day <= last, day == today, tuple(by_day[day].items())) for day in days)
        )
        monday += A_WEEK
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    return Grid(
        first, last, tuple(weeks), before if before >= FIRST_DAY else None, after if after <= LAST_DAY else None
    )


def month_of(day: date) -> tuple[date, date]:
    """Its first day and its last."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def events_of(occasion: Occasion) -> Iterator[Event]:
    """One for each session; where everybody begins when it suits, the window."""
    offer, link = occasion.offer, reverse("exchange:offer", args=[occasion.offer_id])
    said: dict[str, Any] = {"title": offer.title, "description": offer.summary, "link": link, "place": occasion.place}
    if offer.starts_any_time:
        first, last = timezone.localdate(occasion.starts), timezone.localdate(occasion.ends)
        yield Event(f"occasion-{occasion.pk}", starts=first, ends=last, **said)
        return
    for session in occasion.sessions.all():
        place = session.place or occasion.place
        yield Event(f"session-{session.pk}", starts=session.starts, ends=session.ends, **{**said, "place": place})
