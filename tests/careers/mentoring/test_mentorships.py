"""From an offer to a closing reflection, as both sides, colleagues, managers and strangers have it."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from stegvis.careers.invariants import INVARIANTS
from stegvis.careers.mentoring.days import months_after
from stegvis.careers.mentoring.notices import days
from stegvis.careers.mentoring.offering import pause_offer, reopen_offer, withdraw_offer
from stegvis.careers.mentoring.queries import case_of, cases_of, meetings_of, offers_for, reflections_of
from stegvis.careers.mentoring.services import (
    accept,
    decline,
    end_mentorship,
    move_end,
    note_meeting,
    plan_meeting,
    reflect,
    take_away_meeting,
)
from stegvis.careers.mentoring.tasks import finish, look_after_mentoring, record_assignment
from stegvis.careers.models import MentorOffer, Mentorship
from stegvis.careers.placements.queries import managed
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.models import Notice
from stegvis.people.models import Evidence, ProtectedIdentity
from tests.careers.mentoring.conftest import (
    asks,
    case,
    ended,
    offers,
    says_yes,
    shifted,
    today,
    under_way,
)
from tests.careers.told import unread
from tests.support.cast import START, Cast
from tests.support.database import as_owner


def told(user: User) -> list[str]:
    with as_owner():
        return sorted(Notice.objects.filter(user=user).values_list("kind", flat=True))


def offered_to(user: User) -> set[str]:
    with acting_as(user.pk) as actor:
        return {one.name for one in offers_for(actor)}


def test_an_offer_is_seen_within_the_collaborations_and_by_nobody_else(cast: Cast, rut: User) -> None:
    offers(cast.maria)
    offers(rut)
    assert offered_to(cast.anna) == {"Maria Exempel", "Rut Exempel"}
    assert offered_to(cast.dag) == {"Maria Exempel", "Rut Exempel"}
    assert offered_to(cast.maria) == {"Rut Exempel"}
    assert offered_to(rut) == set()
    for stranger in (cast.eva, cast.farid):
        assert offered_to(stranger) == set()
    with acting_as(rut.pk) as actor:
        assert visible(actor, MentorOffer).get(user=actor.user).is_former


def test_a_paused_or_withdrawn_offer_is_seen_by_its_mentor_alone(cast: Cast) -> None:
    offer = offers(cast.maria)
    waiting = asks(cast.anna, offer)
    with acting_as(cast.maria.pk) as actor:
        pause_offer(actor=actor)
    assert offered_to(cast.anna) == set()
    with acting_as(cast.maria.pk) as actor:
        reopen_offer(actor=actor)
    assert offered_to(cast.anna) == {"Maria Exempel"}
    with acting_as(cast.maria.pk) as actor:
        withdraw_offer(actor=actor)
    assert offered_to(cast.anna) == set()
    with as_owner():
        assert Mentorship.objects.get(pk=waiting.pk).state == "declined"
    assert told(cast.anna) == ["mentoring.answered"]


def test_a_protected_identity_is_never_shown(cast: Cast) -> None:
    with pytest.raises(Refused, match="visar ditt namn"):
        offers(cast.per)
    offer = offers(cast.maria)
    with pytest.raises(Refused, match="visar ditt namn"):
        asks(cast.per, offer)
    running = under_way(cast.anna, cast.maria)
    with as_owner():
        ProtectedIdentity.objects.create(person=cast.maria.person, employer=cast.molndal, since=START)
        ProtectedIdentity.objects.create(person=cast.anna.person, employer=cast.ale, since=START)
    assert offered_to(cast.bosse) == set()
    with acting_as(cast.maria.pk) as actor, pytest.raises(NotYours):
        case_of(actor, running.pk)
    with case(cast.anna, running) as (_actor, found):
        assert found.other == ""
    with acting_as(cast.bosse.pk) as actor:
        assert managed(actor, cast.anna.person.pk).mentored_until is None


def test_a_question_and_a_yes_are_a_mentorship(cast: Cast) -> None:
    offer = offers(cast.maria)
    asked = asks(cast.anna, offer)
    assert told(cast.maria) == ["mentoring.asked"]
    with case(cast.anna, asked) as (_actor, found):
        assert (found.other, found.waits_for_me) == ("Maria", False)
    running = says_yes(cast.maria, asked)
    assert (running.state, running.starts, running.ends) == ("running", today(), months_after(today(), 9))
    assert told(cast.anna) == ["mentoring.answered"]
    with acting_as(cast.bosse.pk) as actor:
        assert managed(actor, cast.anna.person.pk).mentored_until == running.ends
        assert cases_of(actor) == []
        assert not visible(actor, Mentorship).exists()
    for stranger in (cast.gunilla, cast.cecilia, cast.dag, cast.bosse):
        with acting_as(stranger.pk) as actor, pytest.raises(NotYours):
            case_of(actor, running.pk)


def test_one_asks_somebody_else_one_at_a_time_while_there_is_room(cast: Cast) -> None:
    offer, other = offers(cast.maria), offers(cast.bosse)
    with pytest.raises(Refused, match="din egen mentor"):
        asks(cast.maria, offer)
    with pytest.raises(Refused, match="på en rad"):
        asks(cast.anna, offer, "   ")
    with pytest.raises(Refused, match="personnummer"):
        asks(cast.anna, offer, "19850101-1234")
    asked = asks(cast.anna, offer)
    with pytest.raises(Refused, match="redan frågat"):
        asks(cast.anna, other)
    says_yes(cast.maria, asked)
    with pytest.raises(Refused, match="Du har en mentor"):
        asks(cast.anna, other)
    with pytest.raises(Refused, match="fulla"):
        asks(cast.cecilia, offer)
    with pytest.raises(Refused, match="fler mentorskap"):
        offers(cast.maria, places=0)


def test_a_no_needs_no_reason_and_a_question_can_be_taken_back(cast: Cast) -> None:
    offer = offers(cast.maria)
    for user in (cast.maria, cast.anna):
        asked = asks(cast.anna, offer)
        with case(user, asked) as (actor, found):
            decline(actor=actor, case=found)
            with pytest.raises(Refused, match="har just svarat"):
                accept(actor=actor, case=found)


def test_two_who_accept_the_last_place_at_once(fresh_database: str) -> None:
    """Maria says yes to two at once, from two windows: one begins, the other is told that it is full."""
    from tests.support.cast import make_cast

    with as_owner():
        cast = make_cast()
    offer = offers(cast.maria)
    asked = [asks(user, offer) for user in (cast.anna, cast.cecilia)]
    barrier, answers = Barrier(2), []

    def yes(mentorship: Mentorship) -> None:
        try:
            with case(cast.maria, mentorship) as (actor, found):
                barrier.wait(10)
                accept(actor=actor, case=found)
            answers.append("yes")
        except Refused as refused:
            answers.append(str(refused))
        finally:
            connection.close()

    threads = [Thread(target=yes, args=[one]) for one in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(answers) == ["Mentorns platser är fulla just nu.", "yes"]
    with as_owner():
        assert sorted(Mentorship.objects.values_list("state", flat=True)) == ["asked", "running"]
        assert MentorOffer.objects.get().taken == 1


def test_meetings_are_noted_by_day_and_topic(cast: Cast) -> None:
    running = under_way(cast.anna, cast.maria)
    with case(cast.anna, running) as (actor, found):
        note_meeting(
            actor=actor, case=found, met_on=today(), topics=["new", "annat"], next_meeting=today() + timedelta(days=30)
        )
        for ahead in (1, -1):
            with pytest.raises(Refused, match="till och med i dag"):
                note_meeting(actor=actor, case=found, met_on=today() + timedelta(days=ahead), topics=["new"])
        with pytest.raises(Refused, match="vad ni pratade om"):
            note_meeting(actor=actor, case=found, met_on=today(), topics=["annat"])
    with case(cast.maria, running) as (actor, found):
        note_meeting(actor=actor, case=found, met_on=today(), topics=["role", "new"])
        assert [(one.met_on, one.topics) for one in meetings_of(actor, running)] == [(today(), ["new", "role"])]
        assert [(event.title, event.starts) for event in days(actor)] == [
            ("Mentorsträff", today() + timedelta(days=30)),
            ("Mentorskapets sista dag", months_after(today(), 9)),
        ]
        with pytest.raises(Refused, match="nästa träff"):
            plan_meeting(actor=actor, case=found, day=today() + timedelta(days=400))
        plan_meeting(actor=actor, case=found, day=None)
        take_away_meeting(actor=actor, case=found, meeting_id=meetings_of(actor, running)[0].pk)
        assert meetings_of(actor, running) == []
        assert len(list(days(actor))) == 1


def test_the_end_moves_between_six_and_twelve_months(cast: Cast) -> None:
    running = under_way(cast.anna, cast.maria)
    with case(cast.anna, running) as (actor, found):
        for months in (5, 13):
            with pytest.raises(Refused, match="sex till tolv"):
                move_end(actor=actor, case=found, ends=months_after(today(), months))
        move_end(actor=actor, case=found, ends=months_after(today(), 12))
        assert case_of(actor, running.pk).mentorship.ends == months_after(today(), 12)


def test_what_ends_early_is_no_assignment_and_what_is_finished_is(cast: Cast) -> None:
    early = under_way(cast.anna, cast.maria)
    with case(cast.anna, early) as (actor, found):
        assert end_mentorship(actor=actor, case=found).state == "ended"
    finished = says_yes(cast.maria, asks(cast.anna, offers(cast.maria)))
    shifted(finished, 260)
    with case(cast.maria, finished) as (actor, found):
        done = end_mentorship(actor=actor, case=found)
    assert (done.state, done.ended_on) == ("finished", today())
    with as_owner():
        for key in (early.pk, finished.pk, finished.pk):
            record_assignment.func(mentorship_id=str(key))
        assert list(
            Evidence.objects.values_list("person", "kind", "code", "title", "state", "valid_from", "valid_until")
        ) == [
            (cast.maria.person.pk, "assignment", "mentor", "Mentor", "stated", today() - timedelta(days=260), today()),
        ]
        assert MentorOffer.objects.get().taken == 0


def test_two_mentorships_from_the_same_day_are_two_assignments(cast: Cast) -> None:
    """Maria's with Anna ends before hers with Bosse."""
    offer = offers(cast.maria, places=2)
    both = [says_yes(cast.maria, asks(person, offer)) for person in (cast.anna, cast.bosse)]
    for days_ago, found in zip((0, 20), both, strict=True):
        with as_owner():
            finish(found, today() + timedelta(days=200 + days_ago), is_finished=True)
            record_assignment.func(mentorship_id=str(found.pk))
    with as_owner():
        rows = Evidence.objects.filter(person=cast.maria.person).order_by("valid_until")
        assert [(one.code, one.valid_from, one.valid_until) for one in rows] == [
            ("mentor", today(), today() + timedelta(days=ahead)) for ahead in (200, 220)
        ]


