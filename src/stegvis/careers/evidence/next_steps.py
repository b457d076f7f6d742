"""What the first page says of evidence: something to check, or something to correct."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.evidence.queries import waiting_evidence
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep
from stegvis.people.models import Evidence


def next_steps(actor: Actor) -> Iterator[NextStep]:
    """A query for the person, and one for the manager or coordinator."""
    if actor.person is not None:
        yield from _declined(actor)
    if actor.manages or actor.coordinates:
        yield from _to_check(actor)


def _declined(actor: Actor) -> Iterator[NextStep]:
    declined = visible(actor, Evidence).filter(person=actor.person, state=Evidence.State.DECLINED).count()
    if declined:
        yield NextStep(
            title=_("Something that you registered was not accepted"),
            detail=_("Read why, correct it and send it again, or take it away."),
            url=reverse("careers:evidence"),
            action=_("My evidence"),
            tone="warm",
        )


def _to_check(actor: Actor) -> Iterator[NextStep]:
    waiting = waiting_evidence(actor).count()
    if waiting:
        yield NextStep(
            title=ngettext("%(n)s thing waits to be checked", "%(n)s things wait to be checked", waiting)
            % {"n": waiting},
            detail=_(
                "Courses, certificates and other things that your staff have registered. They count when checked."
            ),
            url=reverse("careers:evidence_to_check"),
            action=_("Check"),
            icon="document",
        )
