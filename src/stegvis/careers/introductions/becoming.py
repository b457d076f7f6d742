"""What of a finished introduction is evidence: the introduction itself, and the steps that are criteria."""

from __future__ import annotations

from datetime import date

from stegvis.careers.evidence.services import months_later
from stegvis.careers.introductions.queries import Case, first_level, given_by_steps, version_of
from stegvis.careers.models import IntroductionStep
from stegvis.careers.wording import worded
from stegvis.engine.ladder import Kind
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.format.document import Fact
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Employment, Evidence

NO_FRAMEWORK = "introduktion"
"""The code of the evidence where no framework asks for an introduction."""


def become_evidence(actor: Actor, case: Case, employment: Employment) -> Evidence:
    """The introduction by the code that the first level asks for, checked by the actor, and its criteria."""
    version = version_of(actor, employment)
    _criteria(actor, case, employment, version)
    asked = next((one for one in first_level(version) if one.kind is Kind.INDUCTION), None)
    return _state(actor, case, (Kind.INDUCTION, asked.accepts[0] if asked else NO_FRAMEWORK), actor.today, version)


def _criteria(actor: Actor, case: Case, employment: Employment, version: FrameworkVersion | None) -> None:
    """Of what another than the person has ticked, and the person does not have already."""
    given = given_by_steps(version)
    steps = visible(actor, IntroductionStep).filter(introduction=case.introduction, requirement__in=given)
    steps = steps.filter(done_on__isnull=False, done_by__isnull=False).exclude(done_by=employment.person.user_id)
    has = visible(actor, Evidence).filter(
        person=case.introduction.person_id, employer=case.introduction.employer_id, state=Evidence.State.VERIFIED
    )
    held = set(has.exclude(valid_until__lt=actor.today).values_list("kind", "code"))
    for step in steps:
        asked = given[step.requirement]
        if step.done_on and not any((str(asked.kind), code) in held for code in asked.accepts):
            _state(actor, case, (asked.kind, asked.accepts[0]), step.done_on, version)
            held.add((str(asked.kind), asked.accepts[0]))


def _state(actor: Actor, case: Case, key: tuple[Kind, str], day: date, version: FrameworkVersion | None) -> Evidence:
    """What somebody has stated the same day is checked by this."""
    (kind, code), fact = key, _fact(version, *key)
    until = months_later(day, fact.valid_months) if fact and fact.valid_months else None
    evidence, _created = Evidence.objects.update_or_create(
        person_id=case.introduction.person_id,
        employer_id=case.introduction.employer_id,
        kind=str(kind),
        code=code,
        area="",
        valid_from=day,
        judged_by="",
        origin="",
        defaults={
            "title": (worded(fact.title) if fact else case.introduction.title)[:200],
            "valid_until": until,
            "source": Evidence.Source.INDUCTION,
            "state": Evidence.State.VERIFIED,
            "checked_on": actor.today,
            "checked_by_id": actor.user,
            "checked_how": case.introduction.title[:120],
        },
    )
    return evidence


def _fact(version: FrameworkVersion | None, kind: Kind, code: str) -> Fact | None:
    facts = effective_of(version).document.facts if version else ()
    return next((fact for fact in facts if (fact.kind, fact.code) == (kind, code)), None)
