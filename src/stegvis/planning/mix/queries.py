"""Skill mixes as they are read."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count, Q, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.organisations.models import Unit
from stegvis.people.models import Employment
from stegvis.planning.mix.content import POST_HOURS
from stegvis.planning.models import Mix


def mixes_of(actor: Actor) -> QuerySet[Mix]:
    """One query."""
    running = Count("shifts", filter=Q(shifts__state__in=["proposed", "decided"]))
    return visible(actor, Mix).filter(put_away_at=None).select_related("employer", "unit").annotate(n_shifts=running)


def mix_of(actor: Actor, mix_id: int) -> Mix:
    """Raises NotYours."""
    return get_visible(actor, Mix, visible(actor, Mix).select_related("employer", "unit"), pk=mix_id)


def hours_of(actor: Actor, unit: Unit) -> dict[str, float]:
    """The hours a week that a unit's own staff have, by profession: full time is POST_HOURS. One query."""
    today = actor.today
    rows = visible(actor, Employment).filter(unit=unit, valid_from__lte=today)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    found: dict[str, float] = defaultdict(float)
    for profession, share in rows.values_list("profession", "share"):
        if profession:
            found[profession] += float(share) / 100 * POST_HOURS
    return dict(found)
