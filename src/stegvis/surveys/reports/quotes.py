"""Quotes for a report: of the owner's rounds, and only those that are approved (``coding.quoting``)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.surveys.models import Quote, Report
from stegvis.surveys.telling.wording import actor_name

Plain = dict[str, Any]
MOST_OFFERED = 200


def offered(actor: Actor, report: Report) -> list[tuple[str, Plain]]:
    """What may be chosen, as (key, the quote). One query."""
    rows = _approved(actor).filter(
        asked__round__employer=report.employer_id, asked__round__collaboration=report.collaboration_id
    )
    return [(str(one.pk), _plain(one)) for one in rows.order_by("asked_id", "pk")[:MOST_OFFERED]]


def approved(actor: Actor, report: Report, keys: Collection[str]) -> dict[str, Plain]:
    """Those of them that are approved now, by key. One query, and none without keys."""
    numbers = [int(one) for one in keys if one.isdecimal()]
    if not numbers:
        return {}
    rows = _approved(actor).filter(
        pk__in=numbers, asked__round__employer=report.employer_id, asked__round__collaboration=report.collaboration_id
    )
    return {str(one.pk): _plain(one) for one in rows}


def _approved(actor: Actor) -> QuerySet[Quote]:
    return visible(actor, Quote).filter(state=Quote.State.APPROVED).select_related("asked", "text")


def _plain(quote: Quote) -> Plain:
    """Where persons answered nothing is said of who it was."""
    about = "" if quote.asked.is_anonymous or not quote.text.actor else actor_name(quote.text.actor)
    return {"text": quote.words, "about": about}
