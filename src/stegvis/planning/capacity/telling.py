"""Telling of how a week went."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.engine.capacity import Reason
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.planning.capacity.content import Content, Outcome
from stegvis.planning.capacity.policies import may_tell
from stegvis.planning.capacity.queries import content_of, week_at
from stegvis.planning.models import CapacityPlan, CapacityWeek


@transaction.atomic
def tell_week(*, actor: Actor, plan_id: int, monday: date, outcome: Outcome, words: str) -> CapacityWeek:
    """How a week of the plan went; told again, it is changed. Raises Refused, NotYours."""
    rows = writable(actor, CapacityPlan).select_related("unit").select_for_update(of=("self",))
    plan = rows.filter(pk=plan_id).first()
    if plan is None or week_at(plan, monday) is None:
        raise NotYours
    require(may_tell(actor, plan))
    if monday > actor.today:
        raise Refused(_("The week has not begun yet."))
    said: str = clean(words)
    if holds_personal_number(said):
        raise Refused(_("Do not write a personal number here."))
    kept = _unexposed(content_of(plan), outcome)
    told = {"content": kept.as_json(), "words": said, "said_by_id": actor.user, "said_on": actor.today}
    row, _is_new = CapacityWeek.objects.update_or_create(plan=plan, week=monday, defaults=told)
    return row


def _unexposed(content: Content, outcome: Outcome) -> Outcome:
    """Of the plan's own professions and activities, and one sum of the absence where people are few.

    Raises Refused where more is away than there was, or a figure is below 0.
    """
    away = {}
    for one in content.competences:
        hours = outcome.away.get(one.profession, {})
        if sum(hours.values()) > outcome.contracted.get(one.profession, 0.0) + 0.01:
            raise Refused(_("More hours were away than there were. Look through the staff and the absence."))
        away[one.profession] = {Reason.OTHER.value: sum(hours.values())} if one.is_few else hours
    kept = Outcome(outcome.volume, outcome.minutes, outcome.contracted, outcome.beside, away, outcome.added)
    if any(figure < 0 for figure in _figures(kept.as_json())):
        raise Refused(_("Hours and numbers are not below 0."))
    return kept


def _figures(value: object) -> list[float]:
    if isinstance(value, dict):
        return [figure for one in value.values() for figure in _figures(one)]
    return [float(value)] if isinstance(value, int | float) else []
