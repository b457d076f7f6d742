"""A framework's own words in the reader's language, and what a requirement asks for in a phrase."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

from stegvis.engine.ladder import OWN_AREA, Kind
from stegvis.frameworks.format.document import Combine, EffectiveFramework, FrameworkDocument, Group, Requirement, Text
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import owner_of
from stegvis.frameworks.vocabularies.queries import ConceptLink

register = template.Library()


@register.filter
def spoken(text: Text) -> str:
    """The text in the reader's language, else in Swedish."""
    return text.in_language(get_language() or "sv")


@register.filter
def answerable(version: FrameworkVersion) -> str:
    """Who answers for the framework."""
    return owner_of(version)


@register.filter
def labelled(link: ConceptLink) -> str:
    """What a public vocabulary calls the concept, in the reader's language."""
    return link.label_in(get_language() or "sv")


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
    """What a group asks for: its own title, else how many of its parts are needed."""
    return spoken(group.title) if group.title else rule(group)


@register.filter
def rule(group: Group) -> str:
    """How many of a group's parts are needed, in words."""
    if group.combine is Combine.ALL_OF:
        return gettext("All of these")
    if group.combine is Combine.ANY_OF:
        return gettext("One of these")
    return gettext("At least %(n)s of these") % {"n": group.n}


@register.filter
def titled_rule(group: Group) -> str:
    """The rule where the heading is a title that need not tell it."""
    return _within_a_sentence(rule(group)) if group.title else ""


@register.filter
def marks(effective: EffectiveFramework, requirement: Requirement) -> list[str]:
    """What the layers on top of the base did to a requirement, in words; nothing for the base's own."""
    found = []
    layer = effective.origins.get(requirement.code, "")
    if layer and layer != effective.layers[0].code:
        found.append(gettext("Added by %(origin)s") % {"origin": _owner(effective, layer)})
    for layer, *minima in effective.raised.get(requirement.code, ()):
        before, after = (_number(requirement.kind, minimum) for minimum in minima)
        told = {"origin": _owner(effective, layer), "before": before, "after": after}
        found.append(gettext("Raised by %(origin)s, from %(before)s to %(after)s") % told)
    return found


@register.filter
def clarified(effective: EffectiveFramework, code: str) -> list[str]:
    """What the layers say of a requirement, each with who says it."""
    return _clarified(effective, "requirement", code)


@register.filter
def clarified_level(effective: EffectiveFramework, code: str) -> list[str]:
    return _clarified(effective, "level", code)


@register.filter
def clarified_term(effective: EffectiveFramework, code: str) -> list[str]:
    """The clarifications of an area or a competence."""
    return [*_clarified(effective, "area", code), *_clarified(effective, "competence", code)]


def _clarified(effective: EffectiveFramework, of: str, code: str) -> list[str]:
    return [
        gettext("Clarified by %(origin)s: %(text)s") % {"origin": _owner(effective, layer), "text": spoken(text)}
        for layer, text in effective.clarifications.get((of, code), ())
    ]


def _owner(effective: EffectiveFramework, layer: str) -> str:
    return effective.names.get(layer) or effective.owners.get(layer, layer)


def _amount(requirement: Requirement, document: FrameworkDocument) -> str:
    minimum = requirement.minimum
    if requirement.kind is Kind.PRACTICE:
        return ngettext("at least %(n)s month", "at least %(n)s months", minimum) % {"n": minimum}
    if requirement.kind is Kind.CREDITS:
        return gettext("at least %(n)s credits") % {"n": _number(requirement.kind, minimum)}
    if requirement.kind is Kind.COMPETENCE:
        title = next((spoken(value.title) for value in document.scale if value.value == minimum), "")
        return gettext("at least rating %(n)s (%(title)s)") % {"n": minimum, "title": title}
    return ""


def _number(kind: Kind, minimum: int) -> str:
    """A minimum as people write it: credits with at most one decimal."""
    if kind is not Kind.CREDITS:
        return str(minimum)
    return number_format(minimum / 10, decimal_pos=1 if minimum % 10 else 0)


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
