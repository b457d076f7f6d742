"""The first page says what is next for each role."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support.cast import Cast
from tests.support.furnished import furnish

NEXT = {
    "anna": [],
    "bosse": [],
    "cecilia": [],
    "dag": ["Hur jämnt modellerna används", "Din samverkan", "Se vad arbetsgivarna efterfrågar"],
    "eva": ["Se vad arbetsgivarna efterfrågar"],
    "farid": ["Se vad arbetsgivarna efterfrågar"],
    "gunilla": ["Håll personallistan aktuell"],
    "hamid": ["Skyddade identiteter"],
}
MENU = {
    "anna": [
        "Min utveckling",
        "Utbud",
        "Mentorskap",
        "Karriärmodeller",
        "Samverkan",
    ],
    "bosse": [
        "Min utveckling",
        "Utbud",
        "Mitt team",
        "Introduktion",
        "Mentorskap",
        "Personal",
        "Karriärmodeller",
        "Planering",
        "Samverkan",
    ],
    "cecilia": [
        "Min utveckling",
        "Utbud",
        "Mentorskap",
        "Karriärmodeller",
        "Samverkan",
    ],
    "dag": ["Utbud", "Mentorskap", "Karriärmodeller", "Enkäter", "Planering", "Roller och enheter", "Samverkan"],
    "eva": ["Utbud", "Karriärmodeller", "Planering"],
    "farid": ["Utbud", "Karriärmodeller", "Planering"],
    "gunilla": [
        "Utbud",
        "Introduktion",
        "Mentorskap",
        "Organisation",
        "Personal",
        "Karriärmodeller",
        "Enkäter",
        "Planering",
        "Roller och enheter",
        "Samverkan",
    ],
    "hamid": ["Utbud", "Karriärmodeller", "Skyddade identiteter", "Samverkan"],
}
MOST_QUERIES = 15


@pytest.mark.parametrize("name", NEXT)
def test_each_role_is_told_what_is_next_and_sees_its_own_menu(
    cast: Cast, client: Client, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(getattr(cast, name))
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(reverse("home"))
    assert [step.title for step in response.context["steps"]] == NEXT[name]
    navigation = re.findall(
        r'<li><a href="[^"]+"[^>]*>(?:<svg.*?</svg>)?\s*([^<]+)</a></li>', response.content.decode()
    )
    assert [str(item["label"]) for item in response.context["navigation"]] == MENU[name]
    assert set(MENU[name]) <= {label.strip() for label in navigation}


def test_the_first_page_asks_no_more_where_much_waits(
    db: None, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    world = furnish()
    told: dict[str, int] = {}
    more: dict[str, int] = {}
    for name in NEXT:
        client.force_login(getattr(world.cast, name))
        with django_assert_max_num_queries(MOST_QUERIES):
            shown = client.get(reverse("home"))
        told[name] = len(shown.context["steps"])
        if "Visa allt som väntar på dig" in shown.content.decode():
            more[name] = len(client.get(f"{reverse('home')}?alla=1").context["steps"])
    assert max(told.values()) == 6
    assert more
    assert min(more.values()) > 6


def test_a_stranger_is_asked_to_log_in(db: None, client: Client) -> None:
    response = client.get(reverse("home"))
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next=/")


@pytest.mark.parametrize("view", ["about", "accessibility"])
def test_the_pages_about_stegvis_are_open(db: None, client: Client, view: str) -> None:
    assert client.get(reverse(view)).status_code == 200
