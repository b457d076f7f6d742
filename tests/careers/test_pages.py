"""The pages as their owner, a colleague, a manager, a stranger and somebody who has left see them."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.evaluation import evaluate_people
from stegvis.careers.models import Standing
from stegvis.careers.queries import standing_of
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.audit.models import Reading, Refusal
from stegvis.frameworks.models import Adoption, FrameworkVersion
from stegvis.organisations.models import RoleGrant
from stegvis.people.models import Employment, Evidence, ProtectedIdentity
from tests.careers.conftest import give_level
from tests.support.cast import START, Cast
from tests.support.database import as_owner

ME, TEAM, ORGANISATION = "/min-utveckling/", "/mitt-team/", "/organisation/oversikt/"
PARTS = ("oversikt", "matris", "saknas", "gar-ut", "pensioner", "sarbarhet")
EVERYBODY = ("anna", "bosse", "cecilia", "maria", "dag", "eva", "farid", "gunilla", "hamid", "per")
MOST_QUERIES = 15


def of(person) -> str:
    return f"/mitt-team/person/{person.pk}/"


def text(client: Client, path: str, language: str = "sv") -> str:
    """The words of the page's main part."""
    client.cookies["django_language"] = language
    response = client.get(path)
    assert response.status_code == 200, path
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", f"<{main}"))


def names_in(page: str) -> set[str]:
    return {name for name in ("Anna", "Bosse", "Cecilia", "Maria", "Per") if f"{name} Exempel" in page}


def test_nobody_is_let_in_without_a_log_in(client: Client, cast: Cast) -> None:
    for path in (ME, TEAM, ORGANISATION, of(cast.anna.person)):
        assert client.get(path).status_code == 302


def test_anna_sees_where_she_stands_and_exactly_what_is_missing(
    client: Client, cast: Cast, placed: FrameworkVersion
) -> None:
    client.force_login(cast.anna)
    page = text(client, ME)
    assert "Här är du Grundnivå" in page
    assert "Nästa nivå: Fördjupningsnivå" in page
    assert "Fördjupningsuppdrag inom området" in page
    assert "Underlag sjukskoterska (A-1)" in page
    assert "Går ut inom 90 dagar" in page
    assert "fullgott" in page
    with acting_as(cast.anna.pk) as actor:
        (place,) = standing_of(actor, cast.anna.person.pk).places
        stored = visible(actor, Standing).get(is_primary=True).missing_for_next
    assert place.left == stored
    with as_owner():
        Standing.objects.update(next_lapse=None)  # or the first page would tell of that
    for path in ("/", ME):
        assert f"{stored} saker kvar" in text(client, path), path


def test_the_page_is_english_one_click_away(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.anna)
    page = text(client, ME, "en")
    assert "You are here Foundation level" in page
    assert "Lapses within 90 days" in page
    assert "Saknas" not in page


def test_every_empty_state_says_why(client: Client, cast: Cast, nurses: FrameworkVersion) -> None:
    client.force_login(cast.gunilla)
    assert "inte kopplad till en person" in text(client, ME)
    client.force_login(cast.anna)
    assert "Inget underlag är registrerat ännu" in text(client, ME)
    with as_owner():
        Adoption.objects.all().delete()
    assert "Ingen karriärmodell är vald för ditt yrke ännu" in text(client, ME)
    with as_owner():
        Employment.objects.filter(person__user=cast.anna).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert "Ingen pågående anställning" in text(client, ME)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_word_promises_pay(client: Client, cast: Cast, sixty: FrameworkVersion, language: str) -> None:
    client.force_login(cast.bosse)
    pages = [ME, of(cast.anna.person), *(f"{TEAM}?del={part}" for part in PARTS)]
    words = " ".join(text(client, path, language) for path in pages).lower()
    client.force_login(cast.gunilla)
    words += text(client, ORGANISATION, language).lower()
    assert not re.search(r"\blön|lönen|löne|\bsalar|\bpay\b|\bwage", words)


