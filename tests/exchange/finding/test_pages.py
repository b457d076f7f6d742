"""The pages and the interface as everybody meets them, and what is asked of them wrongly."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from stegvis.exchange.models import Block, Examination, Meets, Occasion, Offer, Prior
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Evidence
from tests.exchange.support import an_occasion, an_offer
from tests.support.cast import Cast
from tests.support.database import as_owner


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


@pytest.fixture
def course(cast: Cast) -> Offer:
    """A course of Mölndal's for everybody in the collaboration, with all its parts."""
    made = an_offer(
        cast.molndal,
        cast.gr,
        kind="course",
        title="Palliativ vård i hemmet",
        summary="Två dagar.",
        description="Innehåll.",
        terms="Tystnadsplikt.",
        areas=["palliativ-vard"],
        professions=["sjukskoterska"],
        lowest_level=1,
        price=1500,
        split="sender",
        hours=16,
        host_name="Maja Värd",
        host_email="maja@example.se",
    )
    with as_owner():
        whose = {"offer": made, "employer": cast.molndal}
        Block.objects.create(**whose, title="Symtom", hours=8, is_simulation=True)
        Examination.objects.create(**whose, profession_id="sjukskoterska", level="avancerad nivå", credits=75)
        Prior.objects.create(**whose, kind="licence", code="leg", title="Legitimation")
        Prior.objects.create(**whose, kind="course", code="grund", title="Grundkurs")
    return made


def test_a_page_says_all_that_one_needs_to_decide(
    client: Client, cast: Cast, placed: FrameworkVersion, course: Offer
) -> None:
    occasion = an_occasion(course, days=30, seats=7)
    gone = an_occasion(course, days=60)
    with as_owner():
        Occasion.objects.filter(pk=gone.pk).update(state="cancelled", cancelled_why="För få anmälda")
        licence = Evidence.objects.get(person=cast.anna.person, kind="licence")
        Prior.objects.filter(offer=course, kind="licence").update(code=licence.code)
        code = next(effective_of(placed).document.requirements()).code
        Meets.objects.create(offer=course, employer=cast.molndal, framework=placed.framework, requirement=code)
    client.force_login(cast.anna)
    said = text(client, f"/utbud/{course.pk}/")
    for words in (
        "7 lediga platser av 7 · Sök senast",
        "Inställt För få anmälda",
        "Innehåll.",
        "Mölndals kommun (En arbetsgivares egen)",
        "Sjuksköterska · Från nivå 1 Alla i samverkan",
        "16 timmar",
        "1 500 kr per plats Deltagarens arbetsgivare betalar platsen",
        "Maja Värd maja@example.se",
        "Du har det Legitimation",
        "Finns inte i dina underlag Grundkurs",
        "Symtom På plats · 8 timmar · simulering",
        "Sjuksköterska: avancerad nivå, 7,5 högskolepoäng",
        "Tystnadsplikt.",
    ):
        assert words in said.replace("\N{NO-BREAK SPACE}", " "), words
    assert "/andra/" not in client.get(f"/utbud/{course.pk}/").content.decode()
    file = client.get(f"/utbud/tillfalle/{occasion.pk}/kalender.ics").content.decode()
    assert "SUMMARY:Palliativ vård i hemmet" in file
    client.force_login(cast.maria)  # who manages the unit but offers nothing for the whole employer
    assert "/andra/" not in client.get(f"/utbud/{course.pk}/").content.decode()
    with as_owner():
        Offer.objects.filter(pk=course.pk).update(unit=cast.molndal_care)
    assert f"/utbud/{course.pk}/andra/" in client.get(f"/utbud/{course.pk}/").content.decode()


def test_what_one_may_not_see_is_not_there(client: Client, cast: Cast, course: Offer) -> None:
    own = an_offer(cast.molndal)
    occasion = an_occasion(own)
    secret, nothing = f"/utbud/{own.pk}/", f"/utbud/{2**70}/"
    for address in (secret, nothing):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"/konto/login/?next={address}")
    client.force_login(cast.anna)
    assert client.get(secret).status_code == client.get(nothing).status_code == 404
    assert client.get(f"/utbud/tillfalle/{occasion.pk}/kalender.ics").status_code == 404
    assert own.title not in text(client, "/utbud/")
    with as_owner():
        Offer.objects.filter(pk=course.pk).update(state="draft")
    assert client.get(f"/utbud/{course.pk}/").status_code == 404


def test_an_empty_answer_says_what_to_do(client: Client, cast: Cast, course: Offer) -> None:
    an_occasion(course)
    client.force_login(cast.anna)
    said = text(client, "/utbud/?q=paliativ")
    assert "Menade du: palliativ" in said
    assert "Säg till att ni saknar det" in said


