"""Who may plan, close and answer, and why not."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from stegvis.careers.models import CalibrationRound
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.organisations.models import Organisation

LONGEST = timedelta(days=2 * 365)
"""From today to the last day to answer: after that the second judgements say nothing of how the first were made."""


def may_plan(actor: Actor, employer: Organisation, version: FrameworkVersion | None) -> Verdict:
    if employer.pk not in actor.coordinates:
        return Verdict(False, _("Only the employer's coordinator plans calibration rounds there."))
    if version is None:
        return Verdict(False, _("The profession is not placed by any framework yet. Choose one first."))
    if len(effective_of(version).document.scale) < 2:
        return Verdict(False, _("The framework has no rating scale, so there is nothing to compare."))
    return ALLOWED


def may_be_answered_by(actor: Actor, day: date) -> Verdict:
    if day <= actor.today:
        return Verdict(False, _("Choose a day after today."))
    if day > actor.today + LONGEST:
        return Verdict(False, _("Choose a day at most two years ahead."))
    return ALLOWED


def may_lead(actor: Actor, found: CalibrationRound) -> Verdict:
    """Follow how far the round has come, assessor by assessor, and close it."""
    if found.employer_id not in actor.coordinates:
        return Verdict(False, _("Only the employer's coordinator closes the round."))
    return ALLOWED


def may_close(actor: Actor, found: CalibrationRound) -> Verdict:
    if not (verdict := may_lead(actor, found)):
        return verdict
    if found.state != CalibrationRound.State.OPEN:
        return Verdict(False, _("The round is not open."))
    return ALLOWED
