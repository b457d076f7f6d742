"""Writing plans. Each write holds the plan's row, so that what was shown can be compared with what there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.careers.models import Activity, DevelopmentPlan, Goal, Standing
from stegvis.careers.plans.notices import followed_up, tell_of_agreement
from stegvis.careers.plans.policies import may_agree, may_write
from stegvis.careers.plans.queries import WholePlan, whole_of, year_of
from stegvis.careers.plans.revision import CHANGED, revision_of
from stegvis.careers.plans.suggesting import SuggestedGoal, Suggestion, suggest
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require

State = DevelopmentPlan.State
MOST_GOALS = 60
MOST_ACTIVITIES = 30


@dataclass(frozen=True)
class PlanFacts:
    title: str
    starts: date
    ends: date
    follow_up_on: date | None


@dataclass(frozen=True)
class ActivityFacts:
    """``cost`` in whole kronor, ``hours`` of working time; None where nothing is said."""

    kind: str
    title: str
    owner: str
    due: date | None
    cost: int | None
    hours: int | None
    terms: str
    state: str = Activity.State.PLANNED
    outcome: str = ""


@transaction.atomic
def suggest_plan(*, actor: Actor, person: UUID, employer: int, direction: str) -> DevelopmentPlan:
    """Make a draft from what stands in the way of the next level, or from what to go deeper in. Raises Refused."""
    require(may_write(actor, person, employer))
    standing = (
        visible(actor, Standing)
        .filter(person=person, employer=employer, is_primary=True)
        .select_related("version")
        .first()
    )
    found = suggest(standing, year_of(actor, employer), actor.today, direction)
    give_reason("suggest development plan")
    plan = _created(person, employer, found)
    _fill(plan, found.goals)
    return plan


def _created(person: UUID, employer: int, found: Suggestion) -> DevelopmentPlan:
    try:
        with transaction.atomic():
            return DevelopmentPlan.objects.create(
                person_id=person,
                employer_id=employer,
                title=found.title,
                starts=found.starts,
                ends=found.ends,
                follow_up_on=found.follow_up_on,
            )
    except IntegrityError as refused:
        raise Refused(_("There is a plan already. Close it before you start the next.")) from refused


def _fill(plan: DevelopmentPlan, goals: Iterable[SuggestedGoal]) -> None:
    suggested = list(goals)
    theirs = {"person_id": plan.person_id, "employer_id": plan.employer_id}
    rows = Goal.objects.bulk_create(
        Goal(**theirs, plan=plan, requirement=one.requirement, title=one.title, position=position)
        for position, one in enumerate(suggested)
    )
    Activity.objects.bulk_create(
        Activity(
            **theirs,
            goal=goal,
            kind=one.kind,
            title=one.title,
            owner=one.owner,
            due=min(max(one.due, plan.starts), plan.ends),
            terms=one.terms,
        )
        for goal, suggestion in zip(rows, suggested, strict=True)
        for one in suggestion.activities
    )


@transaction.atomic
def change_plan(*, actor: Actor, plan_id: int, seen: str, facts: PlanFacts) -> DevelopmentPlan:
    """New title and dates. Raises Refused, also where the plan has changed since it was shown."""
    plan = held_plan(actor, plan_id)
    _same(seen, plan)
    if facts.ends < facts.starts:
        raise Refused(_("The plan ends before it starts."))
    if facts.follow_up_on and not facts.starts <= facts.follow_up_on <= facts.ends:
        raise Refused(_("The follow-up has to be within the plan's time."))
    outside = visible(actor, Activity).filter(goal__plan=plan, state__in=UNDER_WAY)
    if outside.filter(due__lt=facts.starts).exists() or outside.filter(due__gt=facts.ends).exists():
        raise Refused(_("Something in the plan is to be done outside those dates. Move it first."))
    for name in ("title", "starts", "ends", "follow_up_on"):
        setattr(plan, name, getattr(facts, name))
    _draft_again(plan)
    plan.save()
    return plan


UNDER_WAY = (Activity.State.PLANNED, Activity.State.UNDER_WAY)


@transaction.atomic
def agree_plan(*, actor: Actor, plan_id: int, seen: str) -> DevelopmentPlan:
    """The manager confirms what both have talked about. ``seen`` is the whole plan's revision. Raises Refused."""
    plan = held_plan(actor, plan_id)
    require(may_agree(actor, plan))
    whole = whole_of(actor, plan)
    if whole.revision != seen:
        raise Refused(str(CHANGED))
    if not whole.goals:
        raise Refused(_("Put at least one goal in the plan before you agree on it."))
    plan.state, plan.agreed_on, plan.agreed_by_id = State.AGREED, actor.today, actor.user
    plan.save()
    tell_of_agreement(actor, plan)
    return plan


