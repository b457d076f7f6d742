"""Who may offer a role, be interested and answer, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.careers.models import Interest, Offer
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.people.access import current
from stegvis.people.models import Employment

WAITING = (Interest.State.OPEN, Interest.State.TALKED)


def may_offer(actor: Actor, employer_id: int, unit_id: int | None) -> Verdict:
    """The coordinator anywhere with the employer, a manager in a unit of their own."""
    if employer_id in actor.coordinates or unit_id in actor.manages:
        return ALLOWED
    return Verdict(False, _("The unit's manager or the employer's coordinator offers roles."))


def may_be_interested(actor: Actor, offer: Offer) -> Verdict:
    """Whoever works for the employer today, in a role that is still open."""
    if offer.closed_on is not None:
        return Verdict(False, _("The role is no longer open."))
    return may_wish(actor, offer.employer_id)


def may_wish(actor: Actor, employer_id: int) -> Verdict:
    works = visible(actor, Employment).filter(current(actor), person=actor.person, employer=employer_id)
    if actor.person is not None and works.exists():
        return ALLOWED
    return Verdict(False, _("You can say so with an employer where you work today."))


def may_withdraw(actor: Actor, interest: Interest) -> Verdict:
    if interest.person_id == actor.person and interest.state in WAITING:
        return ALLOWED
    return Verdict(False, _("It is answered already. Talk to whoever answered if you have changed your mind."))
