"""Numbers as people type and paste them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from stegvis.foundation.components.fields import NumberField, WholeNumberField

SPACES = (" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}")


def test_numbers_are_taken_as_they_are_written() -> None:
    whole, number = WholeNumberField(), NumberField(decimal_places=1)
    assert {whole.clean(f"900{space}000") for space in SPACES} == {900_000}
    assert [whole.clean(typed) for typed in (" 12 ", "\N{MINUS SIGN}3", "1 200 000", 5)] == [12, -3, 1_200_000, 5]
    assert [whole.clean(f"{minus}5") for minus in "-\u2010\u2011\u2212"] == [-5] * 4
    assert {number.clean(typed) for typed in ("7,5", "7.5", " 7,5 ", Decimal("7.5"))} == {Decimal("7.5")}
    assert number.clean("1\N{NO-BREAK SPACE}200,5") == Decimal("1200.5")


@pytest.mark.parametrize("typed", ["7,5", "7,0", "900,000", "900.000", "1 2 3", "90 00", "1_0", "sju", "12 000,5"])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="utan komma eller punkt"):
        WholeNumberField().clean(typed)
