"""What the first page says of planning: task shifts and decided weeks that have passed untold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.next_steps import NextStep, Waiting
from stegvis.planning.capacity.queries import untold_plans, untold_weeks
from stegvis.planning.mix.shifts.queries import untold_shifts


def everything_waiting(actor: Actor) -> Waiting:
    if not actor.manages:
        return {}
    return {"shifts_to_tell": untold_shifts(actor), "capacity_to_tell": untold_plans(actor)}


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """Two queries where weeks of capacity plans wait, and else none."""
    if number := counts["shifts_to_tell"]:
        yield NextStep(
            title=ngettext("Tell how it goes with %(n)s task shift", "Tell how it goes with %(n)s task shifts", number)
            % {"n": number},
            detail=_("A week has passed without a word of it, and nobody can see whether the task really moves."),
            url=reverse("planning:shifts"),
            action=_("Tell of the week"),
            icon="arrow-right",
        )
    for plan, weeks in untold_weeks(actor) if counts["capacity_to_tell"] else ():
        told = {"n": len(weeks), "plan": plan.title, "unit": plan.unit}
        yield NextStep(
            title=ngettext("Tell how %(n)s week went: %(unit)s", "Tell how %(n)s weeks went: %(unit)s", len(weeks))
            % told,
            detail=_("%(plan)s is decided. Until its weeks are told of, nobody sees why they became other.") % told,
            url=reverse("planning:capacity_week", args=[plan.pk, weeks[0]]),
            action=_("Tell of the first"),
            icon="calendar",
        )
