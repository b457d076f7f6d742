"""What the first page says of plans: one to follow up, some to confirm, one to make before the talks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.models import DevelopmentPlan, YearEntry
from stegvis.careers.models.access import PERSON_OR_MANAGER
from stegvis.careers.plans.queries import years_of
from stegvis.careers.plans.year import Occasion
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting

SOON = timedelta(days=14)
BEFORE_TALKS = timedelta(days=60)
State = DevelopmentPlan.State


def waiting(actor: Actor) -> Waiting:
    """A person without a plan has one to make before the talks that the employer's year names."""
    talks = visible(actor, YearEntry).filter(kind=YearEntry.Kind.DEVELOPMENT_TALK)
    return {"plans": _plans(actor), "talks in the year": talks if actor.person else talks.none()}


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """One query for the person's plan and the team's together, and one for the year of who has no plan."""
    if not (counts["plans"] or counts["talks in the year"]):
        return
    plans = list(_plans(actor).order_by("follow_up_on"))
    own = [one for one in plans if one.person_id == actor.person]
    if actor.person is not None:
        yield from _own(actor, own)
    if actor.manages:
        yield from _team(actor, [one for one in plans if one not in own])


def _plans(actor: Actor) -> QuerySet[DevelopmentPlan]:
    """One's own, and of the staff those that wait; what others share from elsewhere is not the actor's to follow up."""
    mine = Q(person=actor.person) if actor.person is not None else Q(pk__in=[])
    waits = Q(state=State.DRAFT) | Q(follow_up_on__lte=actor.today + SOON)
    rows = visible(actor, DevelopmentPlan).filter(PERSON_OR_MANAGER.q(actor, DevelopmentPlan))
    return rows.exclude(state=State.CLOSED).filter(mine | waits)


def _own(actor: Actor, plans: list[DevelopmentPlan]) -> Iterator[NextStep]:
    if not plans:
        yield from _to_make(actor)
    elif plans[0].follow_up_on and plans[0].follow_up_on <= actor.today + SOON:
        yield NextStep(
            title=_("Follow up your plan"),
            detail=_("You said %(day)s. Look at what is done and what has become of the rest.")
            % {"day": date_format(plans[0].follow_up_on)},
            url=reverse("careers:plan", args=[plans[0].pk]),
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


def _team(actor: Actor, plans: list[DevelopmentPlan]) -> Iterator[NextStep]:
    late = sum(bool(one.follow_up_on and one.follow_up_on <= actor.today) for one in plans)
    drafts = sum(one.state == State.DRAFT for one in plans)
    if late or drafts:
        if late:
            title = ngettext("%(n)s plan to follow up", "%(n)s plans to follow up", late) % {"n": late}
        else:
            title = ngettext("%(n)s plan to confirm", "%(n)s plans to confirm", drafts) % {"n": drafts}
        yield NextStep(
            title=title,
            detail=_("The development plans of your team, with what waits for you first."),
            url=reverse("careers:team_plans"),
            action=_("Open the plans"),
            icon="calendar",
        )
