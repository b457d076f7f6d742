"""Saying something else than what was proposed, so that no requirement falls out of the mapping by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stegvis.frameworks.relations.entries import MappingEntry, Relation


def say(entries: Sequence[MappingEntry], place: int | None, said: MappingEntry) -> list[MappingEntry]:
    """The mapping with ``said`` at ``place``, or last where that is None, as a person's word.

    Requirements that it names leave the other lines, and those that it no longer names get lines of their own, as
    gone and new: a mapping that was whole stays whole.
    """
    said = replace(said, likeness=1.0, is_proposal=False)
    before = entries[place] if place is not None else MappingEntry(said.relation)
    found: list[MappingEntry] = []
    for number, entry in enumerate(entries):
        found.extend([said] if number == place else _without(entry, said))
    if place is None:
        found.append(said)
    return [*found, *_let_go(before, said)]


def agree(entries: Sequence[MappingEntry], place: int | None = None) -> list[MappingEntry]:
    """The proposal at ``place``, or every proposal, as a person's word."""
    return [
        replace(entry, is_proposal=False) if place is None or number == place else entry
        for number, entry in enumerate(entries)
    ]


def reshaped(entry: MappingEntry) -> MappingEntry | None:
    """The entry under the relation that its number of requirements asks for; None where none are left."""
    match min(len(entry.from_codes), 2), min(len(entry.to_codes), 2):
        case 0, 0:
            return None
        case 1, 1:
            fits = {Relation.SAME, Relation.CHANGED}
        case 1, 0:
            fits = {Relation.GONE}
        case 0, 1:
            fits = {Relation.NEW}
        case 1, 2:
            fits = {Relation.SPLIT}
        case _:
            fits = {Relation.MERGED}
    return entry if entry.relation in fits else replace(entry, relation=str(min(fits)))


def _without(entry: MappingEntry, said: MappingEntry) -> Iterator[MappingEntry]:
    old = tuple(code for code in entry.from_codes if code not in said.from_codes)
    new = tuple(code for code in entry.to_codes if code not in said.to_codes)
    if (old, new) == (entry.from_codes, entry.to_codes):
        yield entry
    elif left := reshaped(replace(entry, from_codes=old, to_codes=new, is_proposal=True)):
        yield left


def _let_go(before: MappingEntry, said: MappingEntry) -> Iterator[MappingEntry]:
    for code in before.from_codes:
        if code not in said.from_codes:
            yield MappingEntry(str(Relation.GONE), (code,), (), likeness=0.0, is_proposal=True)
    for code in before.to_codes:
        if code not in said.to_codes:
            yield MappingEntry(str(Relation.NEW), (), (code,), likeness=0.0, is_proposal=True)
