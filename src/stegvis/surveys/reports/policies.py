"""Who writes and publishes reports, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.models import Release, Report

Owner = Organisation | Collaboration


def may_lead(actor: Actor, owner: Owner | None) -> Verdict:
    """Coordinators of the owner."""
    if isinstance(owner, Organisation) and owner.pk in actor.coordinates:
        return ALLOWED
    if isinstance(owner, Collaboration) and owner.pk in actor.leads:
        return ALLOWED
    return Verdict(False, _("Reports are written by the coordinators of whoever led the survey."))


def may_begin_any(actor: Actor) -> Verdict:
    if actor.coordinates or actor.leads:
        return ALLOWED
    return Verdict(False, _("Reports are written by the coordinators of whoever led the survey."))


def may_write(actor: Actor, report: Report) -> Verdict:
    if verdict := may_lead(actor, report.owner):
        return Verdict(False, _("The report is put away.")) if report.put_away_at else ALLOWED
    return verdict


def may_open(actor: Actor, release: Release) -> Verdict:
    """Show a release to everybody that was not shown before."""
    if not (verdict := may_lead(actor, release.report.owner)):
        return verdict
    if release.retracted_at:
        return Verdict(False, _("It is withdrawn. Publish a new version instead."))
    return Verdict(False, _("It is shown to everybody already.")) if release.is_open else ALLOWED


def may_retract(actor: Actor, release: Release) -> Verdict:
    if not (verdict := may_lead(actor, release.report.owner)):
        return verdict
    return Verdict(False, _("It is withdrawn already.")) if release.retracted_at else ALLOWED
