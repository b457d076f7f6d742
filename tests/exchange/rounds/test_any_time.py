"""A round that gives places where each begins when it suits: it asks when, and the place has that day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from stegvis.exchange.models import Application, Occasion, RoundWish
from stegvis.exchange.rounds.leading import close_round
from stegvis.exchange.rounds.wishing import add_wishes
from stegvis.foundation.access.verdict import Refused
from tests.exchange.rounds.conftest import a_round, answers, does, draws, publishes
from tests.exchange.support import an_occasion, an_offer
from tests.support.cast import Cast
from tests.support.database import as_owner


@pytest.fixture
def window(cast: Cast) -> Occasion:
    """A hundred days, open since a while."""
    found = an_occasion(an_offer(cast.molndal, cast.gr, given="round", title="På distans", starts_any_time=True))
    now = timezone.now()
    with as_owner():
        found.sessions.all().delete()
        Occasion.objects.filter(pk=found.pk).update(starts=now - timedelta(days=10), ends=now + timedelta(days=100))
        found.refresh_from_db()
    return found


def test_who_begins_when_it_suits_says_when(client: Client, cast: Cast, window: Occasion) -> None:
    given = a_round(cast)
    today = timezone.localdate()
    first, last = today, timezone.localdate(window.ends)
    for wrong in (None, today - timedelta(days=1), last + timedelta(days=1)):
        with pytest.raises(Refused, match="Välj en dag att börja på"):
            does(cast.anna, add_wishes, given.round, occasions=[window.pk], starts_on=wrong)
    client.force_login(cast.anna)
    address = reverse("exchange:round_wish", args=[given.round.pk])
    page = client.get(address).content.decode()
    assert f'name="starts_on" min="{first:%Y-%m-%d}" max="{last:%Y-%m-%d}" required' in page
    assert "Önska alla som har en dag, sist i listan" in page
    for words in ({}, {"starts_on": "i morgon"}):
        page = client.post(address, {"act": "add", "occasion": window.pk} | words, follow=True).content.decode()
        assert "Välj en dag" in page
    day = today + timedelta(days=40)
    page = client.post(address, {"act": "add", "occasion": window.pk, "starts_on": f"{day}"}, follow=True)
    said = f"{date_format(day, 'j F Y')}"
    assert f"du börjar {said}" in page.content.decode()
    client.post(address, {"act": "all"})
    client.force_login(cast.bosse)
    assert f"börjar {said}" in client.get(reverse("exchange:round_team")).content.decode()
    with as_owner():
        kept = list(RoundWish.objects.order_by("rank").values_list("occasion", "starts_on"))
    assert kept == [(window.pk, day), *((one.pk, None) for one in given.days)]
    answers(cast.bosse, given.round, cast.anna)
    does(cast.dag, close_round, given.round)
    publishes(given, draws(given))
    with as_owner():
        place = Application.objects.get()
    assert (place.state, place.occasion_id, place.starts_on) == ("booked", window.pk, day)


@pytest.mark.parametrize(("wished", "begins"), [(1, 5), (40, 20)])
def test_nobody_begins_before_there_is_a_place_or_after_the_window(
    cast: Cast, window: Occasion, wished: int, begins: int
) -> None:
    """The round is published late, or the window has been made smaller meanwhile."""
    given = a_round(cast)
    today = timezone.localdate()
    does(cast.anna, add_wishes, given.round, occasions=[window.pk], starts_on=today + timedelta(days=wished))
    answers(cast.bosse, given.round, cast.anna)
    does(cast.dag, close_round, given.round)
    now = timezone.now()
    with as_owner():
        smaller = {"starts": now + timedelta(days=5), "ends": now + timedelta(days=20)}
        Occasion.objects.filter(pk=window.pk).update(**smaller)
    publishes(given, draws(given))
    with as_owner():
        assert Application.objects.get().starts_on == today + timedelta(days=begins)
