"""The packaged files: sound, and the described models hold what the documents say and no more."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from stegvis.engine.ladder import OWN_AREA, Fact, FactKey, problems
from stegvis.engine.ladder.reference import standing
from stegvis.frameworks.format import FrameworkDocument, OverlayDocument, dump_document, load_document
from stegvis.frameworks.format.document import BaseReference, Basis, Requirement, Status, Text
from stegvis.frameworks.format.overlay import resolve_chain
from stegvis.frameworks.format.vocabulary import professions
from stegvis.frameworks.packaged import documents, resolve

LICENSED_STAFF = "legitimerad personal"

# id: owner, kind, name, professions, levels, level word, level names, tracks, kinds of requirement, status
DESCRIBED = {
    "vgr-akademisk": (
        "Västra Götalandsregionen",
        "region",
        "Karriärutvecklingsmodell, akademiska yrken",
        ["akademiska yrken"],
        6,
        "level",
        [],
        [],
        ["formell kompetens", "reell kompetens"],
        "i drift",
    ),
    "vgr-icke-akademisk": (
        "Västra Götalandsregionen",
        "region",
        "Karriärutvecklingsmodell, icke-akademiska yrken",
        ["icke-akademiska yrken"],
        4,
        "step",
        [],
        [],
        ["formell kompetens", "reell kompetens"],
        "i drift",
    ),
    "varmland": (
        "Region Värmland",
        "region",
        "Karriärutvecklingsmodell",
        [],
        6,
        "step",
        [],
        [],
        ["formell kompetens", "reell kompetens"],
        "i drift",
    ),
    "fyrbodal": (
        "Fyrbodal",
        "collaboration",
        "Kompetensutvecklingsmodell",
        ["sjuksköterska", "fysioterapeut", "arbetsterapeut"],
        4,
        "step",
        [],
        ["chef", "forskare"],
        ["kompetensbeskrivning per steg"],
        "under utveckling",
    ),
    "goteborg": (
        "Göteborgs stad",
        "municipality",
        "Kompetensutvecklingsmodell",
        [LICENSED_STAFF],
        3,
        "level",
        ["bas", "fördjupning", "expert"],
        [],
        ["basnivå för alla", "fördjupnings- och expertuppdrag per område"],
        "i drift",
    ),
    "ale": (
        "Ale kommun",
        "municipality",
        "Kompetensutvecklingsmodell",
        [LICENSED_STAFF],
        3,
        "level",
        ["bas", "fördjupning", "expert"],
        [],
        ["basnivå för alla", "fördjupnings- och expertuppdrag per område"],
        "i drift",
    ),
    "gr-gemensam": (
        "Göteborgsregionen (13 kommuner)",
        "collaboration",
        "Förslag: gemensam modell för kompetens- och karriärutveckling",
        ["arbetsterapeut", "fysioterapeut", "sjuksköterska"],
        3,
        "level",
        ["bas", "fördjupning", "spets"],
        [],
        ["erfarenhet", "arbetad tid", "formell kompetens"],
        "föreslagen",
    ),
    "yrkesresan": (
        "SKR (startad av GR)",
        "national",
        "Yrkesresan",
        ["personal inom socialtjänsten m.fl."],
        3,
        "step",
        ["ny", "van", "erfaren"],
        [],
        ["kompetensmål per yrke"],
        "i drift",
    ),
}
PROPOSALS = ["pilot-rehab-kommun", "pilot-sjukskoterska-kommun", "pilot-underskoterska-kommun"]


def packaged(code: str) -> FrameworkDocument:
    document = documents()[BaseReference(code, 1)]
    assert isinstance(document, FrameworkDocument)
    return document


def test_these_and_no_others_are_packaged() -> None:
    assert [reference.code for reference in documents()] == [*sorted([*DESCRIBED, *PROPOSALS]), "molndal-rehab"]
    assert {reference.version for reference in documents()} == {1}


@pytest.mark.parametrize("code", [*DESCRIBED, *PROPOSALS])
def test_a_packaged_framework_is_sound_and_survives_the_file(code: str) -> None:
    document = packaged(code)
    assert problems(document.ladder()) == ()
    assert load_document(dump_document(document)) == document


def test_the_packaged_overlay_survives_the_file_and_adds_to_its_base() -> None:
    overlay = documents()[BaseReference("molndal-rehab", 1)]
    assert isinstance(overlay, OverlayDocument)
    assert load_document(dump_document(overlay), resolve) == overlay
    assert resolve_chain(overlay, resolve).document == packaged("pilot-rehab-kommun")


@pytest.mark.parametrize("code", DESCRIBED)
def test_a_described_model_holds_the_facts_of_the_documents(code: str) -> None:
    document = packaged(code)
    certain = [level.title.sv.lower() for level in document.levels if level.certain]
    named = [professions()[one].title_sv.lower() for one in document.professions]
    assert (
        document.owner.name,
        document.owner.kind,
        document.title.sv,
        named + [group.sv for group in document.profession_groups],
        len(document.levels),
        document.level_word,
        certain,
        [track.title.sv.lower() for level in document.levels for track in level.tracks],
        [note.sv for note in document.requirement_notes],
        document.provenance.status_in_source,
    ) == DESCRIBED[code]


@pytest.mark.parametrize("code", DESCRIBED)
def test_a_described_model_invents_nothing(code: str) -> None:
    document = packaged(code)
    assert (document.status, document.provenance.basis) == (Status.DESCRIBED, Basis.SOURCE)
    assert not document.places_people
    assert document.provenance.documents
    assert document.provenance.note
    assert list(document.requirements()) == []
    assert (document.areas, document.roles, document.scale, document.facts) == ((), (), (), ())
    word = {"level": "Nivå", "step": "Steg"}[document.level_word]
    unnamed = [(level.order, level.title) for level in document.levels if not level.certain]
    assert unnamed == [(order, Text(f"{word} {order}")) for order, _ in unnamed]


def test_only_the_competences_that_the_source_names_are_there() -> None:
    named = {
        code: [[item.title.sv for item in group.items] for group in packaged(code).competences] for code in DESCRIBED
    }
    assert {code: groups for code, groups in named.items() if groups} == {
        "varmland": [["Evidensbaserad vård", "Personcentrerad vård"], ["Pedagogik", "Ledarskap"]]
    }


def test_the_tracks_of_fyrbodal_stand_on_the_fourth_step_and_the_whole_is_uncertain() -> None:
    fyrbodal = packaged("fyrbodal")
    assert [len(level.tracks) for level in fyrbodal.levels] == [0, 0, 0, 2]
    assert [code for code in DESCRIBED if not packaged(code).provenance.certain] == ["fyrbodal", "gr-gemensam"]


@pytest.mark.parametrize("code", PROPOSALS)
def test_a_proposal_says_so_and_promises_nothing(code: str) -> None:
    document = packaged(code)
    assert (document.status, document.provenance.basis) == (Status.PROPOSAL, Basis.WRITTEN)
    assert "inte beslutat" in document.owner.name
    assert "ger inte i sig rätt till någon viss lön" in document.pay_note.sv
    assert [("fullgott" in level.staying.sv, bool(level.staying.en)) for level in document.levels] == [(True, True)] * 3
    assert all(level.tasks and level.responsibilities for level in document.levels)


@pytest.mark.parametrize("code", PROPOSALS)
def test_a_proposal_is_whole_in_both_languages_and_uses_all_that_it_declares(code: str) -> None:
    document = packaged(code)
    asked = {(item.kind, fact) for item in document.requirements() for fact in item.accepts}
    declared = {(fact.kind, fact.code) for fact in document.facts}
    assert declared - asked == set()
    assert [item.code for item in document.requirements() if not item.title.en] == []
    assert "AT" not in dump_document(document).replace(".", " ").replace(",", " ").split()


@pytest.mark.parametrize("code", PROPOSALS)
def test_the_levels_of_a_proposal_are_reached_one_by_one(code: str) -> None:
    document = packaged(code)
    area = document.areas[0].code
    held: list[Fact] = []
    reached = [standing(document.ladder(), held, 0, area).level]
    for level in document.levels:
        held += [_fact(item, area) for item in level.requirements()]
        reached.append(standing(document.ladder(), held, 0, area).level)
    assert reached == [-1, 0, 1, 2]


def _fact(requirement: Requirement, area: str) -> Fact:
    """A fact that just meets ``requirement`` for somebody who is placed in ``area``."""
    where = area if requirement.area == OWN_AREA else requirement.area
    key = FactKey(requirement.kind, requirement.accepts[0], where)
    return Fact(0, key, requirement.minimum, judge=(*requirement.judged_by, "")[0])


def test_the_rehabilitation_pilot_is_complete() -> None:
    pilot = packaged("pilot-rehab-kommun")
    assert [(level.order, level.title.sv) for level in pilot.levels] == [
        (1, "Grundnivå"),
        (2, "Fördjupningsnivå"),
        (3, "Expertnivå"),
    ]
    assert [track.code for track in pilot.levels[2].tracks] == [
        "klinisk-expert",
        "pedagogik-handledning",
        "utveckling-forskning",
    ]
    assert [len(group.items) for group in pilot.competences] == [6, 2]
    assert 40 <= len(list(pilot.requirements())) <= 60
    kinds = {item.kind.value for item in pilot.requirements()}
    assert kinds == {
        "licence",
        "degree",
        "credits",
        "course",
        "certificate",
        "practice",
        "assignment",
        "induction",
        "competence",
    }
    judged = {competence for item in pilot.requirements() if item.kind.is_demonstrated for competence in item.accepts}
    assert judged == {item.code for group in pilot.competences for item in group.items}


def test_a_profession_without_a_licence_is_asked_for_none() -> None:
    kinds = {item.kind.value for item in packaged("pilot-underskoterska-kommun").requirements()}
    assert "licence" not in kinds


def test_the_professions_are_the_22_licensed_ones_and_others_keyed_to_what_jobtech_has() -> None:
    folder = files("stegvis.people").joinpath("data")
    concepts = list(csv.DictReader(folder.joinpath("jobtech_health_concepts.csv").read_text("utf-8").splitlines()))
    rows = list(csv.DictReader(folder.joinpath("professions.csv").read_text("utf-8").splitlines()))
    occupations = {row["concept_id"]: row["legacy_id"] for row in concepts if row["type"] == "occupation-name"}
    licences = {row["concept_id"]: row["preferred_label_sv"] for row in concepts if row["type"] == "skill"}
    assert len(concepts) == 339
    assert len({row["code"] for row in rows}) == len(rows)
    assert sum(row["licensed"] == "true" for row in rows) == 22
    keyed = [row for row in rows if row["concept_id"]]
    assert [row["legacy_id"] for row in keyed] == [occupations[row["concept_id"]] for row in keyed]
    assert len({row["concept_id"] for row in keyed}) == len(keyed)
    assert [licences.get(row["licence_concept_id"]) for row in rows if row["licensed"] == "true"] == [
        f"Legitimation som {row['title_sv'].lower()}" for row in rows if row["licensed"] == "true"
    ]
