"""What the database alone keeps: no seat twice, nobody in two places."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from stegvis.exchange.models import Application, Occasion, Session
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.support.cast import Cast
from tests.support.database import as_owner


def taken(occasion: Occasion) -> int:
    with as_owner():
        return Occasion.objects.get(pk=occasion.pk).taken


def turn(application: Application, state: str) -> None:
    with as_owner():
        Application.objects.filter(pk=application.pk).update(state=state)


@pytest.fixture
def occasion(cast: Cast) -> Occasion:
    return an_occasion(an_offer(cast.molndal, cast.gr), seats=1)


def test_the_database_counts_the_seats_and_refuses_one_more(cast: Cast, occasion: Occasion) -> None:
    first = an_application(occasion, cast.anna)
    with pytest.raises(IntegrityError, match="no seat is free"), transaction.atomic():
        an_application(occasion, cast.bosse)
    waiting = an_application(occasion, cast.bosse, "waiting")
    assert taken(occasion) == 1

    turn(first, "withdrawn")
    assert taken(occasion) == 0
    turn(waiting, "booked")
    turn(waiting, "attended")
    assert taken(occasion) == 1


def test_seats_cannot_be_lowered_below_those_taken(cast: Cast, occasion: Occasion) -> None:
    an_application(occasion, cast.anna)
    with pytest.raises(IntegrityError, match="no_more_seats_taken"), as_owner(), transaction.atomic():
        Occasion.objects.filter(pk=occasion.pk).update(seats=0)


def test_no_seat_of_what_is_called_off(cast: Cast, occasion: Occasion) -> None:
    with as_owner():
        Occasion.objects.filter(pk=occasion.pk).update(state="cancelled")
    with pytest.raises(IntegrityError, match="no seat is free"), transaction.atomic():
        an_application(occasion, cast.anna)


def test_nobody_sits_in_two_places_at_one_time(cast: Cast, occasion: Occasion) -> None:
    other = an_occasion(an_offer(cast.ale), starts=occasion.starts + timedelta(hours=7), seats=9)
    after = an_occasion(an_offer(cast.ale), starts=occasion.ends, seats=9)
    an_application(occasion, cast.anna)
    an_application(other, cast.bosse)
    an_application(after, cast.anna)
    with pytest.raises(IntegrityError, match="nobody_sits_in_two_places"), transaction.atomic():
        an_application(other, cast.anna)
    an_application(other, cast.anna, "waiting")
    assert (taken(occasion), taken(other), taken(after)) == (1, 1, 1)


def test_an_occasion_moved_onto_another_is_refused_for_who_sits_in_both(cast: Cast, occasion: Occasion) -> None:
    other = an_occasion(an_offer(cast.ale), days=60)
    an_application(occasion, cast.anna)
    an_application(other, cast.anna)
    with pytest.raises(IntegrityError, match="nobody_sits_in_two_places"), as_owner(), transaction.atomic():
        Session.objects.filter(occasion=other).update(starts=occasion.starts, ends=occasion.ends)
    with as_owner():
        Session.objects.filter(occasion=other).update(starts=occasion.ends, ends=occasion.ends + timedelta(hours=1))
    an_application(an_occasion(an_offer(cast.ale), days=60), cast.anna)
