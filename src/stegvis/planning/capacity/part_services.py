"""The parts of a capacity plan: what is produced, what time goes to beside it, and who is away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.engine.capacity import Reason
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused
from stegvis.planning.capacity import seasons
from stegvis.planning.capacity.content import SEEN, Activity, ByWeek
from stegvis.planning.capacity.keeping import held, keep, line_of, require_seen
from stegvis.planning.capacity.queries import content_of, weeks_of
from stegvis.planning.models import CapacityPlan

MOST_ACTIVITIES = 40


@dataclass(frozen=True)
class ActivityFacts:
    """``amount`` in an ordinary ``week`` or in the whole ``period``; None leaves each week as it is."""

    name: str
    minutes: dict[str, float]
    amount: float | None = None
    per: str = "week"


@dataclass(frozen=True)
class Stretch:
    """Hours a week for a profession from a week to another, by their places in the plan."""

    profession: str
    first: int
    last: int
    hours: float


@transaction.atomic
def state_activity(*, actor: Actor, plan_id: int, facts: ActivityFacts, key: str = "", seen: str | None = None) -> str:
    """Add an activity, or change the one with the key. Answers its key. Raises Refused, NotYours."""
    plan = held(actor, plan_id)
    content = content_of(plan)
    name = line_of(facts.name)
    before = content.activity(key)
    if key and before is None:
        raise NotYours
    require_seen(before, SEEN["activity"], seen)
    if not name:
        raise Refused(_("Say what is produced, such as home visits."))
    if any(one.name.casefold() == name.casefold() and one.key != key for one in content.activities):
        raise Refused(_("The plan has %(name)s already.") % {"name": name})
    if len(content.activities) >= MOST_ACTIVITIES and not before:
        raise Refused(_("A plan can have at most %(n)s activities.") % {"n": MOST_ACTIVITIES})
    volume = before.volume if before else (0.0,) * plan.weeks
    if facts.amount is not None:
        fill = seasons.shared_out if facts.per == "period" else seasons.ordinary
        volume = fill(facts.amount, content.season, weeks_of(plan))
    made = Activity(key or uuid4().hex[:8], name, facts.minutes, volume)
    keep(plan, content.with_activity(made).not_moved())
    return made.key


@transaction.atomic
def remove_activity(*, actor: Actor, plan_id: int, key: str) -> None:
    plan = held(actor, plan_id)
    content = content_of(plan)
    if content.activity(key) is None:
        raise NotYours
    kept = tuple(one for one in content.activities if one.key != key)
    keep(plan, replace(content, activities=kept).not_moved())


@transaction.atomic
def state_standards(
    *, actor: Actor, plan_id: int, profession: str, support: float, individual: float, seen: str | None = None
) -> None:
    """What a profession's time goes to beside production: a share of it, and hours a week for certain tasks."""
    plan = held(actor, plan_id)
    content = content_of(plan)
    found = content.competence(profession)
    if found is None:
        raise NotYours
    require_seen(found, SEEN["standards"], seen)
    if not (0 <= support < 1 and individual >= 0):
        raise Refused(_("The share is from 0 to 99 per cent, and hours are not below 0."))
    keep(plan, content.with_competence(replace(found, support=support, individual=individual)))


@transaction.atomic
def state_absence(*, actor: Actor, plan_id: int, reason: str, stretch: Stretch) -> None:
    """So many hours a week are away from a week to another, beside what is booked. Raises Refused, NotYours.

    In a profession with few people the reason is not kept.
    """
    plan = held(actor, plan_id)
    content = content_of(plan)
    found = content.competence(stretch.profession)
    if found is None or reason not in set(Reason):
        raise NotYours
    kept = Reason.OTHER.value if found.is_few else reason
    hours = set_hours(found.typed.get(kept), plan, stretch)
    keep(plan, content.with_competence(replace(found, typed=found.typed | {kept: hours})))


def set_hours(before: ByWeek | None, plan: CapacityPlan, stretch: Stretch) -> ByWeek:
    """By week, as before but in the stretch. Raises Refused."""
    if not 0 <= stretch.first <= stretch.last < plan.weeks:
        raise Refused(_("Choose weeks of the plan, the first before the last."))
    if stretch.hours < 0:
        raise Refused(_("Hours are not below 0."))
    old = before or (0.0,) * plan.weeks
    return tuple(stretch.hours if stretch.first <= week <= stretch.last else one for week, one in enumerate(old))
