"""The pages of a round: few queries, kind answers, and nothing of others."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stegvis.exchange.models import Round, RoundResult, RoundWish
from stegvis.exchange.rounds import openness
from tests.exchange.rounds.conftest import Given, draws, publishes, sets_up
from tests.support.cast import Cast
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


@pytest.mark.parametrize(("fewest", "tells"), [(1, True), (5, False)])
def test_ones_number_is_told_where_there_is_a_document_to_find_it_in(
    client: Client, wished: Given, monkeypatch: pytest.MonkeyPatch, fewest: int, tells: bool
) -> None:
    monkeypatch.setattr(openness, "FEWEST", fewest)
    publishes(wished, draws(wished))
    said = page(client, wished.cast.anna, "round_outcome", wished.round)
    with as_owner():
        number = RoundWish.objects.filter(name__startswith="Anna", rank=1).get().number
        assert bool(RoundResult.objects.get(is_published=True).document) == tells
    assert (f"I det publicerade underlaget är du nummer {number}." in said) == tells
    assert ("Regeln och underlaget</a>" in said, "Regeln</a>" in said) == (tells, not tells)


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


def test_a_page_that_is_sent_twice_sets_up_one_round(client: Client, cast: Cast) -> None:
    """And another, where something else is written on it."""
    client.force_login(cast.dag)
    address = reverse("exchange:round_new")
    form = client.get(address).context["form"]
    sent = {one.name: one.value() or "" for one in form} | {"title": "Våren", "closes_on": form["opens_on"].value()}
    first, again = (client.post(address, sent) for _n in range(2))
    assert first.status_code == 302
    assert first.url == again.url
    assert client.post(address, sent | {"title": "Hösten"}).url != first.url
    with as_owner():
        assert sorted(Round.objects.values_list("title", flat=True)) == ["Hösten", "Våren"]


def test_half_a_row_is_said_and_a_stale_page_keeps_what_was_typed(client: Client, given: Given) -> None:
    cast = given.cast
    with as_owner():
        Round.objects.update(state="cancelled")
    found = sets_up(cast.dag, cast.gr, has_crossing=True)
    address = reverse("exchange:round_places", args=[found.pk])
    client.force_login(cast.dag)
    typed = {"tak-0": 3, "namn-1": "A", "tak-1": 2, "inom-1": "A", "fran-0": cast.ale.pk, "till-1": cast.ale.pk}
    form = client.post(address, typed).context["form"]
    row = ["Ange båda arbetsgivarna och hur många, eller töm hela raden."]
    assert form.errors == {
        "namn-0": ["Ge kvoten ett namn, eller töm hela raden."],
        "inom-1": ["En kvot kan inte ligga inom sig själv."],
        **dict.fromkeys(("till-0", "hogst-0", "fran-1", "hogst-1"), row),
    }
    assert not any(name.startswith("egna-") for name in form.fields)
    kept = {f"ger-{given.days[0].pk}": "on", "namn-0": "Alla", "tak-0": 1}
    assert client.post(address, {"namn-0": "", "tak-0": ""}).status_code == 302
    assert not any(one.value() for _one, one, _own, _quota in client.get(address).context["form"].occasion_rows)
    assert client.post(address, kept).status_code == 302
    with as_owner():
        Round.objects.filter(pk=found.pk).update(state="open")
    said = client.post(address, kept).content.decode()
    assert "Omgången är öppen. Vad som fördelas" in said
    assert 'value="Alla"' in said
    assert client.get(address).status_code == 302
    client.force_login(cast.anna)
    wish = reverse("exchange:round_wish", args=[found.pk])
    client.post(wish, {"act": "add", "occasion": given.days[0].pk})
    said = client.post(wish, {"act": "begin"}, follow=True).content.decode()
    with as_owner():
        word = RoundWish.objects.get(round=found).company
    assert len(word) == 10
    assert all(
        words in said for words in (word, "Ingen har skrivit ditt ord än", "Ge ordet nedan till den du vill åka med")
    )
    said = client.post(wish, {"act": "withdraw"}, follow=True).content.decode()
    assert "Dina önskemål är återtagna" in said
    assert "kommit överens om att åka" in page(client, cast.anna, "round", found)
