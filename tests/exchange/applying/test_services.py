"""From an application to a place, as the person, the manager, a colleague, a stranger and who has left have it."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from stegvis.exchange.applying import answering, services
from stegvis.exchange.applying.cases import case_of
from stegvis.exchange.applying.deadlines import answer_by, end_of
from stegvis.exchange.applying.filling import fill_others
from stegvis.exchange.applying.policies import may_apply
from stegvis.exchange.applying.queries import asked_of, places_of, to_answer
from stegvis.exchange.invariants import INVARIANTS
from stegvis.exchange.models import Application, Occasion, Offer, Session
from stegvis.exchange.offers.policies import Publisher
from stegvis.exchange.offers.times import Hours, moment
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import RoleGrant
from stegvis.people.models import Employment, ProtectedIdentity
from tests.careers.told import unread
from tests.exchange.applying.conftest import acts, applies, approves, row, set_to, states, taken, time_passes
from tests.exchange.offers.conftest import day, offered, planned
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.support.cast import Cast
from tests.support.database import as_owner

State = Application.State


def broken() -> list[str]:
    from django.db import connection

    with as_owner(), connection.cursor() as cursor:
        found = []
        for name, (query, _words) in INVARIANTS.items():
            cursor.execute(query)
            found += [name] if cursor.fetchall() else []
    return found


def test_a_place_is_held_then_booked(cast: Cast, occasion: Occasion) -> None:
    (applied,) = applies(cast.cecilia, occasion, line="Att se hur ni gör")
    assert (applied.state, taken(occasion)) == ("held", 1)
    kept = row(applied)
    today = timezone.localdate()
    assert (kept.name, kept.workplace, kept.profession_id, kept.line, kept.host_id, kept.answer_by) == (
        "Cecilia Exempel",
        "Hemsjukvård, Mölndals kommun",
        "sjukskoterska",
        "Att se hur ni gör",
        cast.ale.pk,
        end_of(today + timedelta(days=7)),
    )
    approves(cast.maria, applied, substitute="Vikarie")
    kept = row(applied)
    assert (kept.state, kept.substitute, kept.answered_by_id, kept.answer_by) == (
        "booked",
        "Vikarie",
        cast.maria.pk,
        None,
    )
    with pytest.raises(Refused, match="redan besvarad, av Maria"):
        approves(cast.maria, applied)
    assert broken() == []


def test_only_who_manages_the_person_answers(cast: Cast, occasion: Occasion) -> None:
    (applied,) = applies(cast.cecilia, occasion)
    for other in (cast.cecilia, cast.bosse, cast.gunilla, cast.anna, cast.dag):
        with pytest.raises(NotYours):
            approves(other, applied)
    with as_owner():
        RoleGrant.objects.filter(user=cast.maria).update(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NotYours):
        approves(cast.maria, applied)


def test_the_coordinator_answers_where_there_is_no_manager(cast: Cast, offer: Offer) -> None:
    date = an_occasion(offer, seats=3)
    (annas,), (bosses,) = applies(cast.anna, date), applies(cast.bosse, date)
    with acting_as(cast.gunilla.pk) as actor:
        assert list(to_answer(actor).values_list("pk", flat=True)) == [bosses.application]
    with acting_as(cast.bosse.pk) as actor:
        assert list(to_answer(actor).values_list("pk", flat=True)) == [annas.application]
    approves(cast.gunilla, bosses)
    assert states(annas, bosses) == ["held", "booked"]


def test_the_waiting_list_and_the_place_in_it(cast: Cast, occasion: Occasion) -> None:
    (first,) = applies(cast.cecilia, occasion)
    (second,), (third,) = applies(cast.anna, occasion), applies(cast.bosse, occasion)
    assert states(first, second, third) == ["held", "waiting", "waiting"]
    with acting_as(cast.bosse.pk) as actor:
        assert [place.line for place in places_of(actor).waiting] == [2]

    acts(cast.cecilia, services.withdraw, first)
    offered = row(second)
    assert (states(first, second, third), taken(occasion)) == (["withdrawn", "offered", "waiting"], 1)
    assert offered.answer_by is not None
    assert offered.answer_by <= timezone.now() + timedelta(hours=48)
    acts(cast.anna, services.withdraw, second)
    acts(cast.bosse, services.accept_offered, third)
    assert (states(second, third), taken(occasion)) == (["withdrawn", "held"], 1)
    with pytest.raises(Refused, match="Du har redan tagit platsen"):
        acts(cast.bosse, services.accept_offered, third)
    with pytest.raises(Refused, match="Tiden att svara har gått ut"):
        acts(cast.anna, services.accept_offered, second)
    assert broken() == []


def test_a_yes_before_there_is_a_place_books_it_at_once(cast: Cast, occasion: Occasion) -> None:
    (first,), (second,) = applies(cast.anna, occasion), applies(cast.cecilia, occasion)
    approves(cast.maria, second)
    acts(cast.bosse, answering.decline, first, reason="Vi är för få den dagen")
    assert states(first, second) == ["declined", "offered"]
    acts(cast.cecilia, services.accept_offered, second)
    assert (states(second), row(first).answer) == (["booked"], "Vi är för få den dagen")


def test_who_sits_elsewhere_is_passed_by_and_keeps_the_turn(cast: Cast, occasion: Occasion) -> None:
    (first,) = applies(cast.bosse, occasion)
    (busy,), (next_,) = applies(cast.cecilia, occasion), applies(cast.anna, occasion)
    applies(cast.cecilia, an_occasion(an_offer(cast.molndal), starts=occasion.starts))
    acts(cast.bosse, services.withdraw, first)
    assert states(busy, next_) == ["waiting", "offered"]


def test_more_seats_go_to_who_waits_before_who_comes(cast: Cast, occasion: Occasion) -> None:
    applies(cast.bosse, occasion)
    (waiting,) = applies(cast.cecilia, occasion)
    with as_owner():
        Occasion.objects.filter(pk=occasion.pk).update(seats=2)
    (late,) = applies(cast.anna, occasion)
    assert states(waiting, late) == ["offered", "waiting"]


def test_any_of_these_dates(cast: Cast, offer: Offer, occasion: Occasion) -> None:
    full, free, later = occasion, an_occasion(offer, days=40), an_occasion(offer, days=50)
    an_application(full, cast.bosse)
    wish = applies(cast.cecilia, full, also=[later.pk, free.pk])
    assert [(one.occasion, one.state) for one in wish] == [
        (full.pk, "waiting"),
        (free.pk, "held"),
        (later.pk, "waiting"),
    ]
    approves(cast.maria, wish[1])
    assert states(*wish) == ["withdrawn", "booked", "withdrawn"]
    with pytest.raises(NotYours):
        applies(cast.anna, full, also=[an_occasion(an_offer(cast.ale)).pk])


def test_another_date_is_suggested_and_taken(cast: Cast, offer: Offer, occasion: Occasion) -> None:
    (applied,) = applies(cast.cecilia, occasion)
    other = an_occasion(offer, days=45, seats=1)
    acts(cast.maria, answering.suggest, applied, occasion_id=other.pk, reason="Bättre då")
    assert (states(applied), taken(occasion)) == (["declined"], 0)
    acts(cast.cecilia, services.accept_suggested, applied)
    kept = row(applied)
    assert (kept.state, kept.occasion_id, kept.suggested_id, taken(other)) == ("booked", other.pk, None, 1)
    with pytest.raises(Refused, match="inte öppet längre"):
        acts(cast.cecilia, services.accept_suggested, applied)


def test_a_suggested_date_that_is_asked_for_already_is_a_yes_to_it(
    cast: Cast, offer: Offer, occasion: Occasion
) -> None:
    """Of several dates, in line where somebody was before, and where a place is held there too: one yes is enough."""
    other = an_occasion(offer, days=45, seats=2)
    first, second = applies(cast.anna, occasion, also=[other.pk])
    assert states(first, second) == ["held", "waiting"]
    acts(cast.bosse, answering.suggest, first, occasion_id=other.pk)
    kept = row(first)
    assert (kept.state, kept.suggested_id, kept.answer) == ("declined", None, "Ditt andra datum är godkänt.")
    assert (row(second).state, row(second).answered_by_id) == ("waiting", cast.bosse.pk)
    with as_owner():
        fill_others.func(either=str(kept.either))
    told = [line.split(". ")[0] for line in unread(cast.anna)]
    assert told[0] == "Det blev nej till ”En dag med rehab”: Ditt andra datum är godkänt."
    assert set(told[1:]) == {"Du erbjuds en plats på ”En dag med rehab”"}
    acts(cast.anna, services.accept_offered, second)
    assert (states(first, second), taken(occasion), taken(other)) == (["declined", "booked"], 0, 1)

    (held,), (also_held,) = applies(cast.cecilia, occasion), applies(cast.cecilia, other)
    assert states(held, also_held) == ["held", "held"]
    acts(cast.maria, answering.suggest, held, occasion_id=other.pk, reason="Vi är få")
    assert (states(held, also_held), row(held).answer) == (["declined", "booked"], "Vi är få")
    assert broken() == []


def test_the_suggested_date_is_full_by_then(cast: Cast, offer: Offer, occasion: Occasion) -> None:
    """It is the waiting list, with the manager's yes; and one application is enough where there was one already."""
    other = an_occasion(offer, days=45, seats=1)
    suggested = {"occasion_id": other.pk, "reason": "Bättre då"}
    (hers,), (his,) = applies(cast.cecilia, occasion), applies(cast.anna, occasion)
    acts(cast.maria, answering.suggest, hers, **suggested)
    acts(cast.bosse, answering.suggest, his, **suggested)
    (first,) = applies(cast.bosse, other)
    acts(cast.cecilia, services.accept_suggested, hers)
    assert (states(hers, first), taken(other)) == (["waiting", "held"], 1)
    applies(cast.anna, other)
    with pytest.raises(Refused, match="redan sökt det här tillfället"):
        acts(cast.anna, services.accept_suggested, his)
    acts(cast.bosse, services.withdraw, first)
    acts(cast.cecilia, services.accept_offered, hers)
    assert (states(hers, his), taken(other), broken()) == (["booked", "declined"], 1, [])


