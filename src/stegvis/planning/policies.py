"""Who plans: coordinators for what they coordinate."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.organisations.models import Collaboration, Organisation

Owner = Organisation | Collaboration


def coordinates(actor: Actor, owner: Owner | None) -> bool:
    """Whether the actor coordinates this employer or collaboration."""
    if isinstance(owner, Collaboration):
        return owner.pk in actor.leads
    return owner is not None and owner.pk in actor.coordinates


def may_plan_for(actor: Actor, owner: Owner | None) -> Verdict:
    if actor.is_system or coordinates(actor, owner):
        return ALLOWED
    return Verdict(False, _("Only the owner's coordinator plans here."))


def may_keep_for_all(actor: Actor) -> Verdict:
    """What every owner's forecasts count with is fetched by Stegvis itself."""
    return ALLOWED if actor.is_system else Verdict(False, _("Figures for everybody are fetched by a command alone."))


def may_plan_any(actor: Actor) -> Verdict:
    if actor.coordinates or actor.leads:
        return ALLOWED
    return Verdict(False, _("Only coordinators of an employer or a collaboration make forecasts."))


def owners_of(actor: Actor) -> list[Owner]:
    """What the actor may plan for, the wider first. Two queries."""
    return [
        *visible(actor, Collaboration).filter(pk__in=actor.leads),
        *visible(actor, Organisation).filter(pk__in=actor.coordinates),
    ]
