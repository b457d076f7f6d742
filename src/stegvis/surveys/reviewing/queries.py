"""Replies of organisations, for who leads the round."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.db.models import Count, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.surveys.models import Reply, ReplyFile, ReplyNote, Round, Sent

State = Reply.State
SENT = (State.RECEIVED, State.RETURNED, State.RESUBMITTED, State.APPROVED, State.LOCKED)


def replies_of(actor: Actor, found: Round) -> QuerySet[Reply]:
    """Tests left out: they are never kept."""
    rows = visible(actor, Reply).filter(round=found, contact__is_test=False)
    return rows.select_related("contact", "round", "round__version")


def reply_of(actor: Actor, found: Round, key: UUID) -> Reply:
    return get_visible(actor, Reply, replies_of(actor, found), pk=key)


def notes_of(actor: Actor, reply: Reply) -> list[ReplyNote]:
    return list(visible(actor, ReplyNote).filter(reply=reply).select_related("written_by"))


def sent_of(actor: Actor, reply: Reply) -> list[Sent]:
    """As it was sent, the latest first."""
    return list(visible(actor, Sent).filter(reply=reply))


def file_of(actor: Actor, reply: Reply, key: UUID) -> ReplyFile:
    return get_visible(actor, ReplyFile, reply=reply, pk=key)


def counts_of(actor: Actor, found: Round) -> Counter[str]:
    """By state."""
    rows = visible(actor, Reply).filter(round=found, contact__is_test=False).order_by()
    return Counter(dict(rows.values("state").annotate(n=Count("pk")).values_list("state", "n")))


def next_to_look_at(actor: Actor, reply: Reply) -> Reply | None:
    """Another of the round that waits to be looked through."""
    rows = replies_of(actor, reply.round).filter(state__in=[State.RECEIVED, State.RESUBMITTED]).exclude(pk=reply.pk)
    return rows.order_by("sent_at").first()
