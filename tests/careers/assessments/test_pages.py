"""Judging, comparing and signing by the pages, as the person, the manager, a named judge and a stranger."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.models import Assessment, Judgement, Rating
from stegvis.foundation.audit.models import Reading
from stegvis.frameworks.models import FrameworkVersion
from tests.careers.assessments.conftest import Assessed, judge, key_of, open_for, reread
from tests.careers.test_pages import EVERYBODY, MOST_QUERIES, text
from tests.support.cast import Cast, hide
from tests.support.database import as_owner

OWN, TEAM, SHEET, ASKED = (
    "/min-utveckling/bedomningar/",
    "/mitt-team/bedomningar/",
    "/mitt-team/bedomningar/bedom/",
    "/bedomningar/",
)


def page_of(assessment: Assessment) -> str:
    return f"/bedomningar/{assessment.pk}/"


def judge_page(key: int) -> str:
    return f"/bedomningar/bedom/{key}/"


def main_of(answer) -> str:
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def act(client: Client, assessment: Assessment, gor: str, **fields: str) -> str:
    return main_of(client.post(page_of(assessment), {"gor": gor, **fields}, follow=True))


def saved(found: Assessed) -> dict[str, tuple[int | None, str]]:
    with as_owner():
        return {one.competence: (one.rating, one.note) for one in Rating.objects.all()}


def test_one_press_opens_for_the_team(client: Client, cast: Cast, sixty: FrameworkVersion) -> None:
    client.force_login(cast.bosse)
    page = client.get(TEAM).content.decode()
    assert "Öppna för 59 personer" in page
    fields = re.findall(r'name="employments" value="(\d+)"[^>]* checked', page)
    answer = client.post(TEAM, {"employments": fields, "rule": "median"}, follow=True)
    assert "59 bedömningar är öppnade" in main_of(answer)
    assert "Bedöm teamet: 59 personer" in main_of(answer)


def test_lists_of_sixty_take_few_queries(
    client: Client, cast: Cast, sixty: FrameworkVersion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    test_one_press_opens_for_the_team(client, cast, sixty)
    for address in (TEAM, SHEET, ASKED):
        client.get(address)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200


def test_the_sheet_saves_cell_by_cell_and_hands_in_what_is_complete(client: Client, opened: Assessed) -> None:
    cast, key = opened.cast, key_of(opened.cast.bosse, opened.assessment)
    client.force_login(cast.bosse)
    page = client.get(SHEET).content.decode()
    assert page.count('aria-label="Anna Exempel: ') == len(opened.competences)
    first, *rest = opened.competences
    answer = client.post(f"{judge_page(key)}spara/", {"competence": first, f"r-{first}": "4"})
    assert (answer.status_code, answer.content.decode()) == (200, "Sparat")
    bad = client.post(f"{judge_page(key)}spara/", {"competence": first, f"r-{first}": "7"})
    assert (bad.status_code, bad.content.decode()) == (
        422,
        "Välj en skattning från 1 till 5, eller säg att du inte kan bedöma.",
    )
    assert saved(opened) == {first: (4, "")}
    fields = {f"b{key}-r-{first}": "4"} | {f"b{key}-r-{code}": "X" for code in rest}
    assert "1 bedömning är inlämnad" in main_of(client.post(SHEET, fields | {"lamna-in": "1"}, follow=True))
    assert saved(opened) == {first: (4, "")} | dict.fromkeys(rest, (None, ""))


def test_the_sheet_leaves_the_notes(client: Client, opened: Assessed) -> None:
    key, first = key_of(opened.cast.bosse, opened.assessment), opened.competences[0]
    client.force_login(opened.cast.bosse)
    client.post(f"{judge_page(key)}spara/", {"competence": first, f"r-{first}": "4", f"n-{first}": "Leder ronden"})
    client.post(SHEET, {f"b{key}-r-{first}": "3"})
    assert saved(opened) == {first: (3, "Leder ronden")}


def test_the_person_judges_without_scripts(client: Client, opened: Assessed) -> None:
    key, (first, second, *_rest) = key_of(opened.cast.anna, opened.assessment), opened.competences
    client.force_login(opened.cast.anna)
    page = text(client, judge_page(key))
    assert "Bedöm dig själv" in page
    assert "Arbetar självständigt i vanliga situationer" in page
    assert "Grundnivå kräver minst 2" in page
    given = {f"r-{first}": "2", f"n-{first}": "Gör det varje dag"}
    left = f"{len(opened.competences) - 1} kompetenser för Anna Exempel saknar svar"
    answer = client.post(judge_page(key), given | {"lamna-in": "1"})
    assert left in main_of(answer)
    assert "Gör det varje dag" in answer.content.decode()
    words = main_of(client.post(judge_page(key), {f"n-{second}": "utan steg"}))
    assert "anteckning utan skattning" in words
    everything = {f"r-{code}": "x" for code in opened.competences}
    assert "Bedömningen är inlämnad" in main_of(
        client.post(judge_page(key), everything | {"lamna-in": "1"}, follow=True)
    )
    assert client.get(judge_page(key)).status_code == 302


def test_only_those_concerned_come_to_the_pages(client: Client, opened: Assessed) -> None:
    cast, key = opened.cast, key_of(opened.cast.bosse, opened.assessment)

    def found() -> dict[str, tuple[int, ...]]:
        answers = {}
        for name in EVERYBODY:
            client.force_login(getattr(cast, name))
            answers[name] = tuple(client.get(one).status_code for one in (page_of(opened.assessment), judge_page(key)))
        return answers

    nothing = dict.fromkeys(EVERYBODY, (404, 404))
    assert found() == nothing | {"anna": (200, 404), "bosse": (200, 200)}
    with as_owner():
        hide(cast.anna, cast.ale)
    assert found() == nothing | {"anna": (200, 404), "hamid": (200, 404)}
    with as_owner():
        assert set(Reading.objects.values_list("reader__name", "page")) == {
            ("Bosse", "careers:assessment"),
            ("Bosse", "careers:assess"),
            ("Hamid", "careers:assessment"),
        }


def test_from_side_by_side_to_both_signatures(client: Client, compared: Assessed) -> None:
    first = compared.competences[0]
    client.force_login(compared.cast.bosse)
    page = client.get(page_of(compared.assessment)).content.decode()
    assert "Ni ser olika på 1 kompetens" in page
    seen = re.search(r'name="sett" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert "Skriv varför" in act(client, compared.assessment, "overens", **{f"a-{first}": "2", f"m-{first}": ""})
    words = act(client, compared.assessment, "overens", **{f"a-{first}": "2", f"m-{first}": "Lika"})
    assert "Det ni kom överens om är sparat" in words
    assert "Något ändrades medan du läste" in act(client, compared.assessment, "signera", sett=seen)
    page = client.get(page_of(compared.assessment)).content.decode()
    seen = re.search(r'name="sett" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert "Bedömningen är signerad" in act(client, compared.assessment, "signera", sett=seen)
    assert "Någon annan har just signerat" in act(client, compared.assessment, "signera", sett=seen)
    client.force_login(compared.cast.anna)
    assert "Läs och signera" in text(client, OWN)
    assert "Du har signerat" in act(client, compared.assessment, "kvittera", comment="Bra <samtal>")
    assert "Bra &lt;samtal&gt;" in client.get(page_of(compared.assessment)).content.decode()
    client.force_login(compared.cast.bosse)
    words = act(client, compared.assessment, "aterkalla", ground="Fel område")
    assert "Bedömningen är återkallad" in words
    assert "Fel område" in words


def test_a_named_judge_finds_the_way_and_is_told_apart(client: Client, opened: Assessed) -> None:
    client.force_login(opened.cast.bosse)
    words = act(client, opened.assessment, "namnge", email="finns@inte.se", role="mentor")
    assert "Ingen som får bedöma här har adressen finns@inte.se" in words
    words = act(client, opened.assessment, "namnge", email="cecilia@example.se", role="mentor")
    assert "Personen är tillfrågad" in words
    client.force_login(opened.cast.cecilia)
    assert "du bedömer som: Mentor" in text(client, ASKED)
    assert client.get(judge_page(key_of(opened.cast.cecilia, opened.assessment))).status_code == 200
    assert client.get(page_of(opened.assessment)).status_code == 404


def test_somebody_starts_alone(client: Client, cast: Cast, placed: FrameworkVersion) -> None:
    client.force_login(cast.anna)
    assert "Bedöm dig själv" in main_of(client.post(OWN, follow=True))
    assert "redan en bedömning på gång" in main_of(client.post(OWN, follow=True))
    assert client.post(OWN, {"anstallning": "99"}).status_code == 404


@pytest.mark.parametrize("fields", [{}, {"gor": "x"}, {"gor": "vanta-inte", "bedomning": "9" * 5000}])
def test_what_nobody_can_do_is_not_found(client: Client, opened: Assessed, fields: dict[str, str]) -> None:
    client.force_login(opened.cast.bosse)
    assert client.post(page_of(opened.assessment), fields).status_code == 404
    with as_owner():
        assert Judgement.objects.count() == 2


def test_a_new_version_is_told_of(client: Client, opened: Assessed) -> None:
    from stegvis.frameworks.models import Adoption
    from tests.careers.conftest import publish

    with as_owner():
        other = publish("pilot-rehab-kommun")
        Adoption.objects.filter(employer=opened.cast.ale).update(version=other)
    client.force_login(opened.cast.bosse)
    assert "har en ny version sedan bedömningen öppnades" in text(client, page_of(opened.assessment))
    judge(opened.cast.anna, opened, 2)
    judge(opened.cast.bosse, opened, 2)
    assert reread(opened.assessment).state == "compared"
    assert open_for(opened.cast.bosse, opened.cast.anna) == []
