"""Who keeps the registers, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.organisations.models import Role


def may_keep(actor: Actor, employer: int) -> Verdict:
    if actor.is_system or employer in actor.coordinates:
        return ALLOWED
    return Verdict(False, _("The employer's own coordinator keeps its registers."))


def may_look(actor: Actor) -> Verdict:
    if actor.coordinates or actor.leads or Role.NATIONAL_FOLLOW_UP in actor.roles:
        return ALLOWED
    return Verdict(False, _("The registers are for coordinators and the national follow-up."))
