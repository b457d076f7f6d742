"""What is wrong with a draft's content, and what can be read of a text.

A whole file of 500 requirements takes the schema 0.3 s. Each requirement, level and term is therefore looked at by
itself, and what was looked at before is remembered: after a change only what was changed is looked at.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache, reduce
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator

from stegvis.frameworks.drafts.content import Content, cleaned, ordered
from stegvis.frameworks.format import (
    Document,
    EffectiveFramework,
    FrameworkError,
    FrameworkProblem,
    load_document,
    schema,
)
from stegvis.frameworks.format.convert import to_document
from stegvis.frameworks.format.loader import MAX_PROBLEMS
from stegvis.frameworks.format.meaning import framework_findings, ladder_findings
from stegvis.frameworks.format.overlay import MAX_LAYERS, overlay_findings
from stegvis.frameworks.format.problems import Finding, Path
from stegvis.frameworks.format.structure import findings_by, shape_findings
from stegvis.frameworks.format.tree import read_tree
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of, resolve_base

REMEMBERED = 20_000

LISTS = {
    "level": ("framework", "properties", "levels"),
    "scale_value": ("framework", "properties", "scale"),
    "clarification": ("overlay", "properties", "clarify"),
    "raised": ("overlay", "properties", "raise"),
    "addition": ("overlay", "properties", "add"),
    "track": ("level", "properties", "tracks"),
    "competence_group": ("competence_groups",),
    "term": ("terms",),
    "fact": ("facts",),
    "node": ("nodes",),
    "node of a level": ("requires",),
}
"""Where the schema says what is in a list of parts."""

PART_OF = {
    "levels": "level",
    "scale": "scale_value",
    "clarify": "clarification",
    "raise": "raised",
    "add": "addition",
    "tracks": "track",
    "competences": "competence_group",
    "areas": "term",
    "roles": "term",
    "items": "term",
    "facts": "fact",
    "requires": "node",
    "all_of": "node",
    "any_of": "node",
    "of": "node",
}
"""The key of a list of parts → what its items are."""

_READABLE = """
missing_key bad_value bad_code bad_concept key_not_for_kind too_few too_many blank too_long too_small too_large
not_a_step repeated
"""
READABLE = frozenset(_READABLE.split())
"""Faults of shape that the forms can hold and mend. All others stop a text from becoming content."""


@dataclass(frozen=True)
class Reading:
    """A text as content, or none where it cannot be read; then ``problems`` say why, by line."""

    content: Content | None
    problems: tuple[FrameworkProblem, ...] = ()


def read_text(text: str) -> Reading:
    """Read a draft's YAML. What the forms can mend does not stop it."""
    try:
        raw = read_tree(text).value
    except FrameworkError as error:
        return Reading(None, error.problems)
    if all(is_mendable(finding) for finding in shape_findings(raw)):
        return Reading(cleaned(raw)[0])
    return Reading(None, problems_in_text(text))


def problems_in_text(text: str) -> tuple[FrameworkProblem, ...]:
    """Every problem of a file, by line and column; empty where it holds."""
    try:
        load_document(text, resolve_base)
    except FrameworkError as error:
        return error.problems
    return ()


def is_mendable(finding: Finding) -> bool:
    """Whether the forms can hold what is wrong, and mend it."""
    return finding.code.removesuffix("_nearest") in READABLE


def unfit_in(content: Content) -> list[Finding]:
    """All that no form can hold: content with any of it is not to become a draft."""
    return [finding for finding in _shape_findings(content) if not is_mendable(finding)]


def findings_in(content: Content) -> list[Finding]:
    """What is wrong with the content as a file, at most ``MAX_PROBLEMS``; empty where it holds."""
    return list(islice(_findings(content), MAX_PROBLEMS))


def document_of(content: Content) -> Document:
    """The document that content without findings describes."""
    return to_document(ordered(content))


def effective_base(content: Content) -> EffectiveFramework | None:
    """What an overlay's content rests on, with all layers below applied; None where there is no such version."""
    base = content.get("overlay_of")
    code, version = (base.get("code"), base.get("version")) if isinstance(base, dict) else (None, None)
    if not isinstance(code, str) or not isinstance(version, int):
        return None
    found = FrameworkVersion._base_manager.filter(framework__code=code, version=version).first()
    return effective_of(found) if found else None


