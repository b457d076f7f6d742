from __future__ import annotations

from datetime import date, timedelta

from stegvis.foundation.working_days import is_working_day, last_working_day, next_working_day

FREE_IN_2026 = ["01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-19", "12-24", "12-25", "12-31"]
"""Those that are no Saturday or Sunday, from the almanac."""


def test_the_free_weekdays_of_a_year_are_the_almanacs() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    free = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not is_working_day(day)]
    assert free == FREE_IN_2026
    assert not any(is_working_day(day) for day in days if day.weekday() > 4)


def test_the_day_itself_or_the_nearest() -> None:
    assert next_working_day(date(2026, 12, 23)) == last_working_day(date(2026, 12, 27)) == date(2026, 12, 23)
    assert next_working_day(date(2026, 12, 31)) == date(2027, 1, 4)
