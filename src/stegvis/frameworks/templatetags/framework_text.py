"""A framework's own words in the reader's language, and what a requirement asks for in a phrase."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

from stegvis.engine.ladder import OWN_AREA, Kind
from stegvis.frameworks.format.document import Combine, EffectiveFramework, FrameworkDocument, Group, Requirement, Text

register = template.Library()


@register.filter
def spoken(text: Text) -> str:
    """The text in the reader's language, else in Swedish."""
    return text.in_language(get_language() or "sv")


@register.filter
def is_group(node: Requirement | Group) -> bool:
    return isinstance(node, Group)


@register.filter
def asks(requirement: Requirement, document: FrameworkDocument) -> str:
    """How much is asked for, in which area and judged by whom; empty where it is held or not."""
    parts = [_amount(requirement, document), _area(requirement, document), _judges(requirement, document)]
    return ", ".join(part for part in parts if part)


@register.filter
def heading(group: Group) -> str:
    """What a group asks for, where the file gives it no title of its own."""
    if group.title:
        return spoken(group.title)
    if group.combine is Combine.ALL_OF:
        return gettext("All of these")
    if group.combine is Combine.ANY_OF:
        return gettext("One of these")
    return gettext("At least %(n)s of these") % {"n": group.n}


@register.filter
def origin(effective: EffectiveFramework, code: str) -> str:
    """The layer that added or raised a requirement on top of the base; empty for the base's own."""
    added_by = effective.origins.get(code, "")
    if added_by and added_by != effective.layers[0].code:
        return added_by
    raised = effective.raised.get(code, ())
    return raised[-1][0] if raised else ""


@register.filter
def clarified(effective: EffectiveFramework, code: str) -> list[Text]:
    return [text for _layer, text in effective.clarifications.get(("requirement", code), ())]


def _amount(requirement: Requirement, document: FrameworkDocument) -> str:
    minimum = requirement.minimum
    if requirement.kind is Kind.PRACTICE:
        return ngettext("at least %(n)s month", "at least %(n)s months", minimum) % {"n": minimum}
    if requirement.kind is Kind.CREDITS:
        credits = number_format(minimum / 10, decimal_pos=1 if minimum % 10 else 0)
        return gettext("at least %(n)s credits") % {"n": credits}
    if requirement.kind is Kind.COMPETENCE:
        title = next((spoken(value.title) for value in document.scale if value.value == minimum), "")
        return gettext("at least rating %(n)s (%(title)s)") % {"n": minimum, "title": title}
    return ""


def _area(requirement: Requirement, document: FrameworkDocument) -> str:
    if requirement.area == OWN_AREA:
        return gettext("in the own area")
    return next((spoken(area.title) for area in document.areas if area.code == requirement.area), "")


def _judges(requirement: Requirement, document: FrameworkDocument) -> str:
    titles = [_within_a_sentence(spoken(role.title)) for role in document.roles if role.code in requirement.judged_by]
    if not titles:
        return ""
    listed = (
        titles[0]
        if len(titles) == 1
        else gettext("%(first)s or %(last)s")
        % {
            "first": ", ".join(titles[:-1]),
            "last": titles[-1],
        }
    )
    return gettext("judged by %(who)s") % {"who": listed}


def _within_a_sentence(title: str) -> str:
    """The first letter small; an abbreviation further in keeps its own."""
    return title[:1].lower() + title[1:]
