"""The pages of applying, answering and hosting, what is told by bell and letter, and the file for the calendar."""

from __future__ import annotations

import re
from datetime import timedelta

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stegvis.exchange.applying import answering, services
from stegvis.exchange.applying.tasks import tell_ended
from stegvis.exchange.models import Occasion, Offer
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.models import Reading
from stegvis.foundation.notices.models import Notice
from stegvis.people.models import Profession
from tests.careers.told import unread
from tests.exchange.applying.conftest import acts, applies, row, set_to, time_passes
from tests.exchange.support import an_application, an_occasion
from tests.support.cast import Cast, employ
from tests.support.database import as_owner

MOST_QUERIES = 15
PLACES, ASKED = "/mina-platser/", "/mitt-team/ansokningar/"


def text(client: Client, address: str, **data: object) -> str:
    """The words of a page's main part; with data, of the page that follows a post."""
    answer = client.post(address, data, follow=True) if data else client.get(address)
    main = re.sub(r"<[^>]*>", " ", answer.content.decode().split("<main")[1].split("</main>")[0])
    return re.sub(r"\s+", " ", main)


def apply_at(occasion: Occasion) -> str:
    return f"/utbud/tillfalle/{occasion.pk}/sok/"


def test_from_an_application_to_a_place_in_a_few_presses(client: Client, cast: Cast, occasion: Occasion) -> None:
    client.force_login(cast.cecilia)
    assert "Den som erbjuder platsen ser Cecilia Exempel, ditt yrke och Hemsjukvård, Mölndals" in text(
        client, apply_at(occasion)
    )
    assert "En plats hålls åt dig medan din chef svarar." in text(client, apply_at(occasion), line="Att lära")
    assert "Du har redan sökt" in text(client, apply_at(occasion), line="Att lära")
    client.force_login(cast.maria)
    said = text(client, ASKED)
    assert "Cecilia Exempel , Sjuksköterska" in said
    assert "“Att lära”" in said or "”Att lära”" in said
    with as_owner():
        key = str(occasion.applications.get().pk)
    assert "1 är besvarad." in text(client, ASKED, act="godkann", application=[key])
    assert "redan besvarad, av Maria" in text(client, ASKED, act="godkann", application=[key])
    client.force_login(cast.cecilia)
    assert "Kommande En dag med rehab Har plats" in text(client, PLACES)
    file = icalendar.Calendar.from_ical(client.get(f"{PLACES}{key}/kalender.ics").content)
    assert [str(one["summary"]) for one in file.walk("VEVENT")] == ["En dag med rehab"]
    client.force_login(cast.gunilla)
    said = text(client, f"/utbud/tillfalle/{occasion.pk}/deltagare/")
    assert "Cecilia Exempel Sjuksköterska Hemsjukvård, Mölndals kommun" in said
    sheet = client.get(f"/utbud/tillfalle/{occasion.pk}/deltagare/?export=csv").content.decode("utf-8-sig")
    assert "Cecilia Exempel;Sjuksköterska;Hemsjukvård, Mölndals kommun;Har plats" in sheet
    client.force_login(cast.cecilia)
    assert client.get(f"/utbud/tillfalle/{occasion.pk}/deltagare/").status_code == 404
    assert "Ansökan är tillbakadragen." in text(client, f"{PLACES}{key}/dra-tillbaka/", yes="1")
    with as_owner():
        pages = Reading.objects.filter(person=cast.cecilia.person.pk).values_list("page", "reader__name")
        assert set(pages) == {("exchange:asked", "Maria"), ("exchange:participants", "Gunilla")}


def test_why_not_stands_in_the_place_of_the_button(client: Client, cast: Cast, occasion: Occasion) -> None:
    client.force_login(cast.per)
    said = text(client, apply_at(occasion))
    assert "handläggare av skyddade identiteter" in said
    assert "handläggare av skyddade identiteter" in text(client, apply_at(occasion), line="x")
    client.force_login(cast.maria)
    for form in ({"act": "godkann"}, {"act": "avbojt", "application": "x"}):
        assert "Markera dem som du svarar på." in text(client, ASKED, **form)
    assert client.post(ASKED, {"act": "ge-alla", "application": str(cast.anna.person.pk)}).status_code == 404


def test_everybody_is_told(client: Client, cast: Cast, offer: Offer, occasion: Occasion) -> None:
    (first,), (second,) = applies(cast.cecilia, occasion), applies(cast.anna, occasion)
    assert [line.split(". ")[0] for line in unread(cast.maria)] == ["Cecilia Exempel har sökt ”En dag med rehab”"]
    assert "står på väntelistan" in unread(cast.bosse)[0]
    other = an_occasion(offer, days=50)
    acts(cast.maria, answering.suggest, first, occasion_id=other.pk)
    assert unread(cast.cecilia) == ["Din chef föreslår ett annat datum för ”En dag med rehab”."]
    assert unread(cast.anna)[0].startswith("Du erbjuds en plats på ”En dag med rehab”. Svara före")
    set_to(second, answer_by=timezone.now() + timedelta(hours=1))
    time_passes()
    with as_owner():
        assert Notice.objects.filter(user=cast.anna, key__endswith="offered-reminder", read_at=None).exists()
    set_to(second, answer_by=timezone.now() - timedelta(hours=1))
    time_passes()
    assert unread(cast.anna)[-1] == "Platsen på ”En dag med rehab” besvarades inte i tid och gick till nästa i tur."
    acts(cast.cecilia, services.accept_suggested, first)
    acts(cast.cecilia, services.withdraw, first)
    with as_owner():
        tell_ended.func(application_id=str(first.application))
    assert unread(cast.maria) == ["Cecilia Exempel har dragit tillbaka sin ansökan till ”En dag med rehab”."]


@pytest.fixture
def many(cast: Cast, offer: Offer) -> list[User]:
    nurse = Profession.objects.get(pk="sjukskoterska")
    with as_owner():
        users = [User.objects.create_user(f"n{n}@example.se", name=f"N{n}") for n in range(6)]
        for n, user in enumerate(users):
            employ(user, cast.molndal_care, nurse, f"30{n:02d}")
    date = an_occasion(offer, seats=9)
    for user in users:
        an_application(date, user)
        an_application(an_occasion(offer, days=60 + user.pk), user, "booked")
    return users


def test_lists_need_few_queries(client: Client, cast: Cast, many: list[User]) -> None:
    counts = {}
    for user, address in ((cast.maria, ASKED), (many[0], PLACES), (cast.gunilla, "/utbud/tillfalle/{}/deltagare/")):
        with as_owner():
            date = Occasion.objects.filter(seats=9).get()
        client.force_login(user)
        client.get(address.format(date.pk))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address.format(date.pk)).status_code == 200
        counts[address] = len([one for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])
    assert {address: number for address, number in counts.items() if number > MOST_QUERIES} == {}


def test_several_at_once(client: Client, cast: Cast, many: list[User]) -> None:
    client.force_login(cast.maria)
    page = client.get(ASKED).content.decode()
    keys = re.findall(r'type="checkbox" form="marked" name="application" value="([0-9a-f-]+)"', page)
    assert len(keys) == len(many)
    assert "6 är besvarade." in text(client, ASKED, act="godkann", application=keys)
    assert {row(key).state for key in keys} == {"booked"}
