"""What every page's shell needs."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.notices.queries import unread_count
from stegvis.web.navigation import entries_for, menu


def shell(request: HttpRequest) -> dict[str, Any]:
    """The menu of the actor's roles, what is new for them, and whether the people on the page are invented."""
    actor = getattr(request, "actor", Actor())
    return {
        "demo": settings.STEGVIS_DEMO,
        "actor": actor,
        "navigation": menu(request, entries_for(actor)),
        "unread": partial(unread_count, actor),  # asked for by whole pages only
    }
