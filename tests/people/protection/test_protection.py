"""A protected identity: who may mark it, what everybody else no longer finds, and what stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.models import Reading, Refusal
from stegvis.foundation.audit.queries import names_of, readings_of
from stegvis.people.models import Employment, Evidence, Person, ProtectedIdentity
from stegvis.people.protection import find_employees, protect_identity, protected_people, unprotect_identity
from tests.foundation.access.keys import keys_by_model, keys_shown
from tests.support.cast import START, Cast, grant
from tests.support.database import as_owner

PersonEvent: Any = apps.get_model("people", "PersonEvent")
MarkEvent: Any = apps.get_model("people", "ProtectedIdentityEvent")
OTHERS = ("bosse", "gunilla", "maria", "dag", "eva", "farid", "cecilia")
# What lists, counts and sums are made of: each as a function of nothing, run as the actor.
ASKED: dict[str, Callable[[], Any]] = {
    "persons": lambda: sorted(Person.objects.values_list("given_name", flat=True)),
    "search": lambda: list(Person.objects.filter(given_name__icontains="ann").values_list("given_name", flat=True)),
    "employments": Employment.objects.count,
    "per unit": lambda: list(Employment.objects.values("unit").annotate(n=Count("pk")).values_list("unit", "n")),
    "evidence": lambda: list(Evidence.objects.values_list("person", "code")),
    "joined": lambda: Employment.objects.filter(person__family_name="Exempel").aggregate(n=Count("person"))["n"],
    "marks": ProtectedIdentity.objects.count,
    "history": PersonEvent.objects.count,
}


def anna_of(cast: Cast) -> Person:
    with as_owner():
        person = Person.objects.get(user=cast.anna)
        if not person.evidence.exists():
            Evidence.objects.create(
                person=person, employer=cast.ale, kind="course", code="kurs", title="Kurs", valid_from=START
            )
        return person


def protect(cast: Cast, person: Person) -> int:
    with acting_as(cast.hamid.pk) as hamid:
        return protect_identity(actor=hamid, person=person, note="beslut 17")


def asked(cast: Cast, name: str) -> dict[str, Any]:
    with acting_as(getattr(cast, name).pk):
        return {what: ask() for what, ask in ASKED.items()}


def test_whoever_is_marked_is_out_of_every_list_count_and_sum_as_if_never_employed(cast: Cast) -> None:
    person = anna_of(cast)
    before = {name: asked(cast, name) for name in OTHERS}
    assert protect(cast, person) == 1
    after = {name: asked(cast, name) for name in OTHERS}
    with as_owner():
        ProtectedIdentity.objects.filter(person=person).delete()
        person.evidence.all().delete()
        Employment.objects.filter(person=person).delete()
        key = person.pk
        person.delete()
        PersonEvent.objects.filter(id=key).delete()
    gone = {name: asked(cast, name) for name in OTHERS}
    assert after == gone
    assert {name for name in OTHERS if before[name] != after[name]} == {"bosse", "gunilla"}


def test_the_person_sees_what_they_saw_and_the_handler_what_is_to_be_handled(cast: Cast) -> None:
    person = anna_of(cast)
    before = {name: asked(cast, name) for name in ("anna", "hamid")}
    protect(cast, person)
    after = {name: asked(cast, name) for name in ("anna", "hamid")}
    assert after["anna"] == before["anna"]
    assert before["hamid"] | {"evidence": [], "marks": 1, "history": 1} == before["hamid"]
    assert after["hamid"] == before["hamid"] | {"evidence": [(person.pk, "kurs")], "marks": 2, "history": 2}


def test_both_locks_hide_alike(cast: Cast) -> None:
    protect(cast, anna_of(cast))
    for name in (*OTHERS, "anna", "hamid", "per"):
        with acting_as(getattr(cast, name).pk) as actor:
            assert keys_by_model(lambda model, actor=actor: visible(actor, model)) == keys_shown()


def test_each_employer_lifts_its_own_mark_only(cast: Cast) -> None:
    person = anna_of(cast)
    with as_owner():
        Employment.objects.create(
            person=person,
            employer=cast.molndal,
            unit=cast.molndal_care,
            profession_id="sjukskoterska",
            employee_number="2009",
            valid_from=START,
        )
        other = type(cast.hamid).objects.create_user("h2@example.se", name="H2")
        grant(other, "identity_handler", organisation=cast.molndal)  # type: ignore[arg-type]
    assert protect(cast, person) == 1
    assert protect(cast, person) == 0
    with acting_as(other.pk) as theirs:
        assert list(protected_people(theirs)) == []
        assert protect_identity(actor=theirs, person=person, note="") == 1
    with acting_as(cast.hamid.pk) as hamid:
        assert unprotect_identity(actor=hamid, person=person, note="upphävt") == 1
    assert "Anna" not in asked(cast, "bosse")["persons"]
    with acting_as(other.pk) as theirs:
        assert unprotect_identity(actor=theirs, person=person, note="upphävt") == 1
    assert "Anna" in asked(cast, "bosse")["persons"]


@pytest.mark.parametrize("name", [*OTHERS, "anna"])
def test_only_a_handler_of_the_persons_employer_marks(cast: Cast, name: str) -> None:
    person = anna_of(cast)
    with acting_as(getattr(cast, name).pk) as actor:
        for service in (protect_identity, unprotect_identity):
            with pytest.raises(Refused):
                service(actor=actor, person=person, note="")


def test_the_mark_and_its_reason_are_in_the_handlers_history_only(cast: Cast) -> None:
    person = anna_of(cast)
    protect(cast, person)
    seen = {}
    for name in (*OTHERS, "anna", "hamid"):
        with acting_as(getattr(cast, name).pk):
            seen[name] = [event.pgh_context["reason"] for event in MarkEvent.objects.filter(person=person.pk)]
    assert seen == {name: [] for name in (*OTHERS, "anna")} | {"hamid": ["beslut 17"]}


def test_a_protected_readers_name_is_in_no_log(cast: Cast) -> None:
    """Anna's record was opened by Per, whose identity is protected, and by Bosse."""
    person = anna_of(cast)
    with as_owner():
        for reader in (cast.per, cast.bosse):
            Reading.objects.create(person=person.pk, reader=reader, page="p")
    with acting_as(cast.anna.pk) as anna:
        readers = [reading.reader_id for reading in readings_of(anna, person.pk)]
        assert readers == [cast.bosse.pk, cast.per.pk]
        assert names_of(readers) == {cast.bosse.pk: "Bosse"}
    with acting_as(cast.hamid.pk):
        assert names_of(readers) == {cast.bosse.pk: "Bosse", cast.per.pk: "Per"}


