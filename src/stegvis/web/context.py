"""What every page's shell needs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.components.next_steps import count_waiting
from stegvis.foundation.notices.queries import unread
from stegvis.surveys.next_steps import named_for
from stegvis.web.navigation import entries_for, menu


def shell(request: HttpRequest) -> dict[str, Any]:
    """The menu of the actor's roles, what is new for them, and whether the people on the page are invented.

    What is asked of the database is asked by whole pages only.
    """
    actor = getattr(request, "actor", Actor())
    return {
        "demo": settings.STEGVIS_DEMO,
        "actor": actor,
        "navigation": SimpleLazyObject(lambda: menu(request, entries_for(actor, counts_of(request)))),
        "unread": lambda: counts_of(request)["unread"],
    }


def counts_of(request: HttpRequest) -> Counter[str]:
    """How much is new, and what the actor is named for. One query a request, none for nobody and where a page tells
    that something went wrong."""
    actor = getattr(request, "actor", Actor())
    if not actor.is_signed_in or connection.needs_rollback:
        return Counter()
    if not hasattr(request, "shell_counts"):
        request.shell_counts = count_waiting({"unread": unread(actor), **named_for(actor)})  # type: ignore[attr-defined]
    found: Counter[str] = request.shell_counts  # type: ignore[attr-defined]
    return found
