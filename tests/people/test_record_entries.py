"""The history in words: no code where there is a title, and nothing that only repeats."""

from __future__ import annotations

from django.test import Client
from django.utils import translation

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.audit.queries import history_of
from stegvis.people.models import Evidence, Person
from stegvis.people.record_entries import Entry, entry_of
from tests.support.cast import START, Cast
from tests.support.database import as_owner


def entries(cast: Cast) -> list[Entry]:
    with acting_as(cast.anna.pk) as actor, translation.override("en"):
        changes = history_of(actor, cast.anna.person.pk)[0:10]
        return [entry_of(change, actor.user, {}) for change in changes]


def register(cast: Cast, kind: str, amount: int = 1, judged_by: str = "") -> Evidence:
    with as_owner():
        return Evidence.objects.create(
            person=cast.anna.person,
            employer=cast.ale,
            kind=kind,
            code="saker-vard",
            title="Säker vård",
            amount=amount,
            valid_from=START,
            judged_by=judged_by,
        )


def test_added_evidence_is_one_line_with_its_details_folded(cast: Cast) -> None:
    register(cast, "course")
    entry = entries(cast)[0]
    assert (entry.heading, entry.folded) == ("Evidence was added", True)
    day = entry.summary.split(" · ")[2]
    assert entry.summary == f"Säker vård · Course · {day} · Employer's staff list"
    assert [label for label, _, _ in entry.fields] == ["Employer", "Kind", "Title", "From", "Source"]


def test_amounts_are_told_in_their_unit_and_judges_by_their_title(cast: Cast) -> None:
    register(cast, "credits", amount=75)
    register(cast, "competence", amount=3, judged_by="yrkesbedomare")
    competence, credits = entries(cast)[:2]
    assert ("Amount", "", "7.5 credits") in credits.fields
    assert ("Rating", "", "3") in competence.fields
    assert ("Judged by", "", "Professional assessor") in competence.fields


def test_a_change_names_the_evidence_and_shows_what_changed(cast: Cast) -> None:
    evidence = register(cast, "course")
    with as_owner():
        Evidence.objects.filter(pk=evidence.pk).update(reference="A-2")
    entry = entries(cast)[0]
    assert entry.heading == "Evidence was changed"
    assert entry.summary.startswith("Säker vård · Course · ")
    assert (entry.folded, entry.fields) == (False, (("Number or reference", "", "A-2"),))


def test_a_person_s_new_log_in_is_told_as_such(cast: Cast) -> None:
    with as_owner():
        person = Person.objects.get(pk=cast.anna.person.pk)
        Person.objects.filter(pk=person.pk).update(user=None)
        Person.objects.filter(pk=person.pk).update(user=cast.anna)
        Person.objects.filter(pk=person.pk).update(birth_year=1980)
    found = entries(cast)
    assert (found[0].heading, found[0].fields[0][2]) == ("Person was changed", "1980")
    assert [one.heading for one in found[1:3]] == ["The connection between you and a log-in was changed"] * 2


def test_the_labels_are_in_the_reader_s_language(cast: Cast) -> None:
    first = {label for entry in entries(cast) for label, _, _ in entry.fields}
    assert {"Employer", "Unit", "Profession", "Registered by"} <= first


def test_the_page_is_swedish_throughout(client: Client, cast: Cast) -> None:
    register(cast, "credits", amount=75, judged_by="yrkesbedomare")
    client.force_login(cast.anna)
    page = client.get("/min-utveckling/historik/").content.decode()
    for words in ("Registrerad av", "Arbetsgivare", "Enhet", "Yrke", "7,5 hp", "Yrkesbedömare", "<summary>Detaljer"):
        assert words in page, words
    assert [word for word in ("Employer", "Registered", "saker-vard", "yrkesbedomare") if word in page] == []
