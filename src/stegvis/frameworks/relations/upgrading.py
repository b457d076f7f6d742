"""An overlay set on a newer version of what it rests on: what fits, what changed under it, what no longer fits.

Three things are compared: the base as it was, the base as it is now, and what the overlay says. Every part of the
overlay gets the choices that lead to an overlay which holds on the new base, the proposed one first. None of them can
take away from the base: the format has no words for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from stegvis.frameworks.changes import IN_ORDER
from stegvis.frameworks.format.document import (
    Clarification,
    FrameworkDocument,
    OverlayDocument,
    Raise,
    Requirement,
)
from stegvis.frameworks.format.meaning import unit_of
from stegvis.frameworks.relations.base_texts import OtherChange, Said, other_changes, said_of
from stegvis.frameworks.relations.entries import MappingEntry, Relation
from stegvis.frameworks.relations.own_parts import addition_parts, requirement_parts, term_parts
from stegvis.frameworks.relations.parts import Base, Choice, Part, Section, drop, keep, move_to


@dataclass(frozen=True)
class BaseLine:
    """What became of requirements of the base that the overlay says nothing about."""

    relation: str
    before: tuple[Requirement, ...]
    after: tuple[Requirement, ...]
    note: str


@dataclass(frozen=True)
class Upgrade:
    """What setting an overlay on ``after`` means for each of its parts, and what else the base changed."""

    overlay: OverlayDocument
    before: FrameworkDocument
    after: FrameworkDocument
    parts: tuple[Part, ...]
    elsewhere: tuple[BaseLine, ...]
    others: tuple[OtherChange, ...] = ()

    @property
    def conflicts(self) -> list[Part]:
        return [part for part in self.parts if part.trouble]

    @property
    def changed(self) -> list[Part]:
        """What still fits, although the base changed what it is about."""
        return [part for part in self.parts if not part.trouble and part.base_changed]

    @property
    def fitting(self) -> list[Part]:
        return [part for part in self.parts if not part.trouble and not part.base_changed]

    @property
    def elsewhere_by_kind(self) -> list[tuple[str, list[BaseLine]]]:
        """The base's other changes: the kind in words, and its lines."""
        kinds = (
            (relation.label, [line for line in self.elsewhere if line.relation == relation]) for relation in IN_ORDER
        )
        return [(str(label), lines) for label, lines in kinds if lines]

    @property
    def others_by_kind(self) -> dict[str, list[OtherChange]]:
        """What the base changed besides requirements that became something else, by what it is about."""
        found: dict[str, list[OtherChange]] = {}
        for change in self.others:
            found.setdefault(change.kind, []).append(change)
        return found

    @property
    def unsaid(self) -> int:
        """How many changes of the base are about nothing that the overlay says."""
        return len(self.elsewhere) + len(self.others)


def examine(
    overlay: OverlayDocument,
    before: FrameworkDocument,
    after: FrameworkDocument,
    mapping: Iterable[MappingEntry],
) -> Upgrade:
    """Compare the overlay with its base ``before`` and ``after``; ``mapping`` says what became of its requirements."""
    mapping = list(mapping)
    base = Base(before, after, _followers(mapping))
    parts: tuple[Part, ...] = (
        *(_clarification(base, number, item) for number, item in enumerate(overlay.clarify)),
        *_raises(base, overlay.raises),
        *addition_parts(base, overlay),
        *requirement_parts(base, overlay),
        *term_parts(base, overlay),
    )
    old, new = said_of(before), said_of(after)
    parts = tuple(_with_base(part, old, new) for part in parts)
    others = other_changes(before, after, mapping, {part.about for part in parts if part.about})
    return Upgrade(overlay, before, after, parts, tuple(_elsewhere(base, parts, mapping)), tuple(others))


def _with_base(part: Part, old: Mapping[str, Said], new: Mapping[str, Said]) -> Part:
    """The part beside what the base said, and says, of what it is about."""
    if part.about is None:
        return part
    of, code = part.about
    return replace(part, said_before=old[of].get(code, ()), said_after=new[of].get(code, ()))


def _elsewhere(base: Base, parts: tuple[Part, ...], mapping: Iterable[MappingEntry]) -> Iterator[BaseLine]:
    old = {part.before.code for part in parts if part.before}
    new = {requirement.code for part in parts for requirement in part.after}
    for entry in mapping:
        if entry.relation != Relation.SAME and old.isdisjoint(entry.from_codes) and new.isdisjoint(entry.to_codes):
            yield BaseLine(
                entry.relation,
                tuple(base.old[code] for code in entry.from_codes),
                tuple(base.new[code] for code in entry.to_codes),
                entry.note,
            )


