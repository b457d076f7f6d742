"""The letters that put a place into the calendar, move it there and take it out, as a calendar reads them."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

import icalendar
import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection

from stegvis.exchange.applying import services
from stegvis.exchange.applying.tasks import send_invitation
from stegvis.exchange.models import Occasion
from stegvis.exchange.offers.occasions import call_off_occasion, change_occasion
from stegvis.exchange.offers.policies import Publisher
from stegvis.exchange.offers.times import hours_on
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.notices.models import Notice
from stegvis.people.models import Employment
from tests.careers.told import calendar
from tests.exchange.applying.conftest import acts, applies, approves, time_passes
from tests.exchange.offers.conftest import day, offered, planned
from tests.exchange.support import an_application
from tests.support.cast import Cast
from tests.support.database import as_owner

TWO = (hours_on(day(30), time(8), time(16)), hours_on(day(31), time(8), time(16)))


@pytest.fixture
def two_days(cast: Cast) -> Occasion:
    """A course of two days, that a manager in Ale offers."""
    offer = offered(cast.bosse, Publisher(cast.ale.pk, unit=cast.ale_north.pk), planned(sessions=TWO, place="Nödinge"))
    with as_owner():
        return offer.occasions.get()


def sent() -> list[EmailMessage]:
    """Runs the letters that wait in the queue, oldest first."""
    mail.outbox.clear()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = 'exchange.applying.send_invitation' RETURNING id, args"
        )
        queued = sorted(cursor.fetchall())
    with as_owner():
        for _id, args in queued:
            send_invitation.func(**json.loads(args))
    return list(mail.outbox)


def in_calendar(kept: dict[str, Any], letters: list[EmailMessage]) -> list[str]:
    """What a calendar does with the files: it heeds one that is not older than what it has. Returns their methods."""
    methods = []
    for letter in letters:
        for part in letter.attachments:
            file: Any = icalendar.Calendar.from_ical(part.get_payload(decode=True))
            (event,) = file.walk("VEVENT")
            before = kept.get(str(event["uid"]))
            assert before is None or event["sequence"] >= before["sequence"]
            kept[str(event["uid"])] = event
            methods.append(str(file["method"]))
    return methods


def days(kept: dict[str, Any]) -> list[str]:
    there = [one for one in kept.values() if str(one["status"]) == "CONFIRMED"]
    return sorted(f"{one['dtstart'].dt:%m-%d} {one['location']}" for one in there)


def subjects(letters: list[EmailMessage]) -> list[tuple[str, list[str]]]:
    return [(letter.subject, letter.to) for letter in letters]


def test_a_place_is_booked_moved_and_called_off_in_the_calendar_too(cast: Cast, two_days: Occasion) -> None:
    (applied,) = applies(cast.cecilia, two_days)
    waits = an_application(two_days, cast.per, "waiting")
    approves(cast.maria, applied)
    assert calendar(cast.cecilia) == [("En dag i hemsjukvården", one.starts) for one in TWO]
    kept: dict[str, Any] = {}
    booked = sent()
    assert subjects(booked) == [("Du har fått plats: En dag i hemsjukvården", ["cecilia@example.se"])]
    assert in_calendar(kept, booked) == ["REQUEST", "REQUEST"]
    assert days(kept) == [f"{day(n):%m-%d} Nödinge" for n in (30, 31)]
    with acting_as(cast.bosse.pk) as actor:
        change_occasion(actor=actor, occasion_id=two_days.pk, planned=planned(sessions=TWO, place="Älvängen"))
    elsewhere = sent()
    assert in_calendar(kept, elsewhere) == ["REQUEST", "REQUEST"]
    assert days(kept) == [f"{day(n):%m-%d} Älvängen" for n in (30, 31)]
    with acting_as(cast.bosse.pk) as actor:
        change_occasion(actor=actor, occasion_id=two_days.pk, planned=planned(40, place="Älvängen"))
    moved = sent()
    assert subjects(elsewhere) == subjects(moved) == [("Ändrad: En dag i hemsjukvården", ["cecilia@example.se"])]
    assert in_calendar(kept, moved) == ["REQUEST", "CANCEL"]
    assert days(kept) == [f"{day(40):%m-%d} Älvängen"]
    with acting_as(cast.bosse.pk) as actor:
        call_off_occasion(actor=actor, occasion_id=two_days.pk, why="Sjukdom")
    off = sent()
    assert subjects(off) == [("Inställt: En dag i hemsjukvården", ["cecilia@example.se"])]
    assert "\n\nSjukdom\n\n" in str(off[0].body)
    assert (in_calendar(kept, off), days(kept), calendar(cast.cecilia)) == (["CANCEL"], [], [])
    with as_owner():  # what a letter has said, the letter of notices need not say; who waited hears it there
        unsent = Notice.objects.filter(mailed_at=None, kind__in=("exchange.booked", "offers.moved", "offers.cancelled"))
        assert {one.user for one in unsent} == {waits.user}


def test_whoever_withdraws_or_leaves_has_it_taken_out(cast: Cast, two_days: Occasion) -> None:
    for is_leaving in (False, True):
        (applied,) = applies(cast.cecilia, two_days)
        approves(cast.maria, applied)
        kept: dict[str, Any] = {}
        in_calendar(kept, sent())
        if is_leaving:
            with as_owner():
                Employment.objects.filter(person=cast.cecilia.person).update(valid_to=day(-1))
            time_passes()
        else:
            acts(cast.cecilia, services.withdraw, applied)
        out = sent()
        assert subjects(out) == [("Inte längre bokad: En dag i hemsjukvården", ["cecilia@example.se"])]
        assert (in_calendar(kept, out), days(kept)) == (["CANCEL", "CANCEL"], [])
