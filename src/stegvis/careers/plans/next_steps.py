"""What the first page says of plans: one to follow up, some to confirm, one to make before the talks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.models import DevelopmentPlan, YearEntry
from stegvis.careers.plans.queries import years_of
from stegvis.careers.plans.year import Occasion
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep

SOON = timedelta(days=14)
BEFORE_TALKS = timedelta(days=60)
State = DevelopmentPlan.State


def next_steps(actor: Actor) -> Iterator[NextStep]:
    """One query for a manager, and one or two for a person."""
    if actor.person is not None:
        yield from _own(actor)
    if actor.manages:
        yield from _team(actor)


def _own(actor: Actor) -> Iterator[NextStep]:
    open_plans = visible(actor, DevelopmentPlan).filter(person=actor.person).exclude(state=State.CLOSED)
    plan = open_plans.order_by("follow_up_on").first()
    if plan is None:
        yield from _to_make(actor)
    elif plan.follow_up_on and plan.follow_up_on <= actor.today + SOON:
        yield NextStep(
            title=_("Follow up your plan"),
            detail=_("You said %(day)s. Look at what is done and what has become of the rest.")
            % {"day": date_format(plan.follow_up_on)},
            url=reverse("careers:plan", args=[plan.pk]),
            action=_("Open the plan"),
            icon="calendar",
            tone="warm",
        )


def _to_make(actor: Actor) -> Iterator[NextStep]:
    """Before the employer's development talks, to whoever has no plan."""
    found: list[Occasion] = [
        occasion
        for year in years_of(actor, actor.employers).values()
        if (occasion := year.next(actor.today, YearEntry.Kind.DEVELOPMENT_TALK))
    ]
    first = min(found, key=lambda one: one.first, default=None)
    if first and first.first <= actor.today + BEFORE_TALKS:
        yield NextStep(
            title=_("Make a plan before the talk"),
            detail=_("The development talks are held until %(day)s. A suggestion takes one press.")
            % {"day": date_format(first.last)},
            url=reverse("careers:my_plan"),
            action=_("Make my plan"),
            icon="calendar",
        )


def _team(actor: Actor) -> Iterator[NextStep]:
    theirs = visible(actor, DevelopmentPlan).exclude(person=actor.person)
    counts = theirs.aggregate(
        late=Count("id", filter=Q(follow_up_on__lte=actor.today) & ~Q(state=State.CLOSED)),
        drafts=Count("id", filter=Q(state=State.DRAFT)),
    )
    if counts["late"] or counts["drafts"]:
        title = ngettext("%(n)s plan to confirm", "%(n)s plans to confirm", counts["drafts"]) % {"n": counts["drafts"]}
        if counts["late"]:
            title = ngettext("%(n)s plan to follow up", "%(n)s plans to follow up", counts["late"]) % {
                "n": counts["late"]
            }
        yield NextStep(
            title=title,
            detail=_("The development plans of your team, with what waits for you first."),
            url=reverse("careers:team_plans"),
            action=_("Open the plans"),
            icon="calendar",
        )
