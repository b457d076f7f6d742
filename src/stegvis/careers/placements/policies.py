"""Who may decide somebody's level, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.people.models import Employment


def may_place(actor: Actor, employment: Employment) -> Verdict:
    """The manager of the unit where the person works now; nobody decides about themself."""
    if employment.person_id == actor.person:
        return Verdict(False, _("Your own level is decided by your manager."))
    runs = employment.valid_from <= actor.today and (employment.valid_to is None or employment.valid_to >= actor.today)
    if employment.unit_id in actor.manages and runs:
        return ALLOWED
    return Verdict(False, _("Only the manager of the unit where the person works now decides the level."))
