"""Telling users something, and what they do about it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.notices.kinds import kind_of
from stegvis.foundation.notices.models import CalendarFeed, Notice, NoticeChoice
from stegvis.foundation.notices.queries import Told, in_words, notices_of


@dataclass(frozen=True)
class Message:
    """Something to tell one user, once: whoever has heard of ``key`` before hears nothing.

    ``params`` are plain JSON values and hold keys, never names: the words are made when it is read. ``link`` is an
    address of the product, from its root.
    """

    user: int | None
    kind: str
    params: Mapping[str, Any]
    link: str
    key: str


def send(messages: Iterable[Message]) -> None:
    """Tell them all, in the caller's transaction; nobody is told where there is no user. One query.

    Whether it also goes by e-mail is the reader's choice. Raises ValueError for a kind that nobody registered and for
    an address elsewhere.
    """
    told = list(messages)
    for one in told:
        if kind_of(one.kind) is None:
            raise ValueError(f"no kind of notice is called {one.kind}")
        if not one.link.startswith("/") or one.link.startswith("//"):
            raise ValueError("a notice leads to a page of the product")
    Notice.objects.bulk_create(
        (
            Notice(user_id=one.user, kind=one.kind, params=dict(one.params), link=one.link, key=one.key)
            for one in told
            if one.user is not None
        ),
        ignore_conflicts=True,
    )


def notify(*, users: Iterable[int | None], kind: str, params: Mapping[str, Any], link: str, key: str) -> None:
    """Tell these users the same. See :class:`Message` and :func:`send`."""
    send(Message(user, kind, params, link, key) for user in sorted({user for user in users if user is not None}))


def open_notice(*, actor: Actor, notice_id: int) -> str:
    """Mark one's notice as read and say where it leads. Raises NotYours."""
    notice = writable(actor, Notice).filter(pk=notice_id).first()
    if notice is None:
        raise NotYours
    if notice.read_at is None:
        writable(actor, Notice).filter(pk=notice_id).update(read_at=timezone.now())
    return notice.link


def read_all(*, actor: Actor, latest: int) -> int:
    """Mark everything up to ``latest`` as read, and say how many that were: what has come since stays unread."""
    return writable(actor, Notice).filter(pk__lte=latest, read_at=None).update(read_at=timezone.now())


def take_back(*, actor: Actor, shown: Iterable[Notice], told: Iterable[Told]) -> None:
    """Mark as read those among ``shown`` that may no longer be told: the bell and the letters count them no more."""
    gone = {one.pk for one in shown if one.read_at is None} - {one.notice.pk for one in told}
    if gone:
        writable(actor, Notice).filter(pk__in=gone, read_at=None).update(read_at=timezone.now())


def take_back_unread(user: int) -> None:
    """What a user may no longer be told: the person has another unit or employer now, or the user another role."""
    with acting_as(user, reason="notices.take_back") as actor:
        unread = list(notices_of(actor).filter(read_at=None))
        take_back(actor=actor, shown=unread, told=in_words(actor, unread))


def dismiss(*, users: Iterable[int] | None = None, keys: Iterable[str]) -> None:
    """Mark as read what needs nobody's attention any more. Others' notices only as Stegvis itself."""
    whose = Q() if users is None else Q(user__in=users)
    Notice.objects.filter(whose, key__in=keys, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def choose_channels(*, actor: Actor, channels: Mapping[str, str]) -> None:
    """Kind → channel, as the user wants it from now on. Raises NotYours for nobody."""
    if actor.user is None:
        raise NotYours
    NoticeChoice.objects.bulk_create(
        [NoticeChoice(user_id=actor.user, kind=kind, channel=channel) for kind, channel in channels.items()],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["channel"],
    )


@transaction.atomic
def make_feed(*, actor: Actor) -> str:
    """A new secret for the address of one's calendar; an earlier one no longer holds. It cannot be read again."""
    if actor.user is None:
        raise NotYours
    revoke_feed(actor=actor)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(user_id=actor.user, token_hash=hash_token(token))
    return token


def revoke_feed(*, actor: Actor) -> bool:
    """Close the address of one's calendar. False when there was none."""
    return bool(writable(actor, CalendarFeed).filter(revoked_at=None).update(revoked_at=timezone.now()))


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
