"""Plans: made from the gap, refined, agreed on, followed up and closed, by whom and by whom not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.http import Http404
from django.utils import timezone

from stegvis.careers.gaps import smallest_to_next
from stegvis.careers.models import Activity, DevelopmentPlan, Goal, Standing, YearEntry
from stegvis.careers.plans import services, year_services
from stegvis.careers.plans.queries import WholePlan, whole_plan
from stegvis.careers.plans.revision import revision_of
from stegvis.careers.plans.services import ActivityFacts, PlanFacts
from stegvis.careers.plans.year_services import EntryFacts
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.working_days import next_working_day
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import compiled
from stegvis.organisations.models import RoleGrant
from stegvis.people.models import Employment
from tests.support.cast import Cast, grant
from tests.support.database import as_owner
from tests.support.layers import layer

TODAY = timezone.localdate
READ = ActivityFacts("reading", "Läs", "person", None, 250, 8, "own_time")


def suggest(by: User, whom: User, direction: str = "nasta") -> DevelopmentPlan:
    with as_owner():
        person = whom.person
        employer = person.employments.get().employer_id
    with acting_as(by.pk) as actor:
        return services.suggest_plan(actor=actor, person=person.pk, employer=employer, direction=direction)


def seen(by: User, plan: DevelopmentPlan) -> WholePlan:
    with acting_as(by.pk) as actor:
        return whole_plan(actor, plan.pk)


def does(by: User, service: Callable[..., Any], **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


def agree(by: User, plan: DevelopmentPlan) -> DevelopmentPlan:
    return does(by, services.agree_plan, plan_id=plan.pk, seen=seen(by, plan).revision)


@layer
def plan(cast: Cast, placed: FrameworkVersion) -> DevelopmentPlan:
    return suggest(cast.anna, cast.anna)


def test_a_suggestion_is_the_smallest_set_to_the_next_level(cast: Cast, plan: DevelopmentPlan) -> None:
    with as_owner():
        standing = Standing.objects.select_related("version").get(person=cast.anna.person, is_primary=True)
    ladder = compiled(standing.version, standing.area)
    gap = [ladder.leaves[i].requirement for i in smallest_to_next(ladder, np.array(standing.met))]
    whole = seen(cast.bosse, plan)
    wanted = [one for one in whole.goals if one.goal.requirement]
    assert [one.goal.requirement for one in wanted] == [one.code for one in gap]
    assert all(one.activities for one in whole.goals)
    assert {one.due is not None and plan.starts <= one.due <= plan.ends for one in whole.activities} == {True}
    renewals = [one for one in whole.goals if not one.goal.requirement]
    assert [one.goal.title for one in renewals] == ["Förnya det som går ut"]
    assert {one.due for one in renewals[0].activities} == {TODAY() + timedelta(days=30)}
    assert (plan.state, plan.starts, whole.done) == ("draft", TODAY(), 0)
    assert seen(cast.anna, plan).revision == whole.revision


def test_going_deeper_takes_nobody_further(cast: Cast, placed: FrameworkVersion) -> None:
    whole = seen(cast.anna, suggest(cast.bosse, cast.anna, "fordjupa"))
    assert [one.goal.requirement for one in whole.goals] == [""] * len(whole.goals)
    assert 1 <= len(whole.goals) <= 4
    assert whole.goals[0].goal.title.startswith("Förd")


def test_without_a_framework_the_plan_has_its_dates(cast: Cast) -> None:
    whole = seen(cast.anna, suggest(cast.anna, cast.anna))
    assert (whole.goals, whole.plan.follow_up_on) == ((), next_working_day(whole.plan.starts + timedelta(days=182)))


def test_the_year_gives_the_dates(cast: Cast, placed: FrameworkVersion) -> None:
    does(cast.gunilla, year_services.start_year, employer=cast.ale.pk)
    found = suggest(cast.bosse, cast.anna)
    assert (found.ends.month, found.ends.day) == (9, 15) or found.ends == TODAY() + timedelta(days=180)
    assert found.ends >= TODAY() + timedelta(days=180)
    assert found.starts < found.follow_up_on < found.ends  # type: ignore[operator]


@pytest.mark.parametrize("name", ["cecilia", "maria", "gunilla", "hamid", "dag", "farid", "per"])
def test_nobody_else_makes_or_writes_in_it(cast: Cast, plan: DevelopmentPlan, name: str) -> None:
    other = getattr(cast, name)
    with pytest.raises((Refused, Http404)):
        suggest(other, cast.anna)
    with pytest.raises((Refused, Http404)):
        does(other, services.add_goal, plan_id=plan.pk, title="Mål")
    with pytest.raises(Http404):
        seen(other, plan)


def test_there_is_one_plan_at_a_time(cast: Cast, plan: DevelopmentPlan) -> None:
    with pytest.raises(Refused, match="redan en plan"):
        suggest(cast.bosse, cast.anna)


def test_only_the_manager_agrees_and_only_on_what_was_shown(cast: Cast, plan: DevelopmentPlan) -> None:
    with pytest.raises(Refused, match="Din chef bekräftar"):
        agree(cast.anna, plan)
    shown = seen(cast.bosse, plan).revision
    does(cast.anna, services.add_goal, plan_id=plan.pk, title="Ett eget mål")
    with pytest.raises(Refused, match="Någon annan"):
        does(cast.bosse, services.agree_plan, plan_id=plan.pk, seen=shown)
    agreed = agree(cast.bosse, plan)
    assert (agreed.state, agreed.agreed_on, agreed.agreed_by) == ("agreed", TODAY(), cast.bosse)
    with pytest.raises(Refused, match="inget utkast"):
        agree(cast.bosse, plan)
    assert seen(cast.anna, plan).plan.state == "agreed"


def test_an_empty_plan_is_not_agreed_on(cast: Cast) -> None:
    with pytest.raises(Refused, match="minst ett mål"):
        agree(cast.bosse, suggest(cast.bosse, cast.anna))


def test_progress_leaves_the_agreement_and_a_change_takes_it_away(cast: Cast, plan: DevelopmentPlan) -> None:
    agree(cast.bosse, plan)
    first = seen(cast.anna, plan).activities[0]
    does(cast.anna, services.move_activity, plan_id=plan.pk, activity_id=first.pk, before="planned", state="done")
    whole = seen(cast.anna, plan)
    assert (whole.plan.state, whole.done) == ("agreed", 1)
    does(cast.anna, services.add_activity, plan_id=plan.pk, goal_id=whole.goals[0].goal.pk, facts=READ)
    whole = seen(cast.bosse, plan)
    assert (whole.plan.state, whole.plan.agreed_by_id, whole.cost, whole.hours) == ("draft", None, 250, 8)


def test_what_was_dropped_is_taken_up_with_a_new_agreement(cast: Cast, plan: DevelopmentPlan) -> None:
    row = seen(cast.anna, plan).activities[0]
    known = {"plan_id": plan.pk, "activity_id": row.pk}
    agree(cast.bosse, plan)
    for before, state, then in (("planned", "dropped", "agreed"), ("dropped", "planned", "draft")):
        does(cast.anna, services.move_activity, **known, before=before, state=state)
        assert seen(cast.anna, plan).plan.state == then
    agree(cast.bosse, plan)
    for state, then in (("dropped", "agreed"), ("under_way", "draft")):
        with as_owner():
            row.refresh_from_db()
        facts = ActivityFacts(row.kind, row.title, row.owner, row.due, row.cost, row.hours, row.terms, state)
        does(cast.anna, services.change_activity, **known, seen=revision_of(row), facts=facts)
        assert seen(cast.anna, plan).plan.state == then


def test_of_two_who_change_the_same_thing_the_second_is_told(cast: Cast, plan: DevelopmentPlan) -> None:
    row = seen(cast.anna, plan).activities[0]
    known = {"plan_id": plan.pk, "activity_id": row.pk, "seen": revision_of(row)}
    facts = replace(READ, due=plan.ends)
    does(cast.anna, services.change_activity, **known, facts=facts)
    with pytest.raises(Refused, match="Någon annan"):
        does(cast.bosse, services.change_activity, **known, facts=replace(facts, title="Annat"))
    with pytest.raises(Refused, match="Någon annan"):
        does(cast.bosse, services.remove_activity, **known)
    with pytest.raises(Refused, match="Någon annan"):
        does(cast.bosse, services.move_activity, plan_id=plan.pk, activity_id=row.pk, before="under_way", state="done")
    with as_owner():
        assert Activity.objects.get(pk=row.pk).title == "Läs"


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"ends": TODAY() - timedelta(days=1)}, "slutar innan"),
        ({"follow_up_on": TODAY() - timedelta(days=1)}, "inom planens tid"),
        ({"ends": TODAY() + timedelta(days=2), "follow_up_on": None}, "utanför de datumen"),
    ],
)
def test_dates_that_do_not_hold_together(cast: Cast, plan: DevelopmentPlan, facts: dict[str, Any], why: str) -> None:
    given = replace(PlanFacts(plan.title, plan.starts, plan.ends, plan.follow_up_on), **facts)
    with pytest.raises(Refused, match=why):
        does(
            cast.anna, services.change_plan, plan_id=plan.pk, seen=revision_of(seen(cast.anna, plan).plan), facts=given
        )
    goal = seen(cast.anna, plan).goals[0].goal
    late = replace(READ, due=plan.ends + timedelta(days=1))
    with pytest.raises(Refused, match="inom planens tid"):
        does(cast.anna, services.add_activity, plan_id=plan.pk, goal_id=goal.pk, facts=late)


def test_closing_carries_what_is_chosen_and_ends_all_writing(cast: Cast, plan: DevelopmentPlan) -> None:
    whole = seen(cast.bosse, plan)
    kept, left = whole.goals[0].goal, whole.goals[1].goal
    done = whole.goals[0].activities[0]
    does(cast.bosse, services.add_activity, plan_id=plan.pk, goal_id=kept.pk, facts=READ)
    does(cast.bosse, services.move_activity, plan_id=plan.pk, activity_id=done.pk, before="planned", state="done")
    with pytest.raises(Refused, match="Någon annan"):
        does(cast.bosse, services.close_plan, plan_id=plan.pk, seen=whole.revision, note="", start_next=False)
    whole = seen(cast.bosse, plan)
    following = does(
        cast.bosse,
        services.close_plan,
        plan_id=plan.pk,
        seen=whole.revision,
        note="Bra år",
        start_next=True,
        carried=[kept.pk],
    )
    new = seen(cast.anna, following)
    assert [one.goal.title for one in new.goals] == [kept.title]
    assert left.title not in {one.goal.title for one in new.goals}
    todo = [one.title for one in whole.goals[0].activities if one.pk != done.pk]
    assert sorted(one.title for one in new.activities) == sorted(todo)
    closed = seen(cast.anna, plan)
    assert (closed.plan.state, closed.plan.follow_up, closed.done) == ("closed", "Bra år", 1)
    for service, given in (
        (services.add_goal, {"title": "x"}),
        (services.move_activity, {"activity_id": done.pk, "before": "done", "state": "planned"}),
        (services.follow_up_plan, {"seen": "", "note": "", "again_on": None}),
    ):
        with pytest.raises(Refused, match="avslutad"):
            does(cast.anna, service, plan_id=plan.pk, **given)


def test_goals_are_added_changed_and_taken_away(cast: Cast, plan: DevelopmentPlan) -> None:
    goal = does(cast.anna, services.add_goal, plan_id=plan.pk, title="Leda ett nätverk")
    does(
        cast.anna,
        services.change_goal,
        plan_id=plan.pk,
        goal_id=goal.pk,
        seen=revision_of(goal),
        title="Leda två",
        state="reached",
    )
    with as_owner():
        changed = Goal.objects.get(pk=goal.pk)
    assert (changed.title, changed.state, changed.position) == ("Leda två", "reached", goal.position)
    given = {"plan_id": plan.pk, "goal_id": goal.pk, "seen": revision_of(changed)}
    does(cast.bosse, services.remove_goal, **given)
    with pytest.raises(Refused, match="inte längre i planen"):
        does(cast.anna, services.remove_goal, **given)


def test_who_changes_unit_takes_the_plan_along_and_the_former_manager_sees_nothing(
    cast: Cast, plan: DevelopmentPlan
) -> None:
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(unit=cast.ale_south)
        grant(cast.hamid, RoleGrant.objects.get(user=cast.bosse).role, unit=cast.ale_south)
    with pytest.raises(Http404):
        seen(cast.bosse, plan)
    with pytest.raises(Http404):
        does(cast.bosse, services.add_goal, plan_id=plan.pk, title="x")
    assert does(cast.hamid, services.add_goal, plan_id=plan.pk, title="x").title == "x"


def test_an_employment_that_ended_yesterday_leaves_the_plan_to_read(cast: Cast, plan: DevelopmentPlan) -> None:
    with as_owner():
        Employment.objects.filter(person=cast.anna.person).update(valid_to=TODAY() - timedelta(days=1))
    assert seen(cast.anna, plan).plan == plan
    with pytest.raises(Refused, match="anställning som är slut"):
        does(cast.anna, services.add_goal, plan_id=plan.pk, title="x")
    with pytest.raises(Http404):
        seen(cast.bosse, plan)


def test_the_coordinator_keeps_the_year(cast: Cast) -> None:
    assert does(cast.gunilla, year_services.start_year, employer=cast.ale.pk) == 6
    with pytest.raises(Refused, match="redan ett årshjul"):
        does(cast.gunilla, year_services.start_year, employer=cast.ale.pk)
    facts = EntryFacts("other", "Julfest", (12, 10), (1, 6))
    row = does(cast.gunilla, year_services.add_entry, employer=cast.ale.pk, facts=facts)
    known = {"entry_id": row.pk, "seen": revision_of(row)}
    does(cast.gunilla, year_services.change_entry, **known, facts=replace(facts, title="Julbord"))
    with pytest.raises(Refused, match="Någon annan"):
        does(cast.gunilla, year_services.remove_entry, **known)
    for name in ("anna", "bosse", "maria", "dag"):
        with pytest.raises(Refused, match="samordnare"):
            does(getattr(cast, name), year_services.add_entry, employer=cast.ale.pk, facts=facts)
        with pytest.raises(Http404):
            does(getattr(cast, name), year_services.remove_entry, **known)
    with as_owner():
        assert YearEntry.objects.filter(employer=cast.ale).count() == 7
