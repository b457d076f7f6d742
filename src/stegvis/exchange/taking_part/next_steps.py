"""What the first page says of attendance: to note it, and to tell how it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.exchange.taking_part.queries import to_evaluate, to_note
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.next_steps import NextStep, Waiting


def waiting(actor: Actor) -> Waiting:
    found: dict[str, QuerySet] = {}
    if actor.coordinates or actor.manages or actor.represents:
        found["attendance to note"] = to_note(actor)
    if actor.person is not None:
        found["to evaluate"] = to_evaluate(actor)
    return found


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """A query only where something waits: which it is."""
    if counts["attendance to note"] and (occasion := to_note(actor).select_related("offer").first()):
        yield NextStep(
            title=_("Who came to “%(title)s”?") % {"title": occasion.offer.title},
            detail=_("Note it with a few presses, and the participants get their certificates."),
            url=reverse("exchange:attendance", args=[occasion.pk]),
            action=_("Note attendance"),
            icon="people",
            tone="warm",
        )
    if counts["to evaluate"] and (one := to_evaluate(actor).first()):
        yield NextStep(
            title=_("How was “%(title)s”?") % {"title": one.title},
            detail=_("Three questions, without your name. Your certificate is there too."),
            url=reverse("exchange:afterwards", args=[one.pk]),
            action=_("Answer"),
            icon="check",
        )
