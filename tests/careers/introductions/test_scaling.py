"""An introduction's days against an obvious reference that walks the calendar day by day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.careers.introductions.content import Audience, Experience, Kind, Outline, PlannedStep, problems_of
from stegvis.careers.introductions.scaling import scaled
from stegvis.foundation.working_days import is_working_day

ORDER = [Experience.NEW, Experience.EXPERIENCED, Experience.VERY]
FACTOR = {Experience.NEW: 1, Experience.EXPERIENCED: 2, Experience.VERY: 4}
FOR = {
    Audience.ALL: set(ORDER),
    Audience.EXPERIENCED: {Experience.NEW, Experience.EXPERIENCED},
    Audience.NEW: {Experience.NEW},
}


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    weeks = draw(st.integers(1, 156))
    wheel = draw(st.booleans())
    steps = []
    for number in range(draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(Kind.values))
        in_month = wheel and kind == Kind.THEME
        steps.append(
            PlannedStep(
                f"Steg {number}",
                kind,
                0 if in_month else draw(st.integers(1, weeks)),
                draw(st.integers(1, 12)) if in_month else 0,
                draw(st.sampled_from(list(Audience))),
            )
        )
    return Outline(weeks, draw(st.integers(0, weeks)), wheel, tuple(steps))


def slow_end_of_week(starts: date, week: int) -> date:
    days = [starts + timedelta(days=n) for n in range(7 * week)]
    return next(day for day in reversed(days) if is_working_day(day))


def slow_month(starts: date, month: int) -> date:
    """The first day from ``starts`` on that is the last working day of its month, in that month."""
    day = starts
    while True:
        later = [day + timedelta(days=n) for n in range(1, 8)]
        rest = [one for one in later if one.month == day.month and is_working_day(one)]
        if day.month == month and is_working_day(day) and not rest:
            return day
        day += timedelta(days=1)


def slow_weeks(weeks: int, experience: Experience) -> int:
    return sum(1 for week in range(weeks) if week % FACTOR[experience] == 0)


@given(outlines(), st.sampled_from(ORDER), st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_the_plan_is_what_walking_the_calendar_gives(outline: Outline, experience: Experience, starts: date) -> None:
    assert problems_of(outline) == []
    plan = scaled(outline, experience, starts)
    kept = [step for step in outline.steps if experience in FOR[Audience(step.audience)]]
    days = {
        step: slow_month(starts, step.month)
        if step.month
        else slow_end_of_week(starts, slow_weeks(step.week, experience))
        for step in kept
    }
    assert dict(plan.steps) == days
    assert [due for _step, due in plan.steps] == sorted(days.values())
    weeks_end = slow_end_of_week(starts, slow_weeks(outline.weeks, experience))
    assert (plan.starts, plan.ends) == (starts, max([weeks_end, *days.values()]))
    shielded = slow_weeks(outline.shielded_weeks, experience)
    assert plan.shielded_until == (slow_end_of_week(starts, shielded) if shielded else None)
    assert all(starts <= due <= plan.ends and is_working_day(due) for due in days.values())


@given(outlines(), st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_more_experience_never_makes_it_longer(outline: Outline, starts: date) -> None:
    plans = [scaled(outline, experience, starts) for experience in ORDER]
    for more, less in pairwise(plans):
        assert {step for step, _due in less.steps} <= {step for step, _due in more.steps}
        assert less.ends <= more.ends
        assert all(due <= dict(more.steps)[step] for step, due in less.steps)


@pytest.mark.parametrize(
    ("starts", "first", "days"),
    [
        (date(2026, 11, 2), 11, "2026-11-30"),  # the theme of the month in which one begins
        (date(2026, 11, 30), 11, "2026-11-30"),  # on its very day
        (date(2026, 10, 31), 11, "2026-11-30"),  # a Saturday after October's day: on with the next
        (date(2027, 12, 30), 12, "2027-12-30"),  # New Year's Eve is free
    ],
)
def test_a_wheel_begins_with_the_month_and_goes_round(starts: date, first: int, days: str) -> None:
    steps = tuple(PlannedStep(f"Tema {month}", Kind.THEME, 0, month) for month in range(1, 13))
    plan = scaled(Outline(52, 0, True, steps), Experience.NEW, starts)
    assert [step.month for step, _due in plan.steps] == [*range(first, 13), *range(1, first)]
    assert f"{plan.steps[0][1]}" == days
    assert plan.ends < date(starts.year + 1, starts.month, 28) + timedelta(days=10)
