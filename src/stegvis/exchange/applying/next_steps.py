"""What the first page says of places: to who is offered one, and to who answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.exchange.applying.queries import to_answer
from stegvis.exchange.models import Application
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting

State = Application.State


def waiting(actor: Actor) -> Waiting:
    mine = visible(actor, Application).filter(person=actor.person) if actor.person else Application.objects.none()
    return {
        "places offered": mine.filter(state=State.OFFERED),
        "applications to answer": to_answer(actor)
        if actor.manages or actor.coordinates
        else Application.objects.none(),
    }


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    if counts["places offered"]:
        yield NextStep(
            title=_("You are offered a place"),
            detail=_("Say yes or no before it goes to the next in turn."),
            url=reverse("exchange:places"),
            action=_("Open my places"),
            icon="calendar",
            tone="warm",
            ends=True,
        )
    if number := counts["applications to answer"]:
        yield NextStep(
            title=ngettext("%(n)s application waits for you", "%(n)s applications wait for you", number)
            % {"n": number},
            detail=_("A place is held for each while you answer, for at most a week."),
            url=reverse("exchange:asked"),
            action=_("Answer the applications"),
            icon="people",
            tone="warm",
            ends=True,
        )
