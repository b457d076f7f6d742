"""Personal numbers in all their forms are seen; ordinary numbers and dates are let be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.foundation.documents.identity import holds_personal_number

FORMS = [
    "19850101-1234",
    "198501011234",
    "19850101 1234",
    "850101-1234",
    "8501011234",
    "850101+1234",
    "850101 – 1234",
    "19850161-1234",
    "850161-1234",
    "850101-T234",
    "19850101T234",
    "2085-01-01-1234",
    "20850101-1234",
    "850101-\u200b1234",
    "８５０１０１-1234",
    "nr 850101-1234, se pärm",
    "personnr:850101-1234",
    "T850709-980",
    "t19850709-9801",
    "19000229-1234",
    198501011234,
    198501011234.0,
    8501011234.0,
    501011233.0,  # 0501011233 whose nought the cell has lost
]
OTHERS = [
    "1001",
    "0042",
    "2024-05-31",
    "20240531",
    "2024-05-31 12:30",
    "031-123 45 67",
    "070-123 45 67",
    "T851309-980",
    "T850709980",
    "850001-1234",
    "851301-1234",
    "1234567890",
    "Dnr 2024/1234",
    "SOS-123456789012345",
    "",
    1001.0,
    45413.0,
    501011234.0,
    1234567890123.0,
    True,
    date(1985, 1, 1),
    None,
]


@pytest.mark.parametrize("value", FORMS)
def test_a_personal_number_is_seen(value: object) -> None:
    assert holds_personal_number(value)


@pytest.mark.parametrize("value", OTHERS)
def test_other_values_are_let_be(value: object) -> None:
    assert not holds_personal_number(value)


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.integers(0, 9999),
    st.sampled_from(["", "-", "+", " ", "–"]),
    st.booleans(),
    st.booleans(),
)
def test_every_date_with_four_digits_is_seen(
    born: date, last: int, parting: str, has_century: bool, coordination: bool
) -> None:
    day = born.day + 60 if coordination else born.day
    written = f"{born:%Y%m}{day:02}"[0 if has_century else 2 :] + f"{parting}{last:04}"
    assert holds_personal_number(written)


@pytest.mark.parametrize(
    ("value", "seen"),
    [("0701234567", False), ("8501011234", False), ("8501011236", True), ("850101-1234", True), (8501011234.0, False)],
)
def test_where_nothing_is_kept_a_telephone_number_passes(value: object, seen: bool) -> None:
    assert holds_personal_number(value, unmistakable=True) is seen
