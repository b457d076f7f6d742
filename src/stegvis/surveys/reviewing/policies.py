"""What may be done with a reply in which state, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.surveys.models import Reply
from stegvis.surveys.policies import leads

State = Reply.State
TO_LOOK_AT = (State.RECEIVED, State.RESUBMITTED)


def may_return(actor: Actor, reply: Reply) -> Verdict:
    if reply.state not in (*TO_LOOK_AT, State.APPROVED):
        return Verdict(False, _not_now(reply))
    return _may_lead(actor, reply)


def may_approve(actor: Actor, reply: Reply) -> Verdict:
    if reply.state not in TO_LOOK_AT:
        return Verdict(False, _not_now(reply))
    return _may_lead(actor, reply)


def may_lock(actor: Actor, reply: Reply) -> Verdict:
    """What is locked is what is told of: it is not sent back any more."""
    if reply.state != State.APPROVED:
        return Verdict(False, _("Approve the reply before you lock it."))
    return _may_lead(actor, reply)


def may_comment(actor: Actor, reply: Reply) -> Verdict:
    if reply.state == State.LOCKED:
        return Verdict(False, _("The reply is locked."))
    return _may_lead(actor, reply)


def _may_lead(actor: Actor, reply: Reply) -> Verdict:
    if leads(actor, reply.round):
        return ALLOWED
    return Verdict(False, _("The survey is led by a coordinator of whom it belongs to."))


def _not_now(reply: Reply) -> str:
    return {
        State.BEGUN: _("The reply has not been sent yet."),
        State.RETURNED: _("The reply has been sent back, and has not come again yet."),
        State.APPROVED: _("The reply is approved already."),
        State.LOCKED: _("The reply is locked."),
    }.get(State(reply.state), _("The reply is in another state now. Look at it anew."))
