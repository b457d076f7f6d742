"""What the command reads: a short document in YAML, or the whole inputs of a forecast computed before in JSON.

    format: stegvis-forecast
    version: 1
    places: ["1440", "14"]
    first_year: 2026
    years: 15
    professions: [sjukskoterska]
    draws: 200
    seed: 1
    assumptions: [{key: leaving, profession: sjukskoterska, value: 0.03, why: Egen statistik}]
    levers: [{kind: retirement_age, amount: 12, from_year: 2029}]

``first_year`` is today's, before the forecast; ``from_year`` is a calendar year after it, the next where none is named.
Staff that no inputs count is estimated by the inhabitants.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from jsonschema import Draft202012Validator

from stegvis.frameworks.format.problems import TEMPLATES, FrameworkError, FrameworkProblem
from stegvis.frameworks.format.structure import findings_by
from stegvis.frameworks.format.tree import read_tree
from stegvis.planning.ground.assumptions import Assumption, faults_of, packaged
from stegvis.planning.ground.inputs import Inputs, check_inputs, read_json, scope_of
from stegvis.planning.ground.levers import Lever, check_levers, levers_of, levers_told
from stegvis.planning.ground.problems import PlanningError, Problem
from stegvis.planning.ground.staff import inputs_of

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["format", "version", "places", "first_year", "years"],
    "additionalProperties": False,
    "properties": {
        "format": {"const": "stegvis-forecast"},
        "version": {"const": 1},
        "places": {"type": "array", "items": {"type": "string"}},
        "professions": {"type": "array", "items": {"type": "string"}},
        "first_year": {"type": "integer"},
        "years": {"type": "integer"},
        "draws": {"type": "integer"},
        "seed": {"type": "integer"},
        "assumptions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["key", "value"],
                "additionalProperties": False,
                "properties": {
                    **{name: {"type": "string"} for name in ("key", "profession", "sector", "source", "dated", "why")},
                    "value": {"type": "number"},
                    "certain": {"type": "boolean"},
                },
            },
        },
        "levers": {"type": "array"},
    },
}
MOST_SHOWN = 5
SCOPE = ("places", "professions", "first_year", "years", "draws", "seed")


def written(inputs: Inputs, levers: Sequence[Lever]) -> bytes:
    """All that a forecast is computed from, to compute it again."""
    whole = {**inputs.as_json(), "levers": levers_told(levers, inputs.scope.first_year)}
    return json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _again(content: bytes) -> tuple[Inputs, tuple[Lever, ...]]:
    found = read_json(content)
    inputs = Inputs.of(found)
    levers = levers_of(found.get("levers", ()), inputs.scope.first_year)
    check_levers(levers, inputs.scope)
    return inputs, levers


def read_document(content: bytes) -> tuple[Inputs, tuple[Lever, ...]]:
    """Raises PlanningError."""
    if content.removeprefix(BOM_UTF8).lstrip()[:1] == b"{":
        return _again(content)
    found = _of_shape(content)
    scope = scope_of({name: found[name] for name in SCOPE if name in found})
    changed = [Assumption(**one) for one in found.get("assumptions", ())]
    if faults := [fault for one in changed for fault in faults_of(one)]:
        raise PlanningError(faults)
    levers = levers_of(found.get("levers", ()), scope.first_year)
    check_levers(levers, scope)
    inputs = inputs_of(scope, packaged().changed(changed))
    check_inputs(inputs)
    return inputs, levers


def _of_shape(content: bytes) -> dict[str, Any]:
    """What the YAML holds, by the schema. Raises PlanningError, which names the lines."""
    try:
        tree = read_tree(content)
        wrong = [
            FrameworkProblem.at(tree.place(one.path, at_key=one.at_key), one.path, one.code, one.params)
            for one in findings_by(Draft202012Validator(SCHEMA), tree.value)
        ]
        if wrong:
            raise FrameworkError(wrong)
    except FrameworkError as error:
        shown = error.problems[:MOST_SHOWN]
        raise PlanningError([_told(one) for one in shown]) from None
    found: dict[str, Any] = tree.value
    return found


def _told(problem: FrameworkProblem) -> Problem:
    words = gettext(TEMPLATES[problem.code]).format(**problem.params)
    return Problem("document", "at_line", {"line": problem.line, "error": words})
