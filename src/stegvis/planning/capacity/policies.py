"""Who plans the weeks of a unit, and why not."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.organisations.models import Unit
from stegvis.planning.models import CapacityPlan


def plannable_units(actor: Actor) -> QuerySet[Unit]:
    """The units that the actor manages, and those of the employers that the actor coordinates."""
    own = Q(pk__in=actor.manages) | Q(organisation__in=actor.coordinates)
    return visible(actor, Unit).filter(own, closed_on=None).select_related("organisation").order_by("name")


def may_plan_unit(actor: Actor, unit: Unit) -> Verdict:
    if actor.is_system or unit.pk in actor.manages or unit.organisation_id in actor.coordinates:
        return ALLOWED
    return Verdict(False, _("Only the unit's manager and the employer's coordinator do this."))


def may_write(actor: Actor, plan: CapacityPlan) -> Verdict:
    if not (verdict := may_plan_unit(actor, plan.unit)):
        return verdict
    if plan.put_away_at:
        return Verdict(False, _("The plan is put away."))
    if plan.state == CapacityPlan.State.DECIDED:
        return Verdict(False, _("The plan is decided. What happens is told of week by week."))
    return ALLOWED


def may_tell(actor: Actor, plan: CapacityPlan) -> Verdict:
    """Of how a week went."""
    if not (verdict := may_plan_unit(actor, plan.unit)):
        return verdict
    if plan.put_away_at:
        return Verdict(False, _("The plan is put away."))
    if plan.state != CapacityPlan.State.DECIDED:
        return Verdict(False, _("Decide the plan first: the weeks are compared with what was decided."))
    return ALLOWED


def may_tell_of(actor: Actor, plan: CapacityPlan, monday: date) -> Verdict:
    """Of how the week of that Monday went."""
    if not (verdict := may_tell(actor, plan)) or monday <= actor.today:
        return verdict
    day = {"day": date_format(monday, "DATE_FORMAT")}
    return Verdict(False, _("The week has not begun yet. You can tell of it from %(day)s.") % day)
