"""The parts of the exchange, as tabs over their first pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.exchange.offers.policies import may_offer
from stegvis.foundation.access.actor import Actor

register = template.Library()

PARTS: tuple[tuple[str, Promise, Callable[[Actor], bool]], ...] = (
    ("exchange:offers", _("Offers"), lambda actor: True),
    ("exchange:places", _("My places"), lambda actor: actor.person is not None),
    ("exchange:pathway", _("My way"), lambda actor: actor.person is not None),
    ("exchange:rounds", _("Rounds"), lambda actor: bool(actor.person or actor.coordinates or actor.leads)),
    ("exchange:demand", _("What is needed"), lambda actor: True),
    ("exchange:managed", _("What we offer"), lambda actor: bool(may_offer(actor))),
)


@register.inclusion_tag("exchange/_parts.html")
def exchange_parts(actor: Actor, here: str) -> dict[str, Any]:
    """``here`` is the name of the page that the tabs stand on."""
    pages = [(name, label) for name, label, is_shown_to in PARTS if is_shown_to(actor)]
    return {
        "tabs": [
            {"label": label, "url": reverse(name), "current": name == here, "count": None} for name, label in pages
        ]
    }
