"""What is assumed otherwise now than when a forecast was computed."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import ngettext

from stegvis.foundation.access.actor import Actor
from stegvis.planning.forecasts.assumed import sector_words
from stegvis.planning.forecasts.queries import inputs_of
from stegvis.planning.ground.assumptions import Assumptions, Spot
from stegvis.planning.ground.keys import KEYS
from stegvis.planning.ground.queries import assumptions_of
from stegvis.planning.models import Ground, Run

MOST_NAMED = 3


def changed_since(actor: Actor, ground: Ground, run: Run | None, names: Mapping[str, str]) -> str:
    """The assumptions about the forecast's professions that hold with other values now, by name; empty where none
    does. One query."""
    if run is None:
        return ""
    inputs = inputs_of(run)
    professions = inputs.scope.professions
    before, now = (one.about(professions) for one in (inputs.assumptions, assumptions_of(actor, ground)))
    order = list(KEYS)
    spots = sorted(
        {one.spot for one in (*now.entries, *before.entries)}, key=lambda spot: (order.index(spot[0]), *spot)
    )
    told = [_named(spot, names) for spot in spots if _value(before, spot) != _value(now, spot)]
    if len(told) <= MOST_NAMED:
        return ", ".join(told)
    n = len(told) - MOST_NAMED
    more = ngettext("%(what)s and %(n)s other", "%(what)s and %(n)s others", n)
    return more % {"what": ", ".join(told[:MOST_NAMED]), "n": n}


def _value(assumed: Assumptions, spot: Spot) -> float | None:
    return assumed.of(*spot) if assumed.has(*spot) else None


def _named(spot: Spot, names: Mapping[str, str]) -> str:
    key, profession, sector = spot
    whose = f" – {names.get(profession, profession).lower()}" if profession else ""
    return f"{KEYS[key].label}{whose}{sector_words(sector)}"
