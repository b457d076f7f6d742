"""Pilots where they are met: on the framework's page and on the team's."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from stegvis.foundation.access.actor import Actor
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.pilots.queries import pilots_in_units, pilots_with
from stegvis.frameworks.queries import effective_of

register = template.Library()


@register.inclusion_tag("frameworks/pilots/_entry.html", takes_context=True)
def pilots_of_version(context: dict[str, Any], version: FrameworkVersion) -> dict[str, Any]:
    """Where this version is tried with the reader's employers, and the way to try it."""
    actor: Actor = context["request"].actor
    may = actor.coordinates and effective_of(version).document.places_people
    url = reverse("frameworks:pilot_plan", args=[version.framework.code, version.version]) if may else ""
    return {"pilots": pilots_with(actor, version) if actor.employers else [], "url": url}


@register.inclusion_tag("frameworks/pilots/_team.html", takes_context=True)
def pilots_of_team(context: dict[str, Any]) -> dict[str, Any]:
    """What runs, or soon will, in the reader's units."""
    actor: Actor = context["request"].actor
    return {"pilots": pilots_in_units(actor), "today": actor.today}
