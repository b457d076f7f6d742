"""What the first page says of surveys: to open, to remind, to look through. It asks for what is shown, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep
from stegvis.surveys.models import Reply, Round

SOON = timedelta(days=3)


def next_steps(actor: Actor) -> Iterator[NextStep]:
    """Of the rounds that the actor leads; nobody else has any."""
    if not (actor.coordinates or actor.leads):
        return
    replies = visible(actor, Reply).filter(state__in=[Reply.State.RECEIVED, Reply.State.RESUBMITTED])
    waiting = list(replies.filter(contact__is_test=False).values_list("round", flat=True))
    if waiting:
        yield NextStep(
            title=ngettext("%(n)s reply to look through", "%(n)s replies to look through", len(waiting))
            % {"n": len(waiting)},
            detail=_("Send back what you wonder about, and approve what is complete."),
            url=reverse("surveys:round_replies", args=[waiting[0]]),
            action=_("Look replies through"),
            icon="check",
        )
    soon = Q(state=Round.State.OPEN, closes_on__range=(actor.today, actor.today + SOON))
    paused = Q(state=Round.State.PAUSED)
    for found in visible(actor, Round).filter(soon | paused).only("title", "state").order_by("closes_on")[:2]:
        is_paused = found.state == Round.State.PAUSED
        yield NextStep(
            title=found.title,
            detail=_("The survey is paused: nobody can answer it until you go on.")
            if is_paused
            else _("The survey closes within three days. Remind those who have not answered."),
            url=reverse("surveys:round", args=[found.pk]),
            action=_("Open the round"),
            icon="calendar",
            tone="warm",
        )
