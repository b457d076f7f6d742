"""Who may lead a round, what may be done with it in which state, and why not."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.surveys.models import Contact, Link, Round
from stegvis.surveys.policies import leads

State = Round.State
UNDER_WAY = (State.OPEN, State.PAUSED)


def may_lead(actor: Actor, found: Round) -> Verdict:
    if leads(actor, found):
        return ALLOWED
    return Verdict(False, _("The survey is led by a coordinator of whom it belongs to."))


def may_change(actor: Actor, found: Round) -> Verdict:
    """What is asked and what is promised stands from when the first letter may have gone."""
    if found.state != State.DRAFT:
        return Verdict(False, _("The round has been opened. What is asked and what is promised stands."))
    return may_lead(actor, found)


def may_give_notice(actor: Actor, found: Round) -> Verdict:
    """Answers without a name keep to one promise: two would tell those apart who answered before and after."""
    if found.kind == Round.Kind.PERSONS and found.state != State.DRAFT:
        return Verdict(False, _("The round has been opened. What those who answer without a name are promised stands."))
    return may_lead(actor, found)


def may_ask_more(actor: Actor, found: Round) -> Verdict:
    if found.state == State.CLOSED:
        return Verdict(False, _("The round is closed. Open it again first, to ask more."))
    return may_lead(actor, found)


def may_pause(actor: Actor, found: Round) -> Verdict:
    if found.state != State.OPEN:
        return Verdict(False, _("Only a round that is open can be paused."))
    return may_lead(actor, found)


def may_resume(actor: Actor, found: Round) -> Verdict:
    if found.state != State.PAUSED:
        return Verdict(False, _("The round is not paused."))
    return may_lead(actor, found)


def may_close(actor: Actor, found: Round) -> Verdict:
    if found.state not in UNDER_WAY:
        return Verdict(False, _("Only a round that is open or paused can be closed."))
    return may_lead(actor, found)


def may_extend(actor: Actor, found: Round) -> Verdict:
    if found.state not in UNDER_WAY:
        return Verdict(False, _("Only a round that is open or paused has a last day to move."))
    return may_lead(actor, found)


def may_reopen(actor: Actor, found: Round) -> Verdict:
    if found.state != State.CLOSED:
        return Verdict(False, _("The round is not closed."))
    if actor.today > found.contacts_until:
        return Verdict(False, _("Who was asked has been deleted, as was promised. Set up a new round."))
    return may_lead(actor, found)


def may_send(actor: Actor, found: Round) -> Verdict:
    if found.state != State.OPEN:
        return Verdict(False, _("Letters are sent while the round is open."))
    if found.opens_on > actor.today:
        day = {"day": date_format(found.opens_on)}
        return Verdict(False, _("The letters are sent by themselves on %(day)s.") % day)
    return may_lead(actor, found)


def may_delete(actor: Actor, found: Round) -> Verdict:
    if found.state != State.DRAFT:
        return Verdict(False, _("The round has been opened, and is kept until what is in it is deleted by its days."))
    return may_lead(actor, found)


def may_remove(actor: Actor, found: Round, contact: Contact) -> Verdict:
    """Whoever has been written to is kept, with what is known of them: a response rate counts them."""
    if found.state != State.DRAFT and contact.links.exclude(sent_on=None, begun_on=None).exists():
        words = _("They have been asked. Note that they will not answer instead, so that they are counted.")
        return Verdict(False, words)
    return may_lead(actor, found)


def may_change_link(actor: Actor, found: Round, link: Link) -> Verdict:
    if link.withdrawn_on:
        return Verdict(False, _("The link is withdrawn. Make a new one."))
    if link.answered_on and found.kind == Round.Kind.PERSONS:
        return Verdict(False, _("They have answered already."))
    return may_ask_more(actor, found)