def test_a_reflection_is_ones_own_until_it_is_shared(cast: Cast) -> None:
    running = under_way(cast.anna, cast.maria)
    with case(cast.anna, running) as (actor, found), pytest.raises(Refused, match="har tagit slut"):
        reflect(actor=actor, case=found, text="Jag vågar mer.", is_shared=False)
    with case(cast.anna, running) as (actor, found):
        end_mentorship(actor=actor, case=found)
    for is_shared in (False, True):
        with case(cast.anna, running) as (actor, found):
            reflect(actor=actor, case=found, text="Jag vågar mer.\nOch frågar.", is_shared=is_shared)
        with acting_as(cast.maria.pk) as actor:
            seen = [one.text for one in reflections_of(actor, running)]
        assert seen == (["Jag vågar mer.\nOch frågar."] if is_shared else [])
    with acting_as(cast.bosse.pk) as actor:
        assert reflections_of(actor, running) == []


def test_each_night_what_has_run_its_time_is_ended(cast: Cast, rut: User) -> None:
    """Anna's mentorship ends soon and then has ended; Cecilia's question has waited for too long; Bosse leaves."""
    running = under_way(cast.anna, cast.maria)
    waiting = asks(cast.cecilia, offers(rut))
    offers(cast.bosse)
    shifted(running, 250)
    shifted(waiting, 31)
    ended(cast.bosse)
    for _night in range(2):
        with as_owner():
            look_after_mentoring(today())
    assert told(cast.anna) == ["mentoring.answered", "mentoring.ends"]
    assert told(cast.cecilia) == ["mentoring.answered"]
    assert told(rut) == ["mentoring.answered", "mentoring.asked"]
    assert told(cast.bosse) == ["mentoring.paused"]
    assert [unread(user) for user in (cast.cecilia, rut)] == [
        ["Mentorskapet med Rut blev inte av. Fråga någon annan; många vill hjälpa till."],
        [
            "Cecilia har frågat om du vill vara mentor. Det finns inget mer att svara på.",
            "Mentorskapet med Cecilia blev inte av. Det finns inget kvar att svara på.",
        ],
    ]
    shifted(running, 40)
    with as_owner():
        look_after_mentoring(today())
        states = set(Mentorship.objects.values_list("user", "state"))
        offered = set(MentorOffer.objects.values_list("user", "state", "taken", "is_former"))
    assert states == {(cast.anna.pk, "finished"), (cast.cecilia.pk, "declined")}
    assert offered == {
        (cast.maria.pk, "open", 0, False),
        (rut.pk, "open", 0, True),
        (cast.bosse.pk, "paused", 0, False),
    }
    assert "mentoring.ended" in told(cast.maria)
    with acting_as(cast.bosse.pk) as actor:
        reopen_offer(actor=actor)
        assert visible(actor, MentorOffer).get(user=actor.user).is_former


def test_who_changes_employer_keeps_the_mentor_and_the_old_manager_loses_sight_of_it(cast: Cast) -> None:
    running = under_way(cast.anna, cast.maria)
    ended(cast.anna)
    with acting_as(cast.bosse.pk) as actor:
        assert managed(actor, cast.anna.person.pk).mentored_until is None
    for user in (cast.anna, cast.maria):
        with case(user, running) as (actor, found):
            note_meeting(actor=actor, case=found, met_on=today(), topics=["paths"])


def test_the_places_taken_are_those_held(cast: Cast) -> None:
    under_way(cast.anna, cast.maria)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(INVARIANTS["mentors_places_are_counted"][0])
        assert cursor.fetchall() == []
        MentorOffer.objects.update(taken=0)
        cursor.execute(INVARIANTS["mentors_places_are_counted"][0])
        assert len(cursor.fetchall()) == 1