@transaction.atomic
def follow_up_plan(*, actor: Actor, plan_id: int, seen: str, note: str, again_on: date | None) -> DevelopmentPlan:
    """What was seen at the follow-up, and when the next is. Raises Refused."""
    plan = held_plan(actor, plan_id)
    _same(seen, plan)
    if again_on and not plan.starts <= again_on <= plan.ends:
        raise Refused(_("The follow-up has to be within the plan's time."))
    followed_up(actor, plan)
    plan.follow_up, plan.follow_up_on = note, again_on
    plan.save()
    return plan


@transaction.atomic
def close_plan(
    *, actor: Actor, plan_id: int, seen: str, note: str, start_next: bool, carried: Iterable[int] = ()
) -> DevelopmentPlan | None:
    """Close the plan; the next one, with the ``carried`` of its unfinished goals, where one is to start."""
    plan = held_plan(actor, plan_id)
    whole = whole_of(actor, plan)
    if whole.revision != seen:
        raise Refused(str(CHANGED))
    plan.state, plan.follow_up = State.CLOSED, note
    plan.save()
    if not start_next:
        return None
    found = suggest(None, year_of(actor, plan.employer_id), actor.today, "")
    following = _created(plan.person_id, plan.employer_id, found)
    _carry(whole, following, set(carried))
    return following


def _carry(whole: WholePlan, following: DevelopmentPlan, carried: set[int]) -> None:
    """Copies of the unfinished goals chosen, with what is left to do for each; the old plan keeps its own."""
    goals = [one for one in whole.unfinished if one.goal.pk in carried]
    theirs = {"person_id": following.person_id, "employer_id": following.employer_id}
    for position, one in enumerate(goals):
        goal = Goal.objects.create(
            **theirs, plan=following, requirement=one.goal.requirement, title=one.goal.title, position=position
        )
        Activity.objects.bulk_create(
            Activity(
                **theirs,
                goal=goal,
                kind=left.kind,
                title=left.title,
                owner=left.owner,
                due=following.ends if left.due is None else min(max(left.due, following.starts), following.ends),
                cost=left.cost,
                hours=left.hours,
                terms=left.terms,
                state=left.state,
            )
            for left in one.activities
            if left.state in UNDER_WAY
        )


@transaction.atomic
def add_goal(*, actor: Actor, plan_id: int, title: str, requirement: str = "") -> Goal:
    """``requirement`` is a code of the framework's, empty for a goal of one's own. Raises Refused."""
    plan = held_plan(actor, plan_id)
    count = visible(actor, Goal).filter(plan=plan).count()
    if count >= MOST_GOALS:
        raise Refused(_("The plan has %(n)s goals. Take something away before you add more.") % {"n": count})
    _draft_again(plan, save=True)
    return Goal.objects.create(
        plan=plan,
        person_id=plan.person_id,
        employer_id=plan.employer_id,
        requirement=requirement,
        title=title,
        position=count,
    )


@transaction.atomic
def change_goal(*, actor: Actor, plan_id: int, goal_id: int, seen: str, title: str, state: str) -> Goal:
    plan = held_plan(actor, plan_id)
    goal = _goal(actor, plan, goal_id)
    _same(seen, goal)
    if (title, state == Goal.State.DROPPED) != (goal.title, goal.state == Goal.State.DROPPED):
        _draft_again(plan, save=True)
    goal.title, goal.state = title, state
    goal.save()
    return goal


@transaction.atomic
def remove_goal(*, actor: Actor, plan_id: int, goal_id: int, seen: str) -> None:
    """Take a goal and its activities out of the plan; history keeps them."""
    plan = held_plan(actor, plan_id)
    goal = _goal(actor, plan, goal_id)
    _same(seen, goal)
    _draft_again(plan, save=True)
    goal.delete()


