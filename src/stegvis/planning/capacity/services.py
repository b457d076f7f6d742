"""Writing a capacity plan and deciding it. What is decided stays until it is opened again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.engine.capacity import Reason
from stegvis.engine.forecast.model import ModelError
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.accounts.models import User
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.planning.capacity import seasons
from stegvis.planning.capacity.computing import balance, suggested
from stegvis.planning.capacity.content import (
    LEVERS,
    MOST_A_WEEK,
    MOST_HOURS,
    MOST_MINUTES,
    MOST_TIMES,
    Activity,
    ByWeek,
    Content,
    LeverUse,
    MovingUse,
)
from stegvis.planning.capacity.policies import may_plan_unit, may_write, plannable_units
from stegvis.planning.capacity.queries import content_of, weeks_of
from stegvis.planning.capacity.staff import staff_of
from stegvis.planning.days import require_followable
from stegvis.planning.models import CapacityPlan, CapacityWeek
from stegvis.planning.models.capacity import MOST_WEEKS

MOST_ACTIVITIES = 40
FEW = 1e-6


@dataclass(frozen=True)
class About:
    title: str
    starts: date
    weeks: int
    full_time: float
    season: str = "even"


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
        leave = seasons.leave(one.contracted, about.season, weeks_of(plan))
        content = content.with_competence(replace(one, typed={Reason.LEAVE.value: leave} if any(leave) else {}))
    plan.content = _within(content).as_json()
    plan.save()
    return plan


@transaction.atomic
def rename(*, actor: Actor, plan_id: int, title: str) -> CapacityPlan:
    plan = _held(actor, plan_id)
    plan.title = _title(title)
    return _saved(plan)


@transaction.atomic
def put_away(*, actor: Actor, plan_id: int) -> CapacityPlan:
    """Take the plan out of the list and of the collaboration's sums. Its history stays."""
    plan = writable(actor, CapacityPlan).select_for_update(of=("self",)).filter(pk=plan_id, put_away_at=None).first()
    if plan is None:
        raise NotYours
    plan.put_away_at = timezone.now()
    return _saved(plan)


@transaction.atomic
def read_staff(*, actor: Actor, plan_id: int) -> CapacityPlan:
    """The staff list and the known absence anew. What is typed, and the standards, stay. Raises Refused, NotYours."""
    plan = _held(actor, plan_id)
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
    return _keep(plan, content)


@transaction.atomic
def state_activity(*, actor: Actor, plan_id: int, facts: ActivityFacts, key: str = "") -> str:
    """Add an activity, or change the one with the key. Answers its key. Raises Refused, NotYours."""
    plan = _held(actor, plan_id)
    content = content_of(plan)
    name = _line(facts.name)
    before = content.activity(key)
    if key and before is None:
        raise NotYours
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
    _keep(plan, content.with_activity(made).not_moved())
    return made.key


@transaction.atomic
def remove_activity(*, actor: Actor, plan_id: int, key: str) -> None:
    plan = _held(actor, plan_id)
    content = content_of(plan)
    if content.activity(key) is None:
        raise NotYours
    kept = tuple(one for one in content.activities if one.key != key)
    _keep(plan, replace(content, activities=kept).not_moved())


@transaction.atomic
def state_standards(*, actor: Actor, plan_id: int, profession: str, support: float, individual: float) -> None:
    """What a profession's time goes to beside production: a share of it, and hours a week for certain tasks."""
    plan = _held(actor, plan_id)
    content = content_of(plan)
    found = content.competence(profession)
    if found is None:
        raise NotYours
    if not (0 <= support < 1 and individual >= 0):
        raise Refused(_("The share is from 0 to 99 per cent, and hours are not below 0."))
    _keep(plan, content.with_competence(replace(found, support=support, individual=individual)))


@transaction.atomic
def state_absence(*, actor: Actor, plan_id: int, reason: str, stretch: Stretch) -> None:
    """So many hours a week are away from a week to another, beside what is booked. Raises Refused, NotYours.

    In a profession with few people the reason is not kept.
    """
    plan = _held(actor, plan_id)
    content = content_of(plan)
    found = content.competence(stretch.profession)
    if found is None or reason not in set(Reason):
        raise NotYours
    kept = Reason.OTHER.value if found.is_few else reason
    hours = _set(found.typed.get(kept), plan, stretch)
    _keep(plan, content.with_competence(replace(found, typed=found.typed | {kept: hours})))


@transaction.atomic
def state_lever(*, actor: Actor, plan_id: int, lever: LeverUse) -> None:
    """How many hours a lever can give and what they cost; what is used of it stays within that. Raises Refused."""
    plan = _held(actor, plan_id)
    content = content_of(plan)
    before = content.lever(lever.kind)
    if lever.kind not in LEVERS:
        raise NotYours
    if not all(0 <= one <= MOST_HOURS for one in (lever.step, *lever.most.values(), *lever.cost.values())):
        raise Refused(_("Hours and kronor are from 0 to %(n)s.") % {"n": MOST_HOURS})
    used = {
        profession: tuple(min(one, lever.most.get(profession, 0.0)) for one in hours)
        for profession, hours in (before.used if before else {}).items()
    }
    _keep(plan, content.with_lever(replace(lever, used=used)))


@transaction.atomic
def use_lever(*, actor: Actor, plan_id: int, kind: str, stretch: Stretch) -> None:
    """Choose by hand how many hours a week a lever gives. Raises Refused, NotYours."""
    plan = _held(actor, plan_id)
    content = content_of(plan)
    lever = content.lever(kind)
    if lever is None or stretch.profession not in content.professions:
        raise NotYours
    most = lever.most.get(stretch.profession, 0.0)
    if stretch.hours > most + FEW:
        raise Refused(_("At most %(n)s hours a week can be had of it. Change that first.") % {"n": f"{most:g}"})
    if lever.step and abs(stretch.hours / lever.step - round(stretch.hours / lever.step)) > FEW:
        raise Refused(_("It comes in steps of %(n)s hours.") % {"n": f"{lever.step:g}"})
    hours = _set(lever.used.get(stretch.profession), plan, stretch)
    _keep(plan, content.with_lever(replace(lever, used=lever.used | {stretch.profession: hours})))


