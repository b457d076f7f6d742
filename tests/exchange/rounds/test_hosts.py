"""What a host may do with an offer that stands in a round: nothing that breaks the round, and never without a word."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from stegvis.exchange.models import Offer, Round
from stegvis.exchange.offers.content import Parts
from stegvis.exchange.offers.services import change_offer, delete_offer, take_back_offer
from stegvis.exchange.rounds.checks import problems_of
from stegvis.exchange.rounds.drawing import setting_of
from stegvis.exchange.rounds.leading import cancel_round, close_round, open_round
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from tests.careers.told import unread
from tests.exchange.rounds.conftest import Given, acting, all_wish, does, draws, outcomes, publishes, sets_up
from tests.support.database import as_owner


def host_does(given: Given, service: Any, **words: Any) -> Any:
    """Maria leads the unit in Mölndal that offers the days."""
    with acting_as(given.cast.maria.pk) as actor:
        return service(actor=actor, offer_id=given.offer.pk, **words)


NARROWER: list[dict[str, Any]] = [
    {"facts": {"audience": "own"}},
    {"facts": {"audience": "invited"}, "parts": Parts(invited=[])},
]


def test_nobody_is_shut_out_of_what_a_round_gives(given: Given) -> None:
    """Nor is it taken back or deleted, wished for or not; it may be for more."""
    cast = given.cast
    for words in NARROWER:
        with pytest.raises(Refused, match="fördelas i en omgång, enligt dess publicerade regel"):
            host_does(given, change_offer, **words)
    for service in (take_back_offer, delete_offer):
        with pytest.raises(Refused, match=r"i en omgång\. Ställ in det i stället"):
            host_does(given, service)
    wider = {"facts": {"audience": "invited"}, "parts": Parts(invited=[cast.ale.pk, cast.university.pk])}
    assert host_does(given, change_offer, **wider).audience == "invited"
    assert host_does(given, change_offer, facts={"audience": "everybody"}).audience == "everybody"
    with as_owner():
        assert Offer.objects.get().state == "published"


def test_what_stands_in_a_round_that_is_set_up_is_kept_and_said(client: Client, given: Given) -> None:
    """Whoever offers it may take it back or keep it for themselves, and who leads the round reads it before opening."""
    cast = given.cast
    does(cast.dag, cancel_round, given.round, why="Vi börjar om")
    found = sets_up(cast.dag, cast.gr)
    said = ["”En dag med rehab” erbjuds inte längre dem som omgången är för. Välj tillfällena på nytt."]
    changes: list[tuple[Any, dict[str, Any]]] = [
        (take_back_offer, {}),
        (change_offer, {"facts": {"audience": "own"}}),
    ]
    for service, words in changes:
        with transaction.atomic():
            host_does(given, service, **words)
            with acting(cast.dag, found) as leading:
                assert problems_of(setting_of(**leading)) == said
            with pytest.raises(Refused, match="erbjuds inte längre"):
                does(cast.dag, open_round, found)
            client.force_login(cast.dag)
            assert said[0] in client.get(reverse("exchange:round_lead", args=[found.pk])).content.decode()
            transaction.set_rollback(True)
    host_does(given, take_back_offer)
    with pytest.raises(Refused, match="Be den som leder omgången att ta bort det"):
        host_does(given, delete_offer)
    with as_owner():
        found.occasions.all().delete()
    with pytest.raises(Refused, match="i en omgång som har ställts in"):
        host_does(given, delete_offer)


@pytest.mark.parametrize("change", [{"audience": "own"}, {"state": "draft"}])
def test_a_round_is_drawn_whatever_has_become_of_an_offer(client: Client, given: Given, change: dict[str, str]) -> None:
    """Such as when the host has left the collaboration: who leads the round need not see it. A draft has no places."""
    all_wish(given)
    with as_owner():
        Offer.objects.update(**change)
    does(given.cast.dag, close_round, given.round)
    result = draws(given)
    client.force_login(given.cast.dag)
    assert client.get(reverse("exchange:round_lead", args=[given.round.pk])).status_code == 200
    assert publishes(given, result) == (0 if "state" in change else 2)
    assert client.get(reverse("exchange:round_lead", args=[given.round.pk])).status_code == 200
    with as_owner():
        assert Round.objects.get().state == "published"
    if "state" in change:
        assert set(outcomes(given.round)["Cecilia"]) == {"no_places"}


@pytest.mark.parametrize("whole", [True, False])
def test_who_wishes_is_told_when_it_is_called_off(client: Client, given: Given, whole: bool) -> None:
    """Of a day or of the whole offer: it is marked where it stands, has no part in the draw, and gives no place."""
    cast, first = given.cast, given.days[0]
    all_wish(given)
    client.force_login(cast.maria)
    address = reverse(
        "exchange:cancel_offer" if whole else "exchange:cancel_occasion", args=[given.offer.pk if whole else first.pk]
    )
    said = client.get(address).content.decode()
    assert "Det önskas i en omgång" in said
    assert "Ingen har sökt" not in said
    said = client.post(address, {"skal": "Sjukdom"}, follow=True).content.decode()
    assert "Inställt. 4 personer har fått besked." in said
    told = f"”En dag med rehab” den {date_format(localtime(first.starts))}, som du önskar i ”Vårens hospitering”, är"
    assert f"{told} inställt: Sjukdom" in unread(cast.cecilia)
    assert [len([one for one in unread(user) if "inställt" in one]) for user in (cast.anna, cast.maria)] == [
        1 + whole
    ] * 2
    pages = ((cast.anna, "round_wish"), (cast.anna, "round"), (cast.dag, "round_lead"))
    for user, name in pages:
        client.force_login(user)
        assert "Inställt</" in client.get(reverse(f"exchange:{name}", args=[given.round.pk])).content.decode(), name
    client.force_login(cast.bosse)
    assert "Inställt</" in client.get(reverse("exchange:round_team")).content.decode()
    does(cast.dag, close_round, given.round)
    assert publishes(given, draws(given)) == (0 if whole else 1)
    assert outcomes(given.round)["Cecilia"] == (["cancelled"] * 2 if whole else ["cancelled", "placed"])
    client.force_login(cast.cecilia)
    page = reverse("exchange:round_outcome", args=[given.round.pk])
    assert "Det ställdes in: Sjukdom" in client.get(page).content.decode()
    places = client.get(reverse("exchange:round", args=[given.round.pk])).context["places"]
    assert [seats for _one, seats in places] == [0, 0]
