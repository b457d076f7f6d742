"""Reading talks: one with its preparations, a person's, and a team's with who is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from stegvis.careers.models import Preparation, Talk
from stegvis.careers.plans.queries import years_of
from stegvis.careers.plans.year import Occasion, Year
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.working_days import next_working_day
from stegvis.people.access import current
from stegvis.people.models import Employment

AHEAD = timedelta(days=60)
"""So long before its time in the year a talk is said to be due, and counts as that year's."""

State = Talk.State


@dataclass(frozen=True)
class TeamTalk:
    """Somebody in the actor's units: the talk of the kind that is open, the last one, and the time that it is due in.

    ``due`` is None where the year says nothing, or a talk of that time is planned or done. ``window`` is the time in
    the year that the next talk belongs to, however far away; None where the year says nothing.
    """

    employment: Employment
    running: Talk | None
    last: Talk | None
    due: Occasion | None
    window: Occasion | None


def talk_of(actor: Actor, talk_id: int) -> Talk:
    """Raises NotYours."""
    return get_visible(actor, Talk, visible(actor, Talk).select_related("person", "employer"), pk=talk_id)


def preparations_of(actor: Actor, talk: Talk) -> tuple[Preparation | None, list[Preparation]]:
    """One's own, and what others have shared. One query."""
    rows = list(visible(actor, Preparation).filter(talk=talk))
    own = next((one for one in rows if one.writer_id == actor.user), None)
    return own, [one for one in rows if one is not own and one.is_shared]


def talks_of(actor: Actor, person: UUID) -> list[Talk]:
    return list(visible(actor, Talk).filter(person=person).select_related("employer"))


def team_talks(actor: Actor, kind: str) -> list[TeamTalk]:
    """Everybody in the actor's units but the actor, who is due first. Three queries."""
    rows = visible(actor, Employment).filter(current(actor), unit__in=actor.manages).exclude(person=actor.person)
    rows = rows.select_related("person", "unit", "employer").order_by(
        "person__family_name", "person__given_name", "share"
    )
    team = {(one.person_id, one.employer_id): one for one in rows}
    talks: dict[tuple[UUID, int], list[Talk]] = defaultdict(list)
    persons = [person for person, _employer in team]
    for one in visible(actor, Talk).filter(person__in=persons, kind=kind).exclude(state=State.CANCELLED):
        talks[one.person_id, one.employer_id].append(one)
    years = years_of(actor, {employer for _person, employer in team})
    found = [_of(one, talks[key], years.get(key[1]), kind, actor.today) for key, one in team.items()]
    return sorted(found, key=lambda one: (one.due is None, one.running is None))


def _of(employment: Employment, talks: Iterable[Talk], year: Year | None, kind: str, today: date) -> TeamTalk:
    talks = list(talks)  # the latest day first
    running = next((one for one in talks if one.state in {State.PLANNED, State.HELD}), None)
    last = next((one for one in talks if one.state == State.SIGNED), None)
    due = year.next(today, kind) if year else None
    window = year.next(today + timedelta(days=1), kind) if year else None
    if year and window and any(one.held_on >= window.first - AHEAD for one in talks):
        window = year.next(window.last + timedelta(days=1), kind)
    if due and (due.first - AHEAD > today or running or any(one.held_on >= due.first - AHEAD for one in talks)):
        due = None
    return TeamTalk(employment, running, last, due, window)


def suggested_days(team: Iterable[TeamTalk], today: date) -> dict[UUID, date]:
    """A working day each, one after the other, within the time of the year; from its start again when it is full."""
    days: dict[UUID, date] = {}
    latest: dict[date, date] = {}
    for one in team:
        first = max(today + timedelta(days=1), one.window.first if one.window else today)
        day = next_working_day(latest[first] + timedelta(days=1) if first in latest else first)
        if one.window and day > one.window.last:
            day = next_working_day(first)
        latest[first] = days[one.employment.person_id] = day
    return days
