"""Putting a way into the development plan, by the plan's own services and rules."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.careers.models import Activity, DevelopmentPlan, Goal
from stegvis.careers.plans.queries import WholePlan, whole_plan
from stegvis.careers.plans.services import ActivityFacts, add_activity, add_goal, suggest_plan
from stegvis.careers.plans.suggesting import DEEPEN, LONGEST_TITLE, NEXT_LEVEL
from stegvis.exchange.models import Offer
from stegvis.exchange.pathways.gap import Asked
from stegvis.exchange.pathways.queries import Pathway, Step
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused

Do = Activity.Kind
KINDS = {
    Offer.Kind.SHADOWING: Do.SHADOWING,
    Offer.Kind.SUPERVISION: Do.SUPERVISION,
    Offer.Kind.NETWORK: Do.NETWORK,
    Offer.Kind.CONFERENCE: Do.NETWORK,
}
"""The activity that each kind of offer is in a plan; a course for all others."""


@transaction.atomic
def put_in_plan(*, actor: Actor, way: Pathway, chosen: Collection[int]) -> tuple[DevelopmentPlan, int]:
    """Put those of the way's occasions that are ``chosen`` into the plan that runs, or into a new one.

    The plan, and how many were new: what stands in it already, by its name, is not put there twice. An agreed plan
    becomes a draft again, as by any other change. Raises Refused.
    """
    if not chosen:
        raise Refused(_("Tick at least one occasion."))
    steps = [step for step in way.steps if step.occasion.pk in chosen]
    if not steps:
        raise Refused(_("The way has changed since you saw it. Look at it again."))
    person, employer = way.standing.person.pk, way.employment.employer_id
    give_reason("put a way into the plan")
    running = visible(actor, DevelopmentPlan).filter(person=person, employer=employer)
    plan = running.exclude(state=DevelopmentPlan.State.CLOSED).first()
    if plan is None:
        direction = DEEPEN if way.bounds.area else NEXT_LEVEL
        plan = suggest_plan(actor=actor, person=person, employer=employer, direction=direction)
    new = 0
    for step in steps:
        whole = whole_plan(actor, plan.pk)
        facts = _facts(plan, step)
        if any(_is_the_same(one, facts) for one in whole.activities):
            continue
        goal = _goal(actor, whole, step)
        add_activity(actor=actor, plan_id=plan.pk, goal_id=goal.pk, facts=facts)
        new += 1
    return plan, new


def _is_the_same(activity: Activity, facts: ActivityFacts) -> bool:
    """What was dropped may be taken up again as something new."""
    same = (activity.kind, activity.title) == (facts.kind, facts.title)
    return same and activity.state != Activity.State.DROPPED


def _facts(plan: DevelopmentPlan, step: Step) -> ActivityFacts:
    """A day outside the plan's time is not its last day to do something, so it is told by the name alone."""
    offer, day = step.occasion.offer, timezone.localdate(step.occasion.ends)
    begins = date_format(timezone.localtime(step.occasion.starts), "SHORT_DATE_FORMAT")
    return ActivityFacts(
        kind=KINDS.get(Offer.Kind(offer.kind), Do.COURSE),
        title=f"{offer.title}, {begins}"[:LONGEST_TITLE],
        owner="person",
        due=day if plan.starts <= day <= plan.ends else None,
        cost=step.price or None,
        hours=step.hours or None,
        terms=Activity.Terms.WORKING_TIME,
    )


def _goal(actor: Actor, whole: WholePlan, step: Step) -> Goal:
    """The goal that asks for what the step closes, else a new one by its name."""
    wanted = step.closes[0] if step.closes else Asked(_("What comes before"))
    for one in whole.goals:
        by_code = one.goal.requirement and one.goal.requirement in wanted.codes
        if one.goal.state == Goal.State.OPEN and (by_code or one.goal.title == wanted.title[:LONGEST_TITLE]):
            return one.goal
    title = wanted.title[:LONGEST_TITLE]
    return add_goal(actor=actor, plan_id=whole.plan.pk, title=title, requirement=wanted.code)
