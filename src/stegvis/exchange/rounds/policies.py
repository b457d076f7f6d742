"""Who may lead, wish and answer, and why not."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.careers.mentoring.queries import may_be_named
from stegvis.exchange.models import Round
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.people.models import Employment

State = Round.State
BEFORE_THE_DRAW = (State.OPEN, State.CLOSED)
NOT_OVER = (State.DRAFT, State.OPEN, State.CLOSED, State.PREVIEWED)


def may_lead(actor: Actor, found: Round) -> Verdict:
    if found.employer_id in actor.coordinates or found.collaboration_id in actor.leads:
        return ALLOWED
    return Verdict(False, _("The round is led by a coordinator of whom it is for."))


def takes_wishes(actor: Actor, found: Round) -> Verdict:
    if found.state == State.OPEN and found.opens_on > actor.today:
        day = {"day": date_format(found.opens_on)}
        return Verdict(False, _("The round opens for wishes on %(day)s.") % day)
    if found.state != State.OPEN or found.closes_on < actor.today:
        return Verdict(False, _("The last day for wishes has passed."))
    return ALLOWED


def may_wish(actor: Actor, found: Round, employments: Collection[Employment]) -> Verdict:
    """Whoever works today for an employer that the round is for, and whose name the hosts may see."""
    if not employments:
        return Verdict(False, _("The round is for those who work today for an employer that it is for."))
    if not may_be_named(actor):
        return Verdict(
            False,
            _(
                "Who offers the place would see your name, so you cannot wish here. Talk to your contact for protected"
                " identities: they can arrange a place for you in another way."
            ),
        )
    return takes_wishes(actor, found)


def may_withdraw(found: Round) -> Verdict:
    """Until it is published; after that each place is withdrawn from by itself."""
    if found.state in (State.OPEN, State.CLOSED, State.PREVIEWED):
        return ALLOWED
    return Verdict(False, _("The round is published. Withdraw from the place under My places."))


def may_answer(found: Round) -> Verdict:
    """Managers may answer until the lottery is drawn, a little longer than wishes are taken."""
    if found.state in BEFORE_THE_DRAW:
        return ALLOWED
    return Verdict(False, _("The lottery has been drawn. Answers can no longer be changed."))


def may_change(actor: Actor, found: Round) -> Verdict:
    """What is given, and by what rule, stands from the first wish on: people wish by it."""
    if found.state != State.DRAFT:
        return Verdict(False, _("The round is open. What is given and by what rule stands as it was published."))
    return may_lead(actor, found)


def may_preview(actor: Actor, found: Round) -> Verdict:
    if found.state in (State.CLOSED, State.PREVIEWED):
        return may_lead(actor, found)
    if found.state == State.OPEN:
        return Verdict(False, _("Close the round first. It closes by itself when the last day has passed."))
    return Verdict(False, _("The round is not waiting to be looked through."))
