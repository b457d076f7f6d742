"""Capacity plans as they are read, and the sums of them that a collaboration sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, QuerySet

from stegvis.engine.capacity import IsoWeek, iso_weeks
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.organisations.models import Collaboration
from stegvis.planning.capacity.content import Content, Outcome
from stegvis.planning.models import CapacityPlan, CapacityWeek


def plans_of(actor: Actor) -> QuerySet[CapacityPlan]:
    """With how many weeks have been told of. One query."""
    rows = visible(actor, CapacityPlan).filter(put_away_at=None).select_related("employer", "unit")
    return rows.defer("content", "gaps").annotate(n_told=Count("outcomes"))


def plan_of(actor: Actor, plan_id: int) -> CapacityPlan:
    """Raises NotYours."""
    rows = visible(actor, CapacityPlan).select_related("employer", "unit")
    return get_visible(actor, CapacityPlan, rows, pk=plan_id)


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
    monday = actor.today - timedelta(days=actor.today.weekday())
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_capacity_gaps(%s, %s)", [collaboration.pk, monday])
        rows = cursor.fetchall()
    return [JointGap(IsoWeek.of(week), profession, units, hours) for week, profession, units, hours in rows]
