"""What the official schema of CASE 1.1 knows of a package, and nothing else: no extensions, no other fields."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from stegvis.frameworks.exchange.case.build import BASE_PATH
from stegvis.frameworks.exchange.case.elements import Package, Raw, is_identifier, made_identifier

NAME = "case-v1p1-cfpackage.json"
COLLECTIONS = {
    "CFPckgDocument": "CFDocuments",
    "CFPckgItem": "CFItems",
    "CFPckgAssociation": "CFAssociations",
    "CFConcept": "CFConcepts",
    "CFSubject": "CFSubjects",
    "CFLicense": "CFLicenses",
    "CFItemType": "CFItemTypes",
    "CFAssociationGrouping": "CFAssociationGroupings",
    "CFRubric": "CFRubrics",
    "CFRubricCriterion": "CFRubrics",
    "CFRubricCriterionLevel": "CFRubrics",
}
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "array": (list,),
}


@cache
def official_schema() -> Raw:
    """The JSON Schema of the CFPackage class, as 1EdTech published it."""
    schema: Raw = json.loads(files(__package__).joinpath("schema", NAME).read_text("utf-8"))
    return schema


def strict(package: Package, *, base_url: str, changed_at: datetime) -> Package:
    """The package as the schema allows it. What it asks for and somebody left out is filled in."""
    pruner = _Pruner(base_url.rstrip("/"), changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    found: Package = pruner.value(package, official_schema(), "")
    return {key: value for key, value in found.items() if value != []}


class _Pruner:
    def __init__(self, base_url: str, changed: str) -> None:
        self.base_url, self.changed = base_url, changed
        self.definitions = official_schema()["$defs"]

    def value(self, value: Any, schema: Raw, name: str) -> Any:
        """The value as the schema has it; None where it cannot be."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self.value(value, self.definitions[name], name)
        kind = schema.get("type")
        if kind and (not isinstance(value, TYPES[kind]) or isinstance(value, bool)):
            return None
        if kind == "array":
            found = (self.value(item, schema["items"], name) for item in value)
            return [item for item in found if item is not None]
        if kind == "object":
            return self._object(value, schema, name)
        return value if _allowed(value, schema) else None

    def _object(self, value: Raw, schema: Raw, name: str) -> Raw | None:
        known = {key: of for key, of in schema["properties"].items() if key != "extensions"}
        found = {
            key: kept
            for key in value
            if key in known and (kept := self.value(value[key], known[key], name)) is not None
        }
        missing = [key for key in schema.get("required", ()) if key not in found]
        for key in missing:
            made = self._made(key, found, name)
            if made is None:
                return None
            found[key] = made
        return found

    def _made(self, key: str, found: Raw, name: str) -> Any:
        match key:
            case "identifier" if name in COLLECTIONS or name.startswith("Link"):
                return made_identifier(json.dumps(found, sort_keys=True))
            case "uri" if is_identifier(found.get("identifier")):
                return f"{self.base_url}{BASE_PATH}/{COLLECTIONS.get(name, 'CFItems')}/{found['identifier']}"
            case "uri":
                return f"urn:x-unresolved:{made_identifier(json.dumps(found, sort_keys=True))}"
            case "lastChangeDateTime":
                return self.changed
            case "title" | "creator" | "description" | "hierarchyCode" | "licenseText":
                return "–"
        return None


def _allowed(value: Any, schema: Raw) -> bool:
    if schema.get("format") == "uuid":
        return is_identifier(value)
    if schema.get("format") == "date-time":
        return _is_moment(value)
    if schema.get("format") == "date":
        return _is_day(value)
    if "enum" in schema:
        return value in schema["enum"]
    if "oneOf" in schema:  # an enumeration, or an extension of it
        return isinstance(value, str) and (value in schema["oneOf"][0]["enum"] or value.startswith("ext:"))
    return True


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and bool(datetime.fromisoformat(value))
    except ValueError:
        return False
