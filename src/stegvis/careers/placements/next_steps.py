"""What the first page says of answers to placements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.placements.queries import team_answers
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.next_steps import NextStep, Waiting


def waiting(actor: Actor) -> Waiting:
    return {"reply": team_answers(actor).filter(replied_on__isnull=True)}


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """No query."""
    if number := counts["reply"]:
        yield NextStep(
            title=ngettext(
                "%(n)s person has answered a decision about their level",
                "%(n)s have answered a decision about their level",
                number,
            )
            % {"n": number},
            detail=_("Read what they say, look again if they ask for it, and reply."),
            url=reverse("careers:placement_answers"),
            action=_("Read and reply"),
            icon="people",
        )
