"""An overlay on a newer base: every way in which it may not fit, and what comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from stegvis.frameworks.format.convert import to_document, to_raw
from stegvis.frameworks.format.document import BaseReference, FrameworkDocument, OverlayDocument, Text
from stegvis.frameworks.format.overlay import overlay_findings
from stegvis.frameworks.packaged import documents
from stegvis.frameworks.relations.proposing import propose_mapping
from stegvis.frameworks.relations.resolving import resolved
from stegvis.frameworks.relations.upgrading import Upgrade, examine
from tests.frameworks.format.documents import frameworks, overlays
from tests.frameworks.relations.second import course, find, first, second_raw

NEXT = BaseReference("pilot-rehab-kommun", 2)
MOLNDAL = documents()[BaseReference("molndal-rehab", 1)]
assert isinstance(MOLNDAL, OverlayDocument)


def framework(raw: dict[str, Any]) -> FrameworkDocument:
    found = to_document(raw)
    assert isinstance(found, FrameworkDocument)
    return found


def overlay(**parts: Any) -> OverlayDocument:
    empty = ("areas", "roles", "competences", "facts", "clarify", "raise", "add")
    raw = {key: value for key, value in to_raw(MOLNDAL).items() if key not in empty} | parts
    found = to_document(raw)
    assert isinstance(found, OverlayDocument)
    return found


def upgrade(own: OverlayDocument, raw: dict[str, Any]) -> Upgrade:
    after = framework(raw)
    return examine(own, first(), after, propose_mapping(first(), after))


def conflicts(found: Upgrade) -> list[tuple[str, list[str]]]:
    """Each conflict with the keys of its choices, the proposed one first."""
    return [(part.name, [choice.key for choice in part.choices]) for part in found.conflicts]


def outcome(found: Upgrade, **chosen: str) -> dict[str, Any]:
    """What the overlay adds after all choices; it holds on the new base."""
    raw = to_raw(resolved(found, NEXT, 2, {name.replace("_", "-"): key for name, key in chosen.items()}))
    assert list(overlay_findings(raw, found.after)) == []
    assert (raw["overlay_of"], raw["version"]) == ({"code": NEXT.code, "version": 2}, 2)
    return {
        key: raw[key] for key in ("clarify", "raise", "add", "areas", "roles", "competences", "facts") if key in raw
    }


def explains(of: str, code: str) -> dict[str, str]:
    return {"of": of, "code": code, "text": "Hos oss."}


@settings(max_examples=12, phases=[Phase.generate])
@given(st.data())
def test_what_comes_out_holds_on_the_new_base_whatever_is_chosen(data: st.DataObject) -> None:
    before, after = data.draw(frameworks()), data.draw(frameworks())
    own = data.draw(overlays(before))
    found = examine(own, before, after, propose_mapping(before, after))
    chosen = {
        part.name: data.draw(st.sampled_from([choice.key for choice in part.choices]))
        for part in found.parts
        if data.draw(st.booleans())
    }
    made = resolved(found, BaseReference(after.code, after.version), own.version, chosen)
    assert [str(finding) for finding in overlay_findings(to_raw(made), after)] == []


@settings(max_examples=8, phases=[Phase.generate])
@given(st.data())
def test_on_an_unchanged_base_nothing_changes(data: st.DataObject) -> None:
    before = data.draw(frameworks())
    own = data.draw(overlays(before))
    found = examine(own, before, before, propose_mapping(before, before))
    assert (found.conflicts, found.changed, found.unsaid) == ([], [], 0)
    made = resolved(found, own.base, own.version, {})
    assert replace(made, raises=()) == replace(own, raises=())
    assert sorted(made.raises, key=str) == sorted(own.raises, key=str)


def test_the_packaged_overlay_on_the_second_pilot() -> None:
    found = upgrade(MOLNDAL, second_raw())
    assert conflicts(found) == []
    assert [part.name for part in found.changed] == ["raise-0"]
    assert outcome(found)["raise"] == [{"requirement": "grund-forbattringsarbete", "rating": 2}]
    assert len(found.fitting) == len(found.parts) - 1


def test_whatever_the_base_says_otherwise_is_shown_once() -> None:
    """By the part that is about it, else among the base's other changes: with what was said and what is."""
    raw = to_raw(first())
    grund, fordjupning, _expert = raw["levels"]
    grund["tasks"] = ["En ny uppgift"]
    fordjupning["title"] = "Fördjupad nivå"
    moved = find(grund, "grund-forbattring")
    grund["requires"].remove(moved)
    fordjupning["requires"].append(moved)
    raw["scale"][0]["title"] = "Under stark ledning"
    own = overlay(clarify=[explains("level", grund["code"])])
    (part,) = (found := upgrade(own, raw)).changed
    assert set(part.said_after) - set(part.said_before) == {Text("En ny uppgift")}
    assert [(one.kind, one.title.sv) for one in found.others] == [
        ("Nivåer", "Fördjupad nivå"),
        ("Bedömningsskala", f"{raw['scale'][0]['value']} Under stark ledning"),
        ("Krav", moved["title"]["sv"]),
    ]
    assert Text("Fördjupad nivå") in found.others[-1].after


