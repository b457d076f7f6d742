"""History as the person reads it: every change, in one order, with who and why; and who has looked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from stegvis.foundation.access.actor import acting_as, give_reason
from stegvis.foundation.audit.models import Reading
from stegvis.foundation.audit.queries import FieldChange, history_of
from stegvis.foundation.audit.services import record_reading
from stegvis.people.models import Employment, Evidence, Person
from tests.support.cast import START, Cast
from tests.support.database import as_owner


@pytest.fixture
def anna(cast: Cast) -> Person:
    """Anna, whose manager has registered a course, changed it with a reason and taken it away."""
    with as_owner():
        person = Person.objects.get(user=cast.anna)
    with acting_as(cast.bosse.pk):
        give_reason("kursintyg")
        course = Evidence.objects.create(
            person=person, employer=cast.ale, kind="course", code="hlr", title="HLR", valid_from=START
        )
    with acting_as(cast.bosse.pk):
        give_reason("fel datum")
        course.valid_until = date(2027, 1, 31)
        course.save()
    with acting_as(cast.bosse.pk):
        course.delete()
    return person


def test_each_change_says_what_when_who_and_why(cast: Cast, anna: Person) -> None:
    with acting_as(cast.anna.pk) as actor, translation.override("en"):
        history = history_of(actor, anna.pk)
        changes = history[0:10]
        assert len(history) == 5
    assert [(c.verb, c.subject, c.user, c.roles, c.reason) for c in changes] == [
        ("delete", "Evidence", cast.bosse.pk, ("unit_manager",), ""),
        ("update", "Evidence", cast.bosse.pk, ("unit_manager",), "fel datum"),
        ("insert", "Evidence", cast.bosse.pk, ("unit_manager",), "kursintyg"),
        ("insert", "Employment", None, (), "test"),
        ("insert", "Person", None, (), "test"),
    ]
    assert changes[1].fields == (FieldChange("valid_until", "Until", None, date(2027, 1, 31)),)
    assert FieldChange("unit", "Unit", None, cast.ale_north) in changes[3].fields


def test_the_order_is_a_sequence_over_all_tables(cast: Cast, anna: Person) -> None:
    """Clocks jump; the numbers do not."""
    with acting_as(cast.anna.pk) as actor:
        sequences = [change.sequence for change in history_of(actor, anna.pk)[0:10]]
    assert sequences == sorted(set(sequences), reverse=True)


def test_pages_cut_the_same_history(cast: Cast, anna: Person) -> None:
    with acting_as(cast.anna.pk) as actor:
        history = history_of(actor, anna.pk)
        assert [history[start : start + 1][0] for start in range(5)] == history[0:5]


@pytest.mark.parametrize(
    ("name", "count"),
    [("anna", 5), ("bosse", 3), ("gunilla", 5), ("hamid", 0), ("cecilia", 0), ("maria", 0), ("farid", 0)],
)
def test_others_read_of_it_what_they_may_read_of_the_rows(cast: Cast, anna: Person, name: str, count: int) -> None:
    with acting_as(getattr(cast, name).pk) as actor:
        assert len(history_of(actor, anna.pk)) == count


def test_the_page_shows_changes_and_readers(client: Client, cast: Cast, anna: Person) -> None:
    with acting_as(cast.bosse.pk) as bosse:
        record_reading(actor=bosse, person=anna.pk, page="careers:person")
    with as_owner():
        Reading.objects.create(person=anna.pk, reader=cast.per, page="careers:person")
    client.force_login(cast.anna)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("people:history")).content.decode()
    for words in ("HLR", "fel datum", "Bosse (Unit manager)", "Hemsjukvård norr", "Stegvis"):
        assert words in page
    readers = client.get(reverse("people:readings")).content.decode()
    assert "Bosse" in readers
    assert "Per<" not in readers
    assert readers.count("<time") == 2


def test_the_pages_stay_within_the_promised_queries(client: Client, cast: Cast, anna: Person) -> None:
    with as_owner():
        for number in range(60):
            Evidence.objects.create(
                person=anna, employer=cast.ale, kind="course", code=f"k{number}", title="K", valid_from=START
            )
            Reading.objects.create(person=anna.pk, reader=cast.bosse, page="p")
        Employment.objects.filter(person=anna).update(title="Specialist")
    client.force_login(cast.anna)
    for name in ("people:history", "people:readings"):
        for page in (1, 2, 3):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(reverse(name), {"page": page}).status_code == 200
            assert len([q for q in queries if not is_savepoint(q)]) <= 15


def is_savepoint(query: Any) -> bool:
    return "SAVEPOINT" in query["sql"]


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "9" * 30])
def test_a_page_that_is_not_there_is_not_found(client: Client, cast: Cast, anna: Person, page: str) -> None:
    client.force_login(cast.anna)
    assert client.get(reverse("people:history"), {"page": page}).status_code == 404


def test_who_is_no_person_here_has_no_history(client: Client, cast: Cast) -> None:
    client.force_login(cast.dag)
    assert [client.get(reverse(f"people:{name}")).status_code for name in ("history", "readings")] == [404, 404]


def test_ones_own_readings_are_not_noted(cast: Cast, anna: Person) -> None:
    with acting_as(cast.anna.pk) as actor:
        record_reading(actor=actor, person=anna.pk, page="p")
    with as_owner():
        assert not Reading.objects.exists()
