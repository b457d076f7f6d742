"""Roles for experienced staff and wishes of one's own: who offers, who sees who is interested, who answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.experience import queries, services
from stegvis.careers.experience.services import OfferFacts
from stegvis.careers.models import Interest, Offer
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.audit.models import Reading
from stegvis.foundation.notices.kinds import kind_of
from stegvis.foundation.notices.models import Notice
from stegvis.organisations.models import Unit
from stegvis.people.models import Employment
from tests.careers.test_pages import EVERYBODY, MOST_QUERIES, text
from tests.support.cast import Cast, grant
from tests.support.database import as_owner

TODAY = timezone.localdate()
PAGE = "/erfarenhet/"
MENTOR = OfferFacts("mentor", "Handleda nya sjuksköterskor", "Du har arbetat länge.", 40)


def does(by: User, service: Callable[..., Any], **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


def offered(cast: Cast, by: User, unit: Unit | None, facts: OfferFacts = MENTOR) -> Offer:
    given = {"employer_id": cast.ale.pk, "unit_id": unit.pk if unit else None, "facts": facts}
    return does(by, services.publish_offer, **given)


def seers(row: Offer | Interest) -> set[str]:
    found = set()
    for name in EVERYBODY:
        with acting_as(User.objects.get(email=f"{name}@example.se").pk) as actor:
            if visible(actor, type(row)).filter(pk=row.pk).exists():
                found.add(name)
    return found


def waits_for(user: User) -> list[str]:
    with acting_as(user.pk) as actor:
        return [one.name for one in queries.interested(actor)]


def wish(by: User, text: str = "Jag vill gå ner till 60 % och handleda.", share: int | None = 60) -> Interest:
    with as_owner():
        employer = by.person.employments.get().employer_id
    return does(by, services.state_wish, employer_id=employer, text=text, share=share)


def test_the_employers_staff_read_what_is_offered(cast: Cast) -> None:
    offer = offered(cast, cast.bosse, cast.ale_north)
    assert seers(offer) == {"anna", "bosse", "gunilla", "hamid", "per"}
    assert seers(offered(cast, cast.gunilla, None)) == {"anna", "bosse", "gunilla", "hamid", "per"}
    for user, unit in ((cast.bosse, None), (cast.bosse, cast.ale_south), (cast.anna, cast.ale_north)):
        with pytest.raises(Refused):
            offered(cast, user, unit)
    with pytest.raises(Http404):
        does(cast.maria, services.change_offer, offer_id=offer.pk, facts=MENTOR)


def test_who_offers_sees_who_is_interested_and_ones_own_manager_does_not(cast: Cast) -> None:
    with as_owner():
        south = grant(cast.eva, "unit_manager", unit=cast.ale_south)
    offer = offered(cast, cast.gunilla, cast.ale_south)
    interest = does(cast.anna, services.say_interested, offer_id=offer.pk)
    again = does(cast.anna, services.say_interested, offer_id=offer.pk)
    assert again == interest
    assert seers(interest) == {"anna", "eva", "gunilla"}
    assert (waits_for(cast.eva), waits_for(cast.gunilla), waits_for(cast.bosse)) == (
        ["Anna Exempel"],
        ["Anna Exempel"],
        [],
    )
    with as_owner():
        assert list(Notice.objects.values_list("user", "kind")) == [(cast.gunilla.pk, "offer.interest")]
        south.delete()
    kind = kind_of("offer.interest")
    assert kind is not None
    with acting_as(cast.gunilla.pk) as actor:
        assert kind.words(actor, [{"interest": interest.pk}, {"interest": 0}]) == [
            "Någon är intresserad av rollen ”Handleda nya sjuksköterskor”.",
            "",
        ]


def test_a_wish_is_between_the_person_and_the_manager(cast: Cast) -> None:
    mine = wish(cast.anna)
    assert seers(mine) == {"anna", "bosse"}
    with pytest.raises(Refused, match="väntar på ett samtal"):
        wish(cast.anna)
    for user in (cast.gunilla, cast.maria, cast.anna):
        with pytest.raises((Http404, Refused)):
            does(user, services.answer_interest, interest_id=mine.pk, state="agreed", answer="")
    does(cast.bosse, services.answer_interest, interest_id=mine.pk, state="agreed", answer="Från januari.")
    with pytest.raises(Refused, match="besvarat"):
        does(cast.anna, services.withdraw_interest, interest_id=mine.pk)
    with pytest.raises(Refused, match="besvarat"):
        does(cast.bosse, services.answer_interest, interest_id=mine.pk, state="not_now", answer="")
    with as_owner():
        assert list(Notice.objects.values_list("user", "kind")) == [(cast.anna.pk, "offer.answered")]


def test_what_is_taken_back_is_gone(cast: Cast) -> None:
    mine = wish(cast.anna)
    for _twice in range(2):
        does(cast.anna, services.withdraw_interest, interest_id=mine.pk)
    assert waits_for(cast.bosse) == []
    with pytest.raises(Refused, match="tillbakataget"):
        does(cast.bosse, services.answer_interest, interest_id=mine.pk, state="agreed", answer="")
    with pytest.raises(Http404):
        does(cast.cecilia, services.withdraw_interest, interest_id=mine.pk)


def test_a_protected_identity_is_nobodys_to_see(cast: Cast) -> None:
    offer = offered(cast, cast.bosse, cast.ale_north)
    interest = does(cast.per, services.say_interested, offer_id=offer.pk)
    assert seers(interest) == seers(wish(cast.per)) == {"per", "hamid"}
    assert waits_for(cast.bosse) == []


def test_who_left_yesterday_is_neither_asked_nor_asking(cast: Cast, client: Client) -> None:
    offer = offered(cast, cast.bosse, cast.ale_north)
    does(cast.anna, services.say_interested, offer_id=offer.pk)
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(valid_to=TODAY - timedelta(days=1))
    assert waits_for(cast.bosse) == []
    with pytest.raises(Http404):
        does(cast.anna, services.say_interested, offer_id=offer.pk)
    with pytest.raises(Refused, match="där du arbetar"):
        wish(cast.anna)
    for user, status in ((cast.anna, 404), (cast.bosse, 200)):
        client.force_login(user)
        assert (f'href="{PAGE}"' in client.get("/min-utveckling/").content.decode()) == (status == 200)
        assert client.get(PAGE).status_code == status


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (OfferFacts("mentor", "\u202e "), "vilken roll"),
        (OfferFacts("mentor", "R", "19121212-1212"), "personnummer"),
        (OfferFacts("chief", "R"), "slags roll"),
        (OfferFacts("mentor", "R", share=101), "mellan 1 och 100"),
        (OfferFacts("mentor", "R", starts=TODAY, ends=TODAY - timedelta(days=1)), "slutar innan|sluta innan"),
        (OfferFacts("mentor", "R", starts=date(1, 1, 1)), "tio år bort"),
        (OfferFacts("mentor", "R", ends=date(9999, 12, 31)), "tio år bort"),
        (OfferFacts("mentor", "R", starts=date(1926, 1, 1), ends=TODAY), "tio år bort"),
    ],
)
def test_what_is_refused(cast: Cast, facts: OfferFacts, why: str) -> None:
    with pytest.raises(Refused, match=why):
        offered(cast, cast.gunilla, None, facts)


def test_a_closed_role_takes_no_more(cast: Cast) -> None:
    offer = offered(cast, cast.bosse, cast.ale_north)
    does(cast.bosse, services.close_offer, offer_id=offer.pk)
    with pytest.raises(Refused, match="inte längre öppen"):
        does(cast.anna, services.say_interested, offer_id=offer.pk)


def test_the_pages(client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client.force_login(cast.bosse)
    place = {"place": f"enhet-{cast.ale_north.pk}", "kind": "project", "title": "Ny journal"}
    assert "Slut" not in text(client, f"{PAGE}ny/")
    bad = client.post(f"{PAGE}ny/", place | {"starts": "2027-02-01", "ends": "2027-01-01"})
    assert bad.status_code == 200
    assert client.post(f"{PAGE}ny/", place | {"professions": ["sjukskoterska"]}).status_code == 302
    assert client.post(f"{PAGE}ny/", place | {"place": f"enhet-{cast.ale_south.pk}"}).status_code == 200
    with as_owner():
        offer = Offer.objects.get()
    client.force_login(cast.anna)
    assert "Jag är intresserad" in text(client, PAGE)
    client.post(f"{PAGE}{offer.pk}/intresse/")
    client.post(f"{PAGE}onskemal/", {"text": "Jag vill handleda."})
    assert client.post(f"{PAGE}onskemal/", {"text": " "}).status_code == 200
    page = text(client, PAGE)
    assert "Du har sagt att du är intresserad" in page
    assert "Jag vill handleda." in page
    assert client.get(f"{PAGE}{offer.pk}/andra/").status_code == 403
    client.force_login(cast.bosse)
    assert "2 personer vill prata" in text(client, "/")
    with django_assert_max_num_queries(MOST_QUERIES):
        page = text(client, PAGE)
    assert page.count("Anna Exempel") == 4  # the name, and the button's for who does not see it
    assert "1 intresserad" in page
    with as_owner():
        assert set(Reading.objects.values_list("person", "page")) == {(cast.anna.person.pk, "careers:offers")}
        interest = Interest.objects.get(is_wish=False)
    answer = f"{PAGE}svar/{interest.pk}/"
    assert client.get(answer).status_code == 200
    assert client.post(answer, {"state": "agreed", "answer": "Vi börjar i vår."}).status_code == 302
    client.force_login(cast.anna)
    assert "Vi börjar i vår." in text(client, PAGE)
    assert client.get(answer).status_code == 404
    for user in (cast.cecilia, cast.dag):
        client.force_login(user)
        assert client.get(f"{PAGE}{offer.pk}/").status_code == 404
