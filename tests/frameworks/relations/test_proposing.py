"""What is proposed to become of each requirement."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stegvis.frameworks.format.document import FrameworkDocument
from stegvis.frameworks.relations.entries import MappingEntry, faults
from stegvis.frameworks.relations.proposing import propose_mapping
from tests.frameworks.relations.random_documents import documents
from tests.frameworks.relations.second import first, second

Line = tuple[str, tuple[str, ...], tuple[str, ...]]


def lines(entries: list[MappingEntry]) -> list[Line]:
    return [(entry.relation, entry.from_codes, entry.to_codes) for entry in entries]


@given(documents(), documents())
def test_a_proposal_is_whole(earlier: FrameworkDocument, later: FrameworkDocument) -> None:
    entries = propose_mapping(earlier, later)
    assert faults(earlier, later, entries) == []
    assert all(entry.is_proposal and 0 <= entry.likeness <= 1 for entry in entries)


@given(documents(), st.data())
def test_what_did_not_change_is_the_same(document: FrameworkDocument, data: st.DataObject) -> None:
    order = data.draw(st.permutations(document.levels))
    entries = propose_mapping(document, replace(document, version=document.version + 1, levels=tuple(order)))
    codes = [requirement.code for level in order for requirement in level.requirements()]
    assert lines(entries) == [("same", (code,), (code,)) for code in codes]
    assert {entry.likeness for entry in entries} <= {1.0}


def test_the_second_pilot() -> None:
    expected: list[Line] = [
        ("same", (code,), (code,)) for code in (requirement.code for requirement in first().requirements())
    ]

    def becomes(code: str, *lines: Line) -> None:
        place = next(i for i, line in enumerate(expected) if code in line[1])
        expected[place : place + 1] = lines

    becomes("grund-team", ("changed", ("grund-team",), ("grund-team",)))
    becomes("grund-forbattring", ("same", ("grund-forbattring",), ("grund-forbattringsarbete",)))
    becomes("forskrivare", ("split", ("forskrivare",), ("forskrivare-1", "forskrivare-2")))
    becomes("bredd-palliativ")
    becomes("bredd-demens", ("merged", ("bredd-demens", "bredd-palliativ"), ("bredd-livets-slut",)))
    becomes(
        "fordjupning-ledarskap",
        ("same", ("fordjupning-ledarskap",), ("fordjupning-ledarskap",)),
        ("new", (), ("valfardsteknik",)),
    )
    becomes("klinisk-konsult")
    expected.append(("gone", ("klinisk-konsult",), ()))
    assert lines(propose_mapping(first(), second())) == expected


def test_nothing_becomes_nothing() -> None:
    bare = replace(first(), levels=tuple(replace(level, requires=(), tracks=()) for level in first().levels))
    codes = [requirement.code for requirement in first().requirements()]
    assert propose_mapping(bare, bare) == []
    assert lines(propose_mapping(bare, first())) == [("new", (), (code,)) for code in codes]
    assert lines(propose_mapping(first(), bare)) == [("gone", (code,), ()) for code in codes]
