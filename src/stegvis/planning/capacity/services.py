"""Writing a capacity plan and deciding it. What is decided stays until it is opened again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.engine.capacity import IsoWeek, Reason
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.accounts.models import User
from stegvis.planning.capacity import seasons
from stegvis.planning.capacity.computing import balance
from stegvis.planning.capacity.content import Competence, Content
from stegvis.planning.capacity.keeping import held, keep, line_of, require_same, saved, within
from stegvis.planning.capacity.policies import may_plan_unit, plannable_units
from stegvis.planning.capacity.queries import content_of, weeks_of
from stegvis.planning.capacity.staff import staff_of
from stegvis.planning.days import require_followable
from stegvis.planning.models import CapacityPlan, CapacityWeek
from stegvis.planning.models.capacity import MOST_WEEKS


@dataclass(frozen=True)
class About:
    title: str
    starts: date
    weeks: int
    full_time: float
    season: str = "even"


@transaction.atomic
def begin_plan(*, actor: Actor, unit_id: int, about: About) -> CapacityPlan:
    """A plan with the unit's staff, the absence that is known, and the season's leave. Raises Refused, NotYours."""
    unit = plannable_units(actor).filter(pk=unit_id).first()
    if unit is None:
        raise NotYours
    require(may_plan_unit(actor, unit))
    if not 1 <= about.weeks <= MOST_WEEKS:
        raise Refused(_("A plan has from 1 to %(n)s weeks.") % {"n": MOST_WEEKS})
    require_followable(about.starts, actor.today)
    starts = about.starts - timedelta(days=about.starts.weekday())
    competences = staff_of(actor, unit, starts, about.weeks, about.full_time)
    if not competences:
        raise Refused(
            _("Nobody in the staff list works in the unit in those weeks. Choose another unit or first week.")
        )
    creator: Any = actor.user
    plan = CapacityPlan(
        employer=unit.organisation,
        unit=unit,
        title=_title(about.title),
        starts=starts,
        weeks=about.weeks,
        created_by_id=creator,
    )
    content = Content(full_time=about.full_time, season=about.season)
    for one in competences:
        content = content.with_competence(_on_leave(one, about.season, weeks_of(plan)))
    plan.content = within(content).as_json()
    plan.save()
    return plan


@transaction.atomic
def rename(*, actor: Actor, plan_id: int, title: str) -> CapacityPlan:
    plan = held(actor, plan_id)
    plan.title = _title(title)
    return saved(plan)


@transaction.atomic
def put_away(*, actor: Actor, plan_id: int) -> CapacityPlan:
    """Take the plan out of the list and of the collaboration's sums. Its history stays."""
    plan = writable(actor, CapacityPlan).select_for_update(of=("self",)).filter(pk=plan_id, put_away_at=None).first()
    if plan is None:
        raise NotYours
    plan.put_away_at = timezone.now()
    return saved(plan)


@transaction.atomic
def read_staff(*, actor: Actor, plan_id: int) -> CapacityPlan:
    """The staff list and the known absence anew. What is typed, and the standards, stay. Raises Refused, NotYours."""
    plan = held(actor, plan_id)
    before = content_of(plan)
    found = staff_of(actor, plan.unit, plan.starts, plan.weeks, before.full_time)
    if not found:
        raise Refused(
            _("Nobody in the staff list works in the unit in those weeks. Choose another unit or first week.")
        )
    content = replace(before, competences=())
    for one in found:
        old = before.competence(one.profession)
        kept = replace(one, typed=old.typed, support=old.support, individual=old.individual) if old else one
        content = content.with_competence(kept)
    return keep(plan, content)


@transaction.atomic
def decide(*, actor: Actor, plan_id: int, revision: int) -> CapacityPlan:
    """The plan as it was looked at is what the weeks are compared with. Raises Refused, NotYours."""
    plan = held(actor, plan_id)
    require_same(plan, revision)
    content = content_of(plan)
    if not content.activities:
        raise Refused(_("Say first what is produced in the weeks."))
    signer = User.objects.filter(pk=actor.user).first() if actor.user else None
    plan.state, plan.decided_on = CapacityPlan.State.DECIDED, actor.today
    plan.decided_by_id, plan.decided_name = actor.user, signer.name if signer else ""
    plan.gaps = _gaps(plan, content)
    return saved(plan)


@transaction.atomic
def open_again(*, actor: Actor, plan_id: int) -> CapacityPlan:
    """Take the decision back, while no week has been told of. Raises Refused, NotYours."""
    plan = writable(actor, CapacityPlan).select_for_update(of=("self",)).filter(pk=plan_id).first()
    if plan is None or plan.put_away_at:
        raise NotYours
    if visible(actor, CapacityWeek).filter(plan=plan).exists():
        raise Refused(_("Weeks have been told of. Begin a new plan for the weeks that are left."))
    plan.state, plan.decided_on, plan.decided_by, plan.decided_name, plan.gaps = (
        CapacityPlan.State.DRAFT,
        None,
        None,
        "",
        [],
    )
    return saved(plan)


@transaction.atomic
def change(*, actor: Actor, plan_id: int, revision: int, how: Callable[[Content], Content]) -> CapacityPlan:
    """Change the content as a whole, as a workbook does. Raises Refused, NotYours."""
    plan = held(actor, plan_id)
    require_same(plan, revision)
    return keep(plan, how(content_of(plan)))


def _on_leave(one: Competence, season: str, weeks: Sequence[IsoWeek]) -> Competence:
    """With the season's leave, of those who are not away already."""
    hours = zip(seasons.leave(one.contracted, season, weeks), one.contracted, strict=True)
    leave = tuple(min(most, max(there - one.away(week), 0.0)) for week, (most, there) in enumerate(hours))
    return replace(one, typed={Reason.LEAVE.value: leave} if any(leave) else {})


def _gaps(plan: CapacityPlan, content: Content) -> list[dict[str, Any]]:
    short = balance(content).short
    return [
        {
            "week": (plan.starts + timedelta(weeks=week)).isoformat(),
            "profession": one.profession,
            "people": one.people,
            "hours": round(float(short[week, at]), 1),
        }
        for at, one in enumerate(content.competences)
        for week in range(plan.weeks)
    ]


def _title(text: str) -> str:
    title = line_of(text)
    if not title:
        raise Refused(_("Give the plan a title."))
    return title
