"""The employer's year as days, against going through every day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.careers.models import YearEntry
from stegvis.careers.plans.wheel import wheel_of
from stegvis.careers.plans.year import PACKAGED, Year, in_year, is_a_day, next_of

DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))


def entry(first: tuple[int, int], last: tuple[int, int], kind: str = "other") -> YearEntry:
    return YearEntry(kind=kind, title="T", from_month=first[0], from_day=first[1], to_month=last[0], to_day=last[1])


def is_within(day: date, first: tuple[int, int], last: tuple[int, int]) -> bool:
    """By the days' names alone; 29 February is taken for the 28th where it is not."""
    ends = [(month, min(number, monthrange(day.year, month)[1])) for month, number in (first, last)]
    here = (day.month, day.day)
    return ends[0] <= here <= ends[1] if first <= last else here >= ends[0] or here <= ends[1]


@given(first=DAYS, last=DAYS, on=st.dates(date(2023, 1, 1), date(2029, 12, 31)))
@settings(max_examples=50)
def test_the_next_time_is_the_first_day_that_is_within(first: tuple[int, int], last: tuple[int, int], on: date) -> None:
    found = next_of(entry(first, last), on)
    day = on
    while not is_within(day, first, last):
        day += timedelta(days=1)
    assert found.first <= day <= found.last
    assert found.last >= on
    assert found.first == day or is_within(on, first, last)


@given(first=DAYS, last=DAYS, start=st.dates(date(2023, 1, 1), date(2027, 12, 31)), days=st.integers(0, 900))
@settings(max_examples=50)
def test_between_holds_every_beginning(first: tuple[int, int], last: tuple[int, int], start: date, days: int) -> None:
    year, end = Year((entry(first, last),)), start + timedelta(days=days)
    begins = [
        day
        for n in range(days + 1)
        if (day := start + timedelta(days=n)) == in_year(entry(first, last), day.year).first
    ]
    assert [one.first for one in year.between(start, end)] == begins


def test_the_packaged_year_is_made_of_days_and_kinds() -> None:
    for kind, title, first, last in PACKAGED:
        assert kind in YearEntry.Kind.values
        assert title
        assert is_a_day(*first)
        assert is_a_day(*last)
    assert [is_a_day(2, 29), is_a_day(2, 30), is_a_day(13, 1), is_a_day(4, 31), is_a_day(0, 1)] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_the_wheel_draws_an_arc_for_each_entry() -> None:
    entries = [entry(first, last, kind) for kind, _title, first, last in PACKAGED]
    entries.append(entry((11, 1), (2, 28)))
    wheel = wheel_of(entries, [f"{n}" for n in range(12)])
    assert [arc.number for arc in wheel.arcs] == list(range(1, 8))
    assert all("nan" not in arc.path for arc in wheel.arcs)
    assert len(wheel.spokes) == 12
    assert wheel_of([], ["x"] * 12).arcs == ()