def test_a_date_that_a_round_gives_is_not_suggested_and_not_taken(cast: Cast, offer: Offer, occasion: Occasion) -> None:
    """Neither where it was so before, nor where the host has decided it since: a wish and the lottery are the way."""
    other = an_occasion(offer, days=45)

    def given(how: str) -> None:
        with as_owner():
            Offer.objects.filter(pk=offer.pk).update(given=how)

    (hers,) = applies(cast.cecilia, occasion)
    given("round")
    with acting_as(cast.maria.pk) as actor:
        (asked,) = asked_of(actor, to_answer(actor).select_related("occasion", "offer"))
    assert asked.dates == ()
    with pytest.raises(Refused, match="Det datumet fördelas i en omgång"):
        acts(cast.maria, answering.suggest, hers, occasion_id=other.pk)
    given("first_come")
    acts(cast.maria, answering.suggest, hers, occasion_id=other.pk)
    given("round")
    with pytest.raises(Refused, match="Det föreslagna datumet fördelas nu i en omgång"):
        acts(cast.cecilia, services.accept_suggested, hers)
    assert (states(hers), taken(other)) == (["declined"], 0)


def test_who_is_offered_what_is_no_longer_for_them_is_told_so(cast: Cast, occasion: Occasion) -> None:
    """Such as when the employer has left the collaboration meanwhile."""
    (first,), (second,) = applies(cast.anna, occasion), applies(cast.cecilia, occasion)
    acts(cast.anna, services.withdraw, first)
    with as_owner():
        Offer.objects.update(audience="own")
    with pytest.raises(Refused, match="inte längre för din arbetsgivares personal"):
        acts(cast.cecilia, services.accept_offered, second)
    assert states(second) == ["offered"]


