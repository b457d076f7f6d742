"""Who may offer what, and what becomes of an offer and of those who have applied."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from stegvis.exchange.models import Application, Invited, Occasion, Offer
from stegvis.exchange.offers.content import BlockText, ExaminationText, NewOffer, Parts, PriorText
from stegvis.exchange.offers.occasions import add_occasions, call_off_occasion, change_occasion, repeated
from stegvis.exchange.offers.policies import Publisher
from stegvis.exchange.offers.queries import Wanted, counts_of, library_of, publishers, requirements_named
from stegvis.exchange.offers.services import (
    call_off_offer,
    change_offer,
    copy_offer,
    create_offer,
    delete_offer,
    parts_of,
    publish_offer,
    set_requirements,
    take_back_offer,
)
from stegvis.exchange.offers.times import days_every, hours_on, in_words, moment
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.models import Notice
from stegvis.people.models import Profession
from tests.exchange.offers.conftest import day, offered, planned
from tests.exchange.support import an_application
from tests.support.cast import Cast, employ
from tests.support.database import as_owner


def sees(user: User, offer: Offer) -> bool:
    with acting_as(user.pk) as actor:
        return visible(actor, Offer).filter(pk=offer.pk).exists()


def told(user: User) -> list[str]:
    with as_owner():
        return list(Notice.objects.filter(user=user, kind__startswith="offers.").values_list("kind", flat=True))


def test_a_manager_offers_to_the_collaboration_in_one_step(cast: Cast, offer: Offer, occasion: Occasion) -> None:
    assert (offer.state, offer.audience, offer.collaboration_id) == ("published", "collaboration", cast.gr.pk)
    assert (offer.published_on, offer.created_by_id) == (timezone.localdate(), cast.bosse.pk)
    with as_owner():
        assert (occasion.seats, occasion.taken, occasion.sessions.count()) == (2, 0, 1)
    assert sees(cast.cecilia, offer)
    assert not sees(cast.eva, offer)


def test_who_may_publish_for_whom(cast: Cast, north: Publisher) -> None:
    with acting_as(cast.bosse.pk) as actor:
        assert [one.publisher for one in publishers(actor)] == [north]
    with acting_as(cast.eva.pk) as actor:
        assert [one.publisher for one in publishers(actor)] == [Publisher(cast.university.pk)]
    with acting_as(cast.dag.pk) as actor:
        together = [Publisher(one.pk, None, cast.gr.pk, is_joint=True) for one in (cast.ale, cast.molndal)]
        assert [one.publisher for one in publishers(actor)] == together
    with acting_as(cast.gunilla.pk) as actor:
        assert len(publishers(actor)) == 4
    for user, publisher in (
        (cast.anna, north),
        (cast.maria, north),
        (cast.bosse, Publisher(cast.ale.pk)),
        (cast.gunilla, Publisher(cast.molndal.pk, unit=cast.molndal_care.pk)),
        (cast.bosse, together[0]),
    ):
        with pytest.raises(Refused):
            offered(user, publisher, planned())
    course = offered(cast.eva, Publisher(cast.university.pk), planned(), kind="course")
    assert (course.audience, course.collaboration_id) == ("everybody", None)
    joint = offered(cast.dag, together[1], planned(), kind="conference")
    assert joint.is_joint
    assert sees(cast.anna, joint)


def test_who_may_change_it(cast: Cast, offer: Offer) -> None:
    for user in (cast.anna, cast.cecilia, cast.maria, cast.dag):
        with acting_as(user.pk) as actor, pytest.raises(NotYours):
            change_offer(actor=actor, offer_id=offer.pk, facts={"title": "Mitt"})
    for user in (cast.bosse, cast.gunilla):
        with acting_as(user.pk) as actor:
            assert change_offer(actor=actor, offer_id=offer.pk, facts={"title": user.name}).title == user.name
    with acting_as(cast.bosse.pk) as actor, pytest.raises(KeyError):
        change_offer(actor=actor, offer_id=offer.pk, facts={"employer_id": cast.molndal.pk})


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"title": "\u200b "}, "Ge det en titel"),
        ({"description": "Ring 19850412-1239"}, "personnummer"),
        ({"areas": ["nagot"]}, "områden"),
        ({"lowest_level": 3, "highest_level": 2}, "under den lägsta"),
        ({"price": 500}, "vem som betalar"),
        ({"audience": "invited"}, "vilka arbetsgivare"),
        ({"gives_kind": "course"}, "underlag"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_kept(cast: Cast, offer: Offer, facts: dict[str, object], said: str) -> None:
    with acting_as(cast.bosse.pk) as actor, pytest.raises(Refused, match=said):
        change_offer(actor=actor, offer_id=offer.pk, facts=facts)
    with as_owner():
        offer.refresh_from_db()
    assert (offer.title, offer.price, offer.audience) == ("En dag i hemsjukvården", 0, "collaboration")


def test_nobody_with_a_place_or_in_line_is_shut_out(cast: Cast, offer: Offer, occasion: Occasion) -> None:
    """It says how many, and names employers of five or more of them; who is over, withdrawn or still meant is none."""
    nurse = Profession.objects.get(pk="sjukskoterska")
    with as_owner():
        users = [User.objects.create_user(f"n{n}@example.se", name=f"N{n}") for n in range(4)]
        for n, user in enumerate(users):
            employ(user, cast.molndal_care, nurse, f"30{n:02d}")
    an_application(occasion, cast.maria, "withdrawn")
    an_application(occasion, cast.anna, "booked")
    waiting = [an_application(occasion, user, "waiting") for user in users]

    def narrows(parts: Parts | None = None, **facts: str) -> Offer:
        with acting_as(cast.bosse.pk) as actor:
            return change_offer(actor=actor, offer_id=offer.pk, facts=facts, parts=parts)

    with pytest.raises(
        Refused, match=r"^4 personer har plats eller väntar på en, .* Ingenting är ändrat\. Låt det vara"
    ):
        narrows(audience="own")
    an_application(occasion, cast.cecilia, "booked")
    with pytest.raises(Refused, match=r"^5 personer .* Bland dem finns personal från Mölndals kommun\. Låt"):
        narrows(audience="own")
    with as_owner():
        offer.refresh_from_db()
        assert offer.audience == "collaboration"
    assert narrows(audience="everybody").audience == "everybody"
    assert narrows(Parts(invited=[cast.molndal.pk]), audience="invited").audience == "invited"
    with pytest.raises(Refused, match="5 personer"):
        narrows(Parts(invited=[cast.university.pk]))
    with as_owner():
        Application.objects.filter(employer=cast.molndal).exclude(pk=waiting[0].pk).update(state="withdrawn")
    with pytest.raises(Refused, match=r"^1 person har plats"):
        narrows(audience="own")
    with as_owner():
        Application.objects.filter(pk=waiting[0].pk).update(state="withdrawn")
    assert narrows(audience="own").audience == "own"


def test_the_design_of_intermediate_care_can_be_said(cast: Cast) -> None:
    """Interprofessional, in blocks, begun at any time, at a distance, simulated at the workplace, examined apart."""
    parts = Parts(
        blocks=[
            BlockText("Bedömning och ABCDE", 20, "distance"),
            BlockText("Simulering i teamet", 8, "workplace", is_simulation=True, is_team=True),
        ],
        examinations=[ExaminationText("sjukskoterska", "Avancerad nivå", 75)],
        priors=[PriorText("licence", "sjukskoterska", "Legitimation")],
        invited=[cast.molndal.pk],
    )
    facts = {
        "kind": "course",
        "title": "Intermediärvård i team",
        "provider": "commissioned",
        "form": "mixed",
        "starts_any_time": True,
        "audience": "invited",
        "areas": ["korttid-intermediarvard"],
        "price": 4000,
        "split": "by_seats",
    }
    with acting_as(cast.gunilla.pk) as actor:
        course = create_offer(actor=actor, publisher=Publisher(cast.ale.pk), new=NewOffer(facts, [planned()], parts))
        assert parts_of(course) == parts
        assert course.occasions.get().sessions.count() == 0
        copy = copy_offer(actor=actor, offer_id=course.pk)
        assert (copy.state, copy.title, parts_of(copy), copy.occasions.count()) == ("draft", course.title, parts, 0)
    assert sees(cast.cecilia, course)
    assert not sees(cast.cecilia, copy)


def test_requirements_are_found_by_their_words_and_kept(cast: Cast, offer: Offer, published: object) -> None:
    with acting_as(cast.bosse.pk) as actor:
        known = library_of(actor).requirements
        found = requirements_named(known.values(), "hlr")
        assert found
        assert all("hlr" in f"{one.title} {one.source}".casefold() for one in found)
        assert ("certificate", "hlr") in {(kind, code) for kind, code, _title, _months in found[0].gives}
        set_requirements(actor=actor, offer_id=offer.pk, wanted=[*found[:1], Wanted(found[0].framework, "egen")])
        set_requirements(actor=actor, offer_id=offer.pk, wanted=found[:1])
        assert [(one.framework_id, one.requirement) for one in offer.meets.all()] == [
            (found[0].framework, found[0].code)
        ]


def test_what_another_tab_has_added_stays(cast: Cast, offer: Offer, published: object) -> None:
    with acting_as(cast.bosse.pk) as actor:
        one, two, *_rest = requirements_named(library_of(actor).requirements.values(), "vård")
    client, page = Client(), f"/utbud/{offer.pk}/krav/"
    client.force_login(cast.bosse)
    kept = []
    for sent in ({"krav": [one.key]}, {"krav": [two.key]}, {"krav": [two.key], "visat": [one.key, two.key]}):
        client.post(page, sent)
        kept.append({(row.framework_id, row.requirement) for row in offer.meets.all()})
    first, second = ((wanted.framework, wanted.code) for wanted in (one, two))
    assert kept == [{first}, {first, second}, {second}]
    client.post(page, {"krav": [one.key, two.key], "visat": [one.key, two.key]})
    assert {(row.framework_id, row.requirement) for row in offer.meets.all()} == {second}


def test_a_series_keeps_its_clock_times_and_goes_in_whole_or_not_at_all(cast: Cast, offer: Offer) -> None:
    with acting_as(cast.bosse.pk) as actor:
        days = [day(37), day(44)]
        made = add_occasions(actor=actor, offer_id=offer.pk, planned=repeated(planned(), days))
        begins = [timezone.localtime(one.starts) for one in made]
        assert [one.date() for one in begins] == [day(30), *days]
        assert {one.time() for one in begins} == {time(8)}
        assert [one.apply_by for one in made] == [one - timedelta(days=7) for one in (day(30), *days)]
        assert len({one.series for one in made}) == 1
        with pytest.raises(Refused, match="redan varit"):
            add_occasions(actor=actor, offer_id=offer.pk, planned=repeated(planned(60), [day(-1)]))
        with pytest.raises(Refused, match="webbadress"):
            add_occasions(actor=actor, offer_id=offer.pk, planned=[planned(link="javascript:alert(1)")])
        with pytest.raises(Refused, match="minst en plats"):
            add_occasions(actor=actor, offer_id=offer.pk, planned=[planned(seats=0)])
        with pytest.raises(Refused, match="Sista dagen att söka har redan varit"):
            add_occasions(actor=actor, offer_id=offer.pk, planned=[planned(apply_by=day(-1))])
        window = (replace(planned().sessions[0], ends=moment(date(2099, 12, 31), time(16))),)
        with pytest.raises(Refused, match="tre år"):
            add_occasions(actor=actor, offer_id=offer.pk, planned=[planned(sessions=window)])
        assert offer.occasions.count() == 4
    with as_owner(), transaction.atomic(), pytest.raises(IntegrityError, match="occasion_is_in_calendars"):
        offer.occasions.update(ends=datetime(9999, 12, 31, tzinfo=UTC))


def test_seats_are_never_fewer_than_those_taken(cast: Cast, occasion: Occasion) -> None:
    an_application(occasion, cast.anna)
    an_application(occasion, cast.cecilia, "booked")
    with acting_as(cast.bosse.pk) as actor:
        with pytest.raises(Refused, match="2 platser är tagna"):
            change_occasion(actor=actor, occasion_id=occasion.pk, planned=planned(seats=1))
        with pytest.raises(Refused, match="efter att det börjar"):
            change_occasion(actor=actor, occasion_id=occasion.pk, planned=planned(apply_by=day(31)))
        assert change_occasion(actor=actor, occasion_id=occasion.pk, planned=planned(seats=2)).seats == 2
    assert told(cast.anna) == []


def test_seats_that_are_added_go_to_who_waits(cast: Cast, occasion: Occasion) -> None:
    for user in (cast.anna, cast.per):
        an_application(occasion, user, "booked")
    waiting = an_application(occasion, cast.cecilia, "waiting")
    with acting_as(cast.bosse.pk) as actor:
        change_occasion(actor=actor, occasion_id=occasion.pk, planned=planned(seats=5))
    with as_owner():
        waiting.refresh_from_db()
        assert (waiting.state, Occasion.objects.get(pk=occasion.pk).taken) == ("offered", 3)


def test_a_moved_occasion_is_told_and_a_clash_moves_nothing(cast: Cast, north: Publisher, occasion: Occasion) -> None:
    with as_owner():
        other = offered(cast.bosse, north, planned(31)).occasions.get()
        third = offered(cast.bosse, north, planned(32)).occasions.get()
    an_application(occasion, cast.anna, "booked")
    an_application(occasion, cast.per)
    an_application(other, cast.anna, "booked")
    with acting_as(cast.bosse.pk) as actor:
        with pytest.raises(Refused, match="1 person som har plats är upptagen"):
            change_occasion(actor=actor, occasion_id=occasion.pk, planned=planned(31))
        occasion.refresh_from_db()
        assert timezone.localdate(occasion.starts) == day(30)
        assert told(cast.anna) == []
        change_occasion(actor=actor, occasion_id=occasion.pk, planned=planned(32, place="Nödinge"))
        assert timezone.localdate(occasion.sessions.get().starts) == day(32)
    assert told(cast.anna) == told(cast.per) == ["offers.moved"]
    with pytest.raises(IntegrityError, match="nobody_sits_in_two_places"), transaction.atomic():
        an_application(third, cast.per)


def test_a_series_moved_a_week_onto_itself_is_no_clash(cast: Cast, offer: Offer) -> None:
    blocks = tuple(planned(ahead).sessions[0] for ahead in (30, 37, 44))
    later = tuple(planned(ahead).sessions[0] for ahead in (37, 44, 51))
    with acting_as(cast.bosse.pk) as actor:
        (made,) = add_occasions(actor=actor, offer_id=offer.pk, planned=[planned(sessions=blocks)])
    an_application(made, cast.anna)
    with acting_as(cast.bosse.pk) as actor:
        change_occasion(actor=actor, occasion_id=made.pk, planned=planned(sessions=later))
        assert [timezone.localdate(one.starts) for one in made.sessions.all()] == [day(37), day(44), day(51)]


def test_all_are_told_when_it_is_called_off_also_whom_the_manager_does_not_see(cast: Cast, occasion: Occasion) -> None:
    rows = [an_application(occasion, cast.per, "booked"), an_application(occasion, cast.anna, "waiting")]
    gone = an_application(occasion, cast.cecilia, "withdrawn")
    with acting_as(cast.bosse.pk) as actor:
        assert counts_of([occasion.offer_id]) == {occasion.pk: (1, 3)}
        with pytest.raises(Refused, match="Säg varför"):
            call_off_occasion(actor=actor, occasion_id=occasion.pk, why=" ")
        assert call_off_occasion(actor=actor, occasion_id=occasion.pk, why="Sjukdom") == 2
        with pytest.raises(Refused, match="inställt"):
            call_off_occasion(actor=actor, occasion_id=occasion.pk, why="Igen")
    with as_owner():
        states = dict(Application.objects.values_list("pk", "state"))
        assert Occasion.objects.get(pk=occasion.pk).taken == 0
    assert states == {rows[0].pk: "cancelled", rows[1].pk: "cancelled", gone.pk: "withdrawn"}
    assert told(cast.per) == told(cast.anna) == ["offers.cancelled"]
    assert told(cast.cecilia) == []


def test_what_people_have_applied_to_is_called_off_and_never_deleted(cast: Cast, north: Publisher) -> None:
    with as_owner():
        offer = offered(cast.bosse, north, planned())
        an_application(offer.occasions.get(), cast.per, "withdrawn")
    with acting_as(cast.bosse.pk) as actor:
        for refused in (delete_offer, take_back_offer):
            with pytest.raises(Refused, match="1 person har sökt"):
                refused(actor=actor, offer_id=offer.pk)
        call_off_offer(actor=actor, offer_id=offer.pk, why="Vi flyttar")
        with pytest.raises(Refused, match="inställt"):
            publish_offer(actor=actor, offer_id=offer.pk)
        draft = copy_offer(actor=actor, offer_id=offer.pk)
        with pytest.raises(Refused, match="Lägg till en dag"):
            publish_offer(actor=actor, offer_id=draft.pk)
        delete_offer(actor=actor, offer_id=draft.pk)
    with as_owner():
        assert list(Offer.objects.values_list("pk", "state")) == [(offer.pk, "cancelled")]
        assert not Invited.objects.exists()
        assert offer.occasions.get().state == "cancelled"


def test_a_night_when_the_clocks_change_and_the_53rd_week() -> None:
    with pytest.raises(Refused, match="finns inte"):
        moment(date(2027, 3, 28), time(2, 30))
    with pytest.raises(Refused, match="årtal"):
        moment(date(1, 1, 1), time(0))
    with pytest.raises(Refused, match="samma tid"):
        hours_on(date(2027, 3, 1), time(8), time(8))
    with pytest.raises(Refused, match="kommer två gånger"):
        moment(date(2027, 10, 31), time(2, 30))
    night = hours_on(date(2027, 3, 27), time(21), time(7))
    assert night.ends - night.starts == timedelta(hours=9)
    assert in_words(night.starts, night.ends).count("2027") == 2
    weeks = [one.isocalendar()[:2] for one in days_every(date(2026, 12, 21), 1, 4)]
    assert weeks == [(2026, 52), (2026, 53), (2027, 1), (2027, 2)]
