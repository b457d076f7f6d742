"""The pages of mentoring as everybody meets them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stegvis.careers.models import MentorOffer, MentorRound, Mentorship, MentorWish
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.models import Reading
from stegvis.people.models import Profession
from tests.careers.mentoring.conftest import asks, closed, offers, opens, shifted, today, under_way
from tests.careers.mentoring.test_rounds import wishes
from tests.support.cast import Cast, employ
from tests.support.database import as_owner

MOST_QUERIES = 15
MENTORING, OFFER, ROUNDS = "/mentorskap/", "/mentorskap/bli-mentor/", "/mentorskap/omgangar/"


def text(client: Client, address: str, **data: object) -> str:
    """The words of a page's main part; with data, of the page that follows a post."""
    answer = client.post(address, data, follow=True) if data else client.get(address)
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def test_from_an_offer_to_a_mentorship_in_a_few_clicks(client: Client, cast: Cast) -> None:
    client.force_login(cast.maria)
    said = text(client, OFFER, topics=["role", "paths"], meets="distance", places="1", about="Ställ frågor.", unit="")
    assert "Tack. Ditt erbjudande visas" in said
    with as_owner():
        offer = MentorOffer.objects.get()
    client.force_login(cast.anna)
    assert "Maria Exempel Sjuksköterska, Mölndals kommun · På distans Ställ frågor." in text(client, MENTORING)
    assert "Maria Exempel" not in text(client, MENTORING + "?traffas=on_site")
    assert "Maria Exempel" in text(client, MENTORING + "?amne=paths&yrke=sjukskoterska")
    address = f"/mentorskap/mentor/{offer.pk}/"
    assert "Detta fält måste fyllas i" in text(client, address, line="")
    assert "Frågan är skickad" in text(client, address, line="Nya uppdrag")
    with as_owner():
        found = Mentorship.objects.get()
    client.force_login(cast.maria)
    assert "Mentor för Anna Väntar på svar Nya uppdrag Svara" in text(client, MENTORING)
    assert "Mentor för Anna Pågår" in text(client, f"/mentorskap/{found.pk}/", act="accept")
    client.force_login(cast.bosse)
    assert "Har en mentor till och med" in text(client, f"/mitt-team/person/{cast.anna.person.pk}/")
    with as_owner():
        pages = Reading.objects.filter(reader=cast.maria).values_list("person", "page")
        assert set(pages) == {(cast.anna.person.pk, "careers:mentorship")}


def test_who_asks_their_own_manager_is_told_before_the_button(client: Client, cast: Cast) -> None:
    """Bosse is Anna's manager and not Cecilia's."""
    page = f"/mentorskap/mentor/{offers(cast.bosse).pk}/"
    told = {}
    for user in (cast.anna, cast.cecilia, cast.bosse):
        client.force_login(user)
        said = text(client, page)
        warned, _, rest = said.partition("Bosse Exempel är din chef och läser som mentor din fråga")
        told[user.name] = (bool(rest), "Skicka frågan" in (rest or warned), "Din chef ser" in said)
    assert told == {
        "Anna": (True, True, False),
        "Cecilia": (False, True, True),
        "Bosse": (False, False, False),
    }


def test_what_the_two_do_on_their_page(client: Client, cast: Cast) -> None:
    running = under_way(cast.anna, cast.maria)
    page = f"/mentorskap/{running.pk}/"
    client.force_login(cast.anna)
    assert "Välj vad ni pratade om" not in text(client, page, act="meeting", met_on=f"{today()}", topics=["new"])
    assert "Att vara ny Ta bort" in text(client, page)
    wrong = text(client, page, act="meeting", met_on=f"{today() + timedelta(days=2)}", topics=["new"])
    assert "Välj en dag från att mentorskapet började" in wrong
    assert "Det står i bådas kalender" in text(client, page, act="next", day=f"{today() + timedelta(days=9)}")
    assert "sex till tolv månader" in text(client, page, act="end_day", ends=f"{today()}")
    with as_owner():
        meeting = running.meetings.get().pk
    assert "Ingen är noterad ännu" in text(client, page, act="remove", meeting=meeting)
    for act, meeting in (("remove", "x"), ("godta", ""), ("reflect", "")):
        answer = client.post(page, {"act": act, "meeting": meeting})
        assert answer.status_code == (200 if act == "reflect" else 404)
    assert "Du behöver inte säga varför" in text(client, page + "avsluta/")
    assert "Avslutat i förtid" in text(client, page + "avsluta/", ja="1")
    assert "Bara du läser den." in text(client, page, act="reflect", text="Jag vågar mer.")
    client.force_login(cast.maria)
    assert "Jag vågar mer" not in text(client, page)


