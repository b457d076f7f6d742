"""What the first page says of gathered demand: seats to state, a request to answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.exchange.models import Bundle
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting


def waiting(actor: Actor) -> Waiting:
    """Of the employers that the actor coordinates, and the universities that the actor speaks for."""
    found: dict[str, QuerySet] = {}
    if actor.coordinates:
        still = Q(answer_by__isnull=True) | Q(answer_by__gte=actor.today)
        gathering = visible(actor, Bundle).filter(
            still, state=Bundle.State.GATHERING, collaboration__memberships__organisation__in=actor.coordinates
        )
        found["bundles_to_seat"] = gathering.exclude(seats__employer__in=actor.coordinates)
    if actor.represents:
        asked = visible(actor, Bundle).filter(state=Bundle.State.ASKED, university__in=actor.represents)
        found["requests_to_answer"] = asked
    return found


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """No query."""
    if number := counts["bundles_to_seat"]:
        yield NextStep(
            title=ngettext(
                "Say how many seats you want of %(n)s thing", "Say how many seats you want of %(n)s things", number
            )
            % {"n": number},
            detail=_("The collaboration gathers demand to buy together or to ask a university."),
            url=reverse("exchange:demand"),
            action=_("Say how many"),
            icon="people",
        )
    if number := counts["requests_to_answer"]:
        yield NextStep(
            title=ngettext("%(n)s request to answer", "%(n)s requests to answer", number) % {"n": number},
            detail=_("A collaboration asks what you can give."),
            url=reverse("exchange:demand"),
            action=_("Answer it"),
            icon="book",
        )
