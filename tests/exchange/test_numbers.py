"""Numbers in the exchange's forms are taken as people write them."""

from __future__ import annotations

from datetime import date

from stegvis.exchange.demand.forms import SeatsForm
from stegvis.exchange.offers.forms import RepeatForm
from stegvis.exchange.pathways.forms import BoundsForm


def test_thousands_stand_apart_and_a_comma_is_refused() -> None:
    def budget(typed: str) -> BoundsForm:
        form = BoundsForm(date(2026, 1, 1), has_next=True, data={"budget": typed})
        form.full_clean()
        return form

    assert budget("900\N{NO-BREAK SPACE}000").cleaned_data["budget"] == 900_000
    assert "utan komma eller punkt" in budget("900,000").errors["budget"][0]
    assert "times" in RepeatForm({"times": "1 2"}).errors
    assert "seats" in SeatsForm({"seats": "1.0"}).errors