def test_a_round_from_opening_to_settling(client: Client, cast: Cast, rut: User) -> None:
    offer = offers(rut)
    client.force_login(cast.gunilla)
    in_a_week = today() + timedelta(days=7)
    said = text(client, f"{ROUNDS}ny/", owner=f"organisation-{cast.ale.pk}", title="Våren", closes_on=f"{in_a_week}")
    assert "Omgången är öppen för önskemål" in said
    assert "En omgång pågår redan" in text(
        client, f"{ROUNDS}ny/", owner=f"organisation-{cast.ale.pk}", title="Igen", closes_on=f"{in_a_week}"
    )
    with as_owner():
        found = MentorRound.objects.get()
    page = f"{ROUNDS}{found.pk}/"
    client.force_login(cast.anna)
    assert "Våren Ale kommun · önska senast" in text(client, MENTORING)
    assert "Säg på en rad" in text(client, f"{page}onska/", **{f"mentor-{offer.pk}": "1"})
    assert "1 önskemål är sparat" in text(client, f"{page}onska/", line="Rollen", **{f"mentor-{offer.pk}": "1"})
    client.force_login(rut)
    with as_owner():
        wish = MentorWish.objects.get()
    assert "Anna Sjuksköterska" in text(client, f"{page}ordna/")
    assert "Sparat." in text(client, f"{page}ordna/", **{f"ordning-{wish.pk}": "1"})
    closed(found)
    client.force_login(cast.gunilla)
    assert "Dags att matcha" in text(client, ROUNDS)
    said = text(client, page, act="match")
    assert "1 får en mentor. 0 får ingen." in said
    assert "Rut: Matchad (mentorns nummer 1, lott 1)" in said
    assert "Något har ändrats" in text(client, page, act="settle", seen="annat")
    with acting_as(cast.gunilla.pk) as actor:
        from stegvis.careers.mentoring.matching import propose

        found.refresh_from_db()
        seen = propose(actor, found).digest
    assert "Båda sidor får frågan" in text(client, page, act="settle", seen=seen)
    client.force_login(cast.anna)
    said = text(client, MENTORING)
    assert "Rut är min mentor Föreslaget av en omgång" in said
    assert "Vad det blev av Våren Rut: Matchad" in said


def test_the_first_page_says_what_waits(client: Client, cast: Cast, rut: User) -> None:
    asks(cast.anna, offers(cast.maria))
    found = opens(cast.gunilla, cast.ale)
    offers(rut)
    wishes(cast.bosse, found, rut)
    ending = under_way(cast.cecilia, rut)
    shifted(ending, 250)
    closed(opens(cast.dag, cast.gr))
    expected = {
        cast.maria: "1 mentorskap väntar på ditt svar",
        rut: "1 har önskat dig som mentor",
        cast.cecilia: "Ett mentorskap tar snart slut",
        cast.anna: "Du kan önska en mentor",
        cast.dag: "En matchningsomgång väntar på dig",
    }
    for user, title in expected.items():
        client.force_login(user)
        assert title in [str(step.title) for step in client.get("/").context["steps"]]


def test_no_list_asks_more_of_the_database_the_longer_it_is(client: Client, cast: Cast) -> None:
    found = opens(cast.dag, cast.gr)
    counted: dict[str, list[int]] = {}
    offer = offers(cast.bosse)
    for number in range(2):
        _more(cast, found, offer, number)
        for user, address in (
            (cast.anna, MENTORING),
            (cast.anna, f"{ROUNDS}{found.pk}/onska/"),
            (cast.bosse, f"{ROUNDS}{found.pk}/ordna/"),
            (cast.dag, ROUNDS),
            (cast.dag, f"{ROUNDS}{found.pk}/"),
        ):
            client.force_login(user)
            client.get(address)  # what is noted of readings is noted once
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counted.setdefault(address, []).append(len(queries))
    assert {address: numbers[0] for address, numbers in counted.items()} == {
        address: numbers[1] for address, numbers in counted.items()
    }
    assert max(max(numbers) for numbers in counted.values()) <= MOST_QUERIES


def _more(cast: Cast, found: MentorRound, offer: MentorOffer, number: int) -> None:
    """Two more nurses, one of whom offers and one of whom wishes for Bosse."""
    with as_owner():
        nurse = Profession.objects.get(pk="sjukskoterska")
        users = [User.objects.create_user(f"n{number}{n}@example.se", name=f"N{number}{n}") for n in range(2)]
        for n, user in enumerate(users):
            employ(user, cast.ale_south, nurse, f"7{number}{n}")
    offers(users[0])
    wishes(users[1], found, cast.bosse)


@pytest.mark.parametrize("name", ["eva", "farid", "hamid"])
def test_who_is_no_person_here_and_leads_nothing_has_no_such_pages(client: Client, cast: Cast, name: str) -> None:
    client.force_login(getattr(cast, name))
    assert {client.get(address).status_code for address in (MENTORING, OFFER, ROUNDS)} == {404}
