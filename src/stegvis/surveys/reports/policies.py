"""Who writes and publishes reports, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.surveys.models import Release, Report
from stegvis.surveys.policies import may_lead


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
