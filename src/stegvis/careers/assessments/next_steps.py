"""What the first page says of assessments: what waits to be judged, talked through and signed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.assessments.queries import team_assessments, to_assess
from stegvis.careers.models import Assessment
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep

State = Assessment.State


def next_steps(actor: Actor) -> Iterator[NextStep]:
    """One query, one more where something is to be judged, one for a person and one for a manager."""
    if not actor.is_signed_in:
        return
    yield from _to_judge(actor)
    if actor.person is not None:
        yield from _to_acknowledge(actor)
    if actor.manages:
        yield from _to_talk_through(actor)


def _to_judge(actor: Actor) -> Iterator[NextStep]:
    waiting = [one for one in to_assess(actor) if not one.submitted]
    own = [one for one in waiting if one.is_own]
    if own:
        yield NextStep(
            title=_("Judge yourself"),
            detail=_("Nobody sees it before your manager has handed in too. Then you talk it through."),
            url=reverse("careers:assess", args=[own[0].judgement]),
            action=_("Judge yourself"),
            icon="check",
        )
    if left := len(waiting) - len(own):
        yield NextStep(
            title=ngettext("%(n)s person waits for your judgement", "%(n)s persons wait for your judgement", left)
            % {"n": left},
            detail=_("You see nothing of what others have judged until all have handed in."),
            url=reverse("careers:assess_team" if actor.manages else "careers:assessments_asked"),
            action=_("Judge"),
            icon="check",
        )


def _to_acknowledge(actor: Actor) -> Iterator[NextStep]:
    rows = visible(actor, Assessment).filter(person=actor.person, state=State.SIGNED, person_signed_on__isnull=True)
    found = rows.only("pk").first()
    if found is not None:
        yield NextStep(
            title=_("Your manager has signed your assessment"),
            detail=_("Read it, and sign with a comment if you like."),
            url=reverse("careers:assessment", args=[found.pk]),
            action=_("Read and sign"),
            icon="check",
        )


def _to_talk_through(actor: Actor) -> Iterator[NextStep]:
    waiting = team_assessments(actor).filter(state=State.COMPARED).count()
    if waiting:
        yield NextStep(
            title=ngettext("%(n)s assessment to talk through", "%(n)s assessments to talk through", waiting)
            % {"n": waiting},
            detail=_("All have handed in. See where you differ, talk it through and sign."),
            url=reverse("careers:team_assessments"),
            action=_("See them side by side"),
            icon="people",
        )
