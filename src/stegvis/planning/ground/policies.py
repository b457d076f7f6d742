"""Who may work with what forecasts stand on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.policies import leads


def may_plan_any(actor: Actor) -> Verdict:
    if actor.coordinates or actor.leads:
        return ALLOWED
    return Verdict(False, _("Only coordinators of an employer or a collaboration make forecasts."))


def may_plan(actor: Actor, owner: Organisation | Collaboration | None) -> Verdict:
    if actor.is_system or leads(actor, owner):
        return ALLOWED
    return Verdict(False, _("Only the owner's coordinator may do this."))
