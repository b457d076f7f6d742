"""The newest published ranking of needs: for everybody, since the report is open to everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from stegvis.exchange.demand.sources import NeedsTold, register
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.surveys.models import ReleaseContent, Telling
from stegvis.surveys.telling.demand import told_of
from stegvis.surveys.telling.needs import KEY
from stegvis.surveys.telling.tables import read


def published(actor: Actor) -> list[NeedsTold]:
    """Of the newest open report that shows one; none where the actor reads the round's own. Two queries."""
    rows = visible(actor, ReleaseContent).filter(is_public=True, content__blocks__contains=[{"key": KEY}])
    newest = rows.order_by("-release__published_at").values("content", "release__slug").first()
    if newest is None:
        return []
    block = next(one for one in newest["content"]["blocks"] if one.get("key") == KEY)
    if visible(actor, Telling).filter(pk=block["telling"]).exists():
        return []
    return [_told(newest["content"], block, reverse("surveys:report_open", args=[newest["release__slug"]]))]


def _told(content: dict[str, Any], block: dict[str, Any], url: str) -> NeedsTold:
    return told_of(read(block["table"]), title=content["title"], day=date.fromisoformat(content["day"]), url=url)


def ready() -> None:
    register(published)