@transaction.atomic
def state_moving(*, actor: Actor, plan_id: int, moving: MovingUse | None) -> None:
    """How much production may be moved, and how far; None is not at all. What was moved goes back."""
    plan = _held(actor, plan_id)
    if moving is not None and not (0 < moving.share <= 1 and 1 <= moving.within <= MOST_WEEKS and moving.cost >= 0):
        raise Refused(_("Say a share from 1 to 100 per cent and at least one week."))
    _keep(plan, replace(content_of(plan), moving=moving))


@transaction.atomic
def take_suggestion(*, actor: Actor, plan_id: int, revision: int) -> CapacityPlan:
    """Choose the levers as the engine does: least hours short, then least kronor. Raises Refused, NotYours."""
    plan = _held(actor, plan_id)
    _same(plan, revision)
    try:
        content, _closing = suggested(content_of(plan))
    except ModelError as error:
        raise Refused(_("It cannot be computed: look through the levers' hours and kronor.")) from error
    return _keep(plan, content)


@transaction.atomic
def clear_levers(*, actor: Actor, plan_id: int) -> CapacityPlan:
    """Use none, and move nothing. What they can give stays."""
    plan = _held(actor, plan_id)
    content = content_of(plan).not_moved()
    return _keep(plan, replace(content, levers=tuple(replace(one, used={}) for one in content.levers)))


@transaction.atomic
def decide(*, actor: Actor, plan_id: int, revision: int) -> CapacityPlan:
    """The plan as it was looked at is what the weeks are compared with. Raises Refused, NotYours."""
    plan = _held(actor, plan_id)
    _same(plan, revision)
    content = content_of(plan)
    if not content.activities:
        raise Refused(_("Say first what is produced in the weeks."))
    signer = User.objects.filter(pk=actor.user).first() if actor.user else None
    plan.state, plan.decided_on = CapacityPlan.State.DECIDED, actor.today
    plan.decided_by_id, plan.decided_name = actor.user, signer.name if signer else ""
    plan.gaps = _gaps(plan, content)
    return _saved(plan)


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
    return _saved(plan)


@transaction.atomic
def change(*, actor: Actor, plan_id: int, revision: int, how: Callable[[Content], Content]) -> CapacityPlan:
    """Change the content as a whole, as a workbook does. Raises Refused, NotYours."""
    plan = _held(actor, plan_id)
    _same(plan, revision)
    return _keep(plan, how(content_of(plan)))


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


def _held(actor: Actor, plan_id: int) -> CapacityPlan:
    rows = writable(actor, CapacityPlan).select_related("unit").select_for_update(of=("self",))
    plan = rows.filter(pk=plan_id).first()
    if plan is None:
        raise NotYours
    require(may_write(actor, plan))
    return plan


def _same(plan: CapacityPlan, revision: int) -> None:
    if plan.revision != revision:
        raise Refused(_("Somebody has changed the plan meanwhile. Look at it as it is now first."))


def _keep(plan: CapacityPlan, content: Content) -> CapacityPlan:
    plan.content = _within(content).as_json()
    return _saved(plan)


def _saved(plan: CapacityPlan) -> CapacityPlan:
    plan.revision += 1  # the row is locked
    plan.save()
    return plan


def _within(content: Content) -> Content:
    """Raises Refused where more is away than there is, or far more needed than can be meant."""
    for activity in content.activities:
        if max((0.0, *activity.minutes.values())) > MOST_MINUTES or max((0.0, *activity.volume)) > MOST_A_WEEK:
            raise Refused(
                _("%(name)s: at most %(n)s in a week, and %(minutes)s minutes each.")
                % {"name": activity.name, "n": MOST_A_WEEK, "minutes": MOST_MINUTES}
            )
    for one in content.competences:
        for week, hours in enumerate(one.contracted):
            if one.away(week) > hours + 0.01:
                raise Refused(
                    _("In week %(place)s of the plan %(away)s hours would be away of the %(hours)s that there are.")
                    % {"place": week + 1, "away": f"{one.away(week):.1f}", "hours": f"{hours:.1f}"}
                )
    found = balance(content)
    needed, employed = float(found.need.hours.sum()), float(found.capacity.contracted.sum())
    if needed > MOST_TIMES * employed:
        raise Refused(
            _(
                "It would take %(needed)s hours, and those employed have %(employed)s. Look through how many there are,"
                " and the minutes that each takes."
            )
            % {"needed": f"{needed:.0f}", "employed": f"{employed:.0f}"}
        )
    return content


def _set(before: ByWeek | None, plan: CapacityPlan, stretch: Stretch) -> ByWeek:
    if not 0 <= stretch.first <= stretch.last < plan.weeks:
        raise Refused(_("Choose weeks of the plan, the first before the last."))
    if stretch.hours < 0:
        raise Refused(_("Hours are not below 0."))
    old = before or (0.0,) * plan.weeks
    return tuple(stretch.hours if stretch.first <= week <= stretch.last else one for week, one in enumerate(old))


def _title(text: str) -> str:
    title = _line(text)
    if not title:
        raise Refused(_("Give the plan a title."))
    return title


def _line(text: str) -> str:
    words: str = " ".join(clean(text).split())
    if holds_personal_number(words):
        raise Refused(_("Do not write a personal number here."))
    return words
