"""The pages on frameworks, as everybody of the cast."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from stegvis.frameworks.models import Adoption, FrameworkVersion
from stegvis.people.models import Profession
from tests.support.cast import Cast
from tests.support.database import as_owner

DETAIL = reverse("frameworks:detail", args=["pilot-rehab-kommun"])
ADOPT = reverse("frameworks:adopt", args=["pilot-sjukskoterska-kommun", 1])
EVERYBODY = ["anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per"]


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("url", [reverse("frameworks:list"), reverse("frameworks:compare"), DETAIL])
def test_everybody_signed_in_reads(packaged: None, cast: Cast, client: Client, name: str, url: str) -> None:
    client.force_login(getattr(cast, name))
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", [reverse("frameworks:list"), reverse("frameworks:compare"), DETAIL])
def test_a_stranger_is_asked_to_log_in(packaged: None, client: Client, url: str) -> None:
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={url}")


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
    assert f"Tillagt av {overlay.framework.code}" in html


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
    from stegvis.frameworks.format import load_document, schema
    from stegvis.frameworks.packaged import documents

    assert client.get(reverse("frameworks:schema")).json() == schema()
    url = reverse("frameworks:file", args=["varmland", 1])
    assert client.get(url).status_code == 302
    client.force_login(cast.anna)
    response = client.get(url)
    assert response["Content-Disposition"] == 'attachment; filename="varmland-1.yaml"'
    assert load_document(response.content) in documents().values()
