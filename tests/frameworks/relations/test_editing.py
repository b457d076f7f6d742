"""Changing a mapping line by line."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from stegvis.frameworks.format.document import FrameworkDocument
from stegvis.frameworks.relations.editing import agree, say
from stegvis.frameworks.relations.entries import MappingEntry, faults, placed_faults, shape_faults
from stegvis.frameworks.relations.proposing import propose_mapping
from tests.frameworks.relations.random_documents import documents
from tests.frameworks.relations.second import first, second


def codes(document: FrameworkDocument) -> list[str]:
    return [requirement.code for requirement in document.requirements()]


@st.composite
def sayings(draw: st.DrawFn, earlier: list[str], later: list[str]) -> MappingEntry:
    """Something that may be said of any of the requirements; never the same, which their content may forbid."""
    relation = draw(st.sampled_from(["changed", "split", "merged", "gone", "new"]))
    sizes = {"changed": (1, 1), "split": (1, 2), "merged": (2, 1), "gone": (1, 0), "new": (0, 1)}[relation]
    chosen = [tuple(draw(st.permutations(side)))[:size] for side, size in zip((earlier, later), sizes, strict=True)]
    return MappingEntry(relation, *chosen)


@st.composite
def conversations(draw: st.DrawFn) -> tuple[FrameworkDocument, FrameworkDocument, list[tuple[int, MappingEntry]]]:
    """Two versions, and what is said of them after one another, each with some number that gives its place."""
    earlier, later = draw(documents()), draw(documents())
    said = draw(st.lists(st.tuples(st.integers(0, 16), sayings(codes(earlier), codes(later))), max_size=3))
    return earlier, later, [(number, entry) for number, entry in said if not list(shape_faults(entry))]


@given(conversations())
def test_a_whole_mapping_stays_whole_whatever_is_said(
    conversation: tuple[FrameworkDocument, FrameworkDocument, list[tuple[int, MappingEntry]]],
) -> None:
    earlier, later, sayings = conversation
    entries = propose_mapping(earlier, later)
    for number, said in sayings:
        entries = say(entries, number if number < len(entries) else None, said)
        assert [entry for entry in entries if entry == said] == [said]
        assert faults(earlier, later, entries) == []


@given(documents(), documents(), st.data())
def test_a_new_proposal_keeps_what_was_said(
    earlier: FrameworkDocument, later: FrameworkDocument, data: st.DataObject
) -> None:
    said = data.draw(sayings(codes(earlier), codes(later)))
    assume(not list(shape_faults(said)))
    again = propose_mapping(earlier, later, [said])
    assert faults(earlier, later, again) == []
    assert [entry for entry in again if not entry.is_proposal] == [said]
    assert propose_mapping(earlier, earlier, [MappingEntry("gone", ("no-such",))]) == propose_mapping(earlier, earlier)


def test_agreeing_makes_proposals_a_persons_word() -> None:
    entries = propose_mapping(first(), second())
    assert [entry.is_proposal for entry in agree(entries, 1)] == [place != 1 for place in range(len(entries))]
    assert {entry.is_proposal for entry in agree(entries)} == {False}
    assert propose_mapping(first(), second(), agree(entries)) == agree(entries)


def test_each_fault_leads_to_its_line_or_its_requirement() -> None:
    entries = [
        MappingEntry("same", ("leg",), ("leg",)),
        MappingEntry("split", ("hlr",), ("hlr",)),
        MappingEntry("same", ("grund-team",), ("grund-team",)),
        MappingEntry("bogus", (), ("leg", "no-such")),
    ]
    found = placed_faults(first(), second(), entries)
    assert [(fault.line, fault.code) for fault in found if fault.line is not None] == [
        (1, ""),
        (3, ""),
        (3, ""),
        (3, ""),
        (2, ""),
    ]
    named = {"leg", "hlr", "grund-team"}
    unsaid = [
        requirement.code
        for document in (first(), second())
        for requirement in document.requirements()
        if requirement.code not in named
    ]
    assert [fault.code for fault in found if fault.line is None] == unsaid
