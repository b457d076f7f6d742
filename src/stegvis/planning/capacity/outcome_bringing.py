"""What a workbook would tell of weeks, and telling it: the same code does both, so that what is shown is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents import bringing
from stegvis.foundation.documents.bringing import Done, rehearsal
from stegvis.planning.capacity.bringing import NEAR, Lines, place_of
from stegvis.planning.capacity.computing import expected
from stegvis.planning.capacity.content import Outcome
from stegvis.planning.capacity.outcome_workbook import WORDS
from stegvis.planning.capacity.queries import content_of, outcomes_of, plan_of, told_by_place, weeks_of
from stegvis.planning.capacity.week_services import tell_week
from stegvis.planning.capacity.workbook import Line
from stegvis.planning.models import CapacityPlan


def rehearse(*, actor: Actor, plan_id: int, lines: Sequence[Line]) -> Lines:
    """What bringing them in would do, row by row. Nothing is kept."""
    with rehearsal():
        return bring_in(actor=actor, plan_id=plan_id, lines=lines)


@transaction.atomic
def bring_in(*, actor: Actor, plan_id: int, lines: Sequence[Line]) -> Lines:
    """Each week of which something new is told; where a week cannot be, its rows are passed over with the reason."""
    give_reason("bring in how the weeks of a capacity plan went")
    plan = plan_of(actor, plan_id)
    weeks, found, by_week = weeks_of(plan), [], defaultdict(list)
    for line in lines:
        try:
            by_week[place_of(line, weeks)].append(line)
        except Refused as refused:
            found.append(bringing.Line(line, Done.REFUSED, str(refused)))
    told = told_by_place(plan, outcomes_of(actor, plan))
    for at, rows in by_week.items():
        found += _week(actor, plan, at, rows, told.get(at))
    return found


def _week(actor: Actor, plan: CapacityPlan, at: int, rows: list[Line], before: tuple[Outcome, str] | None) -> Lines:
    planned = expected(content_of(plan), at)
    figures = planned.figures() | (before[0].figures() if before else {})
    words, found = before[1] if before else "", []
    said: set[tuple[str, str]] = set()
    for line in rows:
        place = (line.sheet, "" if line.sheet == WORDS else line.name)
        held: object = words if line.sheet == WORDS else figures.get(line.name)
        if place in said:
            found.append(bringing.Line(line, Done.REFUSED, _("The same week and name stand on an earlier row.")))
        elif held is None:
            found.append(bringing.Line(line, Done.REFUSED, _("The plan has nothing of that name.")))
        elif line.sheet == WORDS:
            found.append(bringing.Line(line, Done.SAME if words == line.name else Done.CHANGED))
            words = line.name
        else:
            is_same = before is not None and abs(figures[line.name] - line.amount) < NEAR
            found.append(bringing.Line(line, Done.SAME if is_same else Done.CHANGED if before else Done.ADDED))
            figures[line.name] = line.amount
        said.add(place)
    if not any(one.done in (Done.ADDED, Done.CHANGED) for one in found):
        return found
    monday, outcome = weeks_of(plan)[at].monday, Outcome.of_figures(figures)
    try:
        with transaction.atomic():
            tell_week(actor=actor, plan_id=plan.pk, monday=monday, outcome=outcome, words=words)
    except Refused as refused:
        return [bringing.Line(line, Done.REFUSED, str(refused)) for line in rows]
    return found
