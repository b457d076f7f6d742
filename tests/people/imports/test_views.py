"""The pages of the import and the list of staff, as owner, colleague and stranger."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.documents.reading import read_document
from stegvis.organisations.models import Role
from stegvis.people import services
from stegvis.people.imports.preview import Preview
from stegvis.people.models import Evidence, StaffImport
from tests.people.imports.staff_files import EVIDENCE_HEADER, HEADER, ROW, changed, staff, text, workbook
from tests.support.cast import Cast, grant
from tests.support.database import as_owner

CAST = ("anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per")


def statuses(client: Client, cast: Cast, url: str, method: str = "get") -> dict[str, int]:
    found = {}
    for name in CAST:
        client.force_login(getattr(cast, name))
        found[name] = getattr(client, method)(url).status_code
    client.logout()
    found["nobody"] = getattr(client, method)(url).status_code
    return found


def only(allowed: dict[str, int], others: int) -> dict[str, int]:
    return {name: allowed.get(name, others) for name in CAST} | {"nobody": 302}


@pytest.fixture
def uploaded(cast: Cast) -> StaffImport:
    with acting_as(cast.gunilla.pk) as actor:
        made = services.upload_staff_list(
            actor=actor, employer=cast.ale, file_name="lista.xlsx", content=staff(ROW, changed(number="9", unit="?"))
        )
        services.compare_staff_list(actor=actor, import_id=made.pk)
    return made


def test_the_list_is_for_those_who_answer_for_staff(cast: Cast, client: Client) -> None:
    allowed = {"bosse": 200, "maria": 200, "gunilla": 200}
    assert statuses(client, cast, "/personal/") == only(allowed, 403)


def names(client: Client, cast: Cast, user: str, query: str = "") -> list[str]:
    client.force_login(getattr(cast, user))
    page = client.get(f"/personal/{query}").content.decode()
    return re.findall(r'<th scope="row">([^<]+)</th>', page)


def test_each_sees_their_own_and_nobody_a_protected_identity(cast: Cast, client: Client) -> None:
    assert {user: names(client, cast, user) for user in ("bosse", "maria", "gunilla")} == {
        "bosse": ["Anna Exempel", "Bosse Exempel"],
        "maria": ["Cecilia Exempel", "Maria Exempel"],
        "gunilla": ["Anna Exempel", "Bosse Exempel"],
    }
    with as_owner():  # who handles protected identities besides has no larger team
        grant(cast.hamid, Role.UNIT_MANAGER, unit=cast.ale_south)
    assert names(client, cast, "hamid") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=bos", ["Bosse Exempel"]),
        ("?q=exempel+ann", ["Anna Exempel"]),
        ("?q=1003", []),
        ("?q=per", []),
        ("?sort=-name", ["Bosse Exempel", "Anna Exempel"]),
        ("?profession=sjukskoterska&sort=number", ["Anna Exempel", "Bosse Exempel"]),
    ],
)
def test_the_list_is_searched_and_sorted(cast: Cast, client: Client, query: str, found: list[str]) -> None:
    assert names(client, cast, "gunilla", query) == found


def test_the_list_is_filtered_by_a_unit_and_what_is_below_it(cast: Cast, client: Client) -> None:
    both = ["Anna Exempel", "Bosse Exempel"]
    assert names(client, cast, "gunilla", f"?unit={cast.ale_care.pk}") == both
    assert names(client, cast, "gunilla", f"?unit={cast.ale_south.pk}") == []


@pytest.mark.parametrize("query", ["?unit={other}", "?unit=x", "?profession=x", "?sort=x", "?page=-1", "?export=pdf"])
def test_what_is_no_choice_is_no_page(cast: Cast, client: Client, query: str) -> None:
    client.force_login(cast.gunilla)
    assert client.get("/personal/" + query.format(other=cast.molndal_care.pk)).status_code == 404


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_the_export_holds_what_the_list_shows(cast: Cast, client: Client, file_format: str) -> None:
    client.force_login(cast.gunilla)
    content = client.get(f"/personal/?export={file_format}&q=anna").content
    assert [row[0] for row in read_document(content).sheets[0].rows][1:] == ["Anna Exempel"]


def test_the_pages_take_few_queries(cast: Cast, client: Client, uploaded: StaffImport) -> None:
    from django.db import connection

    client.force_login(cast.gunilla)
    counted = {}
    for url in ("/personal/", "/personal/import/", f"/personal/import/{uploaded.pk}/"):
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        counted[url] = len(queries)
    assert max(counted.values()) <= 15, counted


def test_the_import_is_the_coordinator_s(cast: Cast, client: Client, uploaded: StaffImport) -> None:
    assert statuses(client, cast, "/personal/import/") == only({"gunilla": 200}, 403)
    for url in (f"/personal/import/{uploaded.pk}/", "/personal/import/mall/ale/", "/personal/import/nuvarande/ale/"):
        assert statuses(client, cast, url) == only({"gunilla": 200}, 404), url
    assert statuses(client, cast, f"/personal/import/{uploaded.pk}/spara/", "post") == only({"gunilla": 302}, 404)
    assert statuses(client, cast, f"/personal/import/{uploaded.pk}/slang/", "post") == only({"gunilla": 302}, 404)


def test_another_employer_s_template_is_not_there(cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    assert client.get("/personal/import/mall/molndal/").status_code == 404


def send(client: Client, cast: Cast, content: bytes, employer: int | None = None) -> object:
    client.force_login(cast.gunilla)
    file = SimpleUploadedFile("lista.xlsx", content)
    return client.post("/personal/import/", {"employer": employer or cast.ale.pk, "file": file})


def test_an_upload_leads_to_its_preview(cast: Cast, client: Client) -> None:
    response = send(client, cast, staff(ROW))
    with acting_as(cast.gunilla.pk):
        made = StaffImport.objects.get()
    assert response["Location"] == f"/personal/import/{made.pk}/"  # type: ignore[index]
    assert f"/jobb/{made.job_id}/" in client.get(f"/personal/import/{made.pk}/").content.decode()


def test_an_unreadable_upload_is_told_at_once_and_noted_without_its_content(cast: Cast, client: Client) -> None:
    response = send(client, cast, text([["Namn", "Ort"], ["Åsa", "Ale"]]))
    assert "Anställningsnummer" in response.content.decode()  # type: ignore[attr-defined]
    with acting_as(cast.gunilla.pk):
        assert list(StaffImport.objects.values_list("state", "report")) == [("refused", {})]


def test_an_upload_for_another_employer_is_no_choice(cast: Cast, client: Client) -> None:
    response = send(client, cast, staff(ROW), employer=cast.molndal.pk)
    assert response.status_code == 200  # type: ignore[attr-defined]
    with acting_as(cast.gunilla.pk):
        assert StaffImport.objects.count() == 0


def test_the_preview_shows_what_is_new_and_what_is_wrong(cast: Cast, client: Client, uploaded: StaffImport) -> None:
    client.force_login(cast.gunilla)
    page = client.get(f"/personal/import/{uploaded.pk}/").content.decode()
    assert "Åsa O&#x27;Brien-Åkerström" in page
    assert 'name="partial"' in page
    assert re.search(r"<td[^>]*>3</td><td[^>]*>Enhet</td>", page)


CHANGES = {
    "Personal": [
        HEADER,
        changed(number="1001", given_name="Anna", family_name="Ny", unit="NY", valid_from="2020-01-01"),
    ],
    "Underlag": [
        EVIDENCE_HEADER,
        ["1001", "högskolepoäng", "pedagogik", "Pedagogik", "", "7,5", "2012-06-01", "2030-06-01", ""],
    ],
    "Enheter": [["Kod", "Namn", "Överordnad kod"], ["NY", "Nya enheten", "HSV"], ["HSV-S", "Södra", "HSV"]],
}


def test_the_preview_tells_for_each_person_what_changes_in_words(cast: Cast, client: Client) -> None:
    from tests.support import database

    with database.as_owner():
        Evidence.objects.create(
            person=cast.anna.person,
            employer=cast.ale,
            kind="credits",
            code="pedagogik",
            title="Pedagogik",
            amount=150,
            valid_from=date(2012, 6, 1),
        )
    client.force_login(cast.gunilla)
    with acting_as(cast.gunilla.pk) as actor:
        made = services.upload_staff_list(
            actor=actor, employer=cast.ale, file_name="lista.xlsx", content=workbook(CHANGES)
        )
        services.compare_staff_list(actor=actor, import_id=made.pk)
        found = Preview(StaffImport.objects.get(pk=made.pk)).changed
    assert [(one.name, one.number, [(li.about, li.field, li.old, li.new) for li in one.lines]) for one in found] == [
        (
            "Anna Exempel",
            "1001",
            [
                ("", "Efternamn", "Exempel", "Ny"),
                ("", "Enhet", "Hemsjukvård norr (HSV-N)", "Nya enheten (NY)"),
                ("Pedagogik", "Omfattning", "15,0", "7,5"),
                ("Pedagogik", "Till", "", "2030-06-01"),
            ],
        ),
        ("Södra", "HSV-S", [("", "Namn", "Hemsjukvård söder", "Södra")]),
    ]
    page = client.get(f"/personal/import/{made.pk}/").content.decode()
    assert page.count('<th scope="row">Anna Exempel</th>') == 1
    assert '<td data-label="Enhet">' not in page


def test_the_preview_names_the_profession_and_unit_of_the_new(
    cast: Cast, client: Client, uploaded: StaffImport
) -> None:
    client.force_login(cast.gunilla)
    cells = {}
    for language in ("sv", "en"):
        client.cookies["django_language"] = language
        page = client.get(f"/personal/import/{uploaded.pk}/").content.decode()
        cells[language] = re.findall(r"<td[^>]*>(Sjuksköterska|Registered nurse|[^<]*\(HSV-N\))</td>", page)
    assert cells == {
        "sv": ["Sjuksköterska", "Hemsjukvård norr (HSV-N)"],
        "en": ["Registered nurse", "Hemsjukvård norr (HSV-N)"],
    }


def test_saving_rows_with_errors_must_be_chosen_and_only_one_tab_wins(
    cast: Cast, client: Client, uploaded: StaffImport
) -> None:
    client.force_login(cast.gunilla)
    url = f"/personal/import/{uploaded.pk}/spara/"
    states = []
    for data in ({}, {"partial": "on"}, {"partial": "on"}):
        client.post(url, data)
        with acting_as(cast.gunilla.pk):
            states.append(StaffImport.objects.get().state)
    assert states == ["preview", "applying", "applying"]


def test_who_became_protected_since_is_not_shown(cast: Cast, client: Client) -> None:
    from stegvis.people.models import ProtectedIdentity
    from tests.support import database

    with acting_as(cast.gunilla.pk) as actor:
        made = services.upload_staff_list(
            actor=actor,
            employer=cast.ale,
            file_name="x",
            content=staff(changed(number="1001", given_name="Anna", family_name="Nytt")),
        )
        services.compare_staff_list(actor=actor, import_id=made.pk)
    client.force_login(cast.gunilla)
    url = f"/personal/import/{made.pk}/"
    assert "Nytt" in client.get(url).content.decode()
    with database.as_owner():
        ProtectedIdentity.objects.create(person=cast.anna.person, employer=cast.ale, since="2024-01-01")
    assert "Nytt" not in client.get(url).content.decode()
