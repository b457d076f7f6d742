"""Swedish working days: neither a weekend, nor a public holiday, nor an eve that is free as one."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

A_DAY = timedelta(days=1)


@cache
def _free(year: int) -> frozenset[date]:
    """Public holidays, with the eves of midsummer, Christmas and the new year."""
    from holidays import DE_FACTO, PUBLIC, country_holidays  # half a second, for who asks

    return frozenset(country_holidays("SE", years=year, categories=(PUBLIC, DE_FACTO)))


def is_working_day(day: date) -> bool:
    return day.isoweekday() < 6 and day not in _free(day.year)


def next_working_day(day: date) -> date:
    """``day``, or the first working day after it."""
    while not is_working_day(day):
        day += A_DAY
    return day


def last_working_day(day: date) -> date:
    """``day``, or the last working day before it."""
    while not is_working_day(day):
        day -= A_DAY
    return day