def test_a_clarification_follows_its_requirement() -> None:
    own = overlay(
        clarify=[
            explains("requirement", code)
            for code in ("grund-forbattring", "forskrivare", "bredd-demens", "klinisk-konsult")
        ]
    )
    found = upgrade(own, second_raw())
    assert conflicts(found) == [
        ("clarify-1", ["every", "to-forskrivare-1", "to-forskrivare-2", "drop"]),
        ("clarify-3", ["drop"]),
    ]
    assert [part.name for part in found.changed] == ["clarify-0", "clarify-2"]
    proposed = ["grund-forbattringsarbete", "forskrivare-1", "forskrivare-2", "bredd-livets-slut"]
    assert [item["code"] for item in outcome(found)["clarify"]] == proposed
    chosen = outcome(found, clarify_1="to-forskrivare-2")["clarify"]
    assert [item["code"] for item in chosen] == ["grund-forbattringsarbete", "forskrivare-2", "bredd-livets-slut"]
    with pytest.raises(KeyError):
        resolved(found, NEXT, 2, {"clarify-1": "to-leg"})


def test_a_raise_that_the_base_has_caught_up_with_is_left_out() -> None:
    raw = second_raw()
    find(raw, "pedagogik-hp")["credits"] = 30
    find(raw, "expert-erfarenhet")["months"] = 61
    own = overlay(
        **{
            "raise": [
                {"requirement": "grund-team", "rating": 3},  # the base asks for 3 now
                {"requirement": "pedagogik-hp", "credits": 22.5},  # and for more than this
                {"requirement": "expert-erfarenhet", "months": 72},  # still a raise, on changed ground
                {"requirement": "klinisk-konsult", "rating": 4},
            ]
        }
    )
    found = upgrade(own, raw)
    assert conflicts(found) == [
        ("raise-1", ["drop"]),
        ("raise-3", ["drop"]),
        ("raise-0", ["drop"]),
    ]
    assert [(part.name, part.before.minimum, part.after[0].minimum) for part in found.changed if part.before] == [
        ("raise-2", 60, 61)
    ]
    assert outcome(found) == {"raise": [{"requirement": "expert-erfarenhet", "months": 72}]}


def test_raises_that_meet_in_one_requirement_leave_the_highest() -> None:
    raw = second_raw()
    expert = raw["levels"][2]
    expert["requires"] = [node for node in expert["requires"] if node.get("code") != "expert-evidens"]
    own = overlay(
        **{"raise": [{"requirement": "expert-team", "rating": 5}, {"requirement": "expert-evidens", "rating": 5}]}
    )
    after = framework(raw)
    mapping = [
        replace(entry, relation="merged", from_codes=("expert-team", "expert-evidens"))
        if entry.from_codes == ("expert-team",)
        else entry
        for entry in propose_mapping(first(), after)
        if entry.from_codes != ("expert-evidens",)
    ]
    found = examine(own, first(), after, mapping)
    assert conflicts(found) == [("raise-1", ["drop"])]
    assert outcome(found) == {"raise": [{"requirement": "expert-team", "rating": 5}]}


def test_a_rating_that_left_the_scale_is_raised_to_the_next() -> None:
    raw = second_raw()
    raw["scale"] = [value for value in raw["scale"] if value["value"] != 4]
    for code in ("fordjupning-saker", "expert-evidens", "expert-personcentrerad", "expert-team", "expert-forbattring"):
        find(raw, code)["rating"] = 3
    own = overlay(
        **{"raise": [{"requirement": "fordjupning-team", "rating": 4}]},
        add=[{"to": "grund", "requires": [find(to_raw(MOLNDAL), "molndal-konsult-pedagogik")]}],
    )
    found = upgrade(own, raw)
    assert conflicts(found) == [
        ("raise-0", ["every", "drop"]),
        ("requirement-molndal-konsult-pedagogik", ["rating-5", "rating-3", "rating-2", "rating-1", "drop"]),
    ]
    made = outcome(found)
    assert made["raise"] == [{"requirement": "fordjupning-team", "rating": 5}]
    assert made["add"][0]["requires"][0]["rating"] == 5


