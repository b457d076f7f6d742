"""Reading plans and the employer's year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from stegvis.careers.models import Activity, DevelopmentPlan, Goal, YearEntry
from stegvis.careers.models.access import PERSON_OR_MANAGER
from stegvis.careers.plans.revision import revision_of
from stegvis.careers.plans.year import Year
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.organisations.models import Organisation
from stegvis.people.access import current
from stegvis.people.models import Employment, Person

State = Activity.State


@dataclass(frozen=True)
class PlannedGoal:
    goal: Goal
    activities: tuple[Activity, ...]

    @property
    def revision(self) -> str:
        return revision_of(self.goal)

    @property
    def is_finished(self) -> bool:
        """Reached or dropped, or with all that was to be done for it done or dropped."""
        if self.goal.state != Goal.State.OPEN:
            return True
        return bool(self.activities) and all(one.state in {State.DONE, State.DROPPED} for one in self.activities)


@dataclass(frozen=True)
class WholePlan:
    """A plan with its goals and activities, in order."""

    plan: DevelopmentPlan
    goals: tuple[PlannedGoal, ...]

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        return tuple(activity for goal in self.goals for activity in goal.activities)

    @cached_property
    def counted(self) -> tuple[Activity, ...]:
        """What is to be done, or was: not what was dropped."""
        dropped = {one.goal.pk for one in self.goals if one.goal.state == Goal.State.DROPPED}
        return tuple(one for one in self.activities if one.state != State.DROPPED and one.goal_id not in dropped)

    @property
    def done(self) -> int:
        return sum(one.state == State.DONE for one in self.counted)

    @property
    def cost(self) -> int:
        return sum(one.cost or 0 for one in self.counted)

    @property
    def hours(self) -> int:
        return sum(one.hours or 0 for one in self.counted)

    @property
    def revision(self) -> str:
        """Of all that the page shows."""
        return revision_of(self.plan, *(one.goal for one in self.goals), *self.activities)

    @property
    def unfinished(self) -> tuple[PlannedGoal, ...]:
        return tuple(one for one in self.goals if not one.is_finished)


def plans_of(actor: Actor, person: UUID) -> list[DevelopmentPlan]:
    """A person's plans, the newest first. One query."""
    return list(visible(actor, DevelopmentPlan).filter(person=person).select_related("employer"))


def whole_plan(actor: Actor, plan_id: int) -> WholePlan:
    """A plan with all that is in it. Raises NotYours, also for one that is only shown. Three queries."""
    rows = visible(actor, DevelopmentPlan).filter(PERSON_OR_MANAGER.q(actor, DevelopmentPlan))
    rows = rows.select_related("person", "employer")
    return whole_of(actor, get_visible(actor, DevelopmentPlan, rows, pk=plan_id))


def whole_of(actor: Actor, plan: DevelopmentPlan) -> WholePlan:
    (found,) = wholes_of(actor, [plan])
    return found


def wholes_of(actor: Actor, plans: Iterable[DevelopmentPlan]) -> list[WholePlan]:
    """Two queries, whatever the number."""
    plans = list(plans)
    goals: dict[int, list[Goal]] = defaultdict(list)
    for goal in visible(actor, Goal).filter(plan__in=plans):
        goals[goal.plan_id].append(goal)
    activities: dict[int, list[Activity]] = defaultdict(list)
    for activity in visible(actor, Activity).filter(goal__plan__in=plans):
        activities[activity.goal_id].append(activity)
    return [
        WholePlan(plan, tuple(PlannedGoal(goal, tuple(activities[goal.pk])) for goal in goals[plan.pk]))
        for plan in plans
    ]


def planned_employments(actor: Actor, person_id: UUID) -> tuple[Person, list[Employment]]:
    """A person, and where a plan can be made with them: one employment an employer. Raises NotYours. Two queries."""
    person = get_visible(actor, Person, pk=person_id)
    rows = visible(actor, Employment).filter(current(actor), person=person)
    if actor.person != person.pk:
        rows = rows.filter(unit__in=actor.manages)
    found = {one.employer_id: one for one in rows.select_related("employer", "unit").order_by("share", "-pk")}
    if not found and actor.person != person.pk:
        raise NotYours
    return person, list(found.values())


def year_of(actor: Actor, employer: int) -> Year:
    """The employer's year, as far as the actor may see it. One query."""
    return Year.of(visible(actor, YearEntry).filter(employer=employer))


def years_of(actor: Actor, employers: Iterable[int]) -> dict[int, Year]:
    """Employer → its year. One query."""
    entries: dict[int, list[YearEntry]] = defaultdict(list)
    for entry in visible(actor, YearEntry).filter(employer__in=set(employers)):
        entries[entry.employer_id].append(entry)
    return {employer: Year.of(found) for employer, found in entries.items()}


def employers_with_a_year(actor: Actor) -> list[Organisation]:
    """Where the actor works or holds a role, those they coordinate first."""
    found = visible(actor, Organisation).filter(pk__in=actor.employers).order_by("name")
    return sorted(found, key=lambda one: one.pk not in actor.coordinates)


@dataclass(frozen=True)
class TeamPlan:
    """Somebody in the actor's units, with the plan that runs, if any."""

    employment: Employment
    whole: WholePlan | None


def team_plans(actor: Actor) -> list[TeamPlan]:
    """Everybody in the actor's units but the actor, who waits for something first. Four queries."""
    rows = visible(actor, Employment).filter(current(actor), unit__in=actor.manages).exclude(person=actor.person)
    found = {
        (one.person_id, one.employer_id): one
        for one in rows.select_related("person", "unit").order_by("person__family_name", "person__given_name", "share")
    }
    running = visible(actor, DevelopmentPlan).exclude(state=DevelopmentPlan.State.CLOSED)
    plans = {
        (one.plan.person_id, one.plan.employer_id): one
        for one in wholes_of(actor, running.filter(person__in=[person for person, _employer in found]))
    }
    team = [TeamPlan(one, plans.get(key)) for key, one in found.items()]
    return sorted(team, key=lambda one: _waits(one, actor.today))


def _waits(one: TeamPlan, today: date) -> int:
    if one.whole is None:
        return 2
    plan = one.whole.plan
    if plan.follow_up_on and plan.follow_up_on <= today:
        return 0
    return 1 if plan.state == DevelopmentPlan.State.DRAFT else 3
