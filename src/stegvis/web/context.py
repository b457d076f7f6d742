"""What every page's shell needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from stegvis.foundation.access.actor import Actor
from stegvis.web.navigation import entries_for, menu


def shell(request: HttpRequest) -> dict[str, Any]:
    """The menu of the actor's roles, and whether the people on the page are invented."""
    actor = getattr(request, "actor", Actor())
    return {"demo": settings.STEGVIS_DEMO, "actor": actor, "navigation": menu(request, entries_for(actor))}
