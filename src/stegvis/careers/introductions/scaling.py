"""A programme as one person's own: with days, as long as experience asks for, without what it makes needless."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from stegvis.careers.introductions.content import EXCUSED, Experience, Outline, PlannedStep
from stegvis.foundation.working_days import last_working_day

LENGTH = {Experience.NEW: 100, Experience.EXPERIENCED: 50, Experience.VERY: 25}
"""Per cent of the programme's weeks, by experience."""


@dataclass(frozen=True)
class Plan:
    """``steps`` with the day each is due, in the order of the days; ``shielded_until`` where there is such a time."""

    starts: date
    ends: date
    shielded_until: date | None
    steps: tuple[tuple[PlannedStep, date], ...]


def scaled(outline: Outline, experience: Experience, starts: date) -> Plan:
    """The programme for somebody who begins on ``starts``.

    Weeks are shortened, rounded up; a wheel's themes keep their months and are not shortened, and the first is the
    one of the month in which one begins. Every day but ``starts`` is a working day.
    """
    kept = [step for step in outline.steps if step.audience not in EXCUSED[experience]]
    dated = [(step, _due(step, experience, starts)) for step in kept]
    weeks = shortened(outline.weeks, experience)
    shielded = shortened(outline.shielded_weeks, experience)
    return Plan(
        starts,
        max([end_of_week(starts, weeks), *(due for _step, due in dated)]),
        end_of_week(starts, shielded) if shielded else None,
        tuple(sorted(dated, key=lambda one: one[1])),
    )


def _due(step: PlannedStep, experience: Experience, starts: date) -> date:
    return next_in_month(starts, step.month) if step.month else end_of_week(starts, shortened(step.week, experience))


def shortened(weeks: int, experience: Experience) -> int:
    """Rounded up, so that what has a week keeps one, and what comes later does not come before."""
    return -(-weeks * LENGTH[experience] // 100)


def end_of_week(starts: date, week: int) -> date:
    """The last working day of the seven days that are week ``week`` (from 1) of somebody who begins on ``starts``."""
    return last_working_day(starts + timedelta(days=7 * week - 1))


def next_in_month(starts: date, month: int) -> date:
    """The last working day of ``month``, the next time that it comes on or after ``starts``."""
    found = _end_of_month(starts.year, month)
    return found if found >= starts else _end_of_month(starts.year + 1, month)


def _end_of_month(year: int, month: int) -> date:
    return last_working_day(date(year, month, calendar.monthrange(year, month)[1]))
