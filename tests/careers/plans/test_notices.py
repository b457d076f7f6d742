"""Who hears that a plan is confirmed or to be followed up, and whose calendar says so."""

from __future__ import annotations

from datetime import timedelta

from django.utils.formats import date_format

from stegvis.careers.models import DevelopmentPlan
from stegvis.careers.plans import services
from stegvis.careers.plans.revision import revision_of
from stegvis.careers.plans.tasks import remind_of_follow_ups
from stegvis.people.models import Employment
from tests.careers.plans.test_services import TODAY, agree, does, plan, seen
from tests.careers.told import calendar, unread
from tests.support.cast import Cast
from tests.support.database import as_owner

__all__ = ["plan"]


def follow_up_on(plan: DevelopmentPlan, days: int) -> None:
    with as_owner():
        DevelopmentPlan.objects.filter(pk=plan.pk).update(follow_up_on=TODAY() + timedelta(days=days))
        remind_of_follow_ups()


def test_the_person_hears_that_it_is_confirmed_and_that_it_was_changed(cast: Cast, plan: DevelopmentPlan) -> None:
    agree(cast.bosse, plan)
    assert unread(cast.anna) == [f"Din chef har bekräftat planen ”{plan.title}”."]
    assert [unread(one) for one in (cast.bosse, cast.maria, cast.gunilla)] == [[], [], []]
    does(cast.anna, services.add_goal, plan_id=plan.pk, title="Något mer")
    assert unread(cast.anna) == [f"Planen ”{plan.title}” har ändrats sedan den bekräftades."]


def test_both_are_reminded_once_in_the_week_before(cast: Cast, plan: DevelopmentPlan) -> None:
    agree(cast.bosse, plan)
    follow_up_on(plan, 8)
    assert unread(cast.bosse) == []
    for _time in range(2):
        follow_up_on(plan, 7)
    day = date_format(TODAY() + timedelta(days=7))
    assert unread(cast.anna)[1:] == [f"Din plan ”{plan.title}” ska följas upp den {day}."]
    assert unread(cast.bosse) == [f"En plan i ditt team ska följas upp den {day}."]
    assert calendar(cast.anna) == [
        ("Utvecklingsplan: uppföljning", TODAY() + timedelta(days=7)),
        *[event for event in calendar(cast.anna) if event[0].startswith("Sista dag")],
    ]
    shown = revision_of(seen(cast.bosse, plan).plan)
    does(cast.bosse, services.follow_up_plan, plan_id=plan.pk, seen=shown, note="Bra.", again_on=None)
    assert (unread(cast.bosse), unread(cast.anna)[1:]) == ([], [f"Planen ”{plan.title}” är uppföljd."])


def test_nobody_is_reminded_of_who_has_left(cast: Cast, plan: DevelopmentPlan) -> None:
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(valid_to=TODAY() - timedelta(days=1))
    follow_up_on(plan, 3)
    assert unread(cast.anna) == []
