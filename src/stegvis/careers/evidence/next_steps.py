"""What the first page says of evidence: something to check, or something to correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.evidence.queries import waiting_evidence, waits_here
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting
from stegvis.people.models import Evidence


def waiting(actor: Actor) -> Waiting:
    own = visible(actor, Evidence).filter(person=actor.person) if actor.person else Evidence.objects.none()
    return {"declined": own.filter(waits_here(actor), state=Evidence.State.DECLINED), "check": waiting_evidence(actor)}


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """No query."""
    if counts["declined"]:
        yield NextStep(
            title=_("Something that you registered was not accepted"),
            detail=_("Read why, correct it and send it again, or take it away."),
            url=reverse("careers:evidence"),
            action=_("My evidence"),
            tone="warm",
        )
    if number := counts["check"]:
        yield NextStep(
            title=ngettext("%(n)s thing waits to be checked", "%(n)s things wait to be checked", number)
            % {"n": number},
            detail=_(
                "Courses, certificates and other things that your staff have registered. They count when checked."
            ),
            url=reverse("careers:evidence_to_check"),
            action=_("Check"),
            icon="document",
        )
