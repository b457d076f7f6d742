"""The calendar behind a secret address, read back by the library and line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import icalendar
import pytest
from django.test import Client

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.notices import calendar
from stegvis.foundation.notices.calendar import Event, as_ics, register_calendar
from tests.support.cast import Cast
from tests.support.database import as_owner


@pytest.fixture(autouse=True)
def own_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """One source, which knows whose calendar it is."""
    monkeypatch.setattr(calendar, "_sources", [])
    register_calendar(days)
    register_calendar(days)


def days(actor: Actor) -> Iterator[Event]:
    yield Event(f"day-{actor.user}", "Intyget går ut; snart, på riktigt", date(2027, 3, 1), link="/min-utveckling/")


def secret(client: Client) -> str:
    """The address as the page shows it, the one time that it does."""
    return str(client.post("/aviseringar/kalender/").context["address"]).removeprefix("http://localhost")


def test_the_address_gives_ones_own_days_without_logging_in(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna)
    address = secret(client)
    assert address not in client.get("/aviseringar/val/").content.decode()
    answer = Client().get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in answer.headers["Cache-Control"]
    (event,) = icalendar.Calendar.from_ical(answer.content).events
    assert (event["uid"], event["summary"], event["dtstart"].dt, event["url"]) == (
        f"day-{cast.anna.pk}@localhost",
        "Intyget går ut; snart, på riktigt",
        date(2027, 3, 1),
        "http://localhost/min-utveckling/",
    )


def test_a_closed_a_replaced_and_a_guessed_address_are_not_there(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna)
    first = secret(client)
    second = secret(client)
    statuses = [Client().get(one).status_code for one in (first, second, "/kalender/gissning.ics")]
    client.post("/aviseringar/kalender/stang/")
    statuses.append(Client().get(second).status_code)
    assert statuses == [404, 200, 404, 404]


def test_a_closed_account_has_no_calendar(cast: Cast, client: Client) -> None:
    client.force_login(cast.anna)
    address = secret(client)
    with as_owner():
        type(cast.anna).objects.filter(pk=cast.anna.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_guessing_is_stopped(cast: Cast) -> None:
    stranger = Client(REMOTE_ADDR="203.0.113.7")
    statuses = [stranger.get(f"/kalender/{n}.ics").status_code for n in range(62)]
    assert statuses == [404] * 60 + [429] * 2


def test_days_and_moments_end_when_they_do() -> None:
    noon = datetime(2027, 1, 5, 12, tzinfo=UTC)
    some = [
        Event("a", "Två dagar", date(2027, 1, 4), date(2027, 1, 5)),
        Event("b", "En timme", noon, noon.replace(hour=13), description="Rum 4"),
    ]
    text = as_ics(some, name="Stegvis", site="https://stegvis.example.se").decode()
    lines = [line for line in text.split("\r\n") if line.partition(":")[0].partition(";")[0] in {"DTSTART", "DTEND"}]
    assert lines == [
        "DTSTART;VALUE=DATE:20270104",
        "DTEND;VALUE=DATE:20270106",
        "DTSTART:20270105T120000Z",
        "DTEND:20270105T130000Z",
    ]
