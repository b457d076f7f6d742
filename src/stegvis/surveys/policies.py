"""Who leads something that surveys belong to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.organisations.owning import Owned

Owner = Organisation | Collaboration


def leads(actor: Actor, owned: Owned) -> bool:
    """Whether the actor coordinates the employer or the collaboration that something belongs to."""
    return owned.employer_id in actor.coordinates or owned.collaboration_id in actor.leads


def leads_for(actor: Actor, owner: Owner | None) -> bool:
    """Whether the actor coordinates this employer or collaboration."""
    if isinstance(owner, Collaboration):
        return owner.pk in actor.leads
    return owner is not None and owner.pk in actor.coordinates


def must_lead(actor: Actor) -> None:
    """For the pages that are the leaders' alone: to anybody else they are not there. Raises NotYours."""
    if not (actor.coordinates or actor.leads):
        raise NotYours


def may_lead(actor: Actor, owner: Owner | None) -> Verdict:
    if actor.is_system or leads_for(actor, owner):
        return ALLOWED
    return Verdict(False, _("Only the owner's coordinator may do this."))