WRONG = {
    "q=" + "x" * 10_000: "som mest 200 tecken",
    "q=%00": "Null",
    "omrade=finns-inte": "Område",
    "slag=x": "Slag",
    "fran=0001-01-01": "Från och med",
    "till=9999-12-31": "Till och med",
    "fran=2026-02-30": "Från och med",
    "fran=2027-02-01&till=2027-01-01": "Sista dagen kan inte komma före den första",
    "vecka=54": "Skriv en vecka",
    "km=7": "Avstånd",
    "pris=-1": "Högst",
    "pris=99999999999999999999": "Högst",
    "ordning=slump": "Ordning",
    "kommun=9999": "Kommun",
}


def test_what_is_asked_wrongly_is_answered_clearly(client: Client, cast: Cast, course: Offer) -> None:
    an_occasion(course)
    client.force_login(cast.anna)
    for query, said in WRONG.items():
        assert said in text(client, f"/utbud/?{query}"), query[:40]
    for query in ("page=0", "page=x", "page=99", "sort=namn"):
        assert client.get(f"/utbud/?{query}").status_code == 404, query
    for query in (
        "visa=kalender&manad=2100-12-01",
        "visa=kalender&manad=2000-01-01",
        "okant=1",
        "visa=karta&kommun=1481",
    ):
        assert client.get(f"/utbud/?{query}").status_code == 200, query


def test_anybody_sees_what_is_shown_openly_and_nothing_else(client: Client, cast: Cast, course: Offer) -> None:
    an_occasion(course)
    shown = an_offer(cast.molndal, title="Öppen hospitering", is_shown_openly=True, host_email="maja@example.se")
    occasion = an_occasion(shown, days=12)
    page = text(client, "/utbud/oppet/molndal/")
    assert "Öppen hospitering" in page
    assert course.title not in page
    assert "maja@" not in client.get(f"/utbud/{shown.pk}/").content.decode()
    assert "Inget visas öppet just nu" in text(client, "/utbud/oppet/ale/")
    feed = client.get("/utbud/oppet/molndal/kalender.ics").content.decode()
    assert (feed.count("BEGIN:VEVENT"), "Öppen hospitering" in feed) == (1, True)
    assert client.get("/utbud/oppet/finns-inte/").status_code == 404
    frame = client.get("/utbud/inbaddat/molndal/")
    assert "Öppen hospitering" in frame.content.decode()
    assert "<script" not in frame.content.decode()
    policy = frame["Content-Security-Policy"]
    assert ("frame-ancestors *" in policy, "script-src 'none'" in policy) == (True, True)
    assert ("X-Frame-Options" in frame, len(frame.cookies)) == (False, 0)
    assert "frame-ancestors 'none'" in client.get("/utbud/oppet/molndal/")["Content-Security-Policy"]
    assert client.get(f"/utbud/tillfalle/{occasion.pk}/kalender.ics").status_code == 200


def test_the_interface_tells_each_what_they_may_see(client: Client, cast: Cast, course: Offer) -> None:
    shown = an_offer(cast.molndal, title="Öppen hospitering", is_shown_openly=True)
    days = an_occasion(shown, days=12).starts.date(), an_occasion(course, days=40).starts.date()
    address = "/api/v1/offers"

    def titles(query: str = "") -> list[str]:
        return [one["title"] for one in client.get(f"{address}?{query}").json()["offers"]]

    answer = client.get(f"{address}?employer=molndal")
    (only,) = answer.json()["offers"]
    assert (only["title"], only["employer"], only["occasions"][0]["left"]) == (shown.title, "molndal", 2)
    assert (answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == ("*", "public, max-age=300")
    refused = [client.get(f"{address}{end}") for end in ("?employer=x", "?from=x", "?page=9", f"/{course.pk}")]
    assert [(one.status_code, one["Access-Control-Allow-Origin"], "Cache-Control" in one) for one in refused] == [
        *((422, "*", False),) * 2,
        *((404, "*", False),) * 2,
    ]
    assert client.get(f"{address}?employer=ale").json()["total"] == 0
    assert client.get(f"{address}/{course.pk}").status_code == 404
    assert "Access-Control-Allow-Origin" not in client.get("/api/v1/frameworks")

    client.force_login(cast.anna)
    assert titles() == [shown.title, course.title]
    assert client.get(address)["Cache-Control"] == "private"
    assert titles("area=palliativ-vard") == titles("kind=course") == titles("q=palliativa") == [course.title]
    assert titles(f"from={days[0]}&to={days[0] + timedelta(days=1)}") == [shown.title]
    assert client.get(f"{address}/{course.pk}").json()["occasions"][0]["seats"] == 2
    dates = ("from=igår", "to=9999-12-31")
    wrong = ("kind=x", "employer=x", *dates, "q=%00", "q=" + "x" * 10_000, "page=0", "page=x", "page=9")
    assert [client.get(f"{address}?{query}").status_code for query in wrong] == [*[422] * 8, 404]
    assert client.get(f"{address}/{2**70}").status_code == 404


def test_the_open_interface_is_asked_so_often_by_an_address(client: Client, cast: Cast, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"offers": "2/m/ip"}
    assert [client.get("/api/v1/offers").status_code for _ in range(3)] == [200, 200, 429]
    client.force_login(cast.anna)
    assert client.get("/api/v1/offers").status_code == 200
