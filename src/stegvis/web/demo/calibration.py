"""A finished round of calibration among Ale's nurses, by the services that users use. All judgements are invented."""

from __future__ import annotations

import random
from datetime import timedelta

from stegvis.careers.calibration.queries import to_judge
from stegvis.careers.calibration.services import Answer, answer, close_round, plan_round
from stegvis.careers.models import CalibrationRound, SecondAssessment
from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.access.policy import visible
from stegvis.foundation.jobs.worker import run_pending_jobs
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession
from stegvis.web.demo.cast import CAST, user_key

REASON = "Demonstration"
SECOND_ASSESSORS = ("anna", "cecilia", "ingrid")
SAMPLE = 40
SEED = 2026


def is_finished() -> bool:
    with acting_as_system(reason=REASON):
        return CalibrationRound.objects.filter(state=CalibrationRound.State.CLOSED).exists()


def calibrate() -> None:
    """Gunilla plans, three people of two municipalities judge a second time, and Gunilla closes."""
    _plan()
    run_pending_jobs()
    for key in SECOND_ASSESSORS:
        _judge(key)
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        for one in visible(actor, CalibrationRound).filter(state=CalibrationRound.State.OPEN):
            close_round(actor=actor, calibration=one)
    run_pending_jobs()


def _plan() -> None:
    with acting_as(user_key("gunilla"), reason=REASON) as actor:
        if not visible(actor, CalibrationRound).exists():
            plan_round(
                actor=actor,
                employer=Organisation.objects.get(slug="ale"),
                profession=Profession.objects.get(pk="sjukskoterska"),
                title="Sjuksköterskor, första omgången",
                sample_size=SAMPLE,
                answer_by=actor.today + timedelta(days=30),
                emails=[member.email for member in CAST if member.key in SECOND_ASSESSORS],
                seed=SEED,
            )


def _judge(key: str) -> None:
    """Mostly as the first judge did, which the judge of course does not see; the demonstration does."""
    with acting_as_system(reason=REASON):
        first = dict(SecondAssessment.objects.values_list("id", "evidence__amount"))
    draw = random.Random(key)  # noqa: S311 - no secret
    with acting_as(user_key(key), reason=REASON) as actor:
        given = [
            Answer(one.id, rating=_near(first[one.id] or 2, [value.value for value in one.values], draw))
            for one in to_judge(actor)
            if not one.is_answered
        ]
        answer(actor=actor, answers=given)


def _near(rating: int, scale: list[int], draw: random.Random) -> int:
    moved = rating + draw.choices((-1, 0, 1), (0.18, 0.72, 0.10))[0]
    return min(max(moved, min(scale)), max(scale))
