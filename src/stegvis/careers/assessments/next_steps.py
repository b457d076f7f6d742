"""What the first page says of assessments: what waits to be judged, talked through and signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.assessments.queries import team_assessments, to_assess
from stegvis.careers.models import Assessment, Judgement
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting

State = Assessment.State


def waiting(actor: Actor) -> Waiting:
    judged = visible(actor, Judgement).filter(judge=actor.user, submitted_at=None, assessment__state=State.OPEN)
    return {
        "judge": judged,
        "acknowledge": _unacknowledged(actor),
        "talk through": team_assessments(actor).filter(state=State.COMPARED),
    }


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """Two queries where something is to be judged, one where an assessment is to be signed."""
    if counts["judge"]:
        yield from _to_judge(actor)
    if counts["acknowledge"]:
        yield from _to_acknowledge(actor)
    if counts["talk through"]:
        yield _to_talk_through(counts["talk through"])


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
            detail=_("Nobody sees what you have judged until all have handed in."),
            url=reverse("careers:assess_team" if actor.manages else "careers:assessments_asked"),
            action=_("Judge"),
            icon="check",
        )


def _unacknowledged(actor: Actor) -> QuerySet[Assessment]:
    rows = visible(actor, Assessment).filter(state=State.SIGNED, person_signed_on__isnull=True)
    return rows.filter(person=actor.person) if actor.person else rows.none()


def _to_acknowledge(actor: Actor) -> Iterator[NextStep]:
    found = _unacknowledged(actor).only("pk").first()
    if found is not None:
        yield NextStep(
            title=_("Your manager has signed your assessment"),
            detail=_("Read it, and sign with a comment if you like."),
            url=reverse("careers:assessment", args=[found.pk]),
            action=_("Read and sign"),
            icon="check",
        )


def _to_talk_through(number: int) -> NextStep:
    return NextStep(
        title=ngettext("%(n)s assessment to talk through", "%(n)s assessments to talk through", number) % {"n": number},
        detail=_("All have handed in. See where you differ, talk it through and sign."),
        url=reverse("careers:team_assessments"),
        action=_("See them side by side"),
        icon="people",
    )
