"""A mapping between two versions as plain values, and whether it leaves anything out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stegvis.frameworks.format.document import FrameworkDocument, Requirement
from stegvis.frameworks.models.relating import VersionMapping

Relation = VersionMapping.Relation

# relation → how many codes it has on each side: exactly none, exactly one, or more than one ("+")
SHAPES = {
    Relation.SAME: ("1", "1"),
    Relation.CHANGED: ("1", "1"),
    Relation.SPLIT: ("1", "+"),
    Relation.MERGED: ("+", "1"),
    Relation.GONE: ("1", "0"),
    Relation.NEW: ("0", "1"),
}


@dataclass(frozen=True)
class MappingEntry:
    """One line of a mapping. ``is_proposal`` until a person has said it; ``likeness`` (0-1) is how sure it then is."""

    relation: str
    from_codes: tuple[str, ...] = ()
    to_codes: tuple[str, ...] = ()
    note: str = ""
    likeness: float = 1.0
    is_proposal: bool = False

    @property
    def is_plain(self) -> bool:
        """The same requirement under the same code: nothing to look at."""
        return self.relation == Relation.SAME and self.from_codes == self.to_codes

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> MappingEntry:
        return cls(
            raw["relation"],
            tuple(raw.get("from", ())),
            tuple(raw.get("to", ())),
            raw.get("note", ""),
            raw.get("likeness", 1.0),
            raw.get("proposed", False),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "relation": str(self.relation),
            "from": list(self.from_codes),
            "to": list(self.to_codes),
            "note": self.note,
            "likeness": self.likeness,
            "proposed": self.is_proposal,
        }


@dataclass(frozen=True)
class Fault:
    """What is wrong, in words. ``line`` is the place among the entries, or None for ``code``, which has no line."""

    text: str
    line: int | None = None
    code: str = ""


def faults(earlier: FrameworkDocument, later: FrameworkDocument, entries: Iterable[MappingEntry]) -> list[str]:
    """What keeps the mapping from being whole, in words; empty where every requirement of both has one place."""
    return [fault.text for fault in placed_faults(earlier, later, list(entries))]


def placed_faults(earlier: FrameworkDocument, later: FrameworkDocument, entries: Sequence[MappingEntry]) -> list[Fault]:
    """As ``faults``, with the line or the requirement that each is about."""
    return [
        *(Fault(text, line) for line, entry in enumerate(entries) for text in shape_faults(entry)),
        *_side_faults(earlier, [entry.from_codes for entry in entries]),
        *_side_faults(later, [entry.to_codes for entry in entries]),
        *_sameness_faults(earlier, later, entries),
    ]


def shape_faults(entry: MappingEntry) -> Iterator[str]:
    """Whether the relation fits the number of requirements on each side."""
    shape = SHAPES.get(Relation(entry.relation)) if entry.relation in Relation.values else None
    if shape is None:
        yield _("“%(relation)s” is not a way in which requirements follow.") % {"relation": entry.relation}
    elif not all(
        _fits(wanted, len(codes)) for wanted, codes in zip(shape, (entry.from_codes, entry.to_codes), strict=True)
    ):
        yield _("“%(relation)s” does not fit %(old)s → %(new)s: the number of requirements is wrong.") % {
            "relation": Relation(entry.relation).label,
            "old": ", ".join(entry.from_codes) or "–",
            "new": ", ".join(entry.to_codes) or "–",
        }


def _fits(wanted: str, number: int) -> bool:
    return number > 1 if wanted == "+" else number == int(wanted)


def _side_faults(document: FrameworkDocument, named: Sequence[tuple[str, ...]]) -> Iterator[Fault]:
    known = {requirement.code: requirement for requirement in document.requirements()}
    side = {"version": document.version}
    first: dict[str, int] = {}
    for line, code in ((line, code) for line, codes in enumerate(named) for code in codes):
        if code not in known:
            text = _("Version %(version)s has no requirement %(code)s.")
            yield Fault(text % (side | {"code": code}), line)
        elif code in first:
            text = _("Version %(version)s: “%(title)s” stands in more than one place.")
            yield Fault(text % (side | {"title": known[code].title.sv}), line)
        first.setdefault(code, line)
    for code, requirement in known.items():
        if code not in first:
            text = _("Version %(version)s: it is not said what becomes of “%(title)s”.")
            yield Fault(text % (side | {"title": requirement.title.sv}), code=code)


def _sameness_faults(
    earlier: FrameworkDocument, later: FrameworkDocument, entries: Sequence[MappingEntry]
) -> Iterator[Fault]:
    old = {requirement.code: requirement for requirement in earlier.requirements()}
    new = {requirement.code: requirement for requirement in later.requirements()}
    for line, entry in enumerate(entries):
        if entry.relation != Relation.SAME or len(entry.from_codes) != 1 or len(entry.to_codes) != 1:
            continue
        before, after = old.get(entry.from_codes[0]), new.get(entry.to_codes[0])
        if before and after and not asks_no_more(before, after):
            text = _("“%(title)s” now asks for something else or more: mark it as changed.")
            yield Fault(text % {"title": after.title.sv}, line)


def asks_no_more(before: Requirement, after: Requirement) -> bool:
    """Whether what was shown for ``before`` may count for ``after``: same kind and area, no higher, same judges."""
    return (
        before.kind is after.kind
        and after.area == before.area
        and after.minimum <= before.minimum
        and (not after.judged_by or (bool(before.judged_by) and set(before.judged_by) <= set(after.judged_by)))
    )
