"""How frameworks relate, where a page of another subject tells of it."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from stegvis.frameworks.format.document import Raise
from stegvis.frameworks.relations.parts import holders
from stegvis.frameworks.relations.queries import overlays_behind
from stegvis.frameworks.relations.upgrading import Upgrade
from stegvis.frameworks.templatetags.framework_text import spoken

register = template.Library()


@register.inclusion_tag("frameworks/relations/_behind.html", takes_context=True)
def overlays_behind_their_base(context: dict[str, Any]) -> dict[str, Any]:
    """The reader's overlays that could be upgraded; nothing for whoever owns none."""
    return {"behind": overlays_behind(context["request"].actor)}


@register.filter
def holder_title(code: str, upgrade: Upgrade) -> str:
    """The level or track of the base that is added to, as it was called; its code where the base had none such."""
    title = holders(upgrade.before).get(code)
    return spoken(title) if title else code


@register.filter
def raised_to(item: Raise) -> str:
    """What a raise asks for, in its unit."""
    if item.unit == "credits":
        credits = number_format(item.minimum / 10, decimal_pos=1 if item.minimum % 10 else 0)
        return gettext("at least %(n)s credits") % {"n": credits}
    if item.unit == "months":
        return ngettext("at least %(n)s month", "at least %(n)s months", item.minimum) % {"n": item.minimum}
    return gettext("at least rating %(n)s") % {"n": item.minimum}
