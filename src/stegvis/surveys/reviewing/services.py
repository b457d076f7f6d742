"""Looking a reply through. Each step is taken from the state that was seen: of two at once the later is told."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.surveys.coding.services import cut_reply
from stegvis.surveys.content.answers import clean_words
from stegvis.surveys.models import Contact, Link, Reply, ReplyNote, Round
from stegvis.surveys.reviewing.policies import may_approve, may_comment, may_lock, may_return

State = Reply.State
LONGEST = 2000


@transaction.atomic
def return_reply(*, actor: Actor, reply: Reply, comments: Mapping[str, str]) -> None:
    """Send it back with comments: by the question's code, and on the whole by ``""``. They get a letter, and see each
    comment beside its question. Raises Refused, without a comment too."""
    from stegvis.surveys.fielding.tasks import send_returned

    require(may_return(actor, reply))
    written = {code: text for code, words in comments.items() if (text := clean_words(words))}
    if not written:
        raise Refused(_("Write what you want them to look at, on the whole or beside a question."))
    _write(actor, reply, written)
    _move(actor, reply, State.RETURNED, "send a reply back")
    writable(actor, Link).filter(contact=reply.contact_id).update(answered_on=None)
    send_returned.defer(reply_id=str(reply.pk))


@transaction.atomic
def comment(*, actor: Actor, reply: Reply, question: str, text: str) -> None:
    """Without sending it back."""
    require(may_comment(actor, reply))
    if not (text := clean_words(text)):
        raise Refused(_("Write a comment."))
    _write(actor, reply, {question: text})


def _write(actor: Actor, reply: Reply, comments: Mapping[str, str]) -> None:
    if any(len(text) > LONGEST for text in comments.values()):
        raise Refused(_("A comment has at most %(limit)s characters.") % {"limit": LONGEST})
    ReplyNote.objects.bulk_create(
        ReplyNote(round_id=reply.round_id, reply=reply, question=code, text=text, written_by_id=actor.user)
        for code, text in comments.items()
    )


@transaction.atomic
def approve(*, actor: Actor, reply: Reply) -> None:
    """What they wrote in free words is from then on read by who codes. Raises Refused."""
    require(may_approve(actor, reply))
    _move(actor, reply, State.APPROVED, "approve a reply")
    if not reply.contact.is_test:
        cut_reply(reply=reply)


@transaction.atomic
def lock_reply(*, actor: Actor, reply: Reply) -> None:
    require(may_lock(actor, reply))
    _move(actor, reply, State.LOCKED, "lock a reply")


@transaction.atomic
def lock_approved(*, actor: Actor, found: Round) -> int:
    """All that are approved; gives how many. Raises Refused where there is none."""
    give_reason("lock the approved replies")
    tests = visible(actor, Contact).filter(round=found, is_test=True)
    rows = writable(actor, Reply).filter(round=found, state=State.APPROVED).exclude(contact__in=tests)
    if not (number := rows.update(state=State.LOCKED)):
        raise Refused(_("There is no approved reply to lock."))
    return number


def _move(actor: Actor, reply: Reply, to: str, reason: str) -> None:
    """From the state and the sending that were seen."""
    give_reason(reason)
    seen = writable(actor, Reply).filter(pk=reply.pk, state=reply.state, sent_at=reply.sent_at)
    if not seen.update(state=to):
        raise Refused(_("The reply is in another state now. Look at it anew."))
