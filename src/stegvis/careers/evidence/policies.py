"""Who may state, change and check, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.people.access import current
from stegvis.people.models import Employment, Evidence

State = Evidence.State


def may_state(actor: Actor, employer_id: int) -> Verdict:
    """Whoever works there today, of themself."""
    if visible(actor, Employment).filter(current(actor), person=actor.person, employer=employer_id).exists():
        return ALLOWED
    return Verdict(False, _("You can register what you have with an employer where you work today."))


def may_change(actor: Actor, evidence: Evidence) -> Verdict:
    """The person, until another has checked it."""
    is_own = evidence.person_id == actor.person and evidence.source == Evidence.Source.PERSON
    if is_own and evidence.state != State.VERIFIED:
        return ALLOWED
    return Verdict(False, _("What has been checked stays as it is. Ask your manager if something in it is wrong."))


def may_correct(actor: Actor, evidence: Evidence) -> Verdict:
    """As changing, where somebody can still check it; a reflection is nobody's to check."""
    verdict = may_change(actor, evidence)
    works = visible(actor, Employment).filter(current(actor), person=actor.person, employer=evidence.employer_id)
    if not verdict or evidence.kind == Evidence.Kind.REFLECTION or works.exists():
        return verdict
    return Verdict(False, _("You no longer work there, so nobody can check it. Register it where you work today."))


def may_check(actor: Actor, evidence: Evidence) -> Verdict:
    """The manager of a unit where the person works now, or the employer's coordinator; nobody their own."""
    if evidence.person_id == actor.person:
        return Verdict(False, _("Somebody else checks what you have registered yourself."))
    works = visible(actor, Employment).filter(current(actor), person=evidence.person_id, employer=evidence.employer_id)
    if evidence.employer_id in actor.coordinates or works.filter(unit__in=actor.manages).exists():
        return ALLOWED
    return Verdict(False, _("The manager of the unit where the person works now, or a coordinator, checks this."))
