"""Capacity plans as they are read, and the sums of them that a collaboration sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from stegvis.engine.capacity import IsoWeek, iso_weeks
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.organisations.models import Collaboration
from stegvis.planning.capacity.content import Content, Outcome
from stegvis.planning.days import monday as monday_of
from stegvis.planning.models import CapacityPlan, CapacityWeek


def plans_of(actor: Actor) -> QuerySet[CapacityPlan]:
    """With how many weeks have been told of. One query."""
    rows = visible(actor, CapacityPlan).filter(put_away_at=None).select_related("employer", "unit")
    return rows.defer("content", "gaps").annotate(n_told=Count("outcomes"))


def plan_of(actor: Actor, plan_id: int) -> CapacityPlan:
    """Raises NotYours."""
    rows = visible(actor, CapacityPlan).select_related("employer", "unit")
    return get_visible(actor, CapacityPlan, rows, pk=plan_id)


def untold_plans(actor: Actor) -> QuerySet[CapacityPlan]:
    """Decided plans of units that the actor manages, of which a whole week has passed without being told of."""
    this_week = monday_of(actor.today)
    past = visible(actor, CapacityWeek).filter(plan=OuterRef("pk"), week__lt=this_week).order_by().values("plan")
    n_told = Coalesce(Subquery(past.annotate(n=Count("pk")).values("n")), 0)
    told = ExpressionWrapper(n_told * Value(timedelta(weeks=1)), DurationField())
    rows = visible(actor, CapacityPlan).filter(state=CapacityPlan.State.DECIDED, put_away_at=None)
    rows = rows.filter(unit__in=actor.manages, starts__lt=this_week, weeks__gt=n_told)
    return rows.filter(LessThan(F("starts") + told, this_week))


def untold_weeks(actor: Actor) -> list[tuple[CapacityPlan, list[int]]]:
    """Plans with the numbers of their weeks that are not told of, 1 the first. Two queries."""
    weeks = Prefetch("outcomes", queryset=visible(actor, CapacityWeek).only("plan", "week"))
    plans = untold_plans(actor).select_related("unit").defer("content", "gaps").prefetch_related(weeks)
    return [(plan, _untold(plan, actor.today)) for plan in plans.order_by("starts", "pk")]


def _untold(plan: CapacityPlan, today: date) -> list[int]:
    told = {week_at(plan, row.week) for row in plan.outcomes.all()}
    passed = min(plan.weeks, (monday_of(today) - plan.starts).days // 7)
    return [at + 1 for at in range(passed) if at not in told]


def content_of(plan: CapacityPlan) -> Content:
    return Content.of(plan.content)


def weeks_of(plan: CapacityPlan) -> list[IsoWeek]:
    return iso_weeks(IsoWeek.of(plan.starts), plan.weeks)


def week_at(plan: CapacityPlan, monday: date) -> int | None:
    """The place of a week in the plan, or None."""
    days = (monday - plan.starts).days
    return days // 7 if days % 7 == 0 and 0 <= days < plan.weeks * 7 else None


def outcomes_of(actor: Actor, plan: CapacityPlan) -> list[CapacityWeek]:
    return list(visible(actor, CapacityWeek).filter(plan=plan))


def outcome_of(row: CapacityWeek) -> Outcome:
    return Outcome(**row.content)


def told(plan: CapacityPlan, rows: Sequence[CapacityWeek]) -> list[tuple[int, Outcome]]:
    return [(at, outcome_of(row)) for row in rows if (at := week_at(plan, row.week)) is not None]


def told_by_place(plan: CapacityPlan, rows: Sequence[CapacityWeek]) -> dict[int, tuple[Outcome, str]]:
    """What is told of the weeks, with its words, by their places in the plan."""
    return {at: (outcome_of(row), row.words) for row in rows if (at := week_at(plan, row.week)) is not None}


@dataclass(frozen=True)
class JointGap:
    """Of a week and a profession in a collaboration: units with decided plans, and their hours short together."""

    week: IsoWeek
    profession: str
    units: int
    hours: int


def joint_gaps(actor: Actor, collaboration: Collaboration) -> list[JointGap]:
    """From this week on. What few units or few persons stand behind is left out by the database. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_capacity_gaps(%s, %s)", [collaboration.pk, monday_of(actor.today)])
        rows = cursor.fetchall()
    return [JointGap(IsoWeek.of(week), profession, units, hours) for week, profession, units, hours in rows]
