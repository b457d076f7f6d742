"""Every bad file gets its whole list of problems: line, column, code and what the wording needs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from stegvis.frameworks.format import FrameworkError, load_document, load_framework, read_file
from stegvis.frameworks.format.document import BaseReference, Document

from .files import OVERLAY, SMALL, UNIT, bent, resolve

Expected = list[tuple[int, int, str, dict[str, object]]]


def problems_of(text: str | bytes, resolver=resolve) -> Expected:
    with pytest.raises(FrameworkError) as refused:
        load_framework(text, resolver)
    assert all(problem.message for problem in refused.value.problems)
    return [(p.line, p.column, p.code, dict(p.params)) for p in refused.value.problems]


FILES: dict[str, tuple[str | bytes, Expected]] = {
    "empty": ("", [(1, 1, "empty", {})]),
    "only comments": ("# nothing\n", [(1, 1, "empty", {})]),
    "a list at the top": ("- a\n- b\n", [(1, 1, "expected_object", {})]),
    "a word": ("hej", [(1, 1, "expected_object", {})]),
    "null": ("null", [(1, 1, "expected_object", {})]),
    "tab": ("format: 1\nowner:\n\tname: x\n", [(3, 1, "tab", {})]),
    "unclosed": (
        "format: 1\ntitle: [a\n",
        [(3, 1, "yaml_list", {})],
    ),
    "cp1252": ("format: 1\ntitle: Kärna\n".encode("cp1252"), [(2, 1, "not_utf8", {})]),
    "UTF-16": ("format: 1\n".encode("utf-16"), [(1, 1, "not_utf8", {})]),
    "lone surrogate": ("format: 1\ntitle: \ud800\n", [(2, 1, "not_utf8", {})]),
    "two documents": ("format: 1\n---\nformat: 1\n", [(2, 1, "several_documents", {})]),
    "duplicate key": (
        "format: 1\ncode: a\nformat: 1\n",
        [(3, 1, "duplicate_key", {"key": "format", "first_line": 1})],
    ),
    "anchor": ("format: 1\ntitle: &t Titel\n", [(2, 8, "anchor", {})]),
    "alias": ("format: 1\ntitle: *t\n", [(2, 8, "anchor", {})]),
    "bomb": (
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + "d: [*c, *c]\n" * 100_000,
        [(1, 4, "anchor", {})],
    ),
    "merge key": ("format: 1\nowner:\n  <<: {name: x}\n", [(3, 3, "merge_key", {})]),
    "python tag": (
        "format: !!python/object/apply:os.system [ls]\n",
        [(1, 9, "tag", {"tag": "tag:yaml.org,2002:python/object/apply:os.system"})],
    ),
    "own tag": ("!ruby/hash {}\n", [(1, 1, "tag", {"tag": "!ruby/hash"})]),
    "key of a list": ("? [a]\n: b\n", [(1, 3, "key_not_text", {})]),
    "key of a number": ("1: b\n", [(1, 1, "key_not_text", {})]),
    "too deep": ("[" * 4_000_000, [(1, 32, "too_deep", {"limit": 30})]),
    "too many values": ("- a\n" * 300_000, [(250_000, 3, "too_long_content", {"limit": 250_000})]),
    "zero width": ("format: 1\ncode: sma\u200bll\n", [(2, 7, "hidden_character", {"character": "U+200B"})]),
    "right to left": ("title: \u202eabc\n", [(1, 8, "hidden_character", {"character": "U+202E"})]),
    "control": ("format: 1\ntitle: a\x07\n", [(2, 9, "hidden_character", {"character": "U+0007"})]),
    "50 MB": ("# " + "x" * 50_000_000, [(1, 1, "too_big", {"limit_mb": 5})]),
}

SHAPES: dict[str, tuple[str, Expected]] = {
    "unknown key": (
        bent(SMALL, ("requires:\n      - kind: licence", "requries:\n      - kind: licence")),
        [(28, 5, "unknown_key_nearest", {"key": "requries", "nearest": "requires"})],
    ),
    "unknown key, nothing near": (
        bent(SMALL, ("version: 1", "version: 1\nfärg: röd")),
        [(4, 1, "unknown_key", {"key": "färg"})],
    ),
    "several at once": (
        bent(SMALL, ("code: small\n", ""), ("    order: 2\n", "    order: tvåa\n"), ("months: 24", "months: 0")),
        [
            (1, 1, "missing_key", {"key": "code"}),
            (40, 12, "expected_integer", {}),
            (54, 17, "too_small", {"value": 0, "limit": 1}),
        ],
    ),
    "status": (
        bent(SMALL, ("status: proposal", "status: klar")),
        [
            (
                4,
                9,
                "bad_value",
                {"value": "klar", "allowed": "described, proposal, pilot, published"},
            )
        ],
    ),
    "another format": (
        bent(SMALL, ("format: 1", "format: 2")),
        [(1, 9, "bad_value", {"value": 2, "allowed": "1"})],
    ),
    "a code with capitals and letters that codes lack": (
        bent(SMALL, ("code: small", "code: Små")),
        [(2, 7, "bad_code", {"value": "Små"})],
    ),
    "concepts of no vocabulary, and one twice": (
        bent(
            SMALL,
            ("title: Stroke}", "title: Stroke, concepts: ['jobtech:kort', snomed:123]}"),
            ("title: Hygien}", "title: Hygien, concepts: [esco:skill/a, esco:skill/a]}"),
        ),
        [
            (10, 46, "bad_concept", {"value": "jobtech:kort"}),
            (10, 62, "bad_concept", {"value": "snomed:123"}),
            (22, 59, "repeated", {}),
        ],
    ),
    "blank title": (
        bent(SMALL, ("title: Liten modell", 'title: " "')),
        [(5, 8, "blank", {})],
    ),
    "months on a course": (
        bent(SMALL, ("accepts: [hygien]", "accepts: [hygien]\n              months: 3")),
        [(40, 15, "key_not_for_kind", {"key": "months"})],
    ),
    "practice without months": (
        bent(SMALL, ("        months: 24\n", "")),
        [(51, 9, "missing_key", {"key": "months"})],
    ),
    "a requirement without a kind": (
        bent(SMALL, ("      - kind: licence\n        code: leg", "      - code: leg")),
        [(29, 9, "missing_key", {"key": "kind"})],
    ),
    "a group of two sorts": (
        bent(SMALL, ("      - at_least:", "      - any_of: []\n        at_least:")),
        [(33, 9, "one_of_group", {}), (33, 17, "too_few", {"limit": 1})],
    ),
    "a text in place of a requirement": (
        bent(SMALL, ("      - at_least:", "      - Kurs i hygien\n      - at_least:")),
        [(33, 9, "expected_object", {})],
    ),
    "credits in thirds": (
        bent(
            SMALL,
            ("kind: practice\n        code: erfaren", "kind: credits\n        code: erfaren"),
            ("months: 24", "credits: 7.3"),
        ),
        [(55, 18, "not_a_step", {"value": 7.3, "limit": 0.5})],
    ),
    "the same code twice in a list": (
        bent(SMALL, ("accepts: [hygien]", "accepts: [hygien, hygien]")),
        [(39, 24, "repeated", {})],
    ),
    "an overlay that removes": (
        bent(OVERLAY, ("clarify:", "remove: [kurs]\nclarify:")),
        [(9, 1, "unknown_key", {"key": "remove"})],
    ),
    "an overlay that opens a track": (
        bent(OVERLAY, ("    tasks: [Åker", "    tracks: [x]\n    tasks: [Åker")),
        [(16, 5, "unknown_key_nearest", {"key": "tracks", "nearest": "tasks"})],
    ),
    "a raise in two units": (
        bent(OVERLAY, ("    months: 36", "    months: 36\n    rating: 2")),
        [(12, 5, "too_many", {"limit": 2})],
    ),
}

MEANINGS: dict[str, tuple[str, Expected]] = {
    "unknown competence": (
        bent(SMALL, ("accepts: [saker-vard]", "accepts: [saker-vrad]")),
        [(47, 19, "unknown_competence_nearest", {"code": "saker-vrad", "nearest": "saker-vard"})],
    ),
    "unknown area": (
        bent(SMALL, ("area: stroke", "area: demens")),
        [(56, 15, "unknown_area", {"code": "demens"})],
    ),
    "unknown profession": (
        bent(SMALL, ("professions: [fysioterapeut]", "professions: [fysioterapeut, trollkarl]")),
        [(8, 30, "unknown_profession", {"code": "trollkarl"})],
    ),
    "unknown profession of a licence": (
        bent(SMALL, ("accepts: [fysioterapeut]", "accepts: [fysioterapeuter]")),
        [(32, 19, "unknown_profession_nearest", {"code": "fysioterapeuter", "nearest": "fysioterapeut"})],
    ),
    "unknown fact": (
        bent(SMALL, ("accepts: [hygien]", "accepts: [rehab]")),
        [(39, 25, "unknown_fact", {"code": "rehab", "kind": "course"})],
    ),
    "unknown role": (
        bent(SMALL, ("judged_by: [enhetschef]", "judged_by: [enhetschef, enhetschefen]")),
        [(50, 33, "unknown_role_nearest", {"code": "enhetschefen", "nearest": "enhetschef"})],
    ),
    "unknown scale value": (
        bent(SMALL, ("rating: 2", "rating: 5")),
        [(48, 17, "unknown_scale_value", {"value": 5, "scale": "1, 2"})],
    ),
    "duplicate codes": (
        bent(SMALL, ("code: topp", "code: bas"), ("code: trygg", "code: kurs")),
        [
            (40, 11, "duplicate_code", {"code": "bas", "first_line": 25}),
            (45, 15, "duplicate_code", {"code": "kurs", "first_line": 37}),
        ],
    ),
    "duplicate terms": (
        bent(
            SMALL,
            ("  - {code: stroke, title: Stroke}\n", "  - {code: stroke, title: Stroke}\n" * 2),
            ("  - {value: 2, title: Van}", "  - {value: 1, title: Van}\n  - {value: 2, title: Van}"),
            ("code: rehab, title: Rehab}", "code: rehab, title: Rehab}\n  - {kind: course, code: hygien, title: x}"),
        ),
        [
            (11, 12, "duplicate_code", {"code": "stroke", "first_line": 10}),
            (16, 13, "same_scale_value", {"value": 1, "first_line": 15}),
            (26, 26, "duplicate_code", {"code": "hygien", "first_line": 24}),
        ],
    ),
    "two levels with the same order": (
        bent(SMALL, ("order: 2", "order: 1")),
        [(41, 12, "same_order", {"order": 1, "first_line": 26})],
    ),
    "never met: too many asked for": (
        bent(SMALL, ("          n: 1", "          n: 2")),
        [(34, 14, "never_met_too_many", {"n": 2, "available": 1})],
    ),
    "never met: a licence that does not exist": (
        bent(SMALL, ("accepts: [fysioterapeut]", "accepts: [underskoterska]")),
        [(32, 19, "never_met_no_licence", {"code": "underskoterska"})],
    ),
    "never met: no scale": (
        bent(SMALL, ("scale:\n  - {value: 1, title: Ny}\n  - {value: 2, title: Van}\n", "")),
        [(45, 17, "never_met_no_scale", {})],
    ),
    "never met: no areas": (
        bent(SMALL, ("areas:\n  - {code: stroke, title: Stroke}\n", ""), ("        area: stroke\n", "")),
        [(47, 15, "never_met_no_areas", {})],
    ),
    "an area called own": (
        bent(SMALL, ("code: stroke", "code: own"), ("area: stroke", "area: own")),
        [(25, 3, "ladder", {"detail": "An area cannot be called 'own'."})],
    ),
    "an overlay that weakens": (
        bent(OVERLAY, ("months: 36", "months: 12")),
        [(13, 13, "overlay_weakens", {"base": 24, "value": 12})],
    ),
    "an overlay that raises by nothing": (
        bent(OVERLAY, ("months: 36", "months: 24")),
        [(13, 13, "overlay_weakens", {"base": 24, "value": 24})],
    ),
    "an overlay that weakens the overlay below": (
        bent(UNIT, ("months: 48", "months: 30")),
        [(15, 13, "overlay_weakens", {"base": 36, "value": 30})],
    ),
    "an overlay that raises what has no minimum": (
        bent(OVERLAY, ("requirement: erfaren", "requirement: kurs")),
        [(13, 5, "nothing_to_raise", {"code": "kurs", "unit": "months", "kind": "course"})],
    ),
    "an overlay that raises beyond the scale": (
        bent(OVERLAY, ("requirement: erfaren", "requirement: trygg"), ("months: 36", "rating: 3")),
        [(13, 13, "unknown_scale_value", {"value": 3, "scale": "1, 2"})],
    ),
    "an overlay that raises twice": (
        bent(OVERLAY, ("    months: 36", "    months: 36\n  - requirement: erfaren\n    months: 30")),
        [(14, 18, "duplicate_code", {"code": "erfaren", "first_line": 12})],
    ),
    "an overlay that speaks of what is not there": (
        bent(
            OVERLAY,
            ("code: kurs,", "code: kurser,"),
            ("requirement: erfaren", "requirement: x"),
            ("to: bas", "to: mitt"),
        ),
        [
            (10, 29, "unknown_requirement_nearest", {"code": "kurser", "nearest": "kurs"}),
            (12, 18, "unknown_requirement", {"code": "x"}),
            (15, 9, "unknown_level_or_track", {"code": "mitt"}),
        ],
    ),
    "an overlay that takes a code of the base": (
        bent(
            OVERLAY, ("code: kurs-igen", "code: kurs"), ("clarify:", "areas:\n  - {code: stroke, title: S}\nclarify:")
        ),
        [
            (10, 12, "base_has_code", {"code": "stroke"}),
            (20, 30, "base_has_code", {"code": "kurs"}),
        ],
    ),
    "an overlay on an unknown base": (
        bent(OVERLAY, ("code: small, version: 1", "code: small, version: 2")),
        [(8, 13, "unknown_base", {"code": "small", "version": 2})],
    ),
    "an overlay on itself": (
        bent(OVERLAY, ("code: small,", "code: overlay,")),
        [(8, 20, "overlay_cycle", {"cycle": "overlay → overlay"})],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(name: str) -> None:
    text, expected = FILES[name]
    assert problems_of(text) == expected


@pytest.mark.parametrize("name", SHAPES)
def test_a_file_of_the_wrong_shape_is_refused_with_every_place(name: str) -> None:
    text, expected = SHAPES[name]
    assert problems_of(text) == expected


@pytest.mark.parametrize("name", MEANINGS)
def test_a_file_that_means_nothing_is_refused_with_every_place(name: str) -> None:
    text, expected = MEANINGS[name]
    assert problems_of(text) == expected


def test_overlays_that_rest_on_one_another_in_a_ring_are_refused() -> None:
    def ring(reference: BaseReference) -> Document | None:
        on_unit = bent(OVERLAY, ("code: small,", "code: unit,"))
        return {"overlay": _shape_only(on_unit), "unit": _shape_only(UNIT)}.get(reference.code)

    assert problems_of(UNIT, ring) == [
        (8, 20, "overlay_cycle", {"cycle": "unit → overlay → unit"}),
    ]


def test_a_tower_of_overlays_ends() -> None:
    def tower(reference: BaseReference) -> Document | None:
        number = int(reference.code.removeprefix("o"))
        return _shape_only(
            bent(OVERLAY, ("code: overlay", f"code: o{number}"), ("code: small", f"code: o{number + 1}"))
        )

    top = bent(OVERLAY, ("code: overlay", "code: o0"), ("code: small", "code: o1"))
    assert problems_of(top, tower) == [(8, 13, "overlay_chain_too_long", {"limit": 10})]


def test_an_overlay_cannot_be_read_without_its_base() -> None:
    assert problems_of(OVERLAY, None) == [
        (8, 13, "overlay_without_base", {"code": "small", "version": 1}),
    ]


def test_a_file_of_50_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(50_000_000)
    started = time.perf_counter()
    with pytest.raises(FrameworkError) as refused:
        read_file(big)
    assert time.perf_counter() - started < 0.5
    assert [str(problem) for problem in refused.value.problems] == [
        "1:1: The file is larger than 5 MB and was not read."
    ]


def test_a_flood_of_problems_is_cut_short() -> None:
    text = SMALL + "".join(f"okänd{i}: 1\n" for i in range(1000))
    found = problems_of(text)
    assert len(found) == 201
    assert found[0] == (1, 1, "more", {"shown": 200})


def test_a_message_stays_short_however_long_the_value() -> None:
    assert len(problems_of(bent(SMALL, ("code: small", "code: " + "Å" * 100_000)))) == 2
    with pytest.raises(FrameworkError) as refused:
        load_document(bent(SMALL, ("code: small", "code: " + "Å" * 100_000)))
    assert all(len(problem.message) < 400 for problem in refused.value.problems)


def _shape_only(text: str) -> Document:
    """The document of an overlay without asking for its base."""
    from stegvis.frameworks.format.convert import to_document
    from stegvis.frameworks.format.tree import read_tree

    return to_document(read_tree(text).value)
