"""The effective framework: what came from where, and that nobody stands higher on it than on the base."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stegvis.engine import ladder as engine
from stegvis.frameworks.format import FrameworkDocument, OverlayDocument, load_document, load_effective, load_framework
from stegvis.frameworks.format.document import BaseReference, Requirement, Text
from stegvis.frameworks.format.overlay import apply, bare

from .documents import frameworks, overlays
from .files import OVERLAY, SMALL, UNIT, resolve


def test_two_overlays_on_a_base() -> None:
    effective = load_effective(UNIT, resolve)
    assert effective.layers == (BaseReference("small", 1), BaseReference("overlay", 1), BaseReference("unit", 3))
    assert effective.origins == {
        "leg": "small",
        "kurs": "small",
        "trygg": "small",
        "erfaren": "small",
        "kurs-igen": "overlay",
        "van": "unit",
    }
    assert effective.raised == {"erfaren": (("overlay", 24, 36), ("unit", 36, 48))}
    assert effective.clarifications == {
        ("requirement", "kurs"): (("overlay", Text("Ges i maj.")), ("unit", Text("Anmäl dig i tid.")))
    }
    assert effective.owners == {"small": "Ale kommun", "overlay": "Mölndals stad", "unit": "Mölndals stad"}
    document = effective.document
    assert (document.code, document.version, document.title) == ("unit", 3, Text("Enhetens tillägg"))
    assert [(item.code, item.minimum) for item in document.requirements()] == [
        ("leg", 1),
        ("kurs", 1),
        ("kurs-igen", 1),
        ("trygg", 2),
        ("erfaren", 48),
        ("van", 1),
    ]
    assert [level.tasks for level in document.levels] == [(Text("Åker med en kollega."),), ()]
    assert [role.code for role in document.roles] == ["enhetschef", "mentor"]
    assert load_framework(UNIT, resolve) == document


def test_an_overlay_that_says_nothing_of_itself_has_the_bases_purpose_not_that_of_another_overlay() -> None:
    base = replace(load_framework(SMALL), summary=Text("Vad modellen är till för."))
    lower, upper = (load_document(text, resolve) for text in (OVERLAY, UNIT))
    assert isinstance(lower, OverlayDocument)
    assert isinstance(upper, OverlayDocument)
    summaries = []
    for said in (Text(""), Text("Varför enheten lägger till.")):
        below = apply(bare(base), replace(lower, summary=Text("Varför kommunen lägger till.")))
        summaries.append(apply(below, replace(upper, summary=said)).document.summary.sv)
    assert summaries == ["Vad modellen är till för.", "Varför enheten lägger till."]


def test_a_framework_is_its_own_effective_framework() -> None:
    effective = load_effective(SMALL)
    assert effective.document == load_framework(SMALL)
    assert effective.layers == (BaseReference("small", 1),)
    assert effective.origins == dict.fromkeys(("leg", "kurs", "trygg", "erfaren"), "small")
    assert (effective.raised, effective.clarifications) == ({}, {})


@given(st.data())
def test_the_effective_ladder_is_what_the_engine_makes_of_the_same_overlay(data: st.DataObject) -> None:
    base: FrameworkDocument = data.draw(frameworks())
    overlay: OverlayDocument = data.draw(overlays(base))
    effective = apply(bare(base), overlay).document
    expected = engine.apply_overlay(base.ladder(), _engine_overlay(base, overlay))
    assert effective.ladder().levels == expected.levels
    assert engine.problems(effective.ladder()) == ()


def _engine_overlay(base: FrameworkDocument, overlay: OverlayDocument) -> engine.Overlay:
    raised = {item.requirement: item.minimum for item in overlay.raises}

    def added(code: str) -> engine.AllOf:
        return engine.AllOf(tuple(node.as_node() for item in overlay.add if item.to == code for node in item.requires))

    def tightened(requirements: list[Requirement]) -> tuple[engine.Requirement, ...]:
        return tuple(
            engine.Requirement(item.code, item.kind, item.accepts, raised[item.code], item.area, item.judged_by)
            for item in requirements
            if item.code in raised
        )

    return engine.Overlay(
        overlay.code,
        base.code,
        tuple(
            engine.LevelOverlay(
                level.code,
                added(level.code),
                tightened(list(level.requirements())),
                tuple(engine.Track(track.code, added(track.code)) for track in level.tracks),
            )
            for level in base.levels
        ),
    )