@pytest.fixture
def window(cast: Cast) -> Occasion:
    """One seat in a course of Ale's that each begins when it suits: it has been open for a while, and is for long."""
    whole = Hours(moment(day(0), time()), moment(day(100), time(23)))
    facts = {"kind": "course", "starts_any_time": True}
    terms: Any = {"sessions": (whole,), "seats": 1, "is_busy": False}
    with pytest.raises(Refused, match="efter den sista dagen att börja"):
        offered(cast.gunilla, Publisher(cast.ale.pk), planned(**terms, apply_by=day(101)), **facts)
    found = offered(cast.gunilla, Publisher(cast.ale.pk), planned(**terms, apply_by=day(90)), **facts)
    with as_owner():
        found.occasions.update(starts=moment(day(-60), time()))
        return found.occasions.get()


def test_who_begins_when_it_suits_does_so_after_the_first_day_too(cast: Cast, window: Occasion) -> None:
    """Applied for, answered, offered on, taken and given up in the middle of the window, which begins for none."""
    for wrong in (None, day(-1), day(101)):
        with pytest.raises(Refused, match="en dag att börja"):
            applies(cast.cecilia, window, starts_on=wrong)
    (hers,), (his,) = applies(cast.cecilia, window, starts_on=day(1)), applies(cast.anna, window, starts_on=day(40))
    for manager, applied in ((cast.maria, hers), (cast.bosse, his)):
        with acting_as(manager.pk) as actor:
            assert list(to_answer(actor).values_list("pk", flat=True)) == [applied.application]
    approves(cast.maria, hers)
    acts(cast.cecilia, services.withdraw, hers)
    assert states(hers, his) == ["withdrawn", "offered"]
    set_to(his, starts_on=day(-1))  # nobody begins before there is a place
    acts(cast.anna, services.accept_offered, his)
    assert (row(his).state, row(his).starts_on) == ("held", day(0))
    assert row(his).answer_by == end_of(day(7))
    approves(cast.bosse, his)
    with pytest.raises(Refused, match="har börjat"):
        acts(cast.anna, services.withdraw, his)
    (late,) = applies(cast.cecilia, window, starts_on=day(90))
    with as_owner():
        Occasion.objects.filter(pk=window.pk).update(seats=2)
    time_passes()
    assert states(late) == ["offered"]
    assert broken() == []


