"""What the first page says of sharing: a course to pass on if one wishes, and a day that has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.careers.models import Sharing
from stegvis.careers.spreading.queries import untold_activities, untold_evidence
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting


def waiting(actor: Actor) -> Waiting:
    if actor.person is None or not actor.units:
        return {}
    planned = visible(actor, Sharing).filter(person=actor.person, state=Sharing.State.PLANNED)
    return {
        "courses to share": untold_evidence(actor),
        "activities to share": untold_activities(actor),
        "sharings of today": planned.filter(planned_on__lte=actor.today),
    }


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """No query."""
    if counts["sharings of today"]:
        yield NextStep(
            title=_("Did you share it?"),
            detail=_("You planned to tell your colleagues of something. Write the most important in a few lines."),
            url=reverse("careers:sharings"),
            action=_("Write"),
            icon="people",
        )
    elif counts["courses to share"] or counts["activities to share"]:
        yield NextStep(
            title=_("You have taken a course"),
            detail=_("Would you like to pass on the most important to your colleagues? Three lines go a long way."),
            url=reverse("careers:sharings"),
            action=_("Share, or not this time"),
            icon="people",
        )
