"""A capacity plan that is held while it is written in, and what all that is kept in one has to be."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.planning.capacity.computing import balance
from stegvis.planning.capacity.content import MOST_A_WEEK, MOST_MINUTES, MOST_TIMES, Activity, Competence, Content
from stegvis.planning.capacity.policies import may_write
from stegvis.planning.models import CapacityPlan
from stegvis.planning.seen import mark_of

NEAR = 0.01
"""Hours that rounding may add."""


def held(actor: Actor, plan_id: int) -> CapacityPlan:
    """Locked, and in a state to be changed. Raises NotYours, Refused."""
    rows = writable(actor, CapacityPlan).select_related("unit").select_for_update(of=("self",))
    plan = rows.filter(pk=plan_id).first()
    if plan is None:
        raise NotYours
    require(may_write(actor, plan))
    return plan


def require_same(plan: CapacityPlan, revision: int) -> None:
    """Raises Refused where somebody has saved since the ``revision``."""
    if plan.revision != revision:
        raise Refused(_("Somebody has changed the plan meanwhile. Look at it as it is now first."))


def require_seen(now: object, names: Iterable[str], seen: str | None) -> None:
    """Raises Refused where somebody has saved another since ``seen``, the mark of it as it was looked at."""
    if seen not in {None, mark_of(now, names)}:
        raise Refused(_("Somebody has changed this meanwhile. Nothing of yours is saved yet."))


def keep(plan: CapacityPlan, content: Content) -> CapacityPlan:
    plan.content = within(content).as_json()
    return saved(plan)


def saved(plan: CapacityPlan) -> CapacityPlan:
    """One revision on."""
    plan.revision += 1  # the row is locked
    plan.save()
    return plan


def within(content: Content) -> Content:
    """Raises Refused where more is away than there is, or far more needed than can be meant."""
    for activity in content.activities:
        _require_modest(activity)
    for one in content.competences:
        _require_there(one)
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


def _require_modest(activity: Activity) -> None:
    if max((0.0, *activity.minutes.values())) > MOST_MINUTES or max((0.0, *activity.volume)) > MOST_A_WEEK:
        raise Refused(
            _("%(name)s: at most %(n)s in a week, and %(minutes)s minutes each.")
            % {"name": activity.name, "n": MOST_A_WEEK, "minutes": MOST_MINUTES}
        )


def _require_there(one: Competence) -> None:
    for week, hours in enumerate(one.contracted):
        if one.away(week) > hours + NEAR:
            raise Refused(
                _("In week %(place)s of the plan %(away)s hours would be away of the %(hours)s that there are.")
                % {"place": week + 1, "away": f"{one.away(week):.1f}", "hours": f"{hours:.1f}"}
            )


def line_of(text: str) -> str:
    """A text on one line. Raises Refused for a personal number."""
    words: str = " ".join(clean(text).split())
    if holds_personal_number(words):
        raise Refused(_("Do not write a personal number here."))
    return words
