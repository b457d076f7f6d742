"""The pages as coordinator, assessor, colleague, stranger and another employer see them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.calibration import drawing
from stegvis.careers.calibration.queries import to_judge
from stegvis.careers.models import CalibrationRound, SecondAssessment
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.audit.models import Reading
from stegvis.people.models import Person
from tests.careers.calibration.conftest import Judged, answer_all, plan, reread
from tests.support.database import as_owner

SPRING = f"{timezone.localdate() + timedelta(days=100)}"
ROUNDS, JUDGE = "/organisation/kalibrering/omgangar/", "/kalibrering/bedom/"


def words(client: Client, path: str, language: str = "sv") -> str:
    client.cookies["django_language"] = language
    response = client.get(path)
    assert response.status_code == 200, path
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", f"<{main}"))


def sign_in(client: Client, user) -> Client:
    client.force_login(user)
    return client


def test_a_coordinator_plans_and_sees_how_far_it_has_come(client: Client, judged: Judged) -> None:
    sign_in(client, judged.cast.gunilla)
    sent = {
        "profession": "sjukskoterska",
        "title": "Våren",
        "sample_size": "20",
        "answer_by": SPRING,
        "emails": "Maria@example.se, cecilia@example.se\n\n",
        "state": "closed",
        "seed": "1",
    }
    answered = client.post(f"{ROUNDS}ny/", sent)
    found = CalibrationRound.objects.none()
    with as_owner():
        found = CalibrationRound.objects.get()
    assert answered.headers["Location"] == f"{ROUNDS}{found.pk}/"
    assert (found.title, found.sample_size, found.state, found.created_by_id) == (
        "Våren",
        20,
        "planned",
        judged.cast.gunilla.pk,
    )
    assert "Urvalet dras" in words(client, f"{ROUNDS}{found.pk}/")
    with as_owner():
        drawing.draw_round(found.pk)
    page = words(client, f"{ROUNDS}{found.pk}/")
    assert "Maria 10 0 10" in page
    assert "Cecilia 10 0 10" in page
    assert "Namn HSV" not in page
    assert "0 av 20" in words(client, ROUNDS)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"emails": "ingen@example.se"}, "Ingen som får bedöma här har adressen ingen@example.se."),
        ({"emails": "<script>"}, "är ingen e-postadress"),
        ({"emails": ""}, "måste"),
        ({"sample_size": "9"}, "10"),
        ({"sample_size": "99999999999"}, "500"),
        ({"answer_by": "2020-01-01"}, "Välj en dag efter i dag."),
        ({"answer_by": "9999-12-31"}, "Välj en dag högst två år framåt."),
        ({"answer_by": "9999-99-99"}, "datum"),
        ({"title": "x" * 201}, "200"),
        ({"profession": "fysioterapeut"}, "Välj ett giltigt alternativ."),
        ({"emails": "\n".join(f"a{n}@example.se" for n in range(51))}, "Högst 50"),
    ],
)
def test_a_plan_that_does_not_hold_says_why(client: Client, judged: Judged, change: dict, said: str) -> None:
    sign_in(client, judged.cast.gunilla)
    client.cookies["django_language"] = "sv"
    sent = {
        "profession": "sjukskoterska",
        "title": "Våren",
        "sample_size": "20",
        "answer_by": SPRING,
        "emails": "maria@example.se",
    }
    response = client.post(f"{ROUNDS}ny/", {**sent, **change})
    assert response.status_code == 200
    assert said in response.content.decode()
    with as_owner():
        assert not CalibrationRound.objects.exists()


def test_an_assessor_meets_them_on_the_first_page_and_judges_several_at_once(
    client: Client, judged: Judged, opened: CalibrationRound
) -> None:
    sign_in(client, judged.cast.maria)
    assert "20 bedömningar väntar på dig" in words(client, "/")
    page = words(client, JUDGE)
    assert page.count("Din bedömning") == 10
    assert "Trygg i komplexa situationer" in page
    assert "Vad du kan titta på" in page
    assert "svara senast" in page
    with acting_as(judged.cast.maria.pk) as actor:
        one, two, three = to_judge(actor)[:3]
    sent = {
        f"a{one.id}-rating": "3",
        f"a{one.id}-note": "Såg läkemedelsdelning",
        f"a{two.id}-rating": "x",
        f"a{two.id}-note": "",
        f"a{three.id}-note": "",
    }
    response = client.post(JUDGE, sent, follow=True)
    assert "2 bedömningar är sparade." in response.content.decode()
    with as_owner():
        rows = {row.pk: (row.rating, row.note, row.declined) for row in SecondAssessment.objects.all()}
    assert (rows[one.id], rows[two.id], rows[three.id]) == (
        (3, "Såg läkemedelsdelning", False),
        (None, "", True),
        (None, "", False),
    )
    assert words(client, f"{JUDGE}?visa=klara").count("Din bedömning") == 2
    with as_owner():
        read = Reading.objects.filter(reader=judged.cast.maria, page="careers:calibration_judge")
        assert set(read.values_list("person", flat=True)) >= {one.person, two.person, three.person}


def test_a_note_without_a_judgement_is_asked_about_and_nothing_is_saved(
    client: Client, judged: Judged, opened: CalibrationRound
) -> None:
    sign_in(client, judged.cast.maria)
    with acting_as(judged.cast.maria.pk) as actor:
        one, two = to_judge(actor)[:2]
    sent = {f"a{one.id}-rating": "3", f"a{one.id}-note": "", f"a{two.id}-note": "Hann inte"}
    client.cookies["django_language"] = "sv"
    page = client.post(JUDGE, sent).content.decode()
    assert "Välj en skattning, eller säg att du inte kan bedöma." in page
    assert "Hann inte" in page
    with as_owner():
        assert not SecondAssessment.objects.exclude(rating=None).exists()


@pytest.mark.parametrize("rating", ["6", "0", "-1", "99999999999999999999", "abc", "3.5"])
def test_a_rating_off_the_scale_is_a_field_error(
    client: Client, judged: Judged, opened: CalibrationRound, rating: str
) -> None:
    sign_in(client, judged.cast.maria)
    with acting_as(judged.cast.maria.pk) as actor:
        one = to_judge(actor)[0]
    assert client.post(JUDGE, {f"a{one.id}-rating": rating, f"a{one.id}-note": ""}).status_code == 200
    with as_owner():
        assert not SecondAssessment.objects.exclude(rating=None).exists()


def test_what_somebody_else_was_given_is_not_saved(client: Client, judged: Judged, opened: CalibrationRound) -> None:
    with acting_as(judged.cast.cecilia.pk) as actor:
        hers = to_judge(actor)[0]
    for name in ("maria", "anna", "bosse", "gunilla"):
        sign_in(client, getattr(judged.cast, name))
        page = client.post(JUDGE, {f"a{hers.id}-rating": "5", f"a{hers.id}-note": ""}, follow=True)
        assert hers.name not in page.content.decode()
    with as_owner():
        assert not SecondAssessment.objects.exclude(rating=None).exists()


def test_the_result_is_for_coordinators_and_assessors_and_names_nobody(
    client: Client, judged: Judged, opened: CalibrationRound
) -> None:
    answer_all(judged, opened)
    address = f"{ROUNDS}{opened.pk}/"
    sign_in(client, judged.cast.maria)
    assert "Resultatet visas här när den är stängd" in words(client, address)
    with as_owner():
        drawing.finish_round(opened.pk)
        names = [str(person) for person in Person.objects.all()]
    sign_in(client, judged.cast.gunilla)
    assert reread(opened).result["talk_about"] == []  # all agree, whoever was drawn
    assert "Vad ni kan göra nu" not in words(client, address)
    with as_owner():
        CalibrationRound.objects.filter(pk=opened.pk).update(
            result=reread(opened).result | {"talk_about": ["saker-vard"]}
        )
    for name in ("gunilla", "maria", "cecilia"):
        sign_in(client, getattr(judged.cast, name))
        page = words(client, address)
        assert "Bedömarna är" in page
        assert "Jämförda bedömningar 40" in page
        assert "Vad ni kan göra nu" in page
        assert not [one for one in names if one in page and "Exempel" not in one]
    for name in ("bosse", "anna", "hamid", "dag", "eva", "farid"):
        assert sign_in(client, getattr(judged.cast, name)).get(address).status_code == 404


def test_closing_asks_first_and_says_what_is_left(client: Client, judged: Judged, opened: CalibrationRound) -> None:
    sign_in(client, judged.cast.gunilla)
    address = f"{ROUNDS}{opened.pk}/stang/"
    assert "40 bedömningar är inte gjorda" in words(client, address)
    assert reread(opened).state == "open"
    client.post(address)
    assert reread(opened).state == "closed"
    assert "Omgången är inte öppen" in words(client, address)
    client.post(address)
    with as_owner():
        drawing.compute_result(opened.pk)
    assert "färre än fem bedömningar att jämföra" in words(client, f"{ROUNDS}{opened.pk}/")


def test_the_person_sees_in_their_history_that_a_second_judgement_was_made(
    client: Client, judged: Judged, opened: CalibrationRound
) -> None:
    answer_all(judged, opened)
    with as_owner():
        row = SecondAssessment.objects.filter(round=opened).first()
        Person.objects.filter(pk=row.person_id).update(user=judged.sara)
    page = words(sign_in(client, judged.sara), reverse("people:history"))
    assert "Andra bedömning lades till" in page
    assert re.search(r"Andra bedömning ändrades .* Skattning Efter: \d Anteckning Efter: Sett i arbetet", page)


def test_every_page_has_its_words_in_both_languages(client: Client, judged: Judged, opened: CalibrationRound) -> None:
    answer_all(judged, opened)
    with as_owner():
        drawing.finish_round(opened.pk)
    for user, paths in (
        (
            judged.cast.gunilla,
            [
                "/organisation/kalibrering/",
                "/organisation/kalibrering/bedomare/",
                ROUNDS,
                f"{ROUNDS}ny/",
                f"{ROUNDS}{opened.pk}/",
            ],
        ),
        (judged.cast.dag, ["/organisation/kalibrering/samverkan/"]),
        (judged.cast.bosse, ["/kalibrering/mina/", JUDGE]),
    ):
        sign_in(client, user)
        for path in paths:
            swedish, english = words(client, path), words(client, path, "en")
            assert not re.search(r"\b(the|of|and|judged|round)\b", swedish), path
            assert not re.search(r"\b(och|eller|bedömning|andel|mer)\b", re.sub("lso- och", "", english)), path
            assert not re.search(r"\blön|\bpay\b|\bsalar", (swedish + english).lower()), path


def test_pages_cost_a_fixed_number_of_queries(
    client: Client, judged: Judged, opened: CalibrationRound, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan(judged)
    sign_in(client, judged.cast.gunilla)
    for path in ("/organisation/kalibrering/", "/organisation/kalibrering/bedomare/", ROUNDS):
        with django_assert_max_num_queries(20):
            client.get(path)
    sign_in(client, judged.cast.maria)
    with django_assert_max_num_queries(16):
        client.get(JUDGE)


@pytest.mark.parametrize(
    "query", ["arbetsgivare=9", "arbetsgivare=x", "yrke=finns-inte", "export=pdf", "arbetsgivare=-1"]
)
def test_what_is_not_there_is_not_found(client: Client, judged: Judged, query: str) -> None:
    sign_in(client, judged.cast.gunilla)
    assert client.get(f"/organisation/kalibrering/?{query}").status_code == 404


def test_the_figures_as_a_file_hide_what_the_page_hides(client: Client, judged: Judged) -> None:
    sign_in(client, judged.cast.gunilla)
    client.cookies["django_language"] = "sv"
    rows = client.get("/organisation/kalibrering/?export=csv").content.decode("utf-8-sig").splitlines()
    assert [row.split(";")[0].strip('"') for row in rows] == [
        "Enhet",
        "Hälso- och sjukvård – Hemsjukvård norr",
        "Hälso- och sjukvård – Hemsjukvård söder",
        "Alla enheter",
    ]
