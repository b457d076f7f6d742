"""Reading notices: how many are new, what they say, and what has been chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.kinds import Kind, kind_of, kinds
from stegvis.foundation.notices.models import CalendarFeed, Channel, Notice, NoticeChoice


@dataclass(frozen=True)
class Told:
    """A notice in words."""

    notice: Notice
    text: str


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """What the actor wants to hear of, the latest first."""
    silent = visible(actor, NoticeChoice).filter(channel=Channel.NONE)
    known = [kind.code for kind in kinds()]
    return visible(actor, Notice).filter(kind__in=known).exclude(kind__in=silent.values("kind")).order_by("-id")


def unread(actor: Actor) -> QuerySet[Notice]:
    """Those that the bell counts."""
    return notices_of(actor).filter(read_at=None)


def in_words(actor: Actor, notices: Iterable[Notice]) -> list[Told]:
    """Each notice with its sentence, without those that may no longer be told. As many queries as the kinds need."""
    found = list(notices)
    by_kind: dict[Kind, list[Notice]] = defaultdict(list)
    for notice in found:
        if kind := kind_of(notice.kind):
            by_kind[kind].append(notice)
    texts: dict[int, str] = {}
    for kind, some in by_kind.items():
        words = kind.words(actor, [one.params for one in some])
        texts |= {one.pk: text for one, text in zip(some, words, strict=True)}
    return [Told(one, texts[one.pk]) for one in found if texts.get(one.pk)]


def channels_of(actor: Actor) -> dict[str, str]:
    """Kind → the user's channel, the default where nothing is chosen."""
    chosen = dict(visible(actor, NoticeChoice).values_list("kind", "channel"))
    return {kind.code: chosen.get(kind.code, kind.default) for kind in kinds()}


def feed_of(actor: Actor) -> CalendarFeed | None:
    """The address of the actor's calendar that holds."""
    return visible(actor, CalendarFeed).filter(revoked_at=None).first()


def user_of_feed(token_hash: str) -> int | None:
    """Whose calendar has the address with this digest; None where it holds no longer, or never did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_calendar_user(%s)", [token_hash])
        (user,) = cursor.fetchone()
    return user if user is None else int(user)
