"""Dates, weeks and numbers the Swedish way."""

from datetime import UTC, date, datetime

from django.template import Context, Template
from django.utils import translation

from stegvis.foundation.components.templatetags.stegvis import parted, percent, under, week


def test_weeks_follow_iso_with_their_own_year() -> None:
    days = [date(2026, 2, 11), date(2027, 1, 1), date(2024, 12, 30)]
    with translation.override("en"):
        assert [week(day) for day in days] == ["w. 7 2026", "w. 53 2026", "w. 1 2025"]


def test_a_moment_belongs_to_the_week_in_stockholm() -> None:
    with translation.override("en"):
        assert week(datetime(2026, 2, 15, 23, 30, tzinfo=UTC)) == "w. 8 2026"


def test_percent_rounds_half_up_and_uses_the_comma() -> None:
    with translation.override("sv"):
        found = [percent(0.875), percent(0.125, 1), percent(1), percent(0.005), percent(12.3456, 2), percent(None)]
    assert found == ["88\u00a0%", "12,5\u00a0%", "100\u00a0%", "1\u00a0%", "1\u00a0234,56\u00a0%", "–"]


def test_a_long_compound_is_parted_where_its_parts_meet() -> None:
    assert parted("Kompetensförsörjningsplan, Ale") == "Kompetens\u00adförsörjnings\u00adplan, Ale"
    assert parted("Kompetens och plan") == "Kompetens och plan"
    page = Template("{% load stegvis %}{{ title|parted }}").render(Context({"title": "A & B"}))
    assert page == "A &amp; B"


def test_each_cell_stands_under_its_head() -> None:
    assert under(("2030", "4,5"), ("År", "Saknas")) == [("År", "2030"), ("Saknas", "4,5")]
