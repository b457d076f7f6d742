"""Who may write in a plan, agree on it and keep the employer's year, and why not."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from stegvis.careers.models import DevelopmentPlan
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.people.access import current, not_ended
from stegvis.people.models import Employment


def may_write(actor: Actor, person: UUID, employer: int) -> Verdict:
    """The person while employed there, and whoever manages the unit where the person works now or soon."""
    rows = visible(actor, Employment).filter(person=person, employer=employer)
    own = rows.filter(current(actor)) if actor.person == person else rows.none()
    managed = rows.filter(not_ended(actor), unit__in=actor.manages)
    if (own | managed).exists():
        return ALLOWED
    return Verdict(False, _("The plan belongs to an employment that is over, or is not yours to change."))


def may_agree(actor: Actor, plan: DevelopmentPlan) -> Verdict:
    """The manager, for the employer gives the time and the money. Nobody agrees with themself."""
    if actor.person == plan.person_id:
        return Verdict(False, _("Your manager confirms the plan when you have talked about it."))
    if plan.state != DevelopmentPlan.State.DRAFT:
        return Verdict(False, _("The plan is not a draft."))
    return may_write(actor, plan.person_id, plan.employer_id)


def may_keep_the_year(actor: Actor, employer: int) -> Verdict:
    if employer in actor.coordinates:
        return ALLOWED
    return Verdict(False, _("Only the employer's coordinator changes the year."))
