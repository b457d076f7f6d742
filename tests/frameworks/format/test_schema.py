"""The published schema is sound and explains every key; the wording of problems is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

from jsonschema import Draft202012Validator

from stegvis.frameworks import format as framework_format
from stegvis.frameworks.format import TEMPLATES, schema


def _schemas(schema: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        yield path, schema
        for key, value in schema.items():
            yield from _schemas(value, f"{path}/{key}")
    if isinstance(schema, list):
        for number, value in enumerate(schema):
            yield from _schemas(value, f"{path}/{number}")


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_every_key_is_explained() -> None:
    definitions = schema()["$defs"]

    def explained(key: dict[str, Any]) -> bool:
        target = definitions[key["$ref"].rpartition("/")[2]] if "$ref" in key else {}
        return bool(key.get("description") or target.get("description"))

    silent = [
        f"{path}/{name}"
        for path, part in _schemas(schema(), "")
        for name, key in part.get("properties", {}).items()
        if isinstance(key, dict) and not set(key) <= {"const", "not"} and not explained(key)
    ]
    assert silent == []
    assert [name for name, part in definitions.items() if not part.get("description")] == []


def test_every_problem_that_the_code_names_has_a_wording_and_no_wording_is_left_over() -> None:
    folder = Path(framework_format.__file__).parent
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")) if path.name != "problems.py"
    )
    named = set(re.findall(r'"([a-z0-9_]+)"', code)) & set(TEMPLATES)
    types = {part["type"] for _, part in _schemas(schema(), "") if isinstance(part.get("type"), str)}
    named |= {f"expected_{name}" for name in types}
    named |= {f"unknown_{name}" for name in schema()["$defs"]["clarification"]["properties"]["of"]["enum"]}
    nearest = {f"{name}_nearest" for name in named if f"{name}_nearest" in TEMPLATES}
    assert named | nearest == set(TEMPLATES)


def test_every_wording_can_be_filled() -> None:
    for template in TEMPLATES.values():
        names = {name for _, name, _, _ in Formatter().parse(template) if name}
        assert "{" not in template.format(**dict.fromkeys(names, "x"))
