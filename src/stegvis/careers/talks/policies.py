"""Who takes part in a talk, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.careers.models import Talk
from stegvis.careers.talks.wording import MANAGER, PERSON
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.people.access import current, not_ended
from stegvis.people.models import Employment


def side_of(actor: Actor, talk: Talk) -> str:
    """Whether the actor takes part as the person or the manager today; empty for whoever only reads. One query."""
    rows = visible(actor, Employment).filter(person=talk.person_id, employer=talk.employer_id)
    if actor.person == talk.person_id:
        return PERSON if rows.filter(current(actor)).exists() else ""
    return MANAGER if rows.filter(not_ended(actor), unit__in=actor.manages).exists() else ""


def may_take_part(side: str) -> Verdict:
    if side:
        return ALLOWED
    return Verdict(False, _("The employment is over, or the talk is not yours to change. It can be read."))


def may_lead(side: str) -> Verdict:
    if side == MANAGER:
        return ALLOWED
    return Verdict(False, _("Only the manager plans and holds the talk."))


def may_sign(actor: Actor, talk: Talk, side: str) -> Verdict:
    """Each once, and for the manager whoever held it: nobody signs for what another said."""
    if not side:
        return may_take_part(side)
    if talk.state != Talk.State.HELD:
        return Verdict(False, _("The talk is not to be signed."))
    if side == MANAGER and talk.manager_id != actor.user:
        return Verdict(False, _("Another manager held the talk. Hold it anew to sign it yourself."))
    signed = talk.person_signed_at if side == PERSON else talk.manager_signed_at
    return Verdict(False, _("You have signed.")) if signed else ALLOWED
