"""A mapping as a file: a list of lines, each with a relation, the codes before and after, and a note if one likes.

- relation: split
  from: [hospitering]
  to: [hospitering-kommun, hospitering-region]
  note: Two kinds of shadowing are told apart.
"""

from __future__ import annotations

from jsonschema import Draft202012Validator

from stegvis.frameworks.format.problems import FrameworkError, FrameworkProblem
from stegvis.frameworks.format.structure import findings_by
from stegvis.frameworks.format.tree import read_tree
from stegvis.frameworks.relations.entries import MappingEntry, Relation

_CODES = {"type": "array", "items": {"type": "string", "maxLength": 80}}
_LINES = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["relation"],
            "additionalProperties": False,
            "properties": {
                "relation": {"type": "string", "enum": Relation.values},
                "from": _CODES,
                "to": _CODES,
                "note": {"type": "string", "maxLength": 300},
            },
        },
    }
)


def read_mapping(content: bytes) -> list[MappingEntry]:
    """The lines of a file; whether they leave anything out is not looked at. Raises FrameworkError, by line."""
    tree = read_tree(content)
    found = findings_by(_LINES, tree.value)
    problems = [FrameworkProblem.at(tree.place(one.path), one.path, one.code, one.params) for one in found]
    if problems:
        raise FrameworkError(problems)
    return [MappingEntry.from_json(line) for line in tree.value]
