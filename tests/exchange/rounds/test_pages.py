"""The pages of a round: few queries, kind answers, and nothing of others."""

from __future__ import annotations

import hashlib

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stegvis.exchange.models import RoundResult
from tests.exchange.rounds.conftest import Given, draws, publishes
from tests.support.database import as_owner


def page(client: Client, user: object, name: str, found: object = None) -> str:
    client.force_login(user)
    response = client.get(reverse(f"exchange:{name}", args=[found.pk] if found else []))
    assert response.status_code == 200, name
    assert "no-store" in response.get("Cache-Control", "")
    return response.content.decode()


def test_the_pages_of_a_round(
    client: Client, wished: Given, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cast, found = wished.cast, wished.round
    for user, name in ((cast.bosse, "round_team"), (cast.anna, "rounds")):
        client.force_login(user)
        with django_assert_max_num_queries(15):
            client.get(reverse(f"exchange:{name}"))
    result = draws(wished)
    told = page(client, cast.dag, "round_lead", found)
    assert "Så faller platserna" in told
    assert result.digest in told
    assert result.digest not in page(client, cast.anna, "round", found)
    assert client.get(reverse("exchange:round_outcome", args=[found.pk])).status_code == 404
    publishes(wished, result)
    said = page(client, cast.anna, "round_outcome", found)
    assert "Det som satte den sist antagna före dig" in said
    assert not any(name in said for name in ("Bosse", "Cecilia", "Maria"))
    # Three competed: there are no figures, and the documents are for who leads the round.
    said = page(client, cast.anna, "round", found)
    assert "Färre än fem deltog" in said
    assert "Fick en plats" not in said
    for name in ("round_document", "round_result"):
        assert client.get(reverse(f"exchange:{name}", args=[found.pk])).status_code == 404
    client.force_login(cast.dag)
    content = client.get(reverse("exchange:round_result", args=[found.pk])).content
    assert hashlib.sha256(content).hexdigest() == result.digest
    assert result.digest in page(client, cast.cecilia, "round", found)
    client.force_login(cast.eva)
    for name in ("round", "round_document", "round_result", "round_wish", "round_outcome", "round_lead"):
        assert client.get(reverse(f"exchange:{name}", args=[found.pk])).status_code == 404


def test_what_is_pressed_in_vain_is_said(client: Client, given: Given) -> None:
    client.force_login(given.cast.anna)
    address = reverse("exchange:round_wish", args=[given.round.pk])
    for occasion in (given.days[0].pk, given.days[0].pk):
        answer = client.post(address, {"act": "add", "occasion": occasion}, follow=True)
    assert "Du har redan önskat det." in answer.content.decode()
    assert client.post(address, {"act": "up", "occasion": "²"}).status_code == 404
    assert client.post(address, {"act": "steal"}).status_code == 404
    client.force_login(given.cast.dag)
    lead = reverse("exchange:round_lead", args=[given.round.pk])
    answer = client.post(lead, {"act": "extend", "closes_on": "i morgon"}, follow=True)
    assert "Välj en dag" in answer.content.decode()
    with as_owner():
        assert not RoundResult.objects.exists()
