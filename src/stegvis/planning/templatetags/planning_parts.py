"""The parts of the room, as tabs over their first pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext

from stegvis.organisations.owners import owner_key
from stegvis.planning.ground.keys import Key
from stegvis.planning.ground.places import MUNICIPALITY
from stegvis.planning.parts import parts_for
from stegvis.planning.registers.feeding import ASSUMPTION, RETIREMENT

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


register.filter("owner_key", owner_key)


@register.filter
def sector_title(sector: str) -> str:
    return gettext("municipality") if sector == MUNICIPALITY else pgettext("kind of employer", "region")


@register.filter
def origin_title(origin: str) -> str:
    """Where a number of staff comes from."""
    titles = {
        "counted": gettext("staff in Stegvis"),
        "reported": gettext("the employer's own figures"),
        "rounded": gettext("the employers' numbers, rounded"),
        "few": gettext("the employers' numbers, rounded"),
        "estimated": gettext("estimated by the inhabitants"),
    }
    return titles[origin]


@register.filter
def kind_title(kind: str) -> str:
    titles = {"antaganden": gettext("Assumptions"), "personal": gettext("Staff"), "befolkning": gettext("Inhabitants")}
    return titles[kind]


@register.filter
def register_address(key: str) -> str:
    """Of the register that counts what the assumption is about; nothing where none does."""
    if key == RETIREMENT:
        return reverse("planning:retirements")
    slug = next((slug for slug, one in ASSUMPTION.items() if one == key), "")
    return reverse("planning:register", args=[slug]) if slug else ""


@register.simple_tag
def shown(key: Key, value: float) -> str:
    """A value with its unit."""
    plain = round(key.shown(value), 4)
    number = number_format(int(plain) if plain == int(plain) else plain)
    return f"{number}\u00a0%" if key.is_share else f"{number} {key.unit}"


@register.filter
def with_titles(row: Any, titles: list[str]) -> list[tuple[str, int | None, str]]:
    return [(title, number, origin) for title, (number, origin) in zip(titles, row.cells, strict=True)]
