"""Dates are read the same way round in both languages."""

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

DAY = datetime(2025, 1, 31, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("sv", ["31 januari 2025", "2025-01-31", "31 januari 2025 14:05"]),
        ("en", ["31 January 2025", "2025-01-31", "31 January 2025 14:05"]),
    ],
)
def test_the_day_stands_before_the_month(language: str, written: list[str]) -> None:
    with translation.override(language):
        names = ("DATE_FORMAT", "SHORT_DATE_FORMAT", "DATETIME_FORMAT")
        assert [date_format(localtime(DAY), name) for name in names] == written
