"""What somebody has been told, in the words in which they read it."""

from __future__ import annotations

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.calendar import events_of
from stegvis.foundation.notices.queries import in_words, notices_of


def unread(user: User) -> list[str]:
    """The sentences of the user's unread notices, the first told first, without those that may no longer be told."""
    with acting_as(user.pk) as actor:
        return [one.text for one in in_words(actor, notices_of(actor).filter(read_at=None).reverse())]


def calendar(user: User) -> list[tuple[str, object]]:
    with acting_as(user.pk) as actor:
        return [(event.title, event.starts) for event in events_of(actor)]
