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
from django.utils.formats import date_format

from stegvis.exchange.applying import answering, services
from stegvis.exchange.applying.tasks import tell_ended
from stegvis.exchange.models import Occasion, Offer
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.models import Reading
from stegvis.foundation.notices.models import Notice
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Employment, Profession
from tests.careers.told import unread
from tests.exchange.applying.conftest import acts, applies, row, set_to, time_passes
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.support.cast import Cast, employ
from tests.support.database import as_owner

MOST_QUERIES = 15
PLACES, ASKED, AWAY = "/mina-platser/", "/mitt-team/ansokningar/", "/mitt-team/platser/"


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
    client.force_login(cast.anna)
    assert "Det är fullt. Du hamnar först på väntelistan." in text(client, apply_at(occasion))
    client.force_login(cast.maria)
    said = text(client, ASKED)
    assert "Cecilia Exempel , Sjuksköterska" in said
    assert "“Att lära”" in said or "”Att lära”" in said
    with as_owner():
        key = str(occasion.applications.get().pk)
    assert "högst 200 tecken" in text(client, ASKED, act="godkann", application=[key], substitute="x" * 201)
    assert "Välj ett annat datum" in text(client, ASKED, act="annat-datum", application=[key], occasion="x")
    assert "1 är besvarad." in text(client, ASKED, act="godkann", application=[key], substitute="Ada")
    assert "redan besvarad, av Maria" in text(client, ASKED, act="godkann", application=[key])
    assert "Cecilia Exempel En dag med rehab , Ale kommun Ada Har plats" in text(client, AWAY)
    client.force_login(cast.cecilia)
    said = text(client, PLACES)
    assert "Kommande En dag med rehab Har plats" in said
    assert "Vikarierar för dig: Ada" in said
    file = icalendar.Calendar.from_ical(client.get(f"{PLACES}{key}/kalender.ics").content)
    assert [(str(one["summary"]), one["transp"]) for one in file.walk("VEVENT")] == [("En dag med rehab", "OPAQUE")]
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
        read = {("exchange:asked", "Maria"), ("exchange:team_places", "Maria"), ("exchange:participants", "Gunilla")}
        assert set(pages) == read


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
    with as_owner():
        date = Occasion.objects.filter(seats=9).get()
    pages = [(cast.maria, ASKED), (cast.maria, AWAY), (many[0], PLACES), (many[0], f"/utbud/{date.offer_id}/")]
    for user, address in (*pages, (cast.gunilla, "/utbud/tillfalle/{}/deltagare/")):
        client.force_login(user)
        client.get(address.format(date.pk))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address.format(date.pk)).status_code == 200
        counts[address] = len([one for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])
    assert {address: number for address, number in counts.items() if number > MOST_QUERIES} == {}


def test_both_dates_of_one_wish_are_approved_in_one_press(
    client: Client, cast: Cast, offer: Offer, occasion: Occasion
) -> None:
    """When one is booked the other ends by itself: there is nothing wrong. What the person took back is said."""
    held, waiting = applies(cast.cecilia, occasion, also=[an_occasion(offer, days=40).pk])
    client.force_login(cast.maria)
    said = text(client, ASKED, act="godkann", application=[held.application, waiting.application])
    assert "2 är besvarade." in said
    assert "tillbakadragen" not in said
    assert [row(one).state for one in (held, waiting)] == ["booked", "withdrawn"]
    (gone,) = applies(cast.cecilia, an_occasion(offer, days=50))
    acts(cast.cecilia, services.withdraw, gone)
    assert "är tillbakadragen" in text(client, ASKED, act="godkann", application=[gone.application])


def test_only_dates_that_can_be_had_are_offered_and_one_that_went_is_named(
    client: Client, cast: Cast, offer: Offer, occasion: Occasion
) -> None:
    """Not one that is applied for, nor one while sitting elsewhere; at most as many as one wish holds."""
    mine, free, busy = (an_occasion(offer, days=days) for days in (40, 41, 42))
    applies(cast.cecilia, mine)
    an_application(an_occasion(an_offer(cast.molndal), starts=busy.starts), cast.cecilia, "booked")
    client.force_login(cast.cecilia)
    (only,) = client.get(apply_at(occasion)).context["form"].fields["also"].choices
    assert only[0] == str(free.pk)
    applies(cast.cecilia, free)
    day = date_format(timezone.localtime(free.starts), "l j F Y H:i")
    assert f"{day}: Du har redan sökt det här tillfället." in text(client, apply_at(occasion), also=[free.pk])
    assert client.post(apply_at(occasion), {"also": ["²"]}).status_code == 200
    with as_owner():
        assert occasion.applications.count() == 0
    for days in range(50, 65):
        an_occasion(offer, days=days)
    assert len(client.get(apply_at(occasion)).context["form"].fields["also"].choices) == 11


def test_several_at_once(client: Client, cast: Cast, many: list[User]) -> None:
    client.force_login(cast.maria)
    page = client.get(ASKED).content.decode()
    keys = re.findall(r'type="checkbox" form="marked" name="application" value="([0-9a-f-]+)"', page)
    assert len(keys) == len(many)
    with as_owner():
        yesterday = timezone.localdate() - timedelta(days=1)
        Employment.objects.filter(person__user=many[0]).update(valid_to=yesterday)
    said = text(client, ASKED, act="godkann", application=keys)
    assert "1 av de markerade är inte längre din att svara på." in said
    assert "5 är besvarade." in said
    assert sorted(row(key).state for key in keys) == [*["booked"] * 5, "held"]


def test_who_it_is_not_for_is_told_so_in_the_place_of_the_button(client: Client, cast: Cast, offer: Offer) -> None:
    """Also in a round, and of what is called off or waited for: what is said is as it is."""
    doctors = an_occasion(an_offer(cast.ale, cast.gr, professions=["lakare"]))
    in_round = an_occasion(an_offer(cast.ale, cast.gr, given="round"))
    theirs = an_occasion(an_offer(cast.molndal, is_shown_openly=True))
    client.force_login(cast.anna)
    said = {date: text(client, f"/utbud/{date.offer_id}/") for date in (doctors, in_round, theirs)}
    assert "för andra yrken än ditt" in said[doctors]
    assert "inte för din arbetsgivares personal" in said[theirs]
    assert "Till omgångarna" in said[in_round]
    assert not [date for date in said if "Sök plats" in said[date]]
    waiting = an_application(an_occasion(offer), cast.anna, "waiting")
    assert "Du står inte längre på väntelistan." in text(client, f"{PLACES}{waiting.pk}/dra-tillbaka/", yes="1")
    gone = an_application(an_occasion(offer), cast.anna, "cancelled")
    with as_owner():
        Occasion.objects.filter(pk=gone.occasion_id).update(state="cancelled", cancelled_why="Snöstorm")
    assert "Inställt: ”Snöstorm”" in text(client, PLACES)


def test_what_somebody_loses_by_waiting_stands_first(
    client: Client, cast: Cast, placed: FrameworkVersion, occasion: Occasion
) -> None:
    applies(cast.anna, occasion)
    client.force_login(cast.bosse)
    steps = client.get("/").context["steps"]
    assert len(steps) > 1
    assert [step.url for step in steps if step.ends] == [steps[0].url] == [ASKED]
