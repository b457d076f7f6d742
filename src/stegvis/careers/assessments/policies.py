"""Who may open, judge, sign and withdraw an assessment, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.careers.assessments.items import can_be_judged
from stegvis.careers.assessments.queries import progress_of
from stegvis.careers.models import Assessment
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Employment

State = Assessment.State


def may_open(actor: Actor, employment: Employment, version: FrameworkVersion | None) -> Verdict:
    """The manager of the unit where the person works, or the person themself."""
    if not (employment.unit_id in actor.manages or employment.person_id == actor.person):
        return Verdict(False, _("Only the manager of the unit and the person open an assessment."))
    if employment.valid_to is not None and employment.valid_to < actor.today:
        return Verdict(False, _("The employment has ended."))
    if not can_be_judged(version):
        return Verdict(False, _("The profession's framework asks for nothing that is judged on a scale."))
    return ALLOWED


def manages(actor: Actor, assessment: Assessment) -> bool:
    """Whether the actor manages the person today and is not the person. One query."""
    if assessment.person_id == actor.person or not actor.manages:
        return False
    return writable(actor, Assessment).filter(pk=assessment.pk).exclude(person=actor.person).exists()


def may_lead(actor: Actor, assessment: Assessment) -> Verdict:
    """Naming judges, agreeing and signing."""
    if assessment.person_id == actor.person:
        return Verdict(False, _("Your own assessment is led by your manager."))
    if not manages(actor, assessment):
        return Verdict(False, _("Only the manager of the unit where the person works now leads the assessment."))
    return ALLOWED


def may_withdraw(actor: Actor, assessment: Assessment) -> Verdict:
    """The manager; the person as long as nobody else has judged what they opened themself."""
    if assessment.person_id == actor.person:
        judged = any(one.handed_in and one.judge != actor.user for one in progress_of([assessment.pk]))
        if assessment.opened_by_id == actor.user and assessment.state == State.OPEN and not judged:
            return ALLOWED
        return Verdict(False, _("Only your manager withdraws the assessment now. You can say what you think of it."))
    return may_lead(actor, assessment)
