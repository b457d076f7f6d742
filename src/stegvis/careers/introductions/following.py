"""How introductions go: what stalls, and why, in the order of need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stegvis.careers.introductions.queries import led_employments
from stegvis.careers.models import Introduction, IntroductionStep
from stegvis.careers.queries.disclosed import database_rows
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.audit.queries import names_of
from stegvis.people.models import Employment

LATE = timedelta(days=14)
NEAR = timedelta(days=30)
SOON = timedelta(days=6)
"""What is due within seven days, today among them, is shown first."""


class Need(StrEnum):
    """Why an introduction wants somebody's eye, the most pressing first."""

    OVERDUE = "overdue"
    ENDING = "ending"
    NO_MEETING = "no_meeting"
    NO_SUPERVISOR = "no_supervisor"


@dataclass(frozen=True)
class Progress:
    """A running introduction with its steps counted; ``late`` are those more than two weeks over their day."""

    introduction: Introduction
    employment: Employment
    supervisor: str
    steps: int
    done: int
    late: int
    needs: tuple[Need, ...]

    @property
    def name(self) -> str:
        return str(self.employment.person)

    @property
    def ends(self) -> date:
        return self.introduction.extended_to or self.introduction.ends


def needs_of(
    introduction: Introduction, steps: Sequence[IntroductionStep], today: date, *, is_left: bool = False
) -> tuple[Need, ...]:
    """What there is to see to, the most pressing first. ``is_left``: the supervisor no longer works there."""
    left = [step for step in steps if step.done_on is None]
    met = [step for step in steps if step.kind == IntroductionStep.Kind.MEETING]
    starts, ends = introduction.starts, introduction.extended_to or introduction.ends
    is_near = ends <= today + NEAR and 2 * (today - starts) > ends - starts
    found = {
        Need.OVERDUE: any(step.due < today - LATE for step in left),
        Need.ENDING: ends < today or (is_near and 2 * len(left) > len(steps)),
        Need.NO_MEETING: any(step.due < today for step in met) and all(step.done_on is None for step in met),
        Need.NO_SUPERVISOR: introduction.supervisor_id is None or is_left,
    }
    return tuple(need for need, is_so in found.items() if is_so)


def followed(actor: Actor, *, unit_id: int | None = None) -> list[Progress]:
    """What runs among those whom the actor leads, by need. Five queries, whatever the number."""
    running = visible(actor, Introduction).filter(state=Introduction.State.RUNNING)
    rows = led_employments(actor).filter(person__in=running.values("person"))
    if unit_id is not None:
        rows = rows.filter(unit=unit_id)
    employed: dict[tuple[object, int], Employment] = {}
    for one in rows.select_related("person", "unit", "profession").order_by("-share", "pk"):
        employed.setdefault((one.person_id, one.employer_id), one)
    found = [one for one in running if (one.person_id, one.employer_id) in employed]
    steps: dict[int, list[IntroductionStep]] = defaultdict(list)
    for step in visible(actor, IntroductionStep).filter(introduction__in=[one.pk for one in found]):
        steps[step.introduction_id].append(step)
    left = {key for (key,) in database_rows("SELECT id FROM stegvis_left_alone(%s)", [one.pk for one in found])}
    names = names_of(one.supervisor_id for one in found if one.pk not in left)
    rows_found = [
        Progress(
            introduction=one,
            employment=employed[one.person_id, one.employer_id],
            supervisor=names.get(one.supervisor_id or 0, ""),
            steps=len(steps[one.pk]),
            done=sum(step.done_on is not None for step in steps[one.pk]),
            late=sum(step.done_on is None and step.due < actor.today - LATE for step in steps[one.pk]),
            needs=needs_of(one, steps[one.pk], actor.today, is_left=one.pk in left),
        )
        for one in found
    ]
    return sorted(rows_found, key=_by_need)


def _by_need(one: Progress) -> tuple[int, int, date, str]:
    """More needs first, then more that is late, then what ends soonest."""
    return -len(one.needs), -one.late, one.ends, one.employment.person.sort_name
