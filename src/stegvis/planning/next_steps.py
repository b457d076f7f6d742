"""What the first page says of planning: task shifts of which a week has passed untold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.next_steps import NextStep, Waiting
from stegvis.planning.mix.shifts.queries import untold_shifts


def everything_waiting(actor: Actor) -> Waiting:
    return {"shifts_to_tell": untold_shifts(actor)} if actor.manages else {}


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """No query."""
    if number := counts["shifts_to_tell"]:
        yield NextStep(
            title=ngettext("Tell how it goes with %(n)s task shift", "Tell how it goes with %(n)s task shifts", number)
            % {"n": number},
            detail=_("A week has passed without a word of it, and nobody can see whether the task really moves."),
            url=reverse("planning:shifts"),
            action=_("Tell of the week"),
            icon="arrow-right",
        )
