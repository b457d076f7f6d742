"""What a workbook would change in a plan, and changing it: the same code does both, so that what is shown is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.engine.capacity import IsoWeek, Reason
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents import bringing
from stegvis.foundation.documents.bringing import Done, rehearsal
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.planning.capacity.content import Activity, ByWeek, Content
from stegvis.planning.capacity.part_services import MOST_ACTIVITIES
from stegvis.planning.capacity.queries import plan_of, weeks_of
from stegvis.planning.capacity.services import change
from stegvis.planning.capacity.workbook import ABSENCE, PRODUCTION, Line, week_of

NEAR = 0.005
Lines = list[bringing.Line[Line]]


def rehearse(*, actor: Actor, plan_id: int, revision: int, lines: Sequence[Line]) -> Lines:
    """What bringing them in would do, row by row. Nothing is kept."""
    with rehearsal():
        return bring_in(actor=actor, plan_id=plan_id, revision=revision, lines=lines)


@transaction.atomic
def bring_in(*, actor: Actor, plan_id: int, revision: int, lines: Sequence[Line]) -> Lines:
    """Each row that can be; the others are passed over, with the reason. The same file again changes nothing.

    Raises Refused where somebody has changed the plan, or where all rows together would not hold.
    """
    give_reason("bring in the weeks of a capacity plan")
    weeks = weeks_of(plan_of(actor, plan_id))
    found: Lines = []

    def brought(content: Content) -> Content:
        said: set[tuple[str, ...]] = set()
        for line in lines:
            content, result = _row(content, line, weeks, said)
            found.append(result)
        return content.not_moved() if any(one.done in (Done.ADDED, Done.CHANGED) for one in found) else content

    change(actor=actor, plan_id=plan_id, revision=revision, how=brought)
    return found


def _row(
    content: Content, line: Line, weeks: Sequence[IsoWeek], said: set[tuple[str, ...]]
) -> tuple[Content, bringing.Line[Line]]:
    try:
        at = place_of(line, weeks)
        key = (line.sheet, str(at), line.name.casefold(), line.reason)
        if key in said:
            raise Refused(_("The same week and name stand on an earlier row."))
        said.add(key)
        changed, done = _production(content, line, at) if line.sheet == PRODUCTION else _hours(content, line, at)
    except Refused as refused:
        return content, bringing.Line(line, Done.REFUSED, str(refused))
    return changed, bringing.Line(line, done)


def place_of(line: Line, weeks: Sequence[IsoWeek]) -> int:
    """Of its week in the plan. Raises Refused."""
    week = week_of(line.week)
    if week is None:
        raise Refused(_("Write the week as 2026-W30."))
    if week not in weeks:
        raise Refused(
            _("The plan has not that week. It goes from %(first)s to %(last)s.")
            % {"first": weeks[0], "last": weeks[-1]}
        )
    return weeks.index(week)


def _production(content: Content, line: Line, at: int) -> tuple[Content, Done]:
    found = next((one for one in content.activities if one.name.casefold() == line.name.casefold()), None)
    if found is None:
        if holds_personal_number(line.name):
            raise Refused(_("Do not write a personal number here."))
        if len(content.activities) >= MOST_ACTIVITIES:
            raise Refused(_("A plan can have at most %(n)s activities.") % {"n": MOST_ACTIVITIES})
        none = (0.0,) * len(content.competences[0].contracted)
        made = Activity(uuid4().hex[:8], line.name, {}, _with(none, at, line.amount))
        return content.with_activity(made), Done.ADDED
    if abs(found.volume[at] - line.amount) < NEAR:
        return content, Done.SAME
    return content.with_activity(replace(found, volume=_with(found.volume, at, line.amount))), Done.CHANGED


def _hours(content: Content, line: Line, at: int) -> tuple[Content, Done]:
    found = content.competence(line.name)
    if found is None:
        raise Refused(_("Nobody of that profession works in the unit in the weeks of the plan."))
    contracted, typed = found.contracted, dict(found.typed)
    if line.sheet == ABSENCE:
        reason = Reason.OTHER.value if found.is_few else line.reason
        before = typed.get(reason, (0.0,) * len(contracted))
        typed[reason] = _with(before, at, line.amount)
    else:
        before, contracted = contracted, _with(contracted, at, line.amount)
    if abs(before[at] - line.amount) < NEAR:
        return content, Done.SAME
    changed = replace(found, contracted=contracted, typed=typed)
    if changed.away(at) > contracted[at] + NEAR:
        raise Refused(_("More hours would be away than there are in the week."))
    return content.with_competence(changed), Done.ADDED if not before[at] else Done.CHANGED


def _with(by_week: ByWeek, at: int, amount: float) -> ByWeek:
    return (*by_week[:at], amount, *by_week[at + 1 :])