def test_an_addition_whose_level_is_gone_moves_to_the_likest() -> None:
    raw = second_raw()
    raw["levels"][2]["code"] = "expertniva"
    raw["levels"][2]["tracks"][0]["code"] = "kliniskt-spar"
    own = overlay(
        clarify=[explains("level", "expert")],
        add=[{"to": "klinisk-expert", "tasks": ["Leder ronden."]}, {"to": "expert", "tasks": ["Skriver."]}],
    )
    found = upgrade(own, raw)
    proposed = {part.name: part.choices[0].key for part in found.conflicts}
    assert proposed == {"clarify-0": "to-expertniva", "add-0": "to-kliniskt-spar", "add-1": "to-expertniva"}
    assert {part.choices[-1].key for part in found.conflicts} == {"drop"}
    assert [item["to"] for item in outcome(found)["add"]] == ["kliniskt-spar", "expertniva"]
    assert [item["to"] for item in outcome(found, add_0="drop", add_1="to-grund")["add"]] == ["grund"]


def test_a_code_that_the_base_took_is_changed_or_given_up() -> None:
    raw = second_raw()
    raw["facts"].append({"kind": "course", "code": "mobilt", "title": "Mobilt"})
    raw["levels"][0]["requires"] += [course("egen", "Något annat", "hlr-kurs"), course("mobilt", "Mobilt", "mobilt")]
    raw["facts"].append({"kind": "course", "code": "hlr-kurs", "title": "HLR"})
    raw["areas"].append({"code": "trygg", "title": "Trygg hemgång"})
    raw["competences"].append({"code": "egna", "title": "Egna", "items": [{"code": "a", "title": "A"}]})
    own = overlay(
        areas=[{"code": "trygg", "title": "Trygg"}],
        competences=[
            {"code": "egna", "title": "Egna", "items": [{"code": "a", "title": "A"}, {"code": "b", "title": "B"}]}
        ],
        facts=[{"kind": "course", "code": "mobilt", "title": "Mobilt"}],
        add=[{"to": "grund", "requires": [course("egen", "Vår egen", "mobilt"), course("mobilt", "Mobilt", "mobilt")]}],
    )
    found = upgrade(own, raw)
    assert conflicts(found) == [
        ("requirement-egen", ["rename", "drop"]),
        ("requirement-mobilt", ["drop", "rename"]),
        ("areas-trygg", ["drop"]),
        ("facts-course-mobilt", ["drop"]),
        ("groups-egna", ["keep"]),
    ]
    made = outcome(found)
    assert made["add"] == [{"to": "grund", "requires": [course("egen-2", "Vår egen", "mobilt")]}]
    assert made["competences"] == [{"code": "egna-2", "title": "Egna", "items": [{"code": "b", "title": "B"}]}]
    assert {"areas", "facts"} & made.keys() == set()
    assert "add" not in outcome(found, requirement_egen="drop")


def test_what_the_base_let_go_of_is_taken_over_where_it_is_needed() -> None:
    raw = second_raw()
    raw["areas"] = [area for area in raw["areas"] if area["code"] != "palliativ-vard"]
    raw["facts"] = [fact for fact in raw["facts"] if fact["code"] != "konsultuppdrag"]
    requirement = {
        "kind": "assignment",
        "code": "egen-konsult",
        "title": "Konsult",
        "accepts": ["konsultuppdrag"],
        "area": "palliativ-vard",
    }
    own = overlay(clarify=[explains("area", "palliativ-vard")], add=[{"to": "grund", "requires": [requirement]}])
    found = upgrade(own, raw)
    assert [name for name, _keys in conflicts(found)] == [
        "clarify-0",
        "areas-palliativ-vard",
        "facts-assignment-konsultuppdrag",
    ]
    made = outcome(found)
    assert [area["code"] for area in made["areas"]] == ["palliativ-vard"]
    assert [fact["code"] for fact in made["facts"]] == ["konsultuppdrag"]
    assert "clarify" not in made
