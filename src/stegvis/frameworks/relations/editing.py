"""Saying something else than what was proposed, so that no requirement falls out of the mapping by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stegvis.frameworks.relations.entries import MappingEntry, Relation

NOTHING = MappingEntry("")


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


def _without(entry: MappingEntry, said: MappingEntry) -> Iterator[MappingEntry]:
    old = tuple(code for code in entry.from_codes if code not in said.from_codes)
    new = tuple(code for code in entry.to_codes if code not in said.to_codes)
    if (old, new) == (entry.from_codes, entry.to_codes):
        yield entry
    else:
        yield from _reshaped(replace(entry, from_codes=old, to_codes=new, is_proposal=True))


def _reshaped(entry: MappingEntry) -> Iterator[MappingEntry]:
    """What is left of an entry, under the relations that its numbers of requirements ask for."""
    if not entry.from_codes or not entry.to_codes:
        yield from _let_go(entry)
    elif len(entry.from_codes) > 1:
        yield replace(entry, relation=str(Relation.MERGED))
    else:
        yield replace(entry, relation=str(Relation.SPLIT if len(entry.to_codes) > 1 else Relation.CHANGED))


def _let_go(before: MappingEntry, said: MappingEntry = NOTHING) -> Iterator[MappingEntry]:
    for code in before.from_codes:
        if code not in said.from_codes:
            yield MappingEntry(str(Relation.GONE), (code,), (), likeness=0.0, is_proposal=True)
    for code in before.to_codes:
        if code not in said.to_codes:
            yield MappingEntry(str(Relation.NEW), (), (code,), likeness=0.0, is_proposal=True)
