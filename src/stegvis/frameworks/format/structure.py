"""The shape of a file against the published JSON Schema, told as findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from .problems import Finding, Path, unknown

_RULES = {
    "pattern": ("bad_code", ("value",)),
    "oneOf": ("one_of_group", ()),
    "uniqueItems": ("repeated", ()),
    "multipleOf": ("not_a_step", ("value", "limit")),
    "minimum": ("too_small", ("value", "limit")),
    "maximum": ("too_large", ("value", "limit")),
    "minItems": ("too_few", ("limit",)),
    "minProperties": ("too_few", ("limit",)),
    "maxItems": ("too_many", ("limit",)),
    "maxProperties": ("too_many", ("limit",)),
    "maxLength": ("too_long", ("limit",)),
}
"""For the plain rules of JSON Schema: the problem's code and what its wording needs."""

_NOT_BLANK = r"\S"


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of framework files."""
    published: dict[str, Any] = json.loads(files(__package__).joinpath("schema.json").read_text("utf-8"))
    return published


@cache
def _validator() -> Validator:
    return _Validator(schema())


def _ref(validator: Any, ref: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """Follow a reference within the published schema: each is ``#/$defs/<name>``, looked up 20 times for every node."""
    yield from validator.descend(instance, schema()["$defs"][ref.removeprefix("#/$defs/")])


_Validator = extend(Draft202012Validator, {"$ref": _ref})


def shape_findings(raw: Any) -> Iterator[Finding]:
    """Everything in ``raw`` that the schema does not allow, in no certain order."""
    return findings_by(_validator(), raw)


def findings_by(validator: Validator, raw: Any) -> Iterator[Finding]:
    """What a validator of the published schema, or of a part of it, does not allow in ``raw``."""
    for error in validator.iter_errors(raw):
        yield from _findings(error)


def _findings(error: ValidationError) -> Iterator[Finding]:
    path: Path = tuple(error.absolute_path)
    rule = str(error.validator)
    value: Any = error.instance
    limit: Any = error.validator_value
    schema: Any = error.schema
    match rule:
        case "additionalProperties":
            known = schema["properties"]
            unknown_keys = sorted(set(value) - set(known))
            yield from (unknown("unknown_key", (*path, key), key, known, at_key=True) for key in unknown_keys)
        case "required":
            missing = (key for key in limit if error.message.startswith(repr(key)))
            yield from (Finding(path, "missing_key", {"key": key}) for key in missing)
        case "type":
            yield Finding(path, f"expected_{limit}")
        case "enum" | "const":
            allowed = ", ".join(map(str, limit if rule == "enum" else [limit]))
            yield Finding(path, "bad_value", {"value": value, "allowed": allowed})
        case "pattern" if limit == _NOT_BLANK:
            yield Finding(path, "blank")
        case "pattern" if "concepts" in path:
            yield Finding(path, "bad_concept", {"value": value})
        case "not":  # a key that the schema forbids outright, such as months on a course
            yield Finding(path, "key_not_for_kind", {"key": path[-1]}, at_key=True)
        case _:
            code, needed = _RULES[rule]
            told = {"value": value, "limit": limit}
            yield Finding(path, code, {name: told[name] for name in needed})
