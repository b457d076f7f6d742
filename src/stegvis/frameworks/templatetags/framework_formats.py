"""What a framework's page offers to download."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from stegvis.frameworks.exchange.formats import FORMATS, Format

register = template.Library()


@register.simple_tag
def formats() -> Iterable[Format]:
    """The formats that a published version is given out in."""
    return FORMATS.values()
