"""Every page of the room is reached from the menu, by tabs that are the same wherever one stands."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.cast import Cast
from tests.surveys.asked import Asked, page

PARTS = ("rounds", "questionnaires", "bank", "reports", "codebooks", "interviews")
OF_ROUND = ("round", "round_contacts", "round_replies", "results", "coding", "round_reports")


def tabs(shown: str, label: str) -> tuple[list[str], list[str]]:
    """The addresses of the tabs, and those that are said to be where one stands."""
    found = re.search(rf'aria-label="{label}"><ul>(.*?)</ul>', shown, re.DOTALL)
    assert found, label
    links = re.findall(r'<a href="([^"]+)"( aria-current="page")?>', found[1])
    return [address for address, _here in links], [address for address, here in links if here]


@pytest.mark.parametrize("part", PARTS)
def test_the_parts_of_the_room_lead_to_each_other(client: Client, cast: Cast, part: str) -> None:
    addresses = [reverse(f"surveys:{name}") for name in PARTS]
    shown = page(client, cast.dag, reverse(f"surveys:{part}"))
    assert tabs(shown, "Enkäternas delar") == (addresses, [reverse(f"surveys:{part}")])
    assert f'href="{reverse("surveys:rounds")}"' in page(client, cast.dag, "/")  # the menu


@pytest.mark.parametrize("name", OF_ROUND)
def test_the_pages_of_a_round_lead_to_each_other(client: Client, organisations: Asked, name: str) -> None:
    key = organisations.round.pk
    shown = page(client, organisations.cast.dag, reverse(f"surveys:{name}", args=[key]))
    addresses = [reverse(f"surveys:{one}", args=[key]) for one in OF_ROUND]
    assert tabs(shown, "Omgångens sidor") == (addresses, [reverse(f"surveys:{name}", args=[key])])


def test_persons_have_no_replies_to_look_through(client: Client, persons: Asked) -> None:
    key = persons.round.pk
    shown = page(client, persons.cast.dag, reverse("surveys:round", args=[key]))
    addresses = [reverse(f"surveys:{one}", args=[key]) for one in OF_ROUND if one != "round_replies"]
    assert tabs(shown, "Omgångens sidor") == (addresses, [reverse("surveys:round", args=[key])])
