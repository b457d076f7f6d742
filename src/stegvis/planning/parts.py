"""The parts of the room, for its tabs and its first page. Each is shown to whom it has something for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.access.actor import Actor
from stegvis.organisations.models import Role


@dataclass(frozen=True)
class Part:
    """``lead`` says in a sentence what one does there."""

    view_name: str
    label: str | Promise
    lead: str | Promise
    icon: str
    shown_to: Callable[[Actor], bool]


def coordinates(actor: Actor) -> bool:
    return bool(actor.coordinates or actor.leads)


def coordinates_or_manages(actor: Actor) -> bool:
    return bool(actor.coordinates or actor.leads or actor.manages)


def coordinates_or_follows(actor: Actor) -> bool:
    return coordinates(actor) or Role.NATIONAL_FOLLOW_UP in actor.roles


def is_signed_in(actor: Actor) -> bool:
    return actor.is_signed_in


PARTS: tuple[Part, ...] = (
    Part(
        "planning:forecasts",
        _("Forecasts"),
        _("See how many there will be and how many are needed, what each measure gives, and what is not known."),
        "chart",
        coordinates_or_follows,
    ),
    Part(
        "planning:plans",
        _("Supply plans"),
        _("Say what is needed of each profession and what is done about it, and follow it up every year."),
        "document",
        is_signed_in,
    ),
)


def parts_for(actor: Actor) -> list[Part]:
    return [part for part in PARTS if part.shown_to(actor)]
