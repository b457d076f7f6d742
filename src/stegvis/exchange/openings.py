"""Until when an occasion can be begun and applied for: one rule, for whoever lists, answers and fills."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from stegvis.exchange.models import Occasion, Offer
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible


def is_ahead(now: datetime, prefix: str = "") -> Q:
    """Occasions that somebody may still come to begin: as ``Occasion.last_start``, for the database.

    ``prefix`` leads to the occasion, such as ``occasion__``.
    """
    any_time = {f"{prefix}offer__starts_any_time": True, f"{prefix}ends__gt": now}
    return Q(**{f"{prefix}starts__gt": now}) | Q(**any_time)


def open_occasions(actor: Actor) -> QuerySet[Occasion]:
    """Those that can be applied for today, for a seat or a turn on the waiting list."""
    return visible(actor, Occasion).filter(
        is_ahead(timezone.now()),
        state=Occasion.State.OPEN,
        apply_by__gte=actor.today,
        offer__state=Offer.State.PUBLISHED,
    )


def other_occasions(actor: Actor) -> QuerySet[Occasion]:
    """Those that a manager may suggest instead. What a round gives is wished for there."""
    return open_occasions(actor).exclude(offer__given=Offer.Given.ROUND)


def given_in_rounds(occasions: Iterable[int], *, but: int = 0) -> set[int]:
    """Those of the occasions that a round gives, all rounds ``but`` one: people wish, or wait, by its rule."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_given_in_rounds(%s, %s)", [list(occasions), but])
        return {occasion for (occasion,) in cursor.fetchall()}
