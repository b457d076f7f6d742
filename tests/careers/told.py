"""What somebody has been told, in the words in which they read it."""

from __future__ import annotations

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.calendar import events_of
from stegvis.foundation.notices.kinds import kind_of
from stegvis.foundation.notices.models import Notice


def unread(user: User) -> list[str]:
    """The sentences of the user's unread notices, the first told first; a label stands where nothing may be told."""
    found = []
    with acting_as(user.pk) as actor:
        for notice in Notice.objects.filter(user=user, read_at=None).order_by("pk"):
            kind = kind_of(notice.kind)
            assert kind is not None
            (sentence,) = kind.words(actor, [notice.params])
            found.append(sentence or str(kind.label))
    return found


def calendar(user: User) -> list[tuple[str, object]]:
    with acting_as(user.pk) as actor:
        return [(event.title, event.starts) for event in events_of(actor)]
