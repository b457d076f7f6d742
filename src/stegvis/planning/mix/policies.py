"""Who works with the skill mix of a unit, and why not."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.organisations.models import Unit
from stegvis.planning.models import Mix


def units_of(actor: Actor) -> QuerySet[Unit]:
    """The units whose tasks the actor may divide: those managed, and those of coordinated employers."""
    own = Q(pk__in=actor.manages) | Q(organisation__in=actor.coordinates)
    return visible(actor, Unit).filter(own, closed_on=None).select_related("organisation").order_by("name")


def may_divide(actor: Actor, unit: Unit) -> Verdict:
    if actor.is_system or unit.pk in actor.manages or unit.organisation_id in actor.coordinates:
        return ALLOWED
    return Verdict(False, _("Only the unit's manager and the employer's coordinator do this."))


def may_write(actor: Actor, mix: Mix) -> Verdict:
    if not (verdict := may_divide(actor, mix.unit)):
        return verdict
    return Verdict(False, _("The skill mix is put away.")) if mix.put_away_at else ALLOWED
