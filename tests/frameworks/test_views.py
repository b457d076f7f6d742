"""The pages on frameworks, as everybody of the cast."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.format import load_document
from stegvis.frameworks.models import Adoption, Framework, FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.relations.entries import MappingEntry
from stegvis.frameworks.services import publish_document, publish_framework
from stegvis.people.models import Profession
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.pdf import Pdf

DETAIL = reverse("frameworks:detail", args=["pilot-rehab-kommun"])
ADOPT = reverse("careers:move_choose", args=["pilot-sjukskoterska-kommun", 1])
EVERYBODY = ["anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per"]


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("url", [reverse("frameworks:list"), reverse("frameworks:compare"), DETAIL])
def test_everybody_signed_in_reads(packaged: None, cast: Cast, client: Client, name: str, url: str) -> None:
    client.force_login(getattr(cast, name))
    assert client.get(url).status_code == 200


PUBLIC = {
    "list": reverse("frameworks:list"),
    "detail": DETAIL,
    "version": reverse("frameworks:version", args=["pilot-rehab-kommun", 1]),
    "file": reverse("frameworks:file", args=["pilot-rehab-kommun", 1]),
    "pdf": reverse("frameworks:pdf", args=["pilot-rehab-kommun", 1]),
    "schema": reverse("frameworks:schema"),
}


@pytest.mark.parametrize("name", PUBLIC)
def test_the_public_pages_need_no_log_in(packaged: None, client: Client, name: str) -> None:
    assert client.get(PUBLIC[name]).status_code == 200


@pytest.mark.parametrize("url", [reverse("frameworks:compare"), ADOPT])
def test_tools_ask_a_stranger_to_log_in(packaged: None, client: Client, url: str) -> None:
    response = client.post(url) if url == ADOPT else client.get(url)
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={url}")


def test_the_public_page_tells_nothing_of_employers(packaged: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    client.post(ADOPT, {"employer": cast.ale.pk, "profession": "sjukskoterska"})
    url = reverse("frameworks:detail", args=["pilot-sjukskoterska-kommun"])
    tools = ["Används av", "Ale kommun", "Använd den hos oss"]
    html = client.get(url).content.decode()
    assert [tool in html for tool in tools] == [True] * 3
    client.force_login(cast.cecilia)
    html = client.get(url).content.decode()
    assert [tool in html for tool in tools] == [True, True, False]
    client.logout()
    html = client.get(url).content.decode()
    assert [tool in html for tool in tools] == [False] * 3
    assert "gunilla" not in html.lower()


def test_a_framework_has_one_address(packaged: None, client: Client) -> None:
    for url in (PUBLIC["detail"], PUBLIC["version"]):
        assert f'<link rel="canonical" href="http://testserver{DETAIL}">' in client.get(url).content.decode()
    assert DETAIL in client.get(PUBLIC["list"]).content.decode()
    assert f'href="{PUBLIC["list"]}"' in client.get(reverse("account_login")).content.decode()


def test_an_older_version_leads_to_the_newest_and_tells_what_is_new(packaged: None, cast: Cast, client: Client) -> None:
    publish_second(cast)
    old, new = (reverse("frameworks:version", args=["small", number]) for number in (1, 2))
    html = client.get(old).content.decode()
    assert f'<link rel="canonical" href="http://testserver{old}">' in html
    assert 'Det finns en nyare version av karriärmodellen: <a href="/karriarmodeller/small/">version 2</a>.' in html
    assert "Nytt sedan" not in html
    html = client.get(new).content.decode()
    assert '<link rel="canonical" href="http://testserver/karriarmodeller/small/">' in html
    assert "Nytt sedan version 1" in html
    assert re.findall(r"<li>(Kurs|Trygg|Erfaren)( → )?(.*?)</li>", html) == [
        ("Kurs", " → ", "Kurs i hygien"),
        ("Erfaren", "", ""),
    ]
    assert "2 krav är oförändrade." in html


def publish_second(cast: Cast) -> None:
    """Two versions of a small framework; in the second a requirement has changed and another is gone."""
    system = Actor(is_system=True)
    text = (Path(__file__).parent / "data" / "small.yaml").read_text(encoding="utf-8")
    lines = text.replace("version: 1", "version: 2").replace("title: Kurs\n", "title: Kurs i hygien\n").splitlines()
    second = "\n".join(lines[: lines.index("      - kind: practice")]) + "\n"
    with as_owner():
        earlier, _new = publish_framework(actor=system, text=text)
        mapping = [
            MappingEntry("same", ("leg",), ("leg",)),
            MappingEntry("changed", ("kurs",), ("kurs",)),
            MappingEntry("same", ("trygg",), ("trygg",)),
            MappingEntry("gone", ("erfaren",), ()),
        ]
        publish_document(actor=system, document=load_document(second), earlier=earlier, mapping=mapping)


def test_the_page_shows_every_requirement_once(packaged: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.anna)
    html = client.get(DETAIL).content.decode()
    version = FrameworkVersion.objects.get(framework__code="pilot-rehab-kommun")
    codes = list(version.requirements.values_list("code", flat=True))
    assert [html.count(f'id="{code}"') for code in codes] == [1] * len(codes)


def test_a_described_framework_says_that_it_only_repeats_the_source(packaged: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    html = client.get(reverse("frameworks:detail", args=["varmland"])).content.decode()
    assert "Bara det som dokumenten säger" in html
    assert "Använd den hos oss" not in html


def test_an_overlay_tells_what_it_added(packaged: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.maria)
    overlay = FrameworkVersion.objects.get(framework__code__contains="molndal")
    html = client.get(reverse("frameworks:detail", args=[overlay.framework.code])).content.decode()
    assert "Tillagt av Mölndals stad (exempel, inte beslutat)" in html
    assert "Höjt av Mölndals stad (exempel, inte beslutat), från 1 till 2" in html
    assert "Nya medarbetare har eget patientansvar först när kontaktpersonen" in html  # on a level


def test_the_true_owner_is_named_on_the_page_and_on_paper_whatever_the_file_says(
    packaged: None, cast: Cast, client: Client
) -> None:
    with as_owner():
        Framework.objects.filter(code="molndal-rehab").update(owner=cast.ale)
        Framework.objects.filter(code="pilot-rehab-kommun").update(collaboration=cast.gr)
    version = FrameworkVersion.objects.get(framework__code="molndal-rehab")
    html = client.get(reverse("frameworks:detail", args=["molndal-rehab"])).content.decode()
    assert "Tillagt av Ale kommun" in html
    assert html.count("Mölndals stad (exempel") == 0
    title = effective_of(version.base).document.title.sv  # type: ignore[arg-type]
    base = f'<a href="{PUBLIC["version"]}">{title}, version 1</a>'
    assert re.findall(r"<dt>Bygger på</dt><dd>(.*?)</dd>", html) == [base]
    printed = Pdf(client.get(reverse("frameworks:pdf", args=["molndal-rehab", 1])).content).text()
    assert "".join(f"Bygger på {title}, version 1 ({cast.gr.name})".split()) in printed
    assert "ÄgareAlekommun" in printed
    assert "(exempel,intebeslutat)" not in printed
    assert f"{cast.gr.name} ·" in " ".join(client.get(DETAIL).content.decode().split())


@pytest.mark.parametrize("path", ["/karriarmodeller/finns-inte/", "/karriarmodeller/varmland/99/"])
def test_what_is_not_there_is_404(packaged: None, cast: Cast, client: Client, path: str) -> None:
    client.force_login(cast.anna)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("name", "adopted"), [(name, name == "gunilla") for name in EVERYBODY])
def test_only_the_coordinator_adopts(packaged: None, cast: Cast, client: Client, name: str, adopted: bool) -> None:
    client.force_login(getattr(cast, name))
    client.post(ADOPT, {"employer": cast.ale.pk, "profession": "sjukskoterska"})
    with as_owner():
        assert Adoption.objects.filter(employer=cast.ale).count() == int(adopted)


def test_a_coordinator_cannot_adopt_for_another_employer(packaged: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.gunilla)
    client.post(ADOPT, {"employer": cast.molndal.pk, "profession": "sjukskoterska"})
    with as_owner():
        assert list(Adoption.objects.all()) == []


def test_the_pages_ask_the_database_little(
    packaged: None, cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.gunilla)
    for url in (reverse("frameworks:list"), DETAIL, reverse("frameworks:compare")):
        with django_assert_max_num_queries(15):
            client.get(url)


def test_two_frameworks_stand_side_by_side(packaged: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.anna)
    pks = [
        FrameworkVersion.objects.get(framework__code=code).pk
        for code in ("pilot-rehab-kommun", "pilot-sjukskoterska-kommun")
    ]
    html = client.get(reverse("frameworks:compare"), {"left": pks[0], "right": pks[1]}).content.decode()
    assert html.count("fw-compare") == 3
    assert Profession.objects.filter(pk="fysioterapeut").exists()


def test_the_schema_is_open_and_the_file_is_the_canonical_one(packaged: None, cast: Cast, client: Client) -> None:
    from stegvis.frameworks.format import schema
    from stegvis.frameworks.packaged import documents

    assert client.get(reverse("frameworks:schema")).json() == schema()
    url = reverse("frameworks:file", args=["varmland", 1])
    response = client.get(url)
    assert response["Content-Disposition"] == 'attachment; filename="varmland-1.yaml"'
    assert load_document(response.content) in documents().values()
