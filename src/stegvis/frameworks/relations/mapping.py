"""A draft's mapping as it is shown: saved or proposed, line by line, with what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stegvis.frameworks.drafts.publishing import earlier_of
from stegvis.frameworks.drafts.queries import loaded
from stegvis.frameworks.format.document import FrameworkDocument, Requirement
from stegvis.frameworks.models import Draft
from stegvis.frameworks.queries import effective_of, effective_of_document
from stegvis.frameworks.relations.entries import Fault, MappingEntry, Relation, placed_faults
from stegvis.frameworks.relations.likeness import likenesses
from stegvis.frameworks.relations.proposing import propose_mapping

SUGGESTED = 8
"""How many of the likest requirements are offered at first when a line is changed."""


@dataclass(frozen=True)
class Line:
    """One line. A code that its version does not have (any more) is in ``unknown``."""

    place: int
    entry: MappingEntry
    old: tuple[Requirement, ...]
    new: tuple[Requirement, ...]
    unknown: tuple[str, ...]
    is_faulty: bool

    @property
    def label(self) -> str:
        known = self.entry.relation in Relation.values
        return str(Relation(self.entry.relation).label) if known else self.entry.relation

    @property
    def percent(self) -> int:
        return round(self.entry.likeness * 100)

    @property
    def is_plain(self) -> bool:
        return self.entry.is_plain

    @property
    def needs_a_look(self) -> bool:
        return self.is_faulty or not self.is_plain


@dataclass(frozen=True)
class DraftMapping:
    """``entries`` are the saved ones or, where nothing is saved yet, a proposal."""

    draft: Draft
    before: FrameworkDocument
    after: FrameworkDocument
    entries: list[MappingEntry]
    is_saved: bool

    @cached_property
    def faults(self) -> list[Fault]:
        return placed_faults(self.before, self.after, self.entries)

    @cached_property
    def lines(self) -> list[Line]:
        old, new = _by_code(self.before), _by_code(self.after)
        faulty = {fault.line for fault in self.faults}
        return [
            Line(
                place,
                entry,
                tuple(old[code] for code in entry.from_codes if code in old),
                tuple(new[code] for code in entry.to_codes if code in new),
                (
                    *(code for code in entry.from_codes if code not in old),
                    *(code for code in entry.to_codes if code not in new),
                ),
                place in faulty,
            )
            for place, entry in enumerate(self.entries)
        ]

    @property
    def proposed(self) -> int:
        """How many lines no person has spoken on, the plainly same left out."""
        return sum(line.entry.is_proposal and not line.is_plain for line in self.lines)

    def likest(self, document: FrameworkDocument, others: Sequence[Requirement]) -> list[str]:
        """The codes of ``document`` whose texts are most like those of ``others``."""
        items = list(document.requirements())
        alike = likenesses([item.title.sv for item in items], [item.title.sv for item in others])
        order = np.argsort(-alike.max(axis=1, initial=0), kind="stable")
        return [items[place].code for place in order[:SUGGESTED]]

    def unplaced(self) -> set[str]:
        return {fault.code for fault in self.faults if fault.code}


def needs_mapping(draft: Draft) -> bool:
    """Whether the draft is a further version of a framework; the first of a new one follows nothing."""
    return earlier_of(draft) is not None


def mapping_of(draft: Draft) -> DraftMapping | None:
    """The draft's mapping, or None while the draft cannot be read. The draft must need one."""
    earlier = earlier_of(draft)
    document, _problems = loaded(draft)
    if earlier is None or document is None:
        return None
    before, after = effective_of(earlier).document, effective_of_document(document).document
    saved = [MappingEntry.from_json(entry) for entry in draft.mapping]
    return DraftMapping(draft, before, after, saved or propose_mapping(before, after), bool(saved))


def _by_code(document: FrameworkDocument) -> dict[str, Requirement]:
    return {requirement.code: requirement for requirement in document.requirements()}
