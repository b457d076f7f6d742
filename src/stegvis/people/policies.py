"""May this actor, and if not, why."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict


def may_list_staff(actor: Actor) -> Verdict:
    if actor.manages or actor.coordinates:
        return ALLOWED
    return Verdict(False, _("The staff list is for managers and coordinators."))


def may_import_staff(actor: Actor, employer_id: int | None = None) -> Verdict:
    """Whether the actor may import for the employer, or for any at all."""
    if actor.coordinates if employer_id is None else employer_id in actor.coordinates:
        return ALLOWED
    return Verdict(False, _("Staff lists are brought in by the employer's coordinators."))
