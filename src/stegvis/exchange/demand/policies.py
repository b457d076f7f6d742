"""Who gathers demand, says how many seats, and answers, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.exchange.models import Bundle
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict

State = Bundle.State


def may_gather(actor: Actor, collaboration: int) -> Verdict:
    if collaboration in actor.leads:
        return ALLOWED
    return Verdict(False, _("The coordinator of the collaboration gathers demand."))


def may_lead(actor: Actor, bundle: Bundle, *states: str) -> Verdict:
    """Whether the collaboration's coordinator may go on from one of the states."""
    if not (verdict := may_gather(actor, bundle.collaboration_id)):
        return verdict
    return ALLOWED if bundle.state in states else Verdict(False, _("That has been done already."))


def may_state_seats(actor: Actor, bundle: Bundle, employer: int) -> Verdict:
    if employer not in actor.coordinates:
        return Verdict(False, _("The employer's own coordinator says how many seats are wanted."))
    if bundle.state != State.GATHERING:
        return Verdict(False, _("The seats are no longer gathered. Talk to the collaboration's coordinator."))
    if bundle.answer_by and bundle.answer_by < actor.today:
        return Verdict(False, _("The day to say how many seats has passed. Talk to the collaboration's coordinator."))
    return ALLOWED


def may_answer(actor: Actor, bundle: Bundle) -> Verdict:
    if bundle.university_id not in actor.represents:
        return Verdict(False, _("Whoever speaks for the university answers."))
    if bundle.state not in {State.ASKED, State.ANSWERED}:
        return Verdict(False, _("The request is no longer open to answer."))
    return ALLOWED
