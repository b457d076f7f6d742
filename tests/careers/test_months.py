"""Months of practice against counting the days one by one."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stegvis.careers.evaluation.months import months_by_group
from stegvis.engine.ladder import day_number

days = st.dates(date(2015, 1, 1), date(2020, 12, 31))
periods = st.lists(st.tuples(st.integers(0, 2), days, st.integers(0, 900)), max_size=8)


def months_in(stretch: list[date]) -> tuple[int, int]:
    """Whole calendar months of unbroken days, and the days left; a month's missing days run into the next."""
    first, end = stretch[0], stretch[-1] + timedelta(days=1)
    months = (end.year - first.year) * 12 + end.month - first.month - (end.day < first.day)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return months, max(
        (end - date(year, month + 1, first.day if first.day < 29 else 28)).days - max(first.day - 28, 0), 0
    )


def by_days(rows: list[tuple[int, date, int]]) -> dict[int, int]:
    worked: dict[int, set[date]] = {}
    for group, first, length in rows:
        worked.setdefault(group, set()).update(first + timedelta(days=n) for n in range(length + 1))
    result = {}
    for group, found in worked.items():
        months = left = 0
        stretch: list[date] = []
        for day in [*sorted(found), date.max]:
            if stretch and day != stretch[-1] + timedelta(days=1):
                whole, rest = months_in(stretch)
                months, left, stretch = months + whole, left + rest, []
            stretch.append(day)
        result[group] = months + left // 30
    return result


@given(rows=periods)
def test_months_are_those_of_the_days_worked(rows: list[tuple[int, date, int]]) -> None:
    group = np.array([row[0] for row in rows], np.int64)
    first = np.array([day_number(row[1]) for row in rows], np.int64)
    last = first + np.array([row[2] for row in rows], np.int64)
    groups, months = months_by_group(group, first, last)
    assert dict(zip(groups.tolist(), months.tolist(), strict=True)) == by_days(rows)


def test_two_halves_of_a_year_are_twelve_months_and_an_overlap_counts_once() -> None:
    def months(*periods: tuple[date, date]) -> int:
        first = np.array([day_number(one) for one, _last in periods])
        last = np.array([day_number(one) for _first, one in periods])
        return int(months_by_group(np.zeros(len(periods), np.int64), first, last)[1][0])

    assert months((date(2020, 1, 1), date(2020, 6, 30)), (date(2020, 7, 1), date(2020, 12, 31))) == 12
    assert months((date(2020, 1, 1), date(2020, 12, 31)), (date(2020, 3, 1), date(2020, 5, 31))) == 12
    assert months((date(2020, 1, 31), date(2020, 2, 29))) == 1
    assert months((date(2020, 1, 1), date(2020, 1, 15)), (date(2020, 3, 1), date(2020, 3, 15))) == 1
