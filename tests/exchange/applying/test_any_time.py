"""Where each begins when it suits: the manager and the host see when, and no window leaves anybody outside it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from stegvis.exchange.applying import services
from stegvis.exchange.models import Application, Occasion, Offer, Round, RoundOccasion, RoundWish, Session
from stegvis.exchange.offers.content import Planned
from stegvis.exchange.offers.notices import _moved
from stegvis.exchange.offers.occasions import change_occasion
from stegvis.exchange.offers.services import change_offer
from stegvis.exchange.offers.times import Hours
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.people.models import Employment
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.support.cast import Cast
from tests.support.database import as_owner


def browser(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def at(days: int, hour: time = time()) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), hour))


def window(offer: Offer, first: int, last: int) -> Occasion:
    """From a day to a day, counted from today."""
    found = an_occasion(offer, starts=at(first))
    with as_owner():
        found.sessions.all().delete()
        Occasion.objects.filter(pk=found.pk).update(ends=at(last, time(23, 59)), apply_by=at(last).date())
        return Occasion.objects.get(pk=found.pk)


@pytest.fixture
def offer(cast: Cast) -> Offer:
    return an_offer(cast.molndal, cast.gr, unit=cast.molndal_care, starts_any_time=True)


def written(occasion: Occasion, first: int, last: int) -> Planned:
    hours = Hours(at(first), at(last, time(23, 59)))
    return Planned(sessions=(hours,), seats=2, apply_by=timezone.localdate(), place="Mölndal")


def test_no_window_shuts_out_whoever_has_said_a_day(cast: Cast, offer: Offer) -> None:
    occasion = window(offer, 10, 200)
    found = an_application(occasion, cast.anna, "booked", starts_on=timezone.localdate() + timedelta(days=150))
    with acting_as(cast.maria.pk) as actor:
        with pytest.raises(Refused, match="1 person börjar en dag utanför dem"):
            change_occasion(actor=actor, occasion_id=occasion.pk, planned=written(occasion, 10, 100))
        change_occasion(actor=actor, occasion_id=occasion.pk, planned=written(occasion, 20, 160))
        with pytest.raises(Refused, match="Det finns ansökningar"):
            change_offer(actor=actor, offer_id=offer.pk, facts={"starts_any_time": False})
    with acting_as(cast.anna.pk):
        said = _moved(Application.objects.select_related("occasion").get(pk=found.pk))
    assert "kl." not in said
    assert "00:00" not in said


def test_hours_go_where_each_begins_when_it_suits(cast: Cast) -> None:
    dated = an_offer(cast.molndal, cast.gr, unit=cast.molndal_care)
    morning = (timezone.localtime() + timedelta(days=30)).replace(hour=8, microsecond=0)
    an_occasion(dated, starts=morning)  # it ends the same day
    with acting_as(cast.maria.pk) as actor:
        change_offer(actor=actor, offer_id=dated.pk, facts={"starts_any_time": True})
        assert not Session.objects.filter(occasion__offer=dated).exists()
        change_offer(actor=actor, offer_id=dated.pk, facts={"starts_any_time": False})
        (hours,) = Session.objects.filter(occasion__offer=dated)
        occasion = dated.occasions.get()
        assert (hours.starts, hours.ends) == (occasion.starts, occasion.ends)


def test_a_window_of_several_days_has_no_hours_to_give(cast: Cast, offer: Offer) -> None:
    window(offer, 10, 200)
    with acting_as(cast.maria.pk) as actor, pytest.raises(Refused, match="flera dagar"):
        change_offer(actor=actor, offer_id=offer.pk, facts={"starts_any_time": False})


def test_a_wish_in_a_round_keeps_its_day_in_the_window(cast: Cast, offer: Offer) -> None:
    occasion = window(offer, 10, 200)
    with as_owner():
        days: dict[str, Any] = {"opens_on": at(0).date(), "closes_on": at(5).date()}
        found = Round.objects.create(collaboration=cast.gr, title="R", state="open", **days)
        RoundOccasion.objects.create(round=found, occasion=occasion, employer=cast.molndal)
        work = Employment.objects.select_related("unit").filter(person__user=cast.anna).earliest("pk")
        RoundWish.objects.create(
            round=found,
            occasion=occasion,
            person_id=work.person_id,
            employer_id=work.employer_id,
            unit=work.unit,
            user=cast.anna,
            profession_id=work.profession_id,
            name="Anna",
            title="T",
            rank=1,
            starts_on=at(150).date(),
        )
    with acting_as(cast.maria.pk) as actor, pytest.raises(Refused, match="1 person börjar"):
        change_occasion(actor=actor, occasion_id=occasion.pk, planned=written(occasion, 10, 100))


def test_the_suggested_window_decides_when_its_day_is_another(cast: Cast, offer: Offer) -> None:
    other = window(offer, 5, 60)
    wished: dict[str, Any] = {"starts_on": timezone.localdate() + timedelta(days=250), "suggested": other}
    found = an_application(window(offer, 100, 300), cast.anna, "declined", **wished)
    with acting_as(cast.anna.pk) as actor:
        taken = services.accept_suggested(actor=actor, application_id=found.pk)
    assert (taken.state, taken.starts_on) == ("booked", timezone.localdate() + timedelta(days=5))


def test_manager_and_host_see_when_somebody_begins(cast: Cast, offer: Offer) -> None:
    day = timezone.localdate() + timedelta(days=150)
    occasion = window(offer, 10, 200)
    an_application(occasion, cast.anna, "held", starts_on=day, answer_by=at(9))
    an_application(occasion, cast.cecilia, "booked", starts_on=day)
    with override("sv"):
        said = date_format(day, "j F Y")
    assert f"börjar {said}" in browser(cast.bosse).get("/mitt-team/ansokningar/").content.decode()
    host = browser(cast.maria)
    page = host.get(f"/utbud/tillfalle/{occasion.pk}/deltagare/").content.decode()
    assert page.count(said) >= 2
    assert "00:00" not in page
    assert str(day) in host.get(f"/utbud/tillfalle/{occasion.pk}/deltagare/", {"export": "csv"}).content.decode()
