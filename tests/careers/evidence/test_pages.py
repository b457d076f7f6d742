"""The pages: registering, checking, files that are too large, and who is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.evidence.services import correct_evidence
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.audit.models import Reading
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Employment, Evidence
from tests.careers.evidence.conftest import PDF, course, days
from tests.support.cast import START, Cast
from tests.support.database import as_owner

MOST_QUERIES = 15


def send(client: Client, path: str = "/min-utveckling/underlag/nytt/", **changes: Any) -> Any:
    given = {"employer": "", "what": "course:", "title": "Sårvård", "valid_from": str(days(-10)), **changes}
    return client.post(path, {name: value for name, value in given.items() if value != ""})


def test_a_certificate_is_registered_with_its_document_and_checked(
    cast: Cast, nurses: FrameworkVersion, client: Client
) -> None:
    client.force_login(cast.anna)
    answer = send(client, employer=cast.ale.pk, file=SimpleUploadedFile("intyg.pdf", PDF))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/min-utveckling/underlag/")
    mine = client.get("/min-utveckling/underlag/").content.decode()
    assert ("1 sak väntar på kontroll" in mine, "intyg.pdf" in mine, "Samma fil som" in mine) == (True, True, False)
    with as_owner():
        found = Evidence.objects.get()
    client.force_login(cast.bosse)
    assert "Sårvård" in client.get("/mitt-team/att-kontrollera/").content.decode()
    address = f"/mitt-team/att-kontrollera/{found.pk}/"
    seen = client.get(address).context["form"].initial["seen"]
    unanswered = [{}, {"answer": "accept", "why": "Datum saknas"}]
    said = [client.post(address, {"seen": seen, **given}).content.decode() for given in unanswered]
    assert ("Välj om du godtar" in said[0], "Ta bort texten" in said[1]) == (True, True)
    answer = client.post(address, {"answer": "accept", "how": "Sett intyget", "seen": seen})
    assert answer.headers["Location"] == "/mitt-team/att-kontrollera/"
    assert "Inget väntar på kontroll" in client.get("/mitt-team/att-kontrollera/").content.decode()
    with as_owner():
        found.refresh_from_db()
        pages = set(Reading.objects.values_list("person", "page"))
    assert found.state == "verified"
    person = cast.anna.person.pk
    assert pages == {(person, "careers:evidence_to_check"), (person, "careers:evidence_check")}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"what": ""}, "Vad har du?"),
        ({"what": "licence:"}, "Vad har du?"),
        ({"title": ""}, "Säg vad det heter."),
        ({"what": "credits:"}, "Säg hur många högskolepoäng."),
        ({"what": "reflection:"}, "Skriv din reflektion här."),
        ({"valid_from": "2026-02-30"}, "Från vilket datum"),
        ({"valid_from": str(days(1))}, "Datumet ligger i framtiden"),
        ({"valid_until": str(days(-1))}, "Det gäller inte längre"),
        ({"valid_until": "9999-12-31"}, "för långt bort"),
        ({"file": SimpleUploadedFile("intyg.pdf", b"MZ")}, "Filen är inte PDF"),
        ({"employer": "999999"}, "Läs om sidan"),
        ({"title": "x" * 201}, "Vad det heter"),
    ],
)
def test_what_is_wrong_is_said_on_the_page_and_nothing_is_kept(
    cast: Cast, nurses: FrameworkVersion, client: Client, changes: dict[str, Any], message: str
) -> None:
    client.force_login(cast.anna)
    answer = send(client, **{"employer": cast.ale.pk, **changes})
    assert answer.status_code == 200
    summary = answer.content.decode().partition("ds-error-summary")[2].partition("</div>")[0]
    assert message in summary
    with as_owner():
        assert not Evidence.objects.exists()


def test_a_file_of_eleven_megabytes_is_answered_in_words(cast: Cast, nurses: FrameworkVersion, client: Client) -> None:
    client.force_login(cast.anna)
    large = SimpleUploadedFile("intyg.pdf", PDF + b"x" * 11 * 1024 * 1024)
    answer = send(client, employer=cast.ale.pk, file=large)
    assert (answer.status_code, "större än 10 MB" in answer.content.decode()) == (200, True)


def test_what_was_declined_is_corrected_on_its_page_or_taken_away(cast: Cast, stated: Evidence, client: Client) -> None:
    with as_owner():
        Evidence.objects.update(state="declined", answer="Datum saknas", checked_by=cast.bosse)
    client.force_login(cast.anna)
    assert "Bosse svarar: Datum saknas" in client.get("/min-utveckling/underlag/").content.decode()
    address = f"/min-utveckling/underlag/{stated.pk}/"
    assert "Datum saknas" in client.get(address).content.decode()
    assert send(client, address, title="Sårvård 2").status_code == 302
    with as_owner():
        stated.refresh_from_db()
    assert (stated.state, stated.title, stated.answer) == ("stated", "Sårvård 2", "")
    assert client.post(f"{address}ta-bort/").status_code == 302
    with as_owner():
        assert not Evidence.objects.exists()


def test_after_the_last_day_nothing_is_sent_that_nobody_can_check(cast: Cast, stated: Evidence, client: Client) -> None:
    with as_owner():
        Evidence.objects.update(state="declined", answer="Datum saknas", checked_by=cast.bosse)
        Employment.objects.filter(person=cast.anna.person).update(valid_to=days(-1))
    client.force_login(cast.anna)
    address = f"/min-utveckling/underlag/{stated.pk}/"
    shown = [client.get(path).content.decode() for path in ("/min-utveckling/underlag/", address, "/")]
    said = [("kontrolleras det här inte" in text, f"?som={stated.pk}" in text) for text in shown]
    assert said == [(True, True), (True, True), (False, False)]
    assert "godtogs inte" not in shown[2]
    assert send(client, address, title="Sårvård 2").status_code == 403
    with acting_as(cast.anna.pk) as actor, pytest.raises(Refused, match="arbetar inte kvar"):
        correct_evidence(actor=actor, evidence=stated, statement=course())
    assert client.post(f"{address}ta-bort/").status_code == 302


def test_the_same_file_twice_is_said_to_both(cast: Cast, stated: Evidence, client: Client) -> None:
    client.force_login(cast.anna)
    send(client, employer=cast.ale.pk, title="Trycksår", file=SimpleUploadedFile("annat.pdf", PDF))
    mine = client.get("/min-utveckling/underlag/").content.decode()
    assert [f"Samma fil som ”{title}”" in mine for title in ("Sårvård", "Trycksår")] == [True, True]
    client.force_login(cast.bosse)
    assert "Samma fil som ”Trycksår”" in client.get(f"/mitt-team/att-kontrollera/{stated.pk}/").content.decode()


def test_others_pages_are_not_there(cast: Cast, stated: Evidence) -> None:
    addresses = [
        f"/min-utveckling/underlag/{stated.pk}/",
        "/mitt-team/att-kontrollera/",
        f"/mitt-team/att-kontrollera/{stated.pk}/",
    ]
    found = {}
    for name in ("anna", "bosse", "cecilia", "maria", "gunilla", "hamid", "dag"):
        client = Client()
        client.force_login(getattr(cast, name))
        found[name] = [client.get(address).status_code for address in addresses]
    assert found == {
        "anna": [200, 404, 403],
        "bosse": [404, 200, 200],
        "cecilia": [404, 404, 404],
        "maria": [404, 200, 404],
        "gunilla": [404, 200, 200],
        "hamid": [404, 404, 404],
        "dag": [404, 404, 404],
    }


def test_the_lists_cost_the_same_however_long(
    cast: Cast, nurses: FrameworkVersion, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with as_owner():
        Evidence.objects.bulk_create(
            Evidence(
                person=cast.anna.person,
                employer=cast.ale,
                kind="course",
                code=f"k-{n}",
                title=f"Kurs {n}",
                valid_from=START,
                state="stated",
                source="person",
            )
            for n in range(60)
        )
    for user, path in ((cast.anna, "/min-utveckling/underlag/"), (cast.bosse, "/mitt-team/att-kontrollera/")):
        client.force_login(user)
        client.get(path)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(path).status_code == 200


def test_the_history_tells_what_was_answered(cast: Cast, stated: Evidence, client: Client) -> None:
    client.force_login(cast.anna)
    text = client.get("/min-utveckling/historik/").content.decode()
    assert "Sårvård" in text
