"""Inviting staff: whom a letter goes to, once, and what comes of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.jobs.progress import no_progress
from stegvis.organisations.models import Invitation, Unit
from stegvis.organisations.queries import open_invitations
from stegvis.people.inviting import invite_units, start_inviting, without_login
from stegvis.people.models import Employment, Person
from stegvis.people.next_steps import next_steps
from tests.organisations.people import answer
from tests.support.cast import START, Cast
from tests.support.database import as_owner

ADDRESS = "/personal/bjud-in/"


def registered(
    unit: Unit, number: str, email: str = "", *, name: tuple[str, str] = ("Nina", "Ny"), born: int = 1990, **more: Any
) -> Employment:
    """Somebody whom a staff list has brought in."""
    given, family = name
    with as_owner():
        person = Person.objects.create(
            registered_by=unit.organisation, given_name=given, family_name=family, birth_year=born
        )
        return Employment.objects.create(
            person=person,
            employer=unit.organisation,
            unit=unit,
            profession_id="sjukskoterska",
            employee_number=number,
            email=email,
            valid_from=START,
            **more,
        )


def told(user: User) -> list[tuple[str, int, int, int, int]]:
    with acting_as(user.pk) as actor:
        return [(r.unit.name, r.total, r.ready, r.waiting, r.without_address) for r in without_login(actor)]


def send(user: User, capture: Any, *units: Unit) -> int:
    with capture(execute=True), acting_as(user.pk) as actor:
        return invite_units(actor=actor, units=[unit.pk for unit in units], progress=no_progress)


def token_in(letter: Any) -> str:
    found = re.search(r"/inbjudan/(\S+)/", letter.body)
    assert found
    return found[1]


@pytest.fixture
def staff(cast: Cast) -> dict[str, Employment]:
    ended = {"valid_to": timezone.localdate() - timedelta(days=1)}
    return {
        "nina": registered(cast.ale_north, "501", "Nina@example.se"),
        "bare": registered(cast.ale_north, "502"),
        "one": registered(cast.ale_north, "503", "gruppen@example.se"),
        "other": registered(cast.ale_south, "504", "gruppen@example.se"),
        "south": registered(cast.ale_south, "505", "sara@example.se"),
        "ended": registered(cast.ale_south, "506", "slutat@example.se", **ended),
        "elsewhere": registered(cast.molndal_care, "507", "molndal@example.se"),
    }


def test_who_can_be_written_to_is_told_by_unit(cast: Cast, staff: dict[str, Employment]) -> None:
    assert told(cast.gunilla) == [("Hemsjukvård norr", 3, 1, 0, 2), ("Hemsjukvård söder", 2, 1, 0, 1)]
    with acting_as(cast.gunilla.pk) as actor:
        assert [step.title for step in next_steps(actor)][1:] == ["5 personer saknar inloggning"]
    for name in ("anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "hamid", "per"):
        assert told(getattr(cast, name)) == []


def test_a_unit_is_invited_once(
    cast: Cast, staff: dict[str, Employment], django_capture_on_commit_callbacks: Any
) -> None:
    assert send(cast.gunilla, django_capture_on_commit_callbacks, cast.ale_north) == 1
    assert [letter.to for letter in mail.outbox] == [["nina@example.se"]]
    assert "Hej Nina Ny" in mail.outbox[0].body
    assert told(cast.gunilla) == [("Hemsjukvård norr", 3, 0, 1, 2), ("Hemsjukvård söder", 2, 1, 0, 1)]
    assert send(cast.gunilla, django_capture_on_commit_callbacks, cast.ale_north) == 0
    with acting_as(cast.gunilla.pk) as actor:
        assert list(open_invitations(actor)) == []  # the staff's own do not crowd those of roles


def test_who_did_not_answer_in_time_can_be_invited_again(
    cast: Cast, staff: dict[str, Employment], django_capture_on_commit_callbacks: Any
) -> None:
    send(cast.gunilla, django_capture_on_commit_callbacks, cast.ale_north)
    with as_owner():
        Invitation.objects.update(expires_at=timezone.now())
    assert send(cast.gunilla, django_capture_on_commit_callbacks, cast.ale_north) == 1
    assert len(mail.outbox) == 2


def test_who_was_sent_no_letter_can_be_invited_again_after_a_while(
    cast: Cast, staff: dict[str, Employment], django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    send(cast.gunilla, django_capture_on_commit_callbacks, cast.ale_north)
    assert told(cast.gunilla)[0] == ("Hemsjukvård norr", 3, 0, 1, 2)
    client = Client()
    client.force_login(cast.gunilla)
    assert "1 brev har inte gått iväg än" in client.get(ADDRESS).content.decode()
    with as_owner():
        Invitation.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert told(cast.gunilla)[0] == ("Hemsjukvård norr", 3, 1, 0, 2)


def test_the_newcomer_sees_their_own_page(
    cast: Cast, staff: dict[str, Employment], client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    send(cast.gunilla, django_capture_on_commit_callbacks, cast.ale_north)
    client.post(f"/inbjudan/{token_in(mail.outbox[0])}/", answer())
    with as_owner():
        assert staff["nina"].person.__class__.objects.get(user__email="nina@example.se") == staff["nina"].person
    assert client.get("/min-utveckling/").status_code == 200
    assert told(cast.gunilla)[0] == ("Hemsjukvård norr", 2, 0, 0, 2)


@pytest.mark.parametrize(
    ("name", "born"), [(("Cecilia", "Exempel"), 1985), (("cecilia", "Gift"), 1985), (("Cecilia", "Exempel"), None)]
)
def test_who_has_a_record_elsewhere_keeps_one(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any, name: tuple[str, str], born: int
) -> None:
    registered(cast.ale_south, "601", "cecilia@example.se", name=name, born=born)
    send(cast.gunilla, django_capture_on_commit_callbacks, cast.ale_south)
    client.force_login(cast.cecilia)
    page = client.get(f"/inbjudan/{token_in(mail.outbox[0])}/").content.decode()
    assert "blir det som är registrerat där en del av din meritportfölj" in page
    assert "Är det inte du?" in page
    client.post(f"/inbjudan/{token_in(mail.outbox[0])}/")
    assert employers_of(cast.cecilia) == ["ale", "molndal"]


@pytest.mark.parametrize(
    ("name", "born"), [(("Uno", "Svensson"), 1971), (("Cecilia", "Exempel"), 1971), (("Uno", "Exempel"), 1985)]
)
def test_a_letter_to_the_wrong_address_makes_nobody_somebody_else(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any, name: tuple[str, str], born: int
) -> None:
    other = registered(cast.ale_south, "601", "cecilia@example.se", name=name, born=born)
    send(cast.gunilla, django_capture_on_commit_callbacks, cast.ale_south)
    client.force_login(cast.cecilia)
    refused = client.post(f"/inbjudan/{token_in(mail.outbox[0])}/")
    assert (refused.status_code, employers_of(cast.cecilia)) == (409, ["molndal"])
    assert "gäller inte dig" in refused.content.decode()
    with as_owner():
        assert Employment.objects.get(pk=other.pk).person_id == other.person_id
        assert not Invitation.objects.exclude(used_at=None).exists()


def test_a_coordinator_in_the_staff_list_comes_to_their_own_page(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    registered(cast.ale_south, "601", "gunilla@example.se", name=("Gunilla", "Exempel"))
    assert send(cast.gunilla, django_capture_on_commit_callbacks, cast.ale_south) == 1
    client.force_login(cast.gunilla)
    client.post(f"/inbjudan/{token_in(mail.outbox[0])}/")
    assert employers_of(cast.gunilla) == ["ale"]


def employers_of(user: User) -> list[str]:
    with as_owner():
        return sorted(Employment.objects.filter(person__user=user).values_list("employer__slug", flat=True))


def test_a_role_sent_to_a_work_address_links_its_person(
    cast: Cast, staff: dict[str, Employment], client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(cast.gunilla)
    form = {"email": "sara@example.se", "place": f"unit-{cast.ale_south.pk}", "role": "unit_manager"}
    shared = form | {"email": "gruppen@example.se", "role": ""}
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/organisation/roller/ny/", form)
        client.post("/organisation/roller/ny/", shared)
    client.logout()
    for letter in mail.outbox:
        client.post(f"/inbjudan/{token_in(letter)}/", answer(letter.to[0]))
        client.logout()
    with as_owner():
        linked = Employment.objects.filter(person__user__isnull=False, employee_number__startswith="50")
        assert [row.employee_number for row in linked] == ["505"]  # a shared address is nobody's


def test_who_may_is_said(cast: Cast, staff: dict[str, Employment]) -> None:
    for user in (cast.bosse, cast.anna, cast.hamid):
        with acting_as(user.pk) as actor, pytest.raises(Refused, match="samordnare"):
            start_inviting(actor=actor, units=[cast.ale_north.pk])
    with acting_as(cast.gunilla.pk) as actor:
        assert invite_units(actor=actor, units=[cast.molndal_care.pk], progress=no_progress) == 0


def test_a_press_starts_the_work_and_a_second_says_what_is_left(
    cast: Cast, staff: dict[str, Employment], client: Client
) -> None:
    client.force_login(cast.gunilla)
    page = client.get(ADDRESS).content.decode()
    assert "Bjud in alla 2" in page
    asked = client.post(ADDRESS).content.decode()
    assert "Skicka 2 brev?" in asked
    assert "Hemsjukvård söder: 1" in asked
    with as_owner():
        assert not Job.objects.exists()
    done = client.post(ADDRESS, {"unit": str(cast.ale_north.pk)})
    with as_owner():
        assert done["Location"] == f"/jobb/{Job.objects.get().pk}/"
    for unit in (str(cast.molndal_care.pk), "x", "0"):
        answered = client.post(ADDRESS, {"unit": unit}, follow=True)
        assert "Där finns ingen att skriva till" in answered.content.decode()
    client.post(ADDRESS, {"sure": "1"})
    with as_owner():
        assert Job.objects.count() == 2


def test_the_page_asks_as_often_however_many_there_are(cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    counts = []
    for first in (700, 800):
        for number in range(first, first + 20):
            registered(cast.ale_north, str(number), f"n{number}@example.se")
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
