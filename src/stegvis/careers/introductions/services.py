"""Keeping programmes, and leading an introduction from its start to the evidence that it becomes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.careers.introductions.becoming import become_evidence
from stegvis.careers.introductions.content import Experience, Outline, as_kept, as_steps, problems_of
from stegvis.careers.introductions.following import LATE
from stegvis.careers.introductions.notices import delay_is_over, tell_of_start
from stegvis.careers.introductions.packaged import Example
from stegvis.careers.introductions.policies import may_follow, may_keep_programmes, may_lead, may_start
from stegvis.careers.introductions.queries import Case, colleague, criteria_at
from stegvis.careers.introductions.scaling import scaled
from stegvis.careers.models import Introduction, IntroductionStep, Programme
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Organisation
from stegvis.people.models import Employment, Evidence
from stegvis.people.signals import competence_changed

State = Introduction.State
A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class ProgrammeText:
    """What a coordinator writes; the time and steps are an ``Outline``."""

    title: str
    summary: str
    professions: tuple[str, ...]
    share: int
    outline: Outline


@transaction.atomic
def take_example(*, actor: Actor, employer: Organisation, example: Example) -> Programme:
    """Make an example the employer's own. A step's criterion follows where the employer's frameworks have it."""
    require(may_keep_programmes(actor, employer.pk))
    known = criteria_at(actor, employer)
    steps = as_kept(example.outline.steps)
    for step in steps:
        if step.get("requirement") not in known:
            step.pop("requirement", None)
    return Programme.objects.create(
        employer=employer,
        title=example.title,
        summary=example.summary,
        weeks=example.outline.weeks,
        shielded_weeks=example.outline.shielded_weeks,
        share=example.share,
        joins_any_month=example.outline.is_wheel,
        content=steps,
        made_from=example.code,
    )


@transaction.atomic
def change_programme(*, actor: Actor, programme: Programme, text: ProgrammeText, seen: str) -> None:
    """Write a programme anew. ``seen`` is ``fingerprint`` of what the writer began from.

    Introductions under way keep their steps. Raises Refused, with what does not hold together or that somebody else
    has changed it.
    """
    require(may_keep_programmes(actor, programme.employer_id))
    if problems := problems_of(text.outline):
        raise Refused(" ".join(problems))
    held = writable(actor, Programme).select_for_update().filter(pk=programme.pk).first()
    if held is None:
        raise NotYours
    if fingerprint(held) != seen:
        raise Refused(_("Somebody has changed the programme since you opened it. Look at theirs, and change it again."))
    held.title, held.summary, held.share = clean(text.title), text.summary.strip(), text.share
    held.professions = list(text.professions)
    held.weeks, held.shielded_weeks = text.outline.weeks, text.outline.shielded_weeks
    held.joins_any_month, held.content = text.outline.is_wheel, as_kept(text.outline.steps)
    held.save()


def fingerprint(programme: Programme) -> str:
    """Changes with everything that a coordinator writes."""
    time = (programme.weeks, programme.shielded_weeks, programme.joins_any_month, programme.share)
    said = json.dumps(
        [programme.title, programme.summary, programme.professions, time, programme.content], sort_keys=True
    )
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def outline_of(programme: Programme) -> Outline:
    steps = as_steps(programme.content)
    return Outline(programme.weeks, programme.shielded_weeks, programme.joins_any_month, steps)


@transaction.atomic
def retire_programme(*, actor: Actor, programme: Programme, back: bool = False) -> None:
    """Start no more introductions by it, or do again (``back``). Those under way go on."""
    require(may_keep_programmes(actor, programme.employer_id))
    writable(actor, Programme).filter(pk=programme.pk).update(retired_on=None if back else actor.today)


@transaction.atomic
def start_introduction(
    *,
    actor: Actor,
    employment: Employment,
    programme: Programme,
    experience: Experience,
    starts: date,
    supervisor: str = "",
) -> Introduction:
    """Give somebody an introduction with days of its own. ``supervisor`` is a colleague's address, or empty.

    Raises Refused with why not, NotYours for another employer's programme.
    """
    require(may_start(actor, employment, programme))
    if programme.employer_id != employment.employer_id:
        raise NotYours
    _check_start(actor, employment, starts)
    plan = scaled(outline_of(programme), experience, starts)
    named = named_supervisor(employment, supervisor) if supervisor else None
    give_reason("start introduction")
    owned = {"person_id": employment.person_id, "employer_id": employment.employer_id}
    try:
        with transaction.atomic():
            found = Introduction.objects.create(
                **owned,
                programme=programme,
                title=programme.title,
                starts=plan.starts,
                ends=plan.ends,
                shielded_until=plan.shielded_until,
                supervisor_id=named,
            )
    except IntegrityError as error:
        raise Refused(_("The person has an introduction under way already.")) from error
    IntroductionStep.objects.bulk_create(
        IntroductionStep(
            **owned,
            introduction=found,
            kind=step.kind,
            title=step.title,
            requirement=step.requirement,
            due=due,
            position=position,
        )
        for position, (step, due) in enumerate(plan.steps)
    )
    tell_of_start(found, {employment.person.user_id, named} - {actor.user})
    return found


