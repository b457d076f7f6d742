"""How a week went, said by whoever leads the unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.engine.capacity import Reason
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.planning.capacity.computing import expected
from stegvis.planning.capacity.content import Content, Outcome
from stegvis.planning.capacity.policies import may_tell_of
from stegvis.planning.capacity.queries import content_of, week_at
from stegvis.planning.models import CapacityPlan, CapacityWeek
from stegvis.planning.seen import mark_of

TOLD = ("content", "words")
WEEK = timedelta(days=7)
NEAR = 0.01
"""Hours that rounding may add."""


@transaction.atomic
def tell_week(
    *, actor: Actor, plan_id: int, monday: date, outcome: Outcome, words: str, seen: str | None = None
) -> CapacityWeek:
    """How a week of the plan went; told again, it is changed, unless somebody has told another since ``seen``, the mark
    of it as it was looked at. Raises Refused, NotYours."""
    rows = writable(actor, CapacityPlan).select_related("unit").select_for_update(of=("self",))
    plan = rows.filter(pk=plan_id).first()
    at = week_at(plan, monday) if plan else None
    if plan is None or at is None:
        raise NotYours
    require(may_tell_of(actor, plan, monday))
    said: str = clean(words)
    if holds_personal_number(said):
        raise Refused(_("Do not write a personal number here."))
    content = content_of(plan)
    kept = _checked(content, outcome)
    there = visible(actor, CapacityWeek).filter(plan=plan, week=monday).first()
    if there and (there.content, there.words) == (kept.as_json(), said):
        return there
    if seen not in {None, mark_of(there, TOLD)}:
        raise Refused(_("Somebody has told of the week meanwhile. Nothing of yours is saved yet."))
    if there is None and monday + WEEK > actor.today and not said and _is_planned(content, at, kept):
        raise Refused(
            _("The week is not over, and nothing is told of it. Change what became other, or tell of it later.")
        )
    told = {"content": kept.as_json(), "words": said, "said_by_id": actor.user, "said_on": actor.today}
    row, _is_new = CapacityWeek.objects.update_or_create(plan=plan, week=monday, defaults=told)
    return row


def faults_of(content: Content, outcome: Outcome) -> dict[str, str]:
    """What cannot be, by profession, in the reader's language."""
    return {
        one.profession: _("More hours were away than there were. Look through the staff and the absence.")
        for one in content.competences
        if sum(outcome.away.get(one.profession, {}).values()) > outcome.contracted.get(one.profession, 0.0) + NEAR
    }


def _is_planned(content: Content, at: int, outcome: Outcome) -> bool:
    planned = expected(content, at).figures()
    return all(abs(hours - planned.get(path, 0.0)) < NEAR for path, hours in outcome.figures().items())


def _checked(content: Content, outcome: Outcome) -> Outcome:
    """With one sum of the absence where people are few. Raises Refused where a figure cannot be."""
    for words in faults_of(content, outcome).values():
        raise Refused(words)
    if any(figure < 0 for figure in outcome.figures().values()):
        raise Refused(_("Hours and numbers are not below 0."))
    away = {one.profession: outcome.away.get(one.profession, {}) for one in content.competences}
    few = {one.profession for one in content.competences if one.is_few}
    told = {who: {Reason.OTHER.value: sum(hours.values())} if who in few else hours for who, hours in away.items()}
    return replace(outcome, away=told)
