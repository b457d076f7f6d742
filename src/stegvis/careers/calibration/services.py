"""Planning a calibration round, answering in it and closing it. What needs everybody's rows runs as a job."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.calibration import tasks
from stegvis.careers.calibration.policies import may_be_answered_by, may_close, may_plan
from stegvis.careers.calibration.queries import possible_assessors, to_judge
from stegvis.careers.models import CalibrationRound, RoundAssessor, SecondAssessment
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.frameworks.queries import adoption_of
from stegvis.organisations.models import Organisation
from stegvis.people.models import Profession


@dataclass(frozen=True)
class Answer:
    """Of one second assessment: a rating on the scale, or that it cannot be judged."""

    assessment: int
    rating: int | None
    note: str = ""
    declined: bool = False


@transaction.atomic
def plan_round(
    *,
    actor: Actor,
    employer: Organisation,
    profession: Profession,
    title: str,
    sample_size: int,
    answer_by: date,
    emails: Iterable[str],
    seed: int | None = None,
) -> CalibrationRound:
    """Plan a round against the version in use. A job draws the sample and opens the round, or closes it with why not.

    Raises Refused, also for addresses that belong to nobody who may judge and for a day to answer by that has passed
    or lies more than two years ahead. ``seed`` is drawn unless one is given.
    """
    adoption = adoption_of(actor, employer.pk, profession.pk)
    version = adoption.version if adoption else None
    require(may_plan(actor, employer, version))
    assert version is not None, "the policy refuses none"  # noqa: S101 - tells the type checker
    require(may_be_answered_by(actor, answer_by))
    users = _assessors(actor, employer, emails)
    give_reason("plan calibration round")
    found = CalibrationRound.objects.create(
        employer=employer,
        profession=profession,
        version=version,
        title=title,
        sample_size=sample_size,
        seed=secrets.randbelow(2**31) if seed is None else seed,
        answer_by=answer_by,
        created_by_id=actor.user,
    )
    RoundAssessor.objects.bulk_create(
        RoundAssessor(round=found, employer=employer, user_id=user) for user in sorted(users)
    )
    tasks.draw_round.defer(round_id=found.pk)
    return found


def _assessors(actor: Actor, employer: Organisation, emails: Iterable[str]) -> set[int]:
    """The users with the addresses. Raises Refused unless there is one and all may judge."""
    wanted = sorted({email.strip().lower() for email in emails if email.strip()})
    users = {one.email.lower(): one.user for one in possible_assessors(actor, employer, wanted)}
    if missing := [email for email in wanted if email not in users]:
        raise Refused(
            ngettext(
                "Nobody who may judge here has the address %(emails)s.",
                "Nobody who may judge here has these addresses: %(emails)s.",
                len(missing),
            )
            % {"emails": ", ".join(missing)}
        )
    if not users:
        raise Refused(_("Name at least one second assessor."))
    return set(users.values())


@transaction.atomic
def answer(*, actor: Actor, answers: Iterable[Answer]) -> int:
    """Save the actor's second judgements; the number saved. All or nothing.

    Raises NotYours for what the actor is not asked to judge (any more), Refused for a rating that is not on the scale
    and where the round was closed in the meantime. When nothing is left for the actor a job looks whether it is done.
    """
    given = list(answers)
    asked = {one.id: one for one in to_judge(actor)}
    if any(one.assessment not in asked for one in given):
        raise NotYours
    give_reason("second assessment")
    for one in given:
        if one.rating is None and not one.declined:
            raise Refused(_("Choose a rating, or say that you cannot judge."))
        if one.rating is not None and (one.declined or one.rating not in asked[one.assessment].scale):
            raise Refused(_("Choose one of the ratings of the scale, or say that you cannot judge."))
        _save(actor, one)
    answered = {one.assessment for one in given}
    for round_id in {asked[one].round.pk for one in answered}:
        if all(one.is_answered or one.id in answered for one in asked.values() if one.round.pk == round_id):
            tasks.finish_round.defer(round_id=round_id)
    return len(given)


def _save(actor: Actor, given: Answer) -> None:
    """The row's trigger holds the round while it is saved; a round closed just before refuses."""
    rows = writable(actor, SecondAssessment).filter(pk=given.assessment, round__state=CalibrationRound.State.OPEN)
    try:
        with transaction.atomic():
            changed = rows.update(rating=given.rating, note=given.note, declined=given.declined, judged_on=actor.today)
    except IntegrityError:
        changed = 0
    if not changed:
        raise Refused(_("The round has been closed. Your answer was not saved."))


@transaction.atomic
def close_round(*, actor: Actor, calibration: CalibrationRound) -> None:
    """Close an open round with what has been answered; a job computes the result. Raises Refused."""
    require(may_close(actor, calibration))
    give_reason("close calibration round")
    closed = (
        visible(actor, CalibrationRound)
        .filter(pk=calibration.pk, state=CalibrationRound.State.OPEN)
        .update(state=CalibrationRound.State.CLOSED, closed_at=timezone.now())
    )
    if not closed:
        raise Refused(_("The round is not open."))
    tasks.compute_result.defer(round_id=calibration.pk)