def test_who_may_open_whose_page(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    seen = {}
    for name in EVERYBODY:
        client.force_login(getattr(cast, name))
        people = {"anna": cast.anna.person, "cecilia": cast.cecilia.person, "per": cast.per.person}
        seen[name] = {who for who, person in people.items() if client.get(of(person)).status_code == 200}
    nothing: set[str] = set()
    assert seen == dict.fromkeys(EVERYBODY, nothing) | {
        "anna": {"anna"},
        "bosse": {"anna"},
        "cecilia": {"cecilia"},
        "maria": {"cecilia"},
        "hamid": {"per"},
        "per": {"per"},
    }


def test_a_reading_is_noted_and_a_refusal_too(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.bosse)
    client.get(of(cast.anna.person))
    client.get(of(cast.bosse.person))
    client.get(of(cast.cecilia.person))
    with as_owner():
        assert list(Reading.objects.values_list("person", "reader", "page")) == [
            (cast.anna.person.pk, cast.bosse.pk, "careers:person")
        ]
        assert list(Refusal.objects.values_list("user", "view_name")) == [(cast.bosse.pk, "careers:person")]


def test_the_former_manager_sees_nothing_and_the_new_one_no_old_evidence(
    client: Client, cast: Cast, placed: FrameworkVersion
) -> None:
    today = timezone.localdate()
    with as_owner():
        Employment.objects.filter(person__user=cast.anna).update(valid_to=today - timedelta(days=1))
        Employment.objects.create(
            person=cast.anna.person,
            employer=cast.molndal,
            unit=cast.molndal_care,
            profession_id="sjukskoterska",
            employee_number="2010",
            valid_from=START,
        )
    for employer in (cast.ale, cast.molndal):
        with as_owner():
            evaluate_people(employer_id=employer.pk)
    client.force_login(cast.bosse)
    assert client.get(of(cast.anna.person)).status_code == 404
    assert names_in(text(client, TEAM)) == {"Bosse"}
    client.force_login(cast.maria)
    page = text(client, of(cast.anna.person))
    assert "Underlag" not in page
    assert "Inget underlag är registrerat ännu" in page


@pytest.mark.parametrize("part", PARTS)
def test_the_team_shows_each_manager_their_own(client: Client, cast: Cast, placed: FrameworkVersion, part: str) -> None:
    client.force_login(cast.bosse)
    bosses = names_in(text(client, f"{TEAM}?del={part}"))
    client.force_login(cast.maria)
    marias = names_in(text(client, f"{TEAM}?del={part}"))
    assert bosses <= {"Anna", "Bosse"}
    assert marias <= {"Cecilia", "Maria"}
    if part in {"oversikt", "matris"}:
        assert (bosses, marias) == ({"Anna", "Bosse"}, {"Cecilia", "Maria"})


def test_whoever_manages_nothing_has_an_empty_team(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    for name in set(EVERYBODY) - {"bosse", "maria"}:
        client.force_login(getattr(cast, name))
        page = text(client, TEAM)
        assert "Ingen att visa" in page
        assert names_in(page) == set()


def test_what_is_not_there_is_not_found(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.bosse)
    for query in (
        "del=x",
        f"enhet={cast.molndal_care.pk}",
        f"enhet={cast.ale_care.pk}",
        "enhet=-1",
        "enhet=²",
        "enhet=99999999999999999999",
        "export=pdf",
    ):
        assert client.get(f"{TEAM}?{query}").status_code == 404, query
    assert client.get(f"{ME}?plats=7").status_code == 404
    client.force_login(cast.gunilla)
    for query in (f"arbetsgivare={cast.molndal.pk}", "arbetsgivare=x", "yrke=lakare", "export=pdf"):
        assert client.get(f"{ORGANISATION}?{query}").status_code == 404, query


def test_the_matrix_shows_everybody_against_the_level(client: Client, cast: Cast, sixty: FrameworkVersion) -> None:
    client.force_login(cast.bosse)
    page = client.get(f"{TEAM}?del=matris&niva=grund").content.decode()
    assert '<option value="grund" selected>' in page
    assert page.count('<th scope="row">') == 60
    rows = re.findall(r'<tr>\s*<th scope="row">.*?</tr>', page, re.S)
    statuses = {len(re.findall(r'<td data-status="(?:met|missing|lapses|not_asked)"', row)) for row in rows}
    from stegvis.frameworks.queries import compiled

    asked = sum(leaf.level == 0 for leaf in compiled(sixty).leaves)
    assert statuses == {asked}


def test_a_large_team_is_shown_so_many_at_a_time(
    client: Client, cast: Cast, sixty: FrameworkVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stegvis.careers.pages.PEOPLE_ON_A_PAGE", 25)
    client.force_login(cast.bosse)
    pages = [client.get(f"{TEAM}?del=matris&page={number}").content.decode() for number in (1, 2, 3)]
    people = [re.findall(r'<th scope="row"><a href="/mitt-team/person/([0-9a-f-]+)/', page) for page in pages]
    assert [len(shown) for shown in people] == [25, 25, 10]
    assert len({person for shown in people for person in shown}) == 60
    assert "&amp;page=" not in re.search(r'<a[^>]*href="([^"]*del=saknas[^"]*)"', pages[1])[1]  # type: ignore[index]
    assert client.get(f"{TEAM}?del=matris&page=4").status_code == 404


def test_a_level_or_framework_that_the_filter_left_out_gives_way(
    client: Client, cast: Cast, placed: FrameworkVersion
) -> None:
    client.force_login(cast.bosse)
    usual = text(client, f"{TEAM}?del=matris")
    assert text(client, f"{TEAM}?del=matris&modell=0&niva=x") == usual


def test_the_team_as_a_file_holds_everybody_and_no_formula(
    client: Client, cast: Cast, placed: FrameworkVersion
) -> None:
    with as_owner():
        cast.anna.person.given_name = "=HYPERLINK(1)"
        cast.anna.person.save()
    client.force_login(cast.bosse)
    answer = client.get(f"{TEAM}?export=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:7] == ["Namn", "Enhet", "Yrke", "Område", "Nivå", "Nästa nivå", "Går ut först"]
    assert [row[0] for row in rows[1:]] == ["'=HYPERLINK(1) Exempel", "Bosse Exempel"]
    assert rows[1][4:6] == ["Grundnivå", "Fördjupningsnivå"]
    assert len({len(row) for row in rows}) == 1
    assert client.get(f"{TEAM}?export=xlsx").content[:2] == b"PK"


def test_what_only_one_holds_and_who_may_retire(client: Client, cast: Cast, sixty: FrameworkVersion) -> None:
    with as_owner():
        Evidence.objects.create(
            person=cast.anna.person,
            employer=cast.ale,
            kind="assignment",
            code="sarombud",
            title="Sårombud",
            valid_from=START,
        )
        cast.anna.person.birth_year = 1950
        cast.anna.person.save()
    client.force_login(cast.bosse)
    assert "Sårombud" in text(client, f"{TEAM}?del=sarbarhet")
    assert "kan gå i pension inom fem år" in text(client, f"{TEAM}?del=sarbarhet")
    year = timezone.localdate().year
    for query, age in (("", 67), ("&alder=63", 63)):
        retiring = [1950, *(1955 + n for n in range(58) if 1955 + n + age <= year + 5)]
        page = client.get(f"{TEAM}?del=pensioner{query}").content.decode()
        assert page.split("</table>")[0].count('<th scope="row">') == len(retiring)
        assert f"fyller {age} inom fem år" in page
    lost = text(client, f"{TEAM}?del=pensioner").split("Vad som skulle gå förlorat")[1]
    assert re.search(r"Sjuksköterska 60 \d+ \d+", lost)
    assert "Sårombud Uppdrag 1 1 0 ingen" in lost
    assert client.get(f"{TEAM}?del=pensioner&alder=70").status_code == 404


def test_the_organisation_counts_without_a_small_group(client: Client, cast: Cast, sixty: FrameworkVersion) -> None:
    client.force_login(cast.gunilla)
    page = text(client, ORGANISATION)
    assert "Sjuksköterska 60" in page
    assert names_in(page) == set()
    with as_owner():
        ProtectedIdentity.objects.all().delete()
    assert "Sjuksköterska 61" in text(client, ORGANISATION)


def test_a_small_unit_says_only_that(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.gunilla)
    page = text(client, ORGANISATION)
    assert "Sjuksköterska färre än 5" in page
    assert "Hemsjukvård norr färre än 5" in page
    rows = client.get(f"{ORGANISATION}?export=csv").content.decode("utf-8-sig").splitlines()
    assert rows[1].split(";")[1:] == ["dold"] * (len(rows[0].split(";")) - 2) + ["färre än 5"]


def test_only_a_coordinator_has_an_overview(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    found = set()
    for name in EVERYBODY:
        client.force_login(getattr(cast, name))
        found |= {name} if client.get(ORGANISATION).status_code == 200 else set()
    assert found == {"gunilla"}


def test_a_coordinator_whose_role_has_ended_has_none(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    with as_owner():
        RoleGrant.objects.filter(user=cast.gunilla).update(valid_to=timezone.localdate() - timedelta(days=1))
    client.force_login(cast.gunilla)
    assert client.get(ORGANISATION).status_code == 404


def test_pages_ask_few_questions(
    client: Client, cast: Cast, sixty: FrameworkVersion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    paths = {
        "anna": [ME],
        "bosse": [of(cast.anna.person), *(f"{TEAM}?del={part}" for part in PARTS), f"{TEAM}?export=xlsx"],
        "gunilla": [ORGANISATION],
    }
    for name, asked in paths.items():
        client.force_login(getattr(cast, name))
        for path in asked:
            client.get(path)
            with django_assert_max_num_queries(MOST_QUERIES):
                assert client.get(path).status_code == 200


def test_two_areas_are_two_places(client: Client, cast: Cast, nurses: FrameworkVersion) -> None:
    from stegvis.frameworks.queries import effective_of

    areas = effective_of(nurses).document.areas
    with as_owner():
        give_level(nurses, cast.anna.person, cast.ale, 1)
        for area in areas[:2]:
            Evidence.objects.create(
                person=cast.anna.person,
                employer=cast.ale,
                kind="assignment",
                code="fordjupningsuppdrag",
                area=area.code,
                title="Uppdrag",
                valid_from=START,
            )
    client.force_login(cast.anna)
    first, second = text(client, ME), text(client, f"{ME}?plats=2")
    titles = {area.title.sv for area in areas[:2]}
    assert {
        re.search(r"Område: (.+?) (?:Längre fram|Här är du|Nådd|Nästa)", page)[1] for page in (first, second)
    } == titles
