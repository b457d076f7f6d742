"""Nothing is lost on the way out in CASE and back in, ours or another's."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator, FormatChecker

from stegvis.frameworks.drafts.content import cleaned
from stegvis.frameworks.exchange.case.build import build
from stegvis.frameworks.exchange.case.export import to_case
from stegvis.frameworks.exchange.case.read import read_case, read_package
from stegvis.frameworks.exchange.case.strict import official_schema, strict
from stegvis.frameworks.format import FrameworkDocument, dump_document
from stegvis.frameworks.format.convert import to_document, to_raw
from stegvis.frameworks.models import FrameworkVersion
from tests.frameworks.exchange.packages import association, item, package, uid, without_nulls
from tests.frameworks.format.documents import frameworks

MOMENT = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
WHERE = {"base_url": "https://stegvis.example.se", "changed_at": MOMENT}
VALIDATOR = Draft201909Validator(official_schema(), format_checker=FormatChecker())
# The database holds no null character and UTF-8 no half of a pair: these two are left out when a package is read.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)
documents = frameworks().filter(lambda document: not cleaned(to_raw(document))[1])


def faults(found: Any) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message}" for error in VALIDATOR.iter_errors(found)]


def extended(value: Any) -> bool:
    """Whether there is an extension anywhere."""
    if isinstance(value, dict):
        return "extensions" in value or any(map(extended, value.values()))
    return isinstance(value, list) and any(map(extended, value))


def version_of(content: dict[str, Any], exchange: dict[str, Any]) -> FrameworkVersion:
    """The version as the database would hold it: canonical YAML and plain JSON."""
    document = to_document(content)
    text = dump_document(document)
    stored = json.loads(json.dumps(exchange))
    return FrameworkVersion(document=text, version=document.version, exchange=stored, published_at=MOMENT)


def as_bytes(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()


@given(documents)
def test_a_framework_survives_case_in_full(document: FrameworkDocument) -> None:
    sent = build(to_raw(document), **WHERE)
    found = read_case(as_bytes(sent))
    assert (found.problems, found.notes) == ([], [])
    assert to_document(found.content) == document


@given(documents)
def test_what_came_as_case_from_stegvis_goes_out_identical(document: FrameworkDocument) -> None:
    sent = build(to_raw(document), **WHERE)
    found = read_case(as_bytes(sent))
    again = to_case(version_of(found.content, found.exchange), "full", "https://elsewhere.example.se")
    assert as_bytes(again) == as_bytes(sent)


@given(documents)
def test_strictly_it_is_valid_and_has_no_extension(document: FrameworkDocument) -> None:
    sent = build(to_raw(document), **WHERE, extended=False)
    assert faults(sent) == []
    assert not extended(sent)
    assert faults(build(to_raw(document), **WHERE)) == []


def test_the_identifiers_are_the_same_today_and_tomorrow() -> None:
    raw = read_package(package()).content
    first, second = (build(raw, **WHERE), build(copy.deepcopy(raw), **WHERE))
    assert as_bytes(first) == as_bytes(second)
    assert first["CFDocument"]["identifier"] == "6c14db30-4ff4-56dd-8f49-eef4684e5b4f"


def test_anothers_package_becomes_a_described_framework() -> None:
    found = read_package(package())
    assert found.problems == []
    assert [(note.code, note.sheet, note.row) for note in found.notes] == [("foreign", "", 0)]
    assert found.content == {
        "format": 1,
        "code": "klinisk-blick",
        "version": 1,
        "status": "described",
        "title": "Klinisk blick",
        "owner": {"name": "Läroverket", "kind": "national"},
        "licence": "CC-BY-4.0",
        "provenance": {
            "basis": "source",
            "documents": ["Läroverket: Klinisk blick (https://example.org/klinisk-blick)"],
            "status_in_source": "Adopted",
            "note": "Läst ur ett ramverk i ett annat format. Nivån är vår; källan har inga nivåer som Stegvis känner.",
        },
        "competences": [
            {
                "code": "k-1",
                "title": "Kan kommunikation",
                "description": "Samtal.",
                "items": [
                    {"code": "k-1-a", "title": "Kan lyssna"},
                    {"code": "fraga", "title": "Fråga", "description": "Kan fråga"},
                    {"code": "kan-fraga-oppet", "title": "Kan fråga öppet"},
                ],
            },
            {"code": "kompetenser", "title": "Kompetenser", "items": [{"code": "kan-ensam", "title": "Kan ensam"}]},
        ],
        "levels": [{"code": "niva-1", "order": 1, "title": "Nivå 1", "certain": False}],
    }


def test_anothers_package_goes_out_as_it_came() -> None:
    found = read_case(as_bytes(package()))
    again = to_case(version_of(found.content, found.exchange), "full", "https://elsewhere.example.se")
    assert as_bytes(again) == as_bytes(without_nulls(package()))


def test_anothers_package_goes_out_valid_where_the_receiver_is_strict() -> None:
    rough = package(CFItems=[*package()["CFItems"], {"identifier": uid("x"), "fullStatement": "X", "notes": 3}])
    found = read_package(rough)
    again = to_case(version_of(found.content, found.exchange), "strict", "https://elsewhere.example.se")
    assert faults(again) == []
    assert again["CFItems"][-1] == {
        "identifier": uid("x"),
        "fullStatement": "X",
        "uri": f"https://elsewhere.example.se/ims/case/v1p1/CFItems/{uid('x')}",
        "lastChangeDateTime": "2026-11-22T01:02:03Z",
    }


@settings(max_examples=50)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXT,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["uri", "title", "x"]), inner),
        max_leaves=8,
    ),
    st.sampled_from(["CFDocument", "CFItems", "CFAssociations", "CFDefinitions"]),
    st.sampled_from(["notes", "subject", "licenseURI", "CFItemTypeURI", "language", "CFConcepts", "sequenceNumber"]),
)
def test_whatever_a_field_holds_it_is_kept_and_strictly_left_out(value: Any, part: str, field: str) -> None:
    rough = package()
    holder = rough[part][0] if isinstance(rough[part], list) else rough[part]
    holder[field] = value
    found = read_package(rough)
    version = version_of(found.content, found.exchange)
    assert as_bytes(to_case(version, "full", "")) == as_bytes(without_nulls(rough))
    assert faults(to_case(version, "strict", "https://stegvis.example.se")) == []


def test_only_what_was_changed_here_is_changed_in_anothers_package() -> None:
    found = read_package(package())
    content = copy.deepcopy(found.content)
    group, _lone = content["competences"]
    group["items"][0]["title"] = "Kan lyssna aktivt"
    del group["items"][1]
    group["items"].append({"code": "sammanfatta", "title": "Kan sammanfatta"})
    again = to_case(version_of(content, found.exchange), "full", "https://stegvis.example.se")

    expected = without_nulls(package())
    kept = [one for one in expected["CFItems"] if one["identifier"] != uid("fråga")]
    kept[0] = {**kept[0], "fullStatement": "Kan lyssna aktivt"}
    assert again["CFItems"][:-1] == kept
    assert (again["CFItems"][-1]["fullStatement"], again["CFItems"][-1]["CFItemType"]) == (
        "Kan sammanfatta",
        "Kompetens",
    )
    removed = {uid("fråga")}
    ends = ("originNodeURI", "destinationNodeURI")
    still = [one for one in expected["CFAssociations"] if removed.isdisjoint(one[end]["identifier"] for end in ends)]
    for one in still:
        if (one["associationType"], one["originNodeURI"]["identifier"]) == ("isChildOf", uid("lyssna")):
            one["originNodeURI"]["title"] = "Kan lyssna aktivt"
    assert again["CFAssociations"][: len(still)] == still
    new = again["CFItems"][-1]["identifier"]
    added = [
        (one["originNodeURI"]["identifier"], one["destinationNodeURI"]["identifier"]) for one in again["CFAssociations"]
    ]
    assert added[len(still) :] == [(uid("fråga öppet"), uid("kommunikation")), (new, uid("kommunikation"))]
    assert again["CFDocument"] == {**expected["CFDocument"], "extensions": {"stegvis": {"content": content}}}
    assert again["somethingElse"] == expected["somethingElse"]
    assert again["CFDefinitions"]["CFLicenses"] == expected["CFDefinitions"]["CFLicenses"]
    assert [one["title"] for one in again["CFDefinitions"]["CFItemTypes"]] == ["Kompetens"]
    assert faults(strict(again, **WHERE)) == []


def test_a_new_version_keeps_the_identifiers_and_says_its_number() -> None:
    raw = to_raw(to_document(read_package(package()).content))
    found = read_package(build(raw, **WHERE))
    again = to_case(version_of({**found.content, "version": 2}, found.exchange), "full", "https://a.example.se")
    sent = build(raw, **WHERE)
    assert [one["identifier"] for one in again["CFItems"]] == [one["identifier"] for one in sent["CFItems"]]
    assert again["CFDocument"]["version"] == "2"
    assert read_package(again).content["version"] == 2


def test_an_association_to_what_is_not_there_is_reported_and_kept() -> None:
    rough = package()
    rough["CFAssociations"].append(association("borta", "kommunikation"))
    found = read_package(rough)
    assert [(note.code, note.row) for note in found.notes] == [("foreign", 0), ("dangling", 6)]
    assert to_case(version_of(found.content, found.exchange), "full", "")["CFAssociations"] == without_nulls(
        rough["CFAssociations"]
    )


def test_many_items_are_divided_into_groups_that_fit() -> None:
    names = [f"n{number}" for number in range(1200)]
    big = package(
        CFItems=[item("rot"), *(item(name) for name in names)],
        CFAssociations=[association("rot", "doc"), *(association(name, "rot") for name in names)],
    )
    found = read_package(big)
    assert [(group["title"], len(group["items"])) for group in found.content["competences"]] == [
        ("Kan rot", 500),
        ("Kan rot (2)", 500),
        ("Kan rot (3)", 200),
    ]
    again = to_case(version_of(found.content, found.exchange), "full", "")
    assert as_bytes(again) == as_bytes(without_nulls(big))


def test_what_was_changed_in_anothers_framework_survives_too() -> None:
    found = read_package(package())
    content = copy.deepcopy(found.content) | {"status": "proposal", "code": "min-modell"}
    content["competences"][0]["items"].append({"code": "sammanfatta", "title": "Kan sammanfatta"})
    content["levels"][0] |= {"title": "Grund"}
    version = version_of(content, found.exchange)
    sent = to_case(version, "full", "https://stegvis.example.se")
    again = read_case(as_bytes(sent))
    assert (again.content, again.problems) == (content, [])
    back = to_case(version_of(again.content, again.exchange), "full", "https://stegvis.example.se")
    assert as_bytes(back) == as_bytes(sent)
    assert not extended(to_case(version, "strict", "https://stegvis.example.se"))