def test_handlers_find_by_name_and_number(cast: Cast) -> None:
    def found(name: str, words: str) -> list[str]:
        with acting_as(getattr(cast, name).pk) as actor:
            return [str(employment.person) for employment in find_employees(actor, words)]

    assert found("hamid", "per") == ["Per Exempel"]
    assert found("hamid", "1001") == ["Anna Exempel"]
    assert found("hamid", "exempel") == ["Anna Exempel", "Bosse Exempel", "Per Exempel"]
    assert found("hamid", "cecilia") == []
    assert found("hamid", " ") == []
    assert found("gunilla", "exempel") == []


def test_the_pages_work_for_the_handler(client: Client, cast: Cast) -> None:
    person = anna_of(cast)
    client.force_login(cast.hamid)
    page = client.get(reverse("people:protected"), {"q": "anna"}).content.decode()
    assert "Per Exempel" in page
    assert reverse("people:protect", args=[person.pk]) in page
    assert client.get(reverse("people:protect", args=[person.pk])).status_code == 200
    assert client.post(reverse("people:protect", args=[person.pk]), {"note": ""}).status_code == 200
    assert client.post(reverse("people:protect", args=[person.pk]), {"note": "beslut"}).status_code == 302
    assert "Anna Exempel" in client.get(reverse("people:protected")).content.decode()
    assert client.get(reverse("people:unprotect", args=[person.pk])).status_code == 200
    assert client.post(reverse("people:unprotect", args=[person.pk]), {"note": "slut"}).status_code == 302
    assert "Anna Exempel" not in client.get(reverse("people:protected")).content.decode()
    with acting_as(cast.anna.pk) as anna:
        assert {reading.reader_id for reading in readings_of(anna, person.pk)} == {cast.hamid.pk}


@pytest.mark.parametrize("name", OTHERS)
def test_to_others_the_pages_are_not_there(client: Client, cast: Cast, name: str) -> None:
    with as_owner():
        keys = [uuid4(), *Person.objects.values_list("pk", flat=True)]
    client.force_login(getattr(cast, name))
    answers = {client.get(reverse("people:protected")).content}
    for key in keys:
        for page in ("people:protect", "people:unprotect"):
            for response in (
                client.get(reverse(page, args=[key])),
                client.post(reverse(page, args=[key]), {"note": "x"}),
            ):
                assert response.status_code == 404
                answers.add(response.content)
    assert len(answers) == 1
    with as_owner():
        assert Refusal.objects.filter(user=getattr(cast, name)).count() == 1 + 4 * len(keys)
