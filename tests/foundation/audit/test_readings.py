"""The log of readings: also who opened a list or a file with the person in it, once a day."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.audit.models import Reading
from stegvis.foundation.audit.services import record_readings
from tests.support.cast import Cast
from tests.support.database import as_owner

TEAM, FILE, LIST = "careers:team", "careers:team_file", "people:current_list"
STAFF, STAFF_FILE = "people:staff", "people:staff_file"


def noted() -> list[tuple[UUID, int, str]]:
    with as_owner():
        return list(Reading.objects.order_by("page", "id").values_list("person", "reader", "page"))


def test_a_page_is_noted_once_a_day_for_each_person_but_oneself(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    anna, bosse = cast.anna.person.pk, cast.bosse.person.pk
    with acting_as(cast.bosse.pk) as actor:
        record_readings(actor=actor, persons=[anna, bosse, anna], page=TEAM)
        with django_assert_num_queries(1):
            record_readings(actor=actor, persons=[anna, bosse], page=TEAM)
        with django_assert_num_queries(0):
            record_readings(actor=actor, persons=[bosse], page=TEAM)
        record_readings(actor=actor, persons=[anna], page=FILE)
    assert noted() == [(anna, cast.bosse.pk, TEAM), (anna, cast.bosse.pk, FILE)]


def test_the_next_day_it_is_noted_again(cast: Cast) -> None:
    anna = cast.anna.person.pk
    with as_owner():
        Reading.objects.create(person=anna, reader=cast.bosse, page=TEAM)
        Reading.objects.update(at=timezone.now() - timedelta(days=1))
    with acting_as(cast.bosse.pk) as actor:
        record_readings(actor=actor, persons=[anna], page=TEAM)
    assert noted() == [(anna, cast.bosse.pk, TEAM)] * 2


@pytest.mark.parametrize(
    ("name", "address", "page"),
    [
        ("bosse", "/mitt-team/", TEAM),
        ("bosse", "/mitt-team/?export=csv", FILE),
        ("bosse", "/api/v1/team", TEAM),
        ("gunilla", "/personal/import/nuvarande/ale/", LIST),
        ("gunilla", "/personal/", STAFF),
        ("gunilla", "/personal/?export=xlsx", STAFF_FILE),
    ],
)
def test_who_opens_a_list_or_a_file_is_noted_for_those_in_it(
    client: Client, cast: Cast, name: str, address: str, page: str
) -> None:
    reader = getattr(cast, name)
    client.force_login(reader)
    for _ in range(2):
        assert client.get(address).status_code == 200
    shown = {cast.anna.person.pk, *([cast.bosse.person.pk] if name == "gunilla" else [])}
    assert sorted(noted()) == sorted((person, reader.pk, page) for person in shown)


def test_a_part_without_the_person_is_no_reading(client: Client, cast: Cast) -> None:
    client.force_login(cast.bosse)
    for part in ("saknas", "gar-ut", "pensioner", "sarbarhet"):
        assert client.get("/mitt-team/", {"del": part}).status_code == 200
    assert client.get("/mitt-team/?export=pdf").status_code == 404
    assert noted() == []


def test_who_is_not_on_the_page_of_the_staff_list_is_not_noted(client: Client, cast: Cast) -> None:
    client.force_login(cast.gunilla)
    for query in ("?q=bosse", "?q=bosse&export=csv", "?q=nobody", "?export=pdf"):
        client.get(f"/personal/{query}")
    assert noted() == [(cast.bosse.person.pk, cast.gunilla.pk, page) for page in (STAFF, STAFF_FILE)]


def test_the_person_reads_what_was_opened(client: Client, cast: Cast) -> None:
    with as_owner():
        for page in (TEAM, FILE, LIST, STAFF, STAFF_FILE, "careers:person"):
            Reading.objects.create(person=cast.anna.person.pk, reader=cast.bosse, page=page)
    client.force_login(cast.anna)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("people:readings")).content.decode()
    words = ("The team's overview", "The team's overview as a file", "The staff list", "The staff list as a file")
    assert [page.count(f"<td>{one.replace(chr(39), '&#x27;')}</td>") for one in (*words, "Your page")] == [
        1,
        1,
        1,
        2,
        1,
    ]
