"""What the first page says of roles for experienced staff: somebody to talk to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.experience.queries import interests_to_answer
from stegvis.careers.models import Interest
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.next_steps import NextStep, Waiting


def waiting(actor: Actor) -> Waiting:
    if not (actor.manages or actor.coordinates):
        return {}
    return {"interests": interests_to_answer(actor).filter(state=Interest.State.OPEN)}


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """No query."""
    if number := counts["interests"]:
        yield NextStep(
            title=ngettext("%(n)s person would like to talk", "%(n)s people would like to talk", number)
            % {"n": number},
            detail=_("They are interested in a role that is offered, or have a wish about how they work."),
            url=reverse("careers:offers"),
            action=_("See who"),
            icon="people",
        )
