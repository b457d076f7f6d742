"""What the first page says of calibration: something to judge, a round whose time is out, a view over employers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.calibration.queries import to_judge
from stegvis.careers.models import CalibrationRound, SecondAssessment
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting

State = CalibrationRound.State


def waiting(actor: Actor) -> Waiting:
    asked = visible(actor, SecondAssessment).filter(assessor=actor.user, judged_on=None, declined=False)
    return {"judge again": asked.filter(round__state=State.OPEN), "overdue": _late_rounds(actor)}


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """Two queries where something is to be judged, one where a round is late; the view over employers needs none."""
    if counts["judge again"]:
        yield from _to_judge(actor)
    if counts["overdue"]:
        yield from _overdue(actor)
    if actor.leads:
        yield NextStep(
            title=_("How evenly the frameworks are used"),
            detail=_("Compare the employers of the collaboration, in counts that tell of no small group."),
            url=reverse("careers:calibration_between"),
            action=_("Compare employers"),
            icon="chart",
        )


def _to_judge(actor: Actor) -> Iterator[NextStep]:
    waiting = [one for one in to_judge(actor) if not one.is_answered]
    if waiting:
        yield NextStep(
            title=ngettext("%(n)s judgement waits for you", "%(n)s judgements wait for you", len(waiting))
            % {"n": len(waiting)},
            detail=_("You are asked to judge a second time, without seeing the first. Answer by %(day)s.")
            % {"day": date_format(min(one.round.answer_by for one in waiting))},
            url=reverse("careers:calibration_judge"),
            action=_("Judge"),
            tone="warm",
        )


def _late_rounds(actor: Actor) -> QuerySet[CalibrationRound]:
    return (
        visible(actor, CalibrationRound)
        .filter(employer__in=actor.coordinates, state=State.OPEN, answer_by__lt=actor.today)
        .order_by("answer_by")
    )


def _overdue(actor: Actor) -> Iterator[NextStep]:
    found = _late_rounds(actor).first()
    if found is not None:
        yield NextStep(
            title=_("The time for answers in %(round)s is out") % {"round": found.title},
            detail=_("Remind those who have not answered, or close the round and see what it says."),
            url=reverse("careers:calibration_round", args=[found.pk]),
            action=_("Open the round"),
            icon="clock",
        )