def _findings(content: Content) -> Iterator[Finding]:
    shape = list(_shape_findings(content))
    if shape:
        yield from shape
    elif "overlay_of" in content:
        yield from _overlay_findings(content)
    else:
        meaning = list(framework_findings(content))
        document: Any = to_document(content)
        yield from meaning or ladder_findings(document)


def _overlay_findings(content: Content) -> Iterator[Finding]:
    base = effective_base(content)
    if base is None:
        yield Finding(("overlay_of",), "unknown_base", content["overlay_of"])
    elif content["code"] in (layers := [layer.code for layer in reversed(base.layers)]):
        cycle = [content["code"], *layers[: layers.index(content["code"]) + 1]]
        yield Finding(("overlay_of", "code"), "overlay_cycle", {"cycle": " → ".join(cycle)})
    elif len(base.layers) > MAX_LAYERS:
        yield Finding(("overlay_of",), "overlay_chain_too_long", {"limit": MAX_LAYERS})
    else:
        yield from overlay_findings(content, base.document)


def _shape_findings(content: Content) -> Iterator[Finding]:
    for kind, path, part in _parts("overlay" if "overlay_of" in content else "framework", (), content):
        for finding in _looked_at(kind, json.dumps(_in_short(part))):
            yield replace(finding, path=(*path, *finding.path))


def _in_short(part: Any) -> Any:
    """The part with its good texts and codes cut to one letter: what is said of it is said of all that are like it."""
    if not isinstance(part, dict):
        return part
    return {key: SHORT.get(key, lambda value: value)(value) for key, value in part.items()}


def _short_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {language: _short_text(text) if isinstance(text, str) else text for language, text in value.items()}
    return "x" if isinstance(value, str) and len(value) <= MOST_LETTERS and not value.isspace() and value else value


def _short_code(value: Any) -> Any:
    return "x" if isinstance(value, str) and len(value) <= MOST_IN_CODE and GOOD_CODE.fullmatch(value) else value


def _short_codes(value: Any) -> Any:
    """Good codes, each once, are as good as one."""
    if not isinstance(value, list) or not 0 < len(value) <= MOST_CODES:
        return value
    return (
        ["x"] if {_short_code(code) for code in value if isinstance(code, str)} == {"x"} and _is_set(value) else value
    )


def _is_set(codes: list[Any]) -> bool:
    return all(isinstance(code, str) for code in codes) and len(set(codes)) == len(codes)


SHORT: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("title", "description", "help", "staying", "pay_note", "text"), _short_text),
    "code": _short_code,
    **dict.fromkeys(("accepts", "judged_by"), _short_codes),
}
MOST_LETTERS, MOST_IN_CODE, MOST_CODES = 5000, 80, 100  # as the schema has it
GOOD_CODE = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


def _parts(kind: str, path: Path, part: Any) -> Iterator[tuple[str, Path, Any]]:
    """Every part by itself, its lists of parts emptied of all but their length; those parts follow."""
    if not isinstance(part, dict):
        yield kind, path, part
        return
    within: list[tuple[str, Path, Any]] = []
    yield kind, path, _emptied(part, path, within)
    for found in within:
        yield from _parts(*found)


def _emptied(part: Content, path: Path, within: list[tuple[str, Path, Any]]) -> Content:
    bare: Content = {}
    for key, value in part.items():
        if isinstance(value, list) and key in PART_OF:
            within.extend((PART_OF[key], (*path, key, i), item) for i, item in enumerate(value))
            bare[key] = [None] * len(value)
        else:
            bare[key] = (
                _emptied(value, (*path, key), within) if key == "at_least" and isinstance(value, dict) else value
            )
    return bare


@lru_cache(maxsize=REMEMBERED)
def _looked_at(kind: str, part: str) -> tuple[Finding, ...]:
    return tuple(findings_by(_validator(kind), json.loads(part)))


@cache
def _validator(kind: str) -> Draft202012Validator:
    """The schema of one part, which says nothing about what lies in its lists of parts."""
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": _loosened()})


@cache
def _loosened() -> dict[str, Any]:
    definitions: dict[str, Any] = copy.deepcopy(schema()["$defs"])
    for name, place in LISTS.items():
        of_list = reduce(dict.__getitem__, place, definitions)
        items, of_list["items"] = of_list["items"], True
        if "$ref" not in items:
            definitions[name] = items
    return definitions
