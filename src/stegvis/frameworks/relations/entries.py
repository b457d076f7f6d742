"""A mapping between two versions as plain values, and whether it leaves anything out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
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


def faults(earlier: FrameworkDocument, later: FrameworkDocument, entries: Iterable[MappingEntry]) -> list[str]:
    """What keeps the mapping from being whole, in words; empty where every requirement of both has one place."""
    entries = list(entries)
    return [
        *(fault for entry in entries for fault in _shape_faults(entry)),
        *_side_faults(earlier, Counter(code for entry in entries for code in entry.from_codes)),
        *_side_faults(later, Counter(code for entry in entries for code in entry.to_codes)),
        *_sameness_faults(earlier, later, entries),
    ]


def _shape_faults(entry: MappingEntry) -> Iterator[str]:
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


def _side_faults(document: FrameworkDocument, named: Counter[str]) -> Iterator[str]:
    known = {requirement.code: requirement for requirement in document.requirements()}
    side = {"version": document.version}
    for code, times in named.items():
        if code not in known:
            yield _("Version %(version)s has no requirement %(code)s.") % (side | {"code": code})
        elif times > 1:
            yield _("Version %(version)s: “%(title)s” stands in more than one place.") % (
                side | {"title": known[code].title.sv}
            )
    for code, requirement in known.items():
        if code not in named:
            yield _("Version %(version)s: it is not said what becomes of “%(title)s”.") % (
                side | {"title": requirement.title.sv}
            )


def _sameness_faults(
    earlier: FrameworkDocument, later: FrameworkDocument, entries: Iterable[MappingEntry]
) -> Iterator[str]:
    old = {requirement.code: requirement for requirement in earlier.requirements()}
    new = {requirement.code: requirement for requirement in later.requirements()}
    for entry in entries:
        if entry.relation != Relation.SAME or len(entry.from_codes) != 1 or len(entry.to_codes) != 1:
            continue
        before, after = old.get(entry.from_codes[0]), new.get(entry.to_codes[0])
        if before and after and not asks_no_more(before, after):
            yield _("“%(title)s” now asks for something else or more: mark it as changed.") % {"title": after.title.sv}


def asks_no_more(before: Requirement, after: Requirement) -> bool:
    """Whether what was shown for ``before`` may count for ``after``: same kind and area, no higher, same judges."""
    return (
        before.kind is after.kind
        and after.area == before.area
        and after.minimum <= before.minimum
        and (not after.judged_by or (bool(before.judged_by) and set(before.judged_by) <= set(after.judged_by)))
    )
