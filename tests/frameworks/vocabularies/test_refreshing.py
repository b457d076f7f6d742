"""Refreshing the copies: what is added, changed and deprecated, and that nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.format import FrameworkDocument
from stegvis.frameworks.models import Concept
from stegvis.frameworks.packaged import documents
from stegvis.frameworks.vocabularies.files import Entry, Vocabulary
from stegvis.frameworks.vocabularies.queries import compare_concepts, concept_links, linked_parts
from stegvis.frameworks.vocabularies.services import load_packaged_concepts, refresh_concepts
from stegvis.people.models import Profession
from tests.support.cast import Cast
from tests.support.database import as_owner

SYSTEM = Actor(is_system=True)
A, B, C = "aaaa_aaa_aaa", "bbbb_bbb_bbb", "cccc_ccc_ccc"


def vocabulary(*entries: Entry, scheme: str = "jobtech", language: str = "sv") -> Vocabulary:
    return Vocabulary(scheme, language, {entry.code: entry for entry in entries})


def take_in(found: Vocabulary, *, is_whole: bool = True) -> dict[str, Any]:
    with as_owner():
        previewed = compare_concepts(actor=SYSTEM, vocabulary=found, is_whole=is_whole).as_json()
        saved = refresh_concepts(actor=SYSTEM, vocabulary=found, is_whole=is_whole, even_if_lacking=True).as_json()
    assert saved == previewed
    return {key: saved[key] for key in ("added", "changed", "deprecated", "unchanged")}


def stored() -> dict[str, tuple[str, str, str, bool, str]]:
    return {
        c.code: (c.kind, c.label_sv, c.label_en, c.is_deprecated, c.replaced_by)
        for c in Concept.objects.filter(scheme="jobtech")
    }


def counts(added: int = 0, changed: int = 0, deprecated: int = 0, unchanged: int = 0) -> dict[str, int]:
    return {"added": added, "changed": changed, "deprecated": deprecated, "unchanged": unchanged}


def test_what_a_whole_file_lacks_is_deprecated_and_kept(db: None) -> None:
    first = vocabulary(Entry(A, "skill", "Vård"), Entry(B, "skill", "Omsorg"), Entry(C, "occupation-name", "Vårdare"))
    assert take_in(first) == counts(added=3)
    assert take_in(first) == counts(unchanged=3)
    second = vocabulary(Entry(A, "skill", "God vård"))
    assert take_in(second, is_whole=False) == counts(changed=1)
    assert take_in(second) == counts(deprecated=1, unchanged=1)
    assert take_in(second) == counts(unchanged=1)
    assert stored() == {
        A: ("skill", "God vård", "", False, ""),
        B: ("skill", "Omsorg", "", True, ""),
        C: ("occupation-name", "Vårdare", "", False, ""),  # the file holds none of its kind
    }
    assert take_in(first) == counts(changed=2, unchanged=1)  # what comes back is in use again
    assert stored()[B] == ("skill", "Omsorg", "", False, "")


def test_a_file_that_lacks_more_than_a_tenth_is_taken_for_a_selection(db: None) -> None:
    codes = [f"{letter * 4}_aaa_aaa" for letter in "abcdefghij"]
    take_in(vocabulary(*(Entry(code, "skill", "Vård") for code in codes)))
    nine, eight = (vocabulary(*(Entry(code, "skill", "Vård") for code in codes[:left])) for left in (9, 8))
    with as_owner(), pytest.raises(Refused, match="2 av de 10 begrepp"):
        refresh_concepts(actor=SYSTEM, vocabulary=eight)
    assert sum(deprecated for *_words, deprecated, _successor in stored().values()) == 0
    with as_owner():
        assert refresh_concepts(actor=SYSTEM, vocabulary=eight, is_whole=False).as_json()["deprecated"] == 0
        assert refresh_concepts(actor=SYSTEM, vocabulary=nine).as_json()["deprecated"] == 1
        assert refresh_concepts(actor=SYSTEM, vocabulary=eight, even_if_lacking=True).as_json()["deprecated"] == 1


def test_a_successor_is_kept_and_languages_stand_side_by_side(db: None) -> None:
    take_in(vocabulary(Entry(A, "skill", "Gammal", True, B), Entry(B, "skill", "Ny")))
    assert take_in(vocabulary(Entry(A, "skill", "Gammal", True), Entry(B, "skill", "Ny"))) == counts(unchanged=2)
    english = vocabulary(
        Entry(A, "skill", "Old", True), Entry(B, "skill", "New"), Entry(C, "skill", "Third"), language="en"
    )
    assert take_in(english) == counts(added=1, changed=2)
    assert stored() == {
        A: ("skill", "Gammal", "Old", True, B),
        B: ("skill", "Ny", "New", False, ""),
        C: ("skill", "Third", "Third", False, ""),
    }


entries = st.builds(
    Entry,
    st.sampled_from([A, B, C]),
    st.sampled_from(["skill", "occupation-name"]),
    st.sampled_from(["Ett", "Två"]),
    st.booleans(),
    st.sampled_from(["", A, B]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.lists(entries, min_size=1), st.booleans()), max_size=4))
def test_refreshing_does_what_a_dictionary_would(db: None, files: list[tuple[list[Entry], bool]]) -> None:
    with as_owner():
        Concept.objects.all().delete()
    expected: dict[str, tuple[str, str, str, bool, str]] = {}
    for listed, is_whole in files:
        found = vocabulary(*listed)
        take_in(found, is_whole=is_whole)
        for code, entry in found.entries.items():
            kept = expected[code][4] if code in expected else ""
            expected[code] = (entry.kind, entry.label, "", entry.is_deprecated, entry.replaced_by or kept)
        if is_whole:
            for code in expected.keys() - found.entries.keys():
                kind, label, english, deprecated, successor = expected[code]
                expected[code] = (kind, label, english, deprecated or kind in found.kinds, successor)
        assert stored() == expected
        assert take_in(found, is_whole=is_whole) == counts(unchanged=len(found.entries))


def test_only_the_installation_itself_refreshes(cast: Cast) -> None:
    found = vocabulary(Entry(A, "skill", "Vård"))
    for user in (cast.gunilla, cast.anna, None):
        with acting_as(user.pk if user else None) as actor, pytest.raises(Refused):
            refresh_concepts(actor=actor, vocabulary=found)
    assert stored() == {}


def test_the_packaged_concepts_are_taken_in_once_and_name_every_packaged_link(db: None) -> None:
    from stegvis.people.professions import load_professions

    with as_owner():
        load_professions()
        loaded = load_packaged_concepts(actor=SYSTEM)
        assert loaded
        assert loaded.as_json()["added"] == 339
        assert load_packaged_concepts(actor=SYSTEM) is None
    parts = {
        part.title.sv: [link.label_in("sv") if link.concept else None for link in part.links]
        for document in documents().values()
        if isinstance(document, FrameworkDocument)
        for part in linked_parts(Actor(), document)
    }
    assert parts == {
        "Palliativ vård": ["Palliativ vård"],
        "Specialistsjuksköterskeexamen": ["Specialistsjuksköterskeexamen"],
        "Specialistsjuksköterskeexamen, distriktssköterska": ["Specialistsjuksköterskeutbildning, distriktssköterska"],
    }
    document = next(d for d in documents().values() if d.code == "varmland")
    assert isinstance(document, FrameworkDocument)
    professions = linked_parts(Actor(), document, Profession.objects.all())
    assert [part.title.sv for part in professions if None in {link.concept for link in part.links}] == []
    assert {part.title.en: [link.label_in("sv") for link in part.links] for part in professions}["Physiotherapist"] == [
        "Fysioterapeut/Sjukgymnast",
        "Legitimation som fysioterapeut",
    ]


def test_links_tell_what_is_deprecated_and_what_is_unknown(
    db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    take_in(
        vocabulary(Entry(A, "skill", "Gammal", True, B), Entry(B, "skill", "Ny"), Entry(C, "skill", "Cykel", True, C))
    )
    with django_assert_max_num_queries(2):
        links = concept_links(Actor(), [f"jobtech:{A}", f"jobtech:{B}", f"jobtech:{C}", "esco:skill/x"])
    told = {
        r: (link.label_in("en"), link.is_deprecated, link.successor.label_in("sv") if link.successor else "")
        for r, link in links.items()
    }
    assert told == {
        f"jobtech:{A}": ("Gammal", True, "Ny"),
        f"jobtech:{B}": ("Ny", False, ""),
        f"jobtech:{C}": ("Cykel", True, "Cykel"),
        "esco:skill/x": ("skill/x", False, ""),
    }
    with django_assert_max_num_queries(0):
        assert concept_links(Actor(), []) == {}