@transaction.atomic
def add_activity(*, actor: Actor, plan_id: int, goal_id: int, facts: ActivityFacts) -> Activity:
    plan = held_plan(actor, plan_id)
    goal = _goal(actor, plan, goal_id)
    _within(plan, facts)
    if visible(actor, Activity).filter(goal=goal).count() >= MOST_ACTIVITIES:
        raise Refused(_("The goal has very many activities. Take something away before you add more."))
    _draft_again(plan, save=True)
    return Activity.objects.create(goal=goal, person_id=plan.person_id, employer_id=plan.employer_id, **facts.__dict__)


@transaction.atomic
def change_activity(*, actor: Actor, plan_id: int, activity_id: int, seen: str, facts: ActivityFacts) -> Activity:
    """Progress and outcome are told without a new agreement; what was agreed on is not changed without one.

    What was dropped is no part of what was agreed on, so to take it up again is a change.
    """
    plan = held_plan(actor, plan_id)
    activity = _activity(actor, plan, activity_id)
    _same(seen, activity)
    _within(plan, facts)
    agreed = ("kind", "title", "owner", "due", "cost", "hours", "terms")
    if _is_taken_up(activity, facts.state) or any(getattr(activity, name) != getattr(facts, name) for name in agreed):
        _draft_again(plan, save=True)
    for name, value in facts.__dict__.items():
        setattr(activity, name, value)
    activity.save()
    return activity


@transaction.atomic
def remove_activity(*, actor: Actor, plan_id: int, activity_id: int, seen: str) -> None:
    plan = held_plan(actor, plan_id)
    activity = _activity(actor, plan, activity_id)
    _same(seen, activity)
    _draft_again(plan, save=True)
    activity.delete()


@transaction.atomic
def move_activity(*, actor: Actor, plan_id: int, activity_id: int, before: str, state: str) -> Activity:
    """The next state in one press; ``before`` is the state shown. Raises Refused where somebody was there first."""
    plan = held_plan(actor, plan_id)
    activity = _activity(actor, plan, activity_id)
    if activity.state != before or state not in Activity.State.values:
        raise Refused(str(CHANGED))
    if _is_taken_up(activity, state):
        _draft_again(plan, save=True)
    activity.state = state
    activity.save()
    return activity


def held_plan(actor: Actor, plan_id: int) -> DevelopmentPlan:
    """The plan, held until the transaction ends. Raises NotYours, and Refused for one that is closed."""
    plan = writable(actor, DevelopmentPlan).select_for_update(of=("self",)).filter(pk=plan_id).first()
    if plan is None:
        raise NotYours
    require(may_write(actor, plan.person_id, plan.employer_id))
    if plan.state == State.CLOSED:
        raise Refused(_("The plan is closed and stays as it is. Start a new one to go on."))
    return plan


def _goal(actor: Actor, plan: DevelopmentPlan, goal_id: int) -> Goal:
    goal = writable(actor, Goal).filter(plan=plan, pk=goal_id).first()
    if goal is None:
        raise Refused(_("The goal is no longer in the plan."))
    return goal


def _activity(actor: Actor, plan: DevelopmentPlan, activity_id: int) -> Activity:
    activity = writable(actor, Activity).filter(goal__plan=plan, pk=activity_id).first()
    if activity is None:
        raise Refused(_("The activity is no longer in the plan."))
    return activity


def _same(seen: str, row: DevelopmentPlan | Goal | Activity) -> None:
    if revision_of(row) != seen:
        raise Refused(str(CHANGED))


def _within(plan: DevelopmentPlan, facts: ActivityFacts) -> None:
    if facts.due and not plan.starts <= facts.due <= plan.ends:
        raise Refused(_("The day has to be within the plan's time."))


def _is_taken_up(activity: Activity, state: str) -> bool:
    return activity.state == Activity.State.DROPPED != state


def _draft_again(plan: DevelopmentPlan, *, save: bool = False) -> None:
    """What was agreed on has changed: it waits for a new agreement."""
    if plan.state == State.AGREED:
        plan.state, plan.agreed_on, plan.agreed_by_id = State.DRAFT, None, None
        if save:
            plan.save()
