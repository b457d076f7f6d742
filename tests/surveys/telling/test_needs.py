"""Needs in order, on the page of demand and by competence area."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stegvis.surveys.telling.needs import KEY, needs_of
from stegvis.surveys.telling.queries import table_of
from tests.surveys.telling.conftest import Given


def test_needs_stand_in_the_order_of_their_shares(told: Given) -> None:
    assert told.told is not None
    needs = needs_of(told.told)
    assert len(needs) == 22
    shares = [one.share for one in needs if one.share is not None]
    assert shares == sorted(shares, reverse=True)
    assert [one.share for one in needs[len(shares) :]] == [None] * (22 - len(shares))
    for one in needs[: len(shares)]:
        assert one.rank == 1 + sum(other > (one.share or 0) for other in shares)
        assert (one.best or 0) <= one.rank <= (one.worst or 0)
    of_area = {one.code for one in needs if "demens-kognition" in one.areas}
    assert of_area == {f"n{at:02}" for at in range(8, 15)}
    table = table_of(told.told, KEY)
    assert table is not None
    assert [table.cell(row.key, "top").value for row in table.rows] == [one.share for one in needs]  # as it is shown


def test_demand_shows_the_newest_ranking_to_whoever_leads_the_round(
    client: Client, told: Given, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(told.cast.dag)
    with django_assert_max_num_queries(16):
        page = client.get(reverse("exchange:demand")).content.decode()
    assert "Behov 2026" in page
    assert "Behoven i ordning" in page
    client.force_login(told.cast.gunilla)
    assert "Behov 2026" not in client.get(reverse("exchange:demand")).content.decode()
