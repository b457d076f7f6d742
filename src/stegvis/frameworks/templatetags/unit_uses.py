"""Which units use an overlay as their own, on its page."""

from __future__ import annotations

from typing import Any

from django import template

from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.units.forms import UnitUseForm
from stegvis.frameworks.units.queries import unit_adoptions_of

register = template.Library()


@register.inclusion_tag("frameworks/units/_entry.html", takes_context=True)
def units_of_version(context: dict[str, Any], version: FrameworkVersion) -> dict[str, Any]:
    """Nothing where it is no overlay: only those are a unit's to use."""
    actor: Actor = context["request"].actor
    is_overlay = version.base_id is not None
    may = is_overlay and actor.coordinates and effective_of(version).document.places_people
    return {
        "version": version,
        "uses": list(unit_adoptions_of(actor, version)) if is_overlay and actor.employers else [],
        "coordinates": actor.coordinates,
        "form": UnitUseForm(actor, version) if may else None,
    }