def test_applied_to_already(cast: Cast, offer: Offer, occasion: Occasion) -> None:
    """The same press again gives the first answer, as long as it stands; another is refused."""
    press, dates = uuid4(), [an_occasion(offer, days=days).pk for days in (40, 50)]
    first = applies(cast.cecilia, occasion, also=dates, request=press)
    assert applies(cast.cecilia, occasion, also=dates, request=press) == first
    for other in (None, uuid4()):
        with pytest.raises(Refused, match="redan sökt det här tillfället"):
            applies(cast.cecilia, occasion, request=other)
    acts(cast.cecilia, services.withdraw, first[0])
    with pytest.raises(Refused, match="Öppna sidan på nytt"):
        applies(cast.cecilia, occasion, request=press)


def test_what_nobody_answers_lapses_to_the_next(cast: Cast, occasion: Occasion) -> None:
    (first,), (second,) = applies(cast.cecilia, occasion), applies(cast.anna, occasion)
    set_to(first, answer_by=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refused, match="Tiden att svara Cecilia Exempel gick ut"):
        approves(cast.maria, first)
    time_passes()
    assert states(first, second) == ["lapsed", "offered"]
    set_to(second, answer_by=timezone.now() - timedelta(minutes=1))
    time_passes()
    assert (states(second), taken(occasion), broken()) == (["lapsed"], 0, [])


def test_who_leaves_leaves_the_places(cast: Cast, occasion: Occasion) -> None:
    (first,), (second,) = applies(cast.cecilia, occasion), applies(cast.anna, occasion)
    approves(cast.maria, first)
    with as_owner():
        yesterday = timezone.localdate() - timedelta(days=1)
        Employment.objects.filter(person__user=cast.cecilia).update(valid_to=yesterday)
    with pytest.raises(Refused, match="i dag arbetar hos en arbetsgivare"):
        applies(cast.cecilia, an_occasion(an_offer(cast.ale, audience="everybody"), days=70))
    time_passes()
    assert (states(first, second), broken()) == (["withdrawn", "offered"], [])


WHY_NOT = {
    "protected": "handläggare av skyddade identiteter",
    "called off": "inställt",
    "begun": "har börjat",
    "round": "fördelas i en omgång",
    "late": "Sista dag att söka var",
    "audience": "inte för din arbetsgivares personal",
    "profession": "andra yrken",
    "level": "andra nivåer än den du har nått",
    "clash": "plats på ”En dag med rehab” vid den tiden",
}