def _check_start(actor: Actor, employment: Employment, starts: date) -> None:
    if starts < employment.valid_from:
        raise Refused(_("The introduction cannot begin before the employment does."))
    if employment.valid_to is not None and starts > employment.valid_to:
        raise Refused(_("The introduction cannot begin after the employment has ended."))
    if not actor.today - A_YEAR <= starts <= actor.today + A_YEAR:
        raise Refused(_("Choose a first day within a year from today."))


def named_supervisor(employment: Employment, email: str) -> int:
    """The user whom the address names. Raises Refused, in one way for whoever does not work there."""
    found = colleague(employment.employer, email)
    if found is None:
        raise Refused(_("Nobody who works here has the address %(email)s.") % {"email": email.strip()})
    if found[1] == employment.person_id:
        raise Refused(_("Nobody supervises their own introduction."))
    return found[0]


@transaction.atomic
def tick_step(*, actor: Actor, case: Case, step: IntroductionStep, done: bool = True) -> bool:
    """Say that a step is done, or that it is not. False where somebody else has just said so. Raises Refused."""
    require(may_follow(case))
    rows = writable(actor, IntroductionStep).filter(pk=step.pk, introduction__state=State.RUNNING, done_on__isnull=done)
    is_changed = bool(rows.update(done_on=actor.today if done else None, done_by=actor.user if done else None))
    if is_changed and done:
        _tell_no_more_unless_late(actor, case.introduction)
    return is_changed


def _tell_no_more_unless_late(actor: Actor, introduction: Introduction) -> None:
    late = visible(actor, IntroductionStep).filter(introduction=introduction, due__lt=actor.today - LATE)
    if not late.filter(done_on__isnull=True).exists():
        delay_is_over(actor, introduction)


@transaction.atomic
def note_deviation(*, actor: Actor, case: Case, step: IntroductionStep, ground: str, due: date) -> None:
    """Say what did not go as planned, and when it is to be done instead. Raises Refused."""
    require(may_follow(case))
    if not ground.strip():
        raise Refused(_("Say what did not go as planned."))
    if not actor.today <= due <= actor.today + A_YEAR:
        raise Refused(_("Choose a new day from today and within a year."))
    rows = writable(actor, IntroductionStep).filter(pk=step.pk, introduction__state=State.RUNNING, done_on__isnull=True)
    if not rows.update(deviation=ground.strip(), due=due):
        raise Refused(_("The step is done already."))
    _tell_no_more_unless_late(actor, case.introduction)


@transaction.atomic
def extend_introduction(*, actor: Actor, case: Case, until: date, ground: str) -> None:
    """Give more time. Raises Refused."""
    require(may_lead(actor, case))
    if not ground.strip():
        raise Refused(_("Say why the introduction is extended."))
    if not case.ends < until <= actor.today + 3 * A_YEAR:
        raise Refused(_("Choose a day after the present end."))
    _change(actor, case, extended_to=until, extension_ground=ground.strip())


@transaction.atomic
def stop_introduction(*, actor: Actor, case: Case, ground: str) -> None:
    """End it without its becoming evidence. Raises Refused."""
    require(may_lead(actor, case))
    if not ground.strip():
        raise Refused(_("Say why the introduction is stopped."))
    _change(actor, case, state=State.STOPPED, stopped_ground=ground.strip(), finished_on=actor.today)


@transaction.atomic
def change_supervisor(*, actor: Actor, case: Case, email: str) -> None:
    """Name another contact person, or nobody (``""``). Raises Refused."""
    require(may_lead(actor, case))
    assert case.employment is not None, "the policy refuses none"  # noqa: S101 - tells the type checker
    named = named_supervisor(case.employment, email) if email else None
    _change(actor, case, supervisor_id=named)
    tell_of_start(case.introduction, {named} - {actor.user})


@transaction.atomic
def finish_introduction(*, actor: Actor, case: Case, explanation: str = "") -> Evidence:
    """End it and make evidence of it and of its criteria, checked by the actor.

    Open steps take an explanation, which each of them keeps.

    The person is placed anew. Raises Refused.
    """
    require(may_lead(actor, case))
    assert case.employment is not None, "the policy refuses none"  # noqa: S101 - tells the type checker
    held = writable(actor, Introduction).select_for_update().filter(pk=case.introduction.pk, state=State.RUNNING)
    if held.first() is None:
        raise Refused(_("The introduction is no longer under way."))
    left = writable(actor, IntroductionStep).filter(introduction=case.introduction, done_on__isnull=True)
    if left.exists() and not explanation.strip():
        raise Refused(_("Some steps are left. Say why the introduction is finished without them."))
    give_reason("finish introduction")
    left.update(deviation=explanation.strip())
    _change(actor, case, state=State.FINISHED, finished_on=actor.today)
    evidence = become_evidence(actor, case, case.employment)
    competence_changed.send(
        sender=Introduction, employer_id=evidence.employer_id, person_ids=[case.introduction.person_id]
    )
    return evidence


def _change(actor: Actor, case: Case, **values: object) -> None:
    rows = writable(actor, Introduction).filter(pk=case.introduction.pk, state=State.RUNNING)
    if not rows.update(**values):
        raise Refused(_("The introduction is no longer under way."))
