"""Who hears that a talk is planned, moved, cancelled or to be signed, and whose calendar it is in."""

from __future__ import annotations

from datetime import timedelta

from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from stegvis.careers.talks import services
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Employment, ProtectedIdentity
from tests.careers.talks.test_services import TODAY, Whom, does, held, planned, signs
from tests.careers.told import calendar, unread
from tests.support.cast import START, Cast
from tests.support.database import as_owner


def test_the_person_hears_of_the_day_its_change_and_its_end(cast: Cast) -> None:
    day, later = TODAY() + timedelta(days=9), TODAY() + timedelta(days=20)
    talk = planned(cast, day=day)
    prepare = "Utvecklingssamtal den {}. Några frågor hjälper dig att förbereda dig."
    assert unread(cast.anna) == [prepare.format(date_format(day))]
    assert calendar(cast.anna) == calendar(cast.bosse) == [("Utvecklingssamtal", day)]
    assert [(unread(one), calendar(one)) for one in (cast.maria, cast.gunilla, cast.per)] == [([], [])] * 3
    does(cast.bosse, services.move_talk, talk_id=talk.pk, day=later)
    assert unread(cast.anna) == [prepare.format(date_format(later))]  # one line, the newest
    does(cast.bosse, services.cancel_talk, talk_id=talk.pk)
    assert unread(cast.anna) == [f"Utvecklingssamtal den {date_format(later)} är inställt."]
    assert unread(cast.bosse) == []
    assert calendar(cast.anna) == calendar(cast.bosse) == []


def test_each_hears_that_the_other_has_signed_and_no_more_when_both_have(cast: Cast) -> None:
    to_sign = f"Utvecklingssamtal den {date_format(TODAY())}: läs vad ni har kommit överens om och skriv under om det "
    talk = held(cast)
    assert unread(cast.anna)[1:] == [to_sign + "stämmer."]
    signs(cast.anna, talk)
    assert (len(unread(cast.anna)), unread(cast.bosse)) == (1, [to_sign + "stämmer."])
    signs(cast.bosse, talk)
    assert (len(unread(cast.anna)), unread(cast.bosse)) == (1, [])


def test_a_changed_text_is_told_of_anew(cast: Cast) -> None:
    talk = held(cast)
    signs(cast.anna, talk)
    with as_owner():
        talk.refresh_from_db()
    does(cast.bosse, services.write_notes, talk_id=talk.pk, seen=services.digest_of(talk), notes="Annat.")
    assert len(unread(cast.anna)) == 2  # the day, and the new text


def test_who_has_become_protected_is_not_told_of(cast: Cast) -> None:
    held(cast)
    signed = unread(cast.bosse)
    with as_owner():
        ProtectedIdentity.objects.create(person=cast.anna.person, employer=cast.ale, since=START)
    assert (signed, unread(cast.bosse), calendar(cast.bosse)) == ([], [], [])


def test_a_whole_team_is_told_in_as_many_queries_as_one(
    cast: Cast, sixty: FrameworkVersion, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with acting_as(cast.bosse.pk) as actor:
        rows = visible(actor, Employment).exclude(person=actor.person).values_list("person_id", "employer_id")
        days = {Whom(*one): TODAY() + timedelta(days=n) for n, one in enumerate(rows)}
        assert len(days) > 50
        with django_assert_max_num_queries(12):
            services.plan_talks(actor=actor, kind="development", days=days)
