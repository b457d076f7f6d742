"""The parts of the room, as tabs over their first pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from stegvis.planning.parts import parts_for

register = template.Library()


@register.inclusion_tag("planning/_parts.html", takes_context=True)
def planning_tabs(context: dict[str, Any], here: str) -> dict[str, Any]:
    """``here`` is the name of the page that the tabs stand on."""
    actor = context["request"].actor
    return {
        "tabs": [
            {"label": part.label, "url": reverse(part.view_name), "current": part.view_name == here, "count": None}
            for part in parts_for(actor)
        ]
    }
