"""The newest ranking of needs that a round has told, for whoever leads the round."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.exchange.demand.sources import NeedsTold, TopNeed, register
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.surveys.models import Telling
from stegvis.surveys.telling.needs import KEY, needs_in_order
from stegvis.surveys.telling.queries import table_of
from stegvis.surveys.telling.tables import Table
from stegvis.surveys.telling.wording import notes_of, worded

LOOKED_AT = 5
"""How many tellings are looked through for one that asks of needs."""


def rankings(actor: Actor) -> list[NeedsTold]:
    """Of the rounds that the actor leads, the newest telling that has one; none for others. One query."""
    if not (actor.coordinates or actor.leads):
        return []
    rows = visible(actor, Telling).filter(state=Telling.State.TOLD).select_related("round").order_by("-made_at")
    for told in rows[:LOOKED_AT]:
        found = _ranking(told)
        if found is not None:
            return [found]
    return []


def _ranking(told: Telling) -> NeedsTold | None:
    table = table_of(told, KEY)
    if table is None:
        return None
    day = timezone.localtime(told.made_at).date()
    return told_of(table, title=told.round.title, day=day, url=reverse("surveys:results", args=[told.round_id]))


def told_of(table: Table, *, title: str, day: date, url: str) -> NeedsTold:
    """A table of needs as the page of demand shows it."""
    needs = needs_in_order(table)
    shown = [
        TopNeed(worded(one.title), one.areas, one.share, one.rank, one.best, one.worst)
        for one in needs
        if one.share is not None and one.rank is not None
    ]
    return NeedsTold(
        title=title,
        day=day,
        what=" ".join(notes_of(table)[:1]) or _("Per cent of the answers."),
        url=url,
        needs=tuple(shown),
        hidden=len(needs) - len(shown),
    )


def ready() -> None:
    register(rankings)