def _followers(mapping: Iterable[MappingEntry]) -> dict[str, tuple[str, ...]]:
    return {code: entry.to_codes for entry in mapping for code in entry.from_codes if entry.relation != Relation.NEW}


def _clarification(base: Base, number: int, item: Clarification) -> Part:
    name = f"clarify-{number}"
    if item.of == "requirement":
        return _of_requirement(base, name, item)
    known = base.terms(item.of)
    if item.code in known:
        return Part(name, Section.CLARIFY, item, choices=(keep(item),))
    words = {
        "level": _("The base has no such level any more."),
        "competence": _("The base has no such competence any more."),
        "area": _("The base has no such area any more."),
    }
    moves = (move_to(item, "code", code, known[code]) for code in base.likest_terms(item.of, item.code))
    choices = (drop(), *moves) if item.of != "level" else (*moves, drop())
    return Part(name, Section.CLARIFY, item, words[item.of], choices=choices)


def _of_requirement(base: Base, name: str, item: Clarification) -> Part:
    """The clarification follows where the base's mapping leads what it explains."""
    old, targets = base.old.get(item.code), base.follow(item.code)
    after = tuple(base.new[target] for target in targets)
    if not targets:
        trouble = _("The base does not ask for this any more.")
        return Part(name, Section.CLARIFY, item, trouble, old, choices=(drop(),))
    moves = [move_to(item, "code", target.code, target.title) for target in after]
    if len(moves) == 1:
        return Part(
            name, Section.CLARIFY, item, "", old, after, (keep(item) if after[0].code == item.code else moves[0],)
        )
    every = Choice("every", _("On each of them"), tuple(result for one in moves for result in one.result))
    trouble = _("The base has split this requirement into several.")
    return Part(name, Section.CLARIFY, item, trouble, old, after, (every, *moves, drop()))


def _raises(base: Base, raises: tuple[Raise, ...]) -> Iterator[Part]:
    """Raises by what they end up on: a requirement is raised once, by the highest."""
    taken: set[str] = set()
    for number, item in sorted(enumerate(raises), key=lambda pair: -pair[1].minimum):
        part = _raise(base, f"raise-{number}", item, taken)
        taken |= {one.requirement for one in part.choices[0].result}
        yield part


def _raise(base: Base, name: str, item: Raise, taken: set[str]) -> Part:
    old, targets = base.old.get(item.requirement), base.follow(item.requirement)
    after = tuple(base.new[target] for target in targets)
    if not targets:
        trouble = _("The base does not ask for this any more.")
        return Part(name, Section.RAISE, item, trouble, old, choices=(drop(),))
    fitting = [target for target in targets if target not in taken and _still_raises(base.new[target], item)]
    if not fitting:
        return Part(name, Section.RAISE, item, _why_no_raise(base.new[targets[0]], item), old, after, (drop(),))
    moved = [_raised(base, base.new[target], item) for target in fitting]
    off_scale = item.unit == "rating" and item.minimum not in base.scale
    if len(moved) == len(targets) == 1 and moved[0] and not off_scale:
        return Part(name, Section.RAISE, item, "", old, after, (Choice("keep", _("Keep it"), tuple(moved[0])),))
    trouble = (
        _("The base's rating scale no longer has the rating %(rating)s.") % {"rating": item.minimum}
        if off_scale
        else _("The base has split this requirement into several.")
    )
    result = tuple(one for ones in moved for one in ones)
    choices = (Choice("every", _("Raise what can be raised"), result), drop()) if result else (drop(),)
    return Part(name, Section.RAISE, item, trouble, old, after, choices)


def _still_raises(target: Requirement, item: Raise) -> bool:
    return unit_of(target.kind) == item.unit and item.minimum > target.minimum


def _why_no_raise(target: Requirement, item: Raise) -> str:
    if unit_of(target.kind) != item.unit:
        return _("The base now asks for something of another kind: there is nothing to raise.")
    if item.minimum <= target.minimum:
        return _("The base now asks for as much or more: the raise says nothing any longer.")
    return _("Another raise already ends up on the same requirement.")


def _raised(base: Base, target: Requirement, item: Raise) -> list[Raise]:
    """The raise on ``target``, to the nearest rating above where the scale lacks it; none where there is none."""
    minimum = item.minimum
    if item.unit == "rating":
        minimum = min((value for value in base.scale if value >= item.minimum), default=0)
    return [Raise(target.code, item.unit, minimum)] if minimum > target.minimum else []


def chosen_of(upgrade: Upgrade, chosen: Mapping[str, str]) -> dict[str, Choice]:
    """The choice of every part by its name: what was chosen, else what is proposed. KeyError for an unknown choice."""
    found = {}
    for part in upgrade.parts:
        by_key = {choice.key: choice for choice in part.choices}
        found[part.name] = by_key[chosen.get(part.name, part.choices[0].key)]
    return found
