"""What an overlay adds, on a changed base: where it is added, under which code, and with which words of the base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from stegvis.engine.ladder import OWN_AREA, Kind
from stegvis.frameworks.format.document import CompetenceGroup, Fact, OverlayDocument, Requirement, Term
from stegvis.frameworks.relations.entries import asks_no_more
from stegvis.frameworks.relations.parts import Base, Choice, Part, Section, drop, keep, move_to


def addition_parts(base: Base, overlay: OverlayDocument) -> Iterator[Part]:
    """Each addition; where its level or track is gone, every level and track of the new base may take it over."""
    holders = base.terms("holder")
    for number, item in enumerate(overlay.add):
        name = f"add-{number}"
        if item.to in holders:
            yield Part(name, Section.ADD, item, choices=(keep(item),))
        else:
            moves = (move_to(item, "to", code, holders[code]) for code in base.likest_terms("holder", item.to))
            trouble = _("The base has no such level or track any more.")
            yield Part(name, Section.ADD, item, trouble, choices=(*moves, drop()))


def requirement_parts(base: Base, overlay: OverlayDocument) -> Iterator[Part]:
    """Each added requirement: its code may be taken by the base now, or its rating no longer on the scale."""
    taken = base.new.keys() | {requirement.code for requirement in overlay.requirements()}
    for item in overlay.requirements():
        name = f"requirement-{item.code}"
        theirs = base.new.get(item.code)
        if theirs is not None:
            yield _taken(name, item, theirs, taken)
        elif item.kind is Kind.COMPETENCE and base.scale and item.minimum not in base.scale:
            nearest = sorted(base.scale, key=lambda value: (value < item.minimum, abs(value - item.minimum)))
            trouble = _("The base's rating scale no longer has the rating %(rating)s.") % {"rating": item.minimum}
            yield Part(name, Section.REQUIREMENT, item, trouble, choices=(*(_rated(item, v) for v in nearest), drop()))
        else:
            yield Part(name, Section.REQUIREMENT, item, choices=(keep(item),))


def _taken(name: str, item: Requirement, theirs: Requirement, taken: set[str]) -> Part:
    """The base's stands where it asks for as much as the own one; else the own one gets another code."""
    code = next(code for number in count(2) if (code := f"{item.code}-{number}"[-80:]) not in taken)
    rename = Choice("rename", _("Keep it, under the code %(code)s") % {"code": code}, (replace(item, code=code),))
    theirs_instead = Choice("drop", _("Let the base's requirement take its place"))
    covered = asks_no_more(theirs, item) and set(theirs.accepts) <= set(item.accepts)
    trouble = _("The base now has a requirement with the same code.")
    choices = (theirs_instead, rename) if covered else (rename, theirs_instead)
    return Part(name, Section.REQUIREMENT, item, trouble, after=(theirs,), choices=choices)


def _rated(item: Requirement, value: int) -> Choice:
    return Choice(f"rating-{value}", _("Ask for rating %(n)s") % {"n": value}, (replace(item, minimum=value),))


SECTIONS = {"areas": Section.AREA, "roles": Section.ROLE, "facts": Section.FACT, "competences": Section.COMPETENCE}


def term_parts(base: Base, overlay: OverlayDocument) -> Iterator[Part]:
    """The overlay's own areas, roles, competences and facts, and those of the old base that it still needs."""
    new, own = _Names(base.after), _Names(overlay)
    for kind in ("areas", "roles", "facts"):
        taken = getattr(new, kind)
        for key, item in getattr(own, kind).items():
            yield _term(_name(kind, key), SECTIONS[kind], item, key in taken)
    for group in overlay.competences:
        yield _group(group, new)
    yield from _missing(base, overlay, new)


def _term(name: str, section: Section, item: Term | Fact, is_taken: bool) -> Part:
    if not is_taken:
        return Part(name, section, item, choices=(keep(item),))
    use_theirs = Choice("drop", _("Use the base's instead"))
    return Part(name, section, item, _("The base now has one with the same code."), choices=(use_theirs,))


def _group(group: CompetenceGroup, new: _Names) -> Part:
    """An own group of competences, without those that the base has now, under a code of its own."""
    name = _name("groups", group.code)
    items = tuple(item for item in group.items if item.code not in new.competences)
    if items == group.items and group.code not in new.groups:
        return Part(name, Section.COMPETENCE, group, choices=(keep(group),))
    trouble = _("The base now has one with the same code.")
    if not items:
        return Part(name, Section.COMPETENCE, group, trouble, choices=(Choice("drop", _("Use the base's instead")),))
    left = replace(group, code=_free(group.code, new.groups), items=items)
    label = _("Keep what the base does not have, under the code %(code)s") % {"code": left.code}
    return Part(name, Section.COMPETENCE, group, trouble, choices=(Choice("keep", label, (left,)),))


def _missing(base: Base, overlay: OverlayDocument, new: _Names) -> Iterator[Part]:
    """What the overlay's own requirements name, the old base had, and neither the new base nor the overlay has."""
    own, old = _Names(overlay), _Names(base.before)
    needed = _needed(overlay)
    trouble = _("Your own requirements need this, and the base does not have it any more.")
    for kind, section in SECTIONS.items():
        had: dict[Any, Any] = getattr(old, kind)
        for key in sorted(needed[kind] & had.keys() - getattr(new, kind).keys() - getattr(own, kind).keys()):
            brought = had[key] if kind != "competences" else _carrier(had[key], new)
            take = Choice("bring", _("Take it over as your own"), (brought,))
            yield Part(_name(kind, key), section, had[key], trouble, choices=(take, drop()))


def _carrier(item: Term, new: _Names) -> CompetenceGroup:
    return CompetenceGroup(_free(item.code, new.groups), item.title, (item,))


def _needed(overlay: OverlayDocument) -> dict[str, set[Any]]:
    requirements = list(overlay.requirements())
    return {
        "areas": {item.area for item in requirements} - {"", OWN_AREA},
        "roles": {role for item in requirements for role in item.judged_by},
        "competences": {code for item in requirements if item.kind is Kind.COMPETENCE for code in item.accepts},
        "facts": {
            (str(item.kind), code)
            for item in requirements
            if item.kind not in (Kind.COMPETENCE, Kind.LICENCE)
            for code in item.accepts
        },
    }


def _name(kind: str, key: Any) -> str:
    return f"{kind}-{'-'.join(key) if isinstance(key, tuple) else key}"


def _key(item: Term | Fact) -> Any:
    return (str(item.kind), item.code) if isinstance(item, Fact) else item.code


def _free(code: str, taken: Any) -> str:
    return next(name for name in (code, *(f"{code}-{number}" for number in range(2, 1000))) if name not in taken)


class _Names:
    """The named things of a framework or an overlay, by code."""

    def __init__(self, document: Any) -> None:
        self.areas = {item.code: item for item in document.areas}
        self.roles = {item.code: item for item in document.roles}
        self.facts = {_key(item): item for item in document.facts}
        self.groups = {group.code: group for group in document.competences}
        self.competences = {item.code: item for group in document.competences for item in group.items}