def test_why_not(cast: Cast, placed: FrameworkVersion) -> None:
    """Each in words; who offers and who reads openly see what they may not apply to."""
    now = timezone.now()
    days = {
        "protected": an_occasion(an_offer(cast.ale, cast.gr)),
        "called off": an_occasion(an_offer(cast.ale, cast.gr)),
        "begun": an_occasion(an_offer(cast.ale, cast.gr), starts=now - timedelta(hours=1)),
        "round": an_occasion(an_offer(cast.ale, cast.gr, given="round")),
        "late": an_occasion(an_offer(cast.ale, cast.gr), days=3),
        "audience": an_occasion(an_offer(cast.molndal, is_shown_openly=True)),
        "profession": an_occasion(an_offer(cast.ale, cast.gr, professions=["lakare"])),
        "level": an_occasion(an_offer(cast.ale, cast.gr, lowest_level=3)),
        "clash": an_occasion(an_offer(cast.ale, cast.gr), days=90),
    }
    an_application(an_occasion(an_offer(cast.molndal, cast.gr), starts=days["clash"].starts), cast.anna, "booked")
    with as_owner():
        Occasion.objects.filter(pk=days["called off"].pk).update(state="cancelled")
    said = {}
    for what, date in days.items():
        with acting_as((cast.per if what == "protected" else cast.anna).pk) as actor:
            said[what] = may_apply(actor, case_of(actor, date.pk)).why
    assert {what: WHY_NOT[what] in why for what, why in said.items()} == dict.fromkeys(WHY_NOT, True), said


def test_the_seat_that_goes_in_the_same_moment(cast: Cast, occasion: Occasion) -> None:
    """What the database refuses is said in words, as when the policy had seen it."""
    an_application(an_occasion(an_offer(cast.molndal), starts=occasion.starts), cast.cecilia, "booked")
    with acting_as(cast.cecilia.pk) as actor:
        case, common = case_of(actor, occasion.pk), {"line": "", "either": None, "user_id": actor.user}
        with pytest.raises(Refused, match="annan plats vid den tiden"):
            services._apply(actor, case, common, None, seat=True)


def test_what_helps_to_answer(cast: Cast, offer: Offer, occasion: Occasion) -> None:
    applies(cast.anna, an_occasion(offer, starts=occasion.starts + timedelta(hours=1)))
    other = an_application(occasion, cast.per, "booked")
    with acting_as(cast.bosse.pk) as actor:
        (asked,) = asked_of(actor, to_answer(actor).select_related("occasion", "offer"))
    assert (asked.away, asked.goals, [one.pk for one in asked.dates]) == ((), (), [occasion.pk])
    with as_owner():
        ProtectedIdentity.objects.all().delete()
    with acting_as(cast.bosse.pk) as actor:
        (asked,) = asked_of(actor, to_answer(actor).select_related("occasion", "offer"))
    assert [one.name for one in asked.away] == [other.name]


def test_who_is_away_that_day_is_so_by_the_hours(cast: Cast, offer: Offer, window: Occasion) -> None:
    """Of a course of two days far apart not the weeks between, and of a window the day on which somebody begins."""
    course, between, begins = an_occasion(offer, days=30), an_occasion(offer, days=40), an_occasion(offer, days=50)
    with as_owner():
        ends = {"starts": begins.starts + timedelta(days=5), "ends": begins.ends + timedelta(days=5)}
        Session.objects.create(occasion=course, employer=cast.ale, **ends)
        Occasion.objects.filter(pk=course.pk).update(ends=ends["ends"])
        ProtectedIdentity.objects.all().delete()
    for date, words in ((between, {}), (begins, {})):
        applies(cast.anna, date, **words)
    an_application(course, cast.per, "booked")
    an_application(window, cast.per, "booked", starts_on=timezone.localdate(begins.starts))
    with acting_as(cast.bosse.pk) as actor:
        rows = to_answer(actor).select_related("occasion", "offer").order_by("occasion__starts")
        assert [[one.title for one in asked.away] for asked in asked_of(actor, rows)] == [[], [window.offer.title]]


def test_deadlines_end_at_midnight_and_before_the_occasion() -> None:
    today = timezone.localdate()
    far = timezone.now() + timedelta(days=90)
    assert answer_by(today, today + timedelta(days=60), far) == end_of(today + timedelta(days=7))
    assert answer_by(today, today, far) == end_of(today + timedelta(days=2))
    soon = timezone.now() + timedelta(hours=5)
    assert answer_by(today, today, soon) == soon


def test_a_stranger_sees_nothing(cast: Cast, occasion: Occasion) -> None:
    own = an_occasion(an_offer(cast.ale))
    for user in (cast.cecilia, cast.farid):
        with pytest.raises(NotYours):
            applies(user, own)
    (applied,) = applies(cast.anna, own)
    for do in (services.withdraw, services.accept_offered, services.accept_suggested):
        with pytest.raises(NotYours):
            acts(cast.cecilia, do, applied)
