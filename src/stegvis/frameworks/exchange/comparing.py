"""What a framework brought in holds, and how it differs from the one of the same code that there is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from stegvis.frameworks.drafts.content import in_swedish

Raw = dict[str, Any]
KINDS = (
    "about",
    "levels",
    "tracks",
    "requirements",
    "clarifications",
    "raises",
    "additions",
    "competences",
    "areas",
    "roles",
    "facts",
)
IN_PARTS = {"levels", "competences", "areas", "roles", "facts", "clarify", "raise", "add"}
OF_VERSION = {"version", "status"}
GROUPS = ("all_of", "any_of")
MOST_DEEP = 40
LONGEST = 120  # characters of a clarification, which has no title


@dataclass
class Difference:
    """The titles of one kind's parts by what happens to them, by code, in the order of the file."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def differences(content: Raw, existing: Raw) -> dict[str, Difference]:
    """Kind of part → how ``content`` differs from ``existing``, which is empty where there is none.

    ``content`` may have any faults: what is no part is passed over.
    """
    new, old = parts_of(content), parts_of(existing)
    return {kind: _difference(new[kind], old[kind]) for kind in KINDS}


def says_the_same(content: Raw, existing: Raw) -> bool:
    """Whether the two differ in nothing but the number of the version and its status."""
    return _without_version(content) == _without_version(existing)


def _without_version(content: Raw) -> Raw:
    return _but(content, OF_VERSION)


def parts_of(content: Raw) -> dict[str, dict[str, Raw]]:
    """Kind → code → the part, a requirement with the level or track that it stands in or is added to."""
    found: dict[str, dict[str, Raw]] = {kind: {} for kind in KINDS}
    if about := _but(content, IN_PARTS | OF_VERSION):
        _add(found["about"], about, "about")
    for level in _dicts(content.get("levels")):
        _add(found["levels"], _but(level, {"requires", "tracks"}))
        for track in _dicts(level.get("tracks")):
            _add(found["tracks"], _but(track, {"requires"}))
        for holder in (level, *_dicts(level.get("tracks"))):
            _add_required(found, holder, holder.get("code"))
    _add_laid_over(found, content)
    for group in _dicts(content.get("competences")):
        for item in _dicts(group.get("items")):
            _add(found["competences"], {**item, "": group.get("code")})
    for kind in ("areas", "roles"):
        for part in _dicts(content.get(kind)):
            _add(found[kind], part)
    for fact in _dicts(content.get("facts")):
        _add(found["facts"], fact, f"{fact.get('kind')}/{fact.get('code')}")
    return found


def _add_laid_over(found: dict[str, dict[str, Raw]], content: Raw) -> None:
    """What an overlay says of its base; it may say several things of the same part."""
    for clarification in _dicts(content.get("clarify")):
        target = f"{clarification.get('of')}/{clarification.get('code')}"
        _add(found["clarifications"], clarification, _free(found["clarifications"], target))
    for raised in _dicts(content.get("raise")):
        _add(found["raises"], raised, raised.get("requirement"))
    for addition in _dicts(content.get("add")):
        _add_required(found, addition, addition.get("to"))
        if "tasks" in addition or "responsibilities" in addition:
            _add(found["additions"], _but(addition, {"requires"}), _free(found["additions"], str(addition.get("to"))))


def _free(taken: dict[str, Raw], code: str) -> str:
    number, free = 1, code
    while free in taken:
        number += 1
        free = f"{code} {number}"
    return free


def _add_required(found: dict[str, dict[str, Raw]], holder: Raw, code: Any) -> None:
    for requirement in _requirements(holder.get("requires"), 0):
        _add(found["requirements"], {**requirement, "": code})


def _but(part: Raw, without: set[str]) -> Raw:
    return {key: value for key, value in part.items() if key not in without}


def _requirements(nodes: Any, depth: int) -> Iterator[Raw]:
    for node in _dicts(nodes):
        if "kind" in node:
            yield node
        elif depth < MOST_DEEP:
            for key in GROUPS:
                yield from _requirements(node.get(key), depth + 1)
            at_least = node.get("at_least")
            yield from _requirements(at_least.get("of") if isinstance(at_least, dict) else None, depth + 1)


def _dicts(value: Any) -> Iterator[Raw]:
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _add(found: dict[str, Raw], part: Raw, code: Any = None) -> None:
    found.setdefault(str(code or part.get("code")), part)


def _difference(new: dict[str, Raw], old: dict[str, Raw]) -> Difference:
    found = Difference(gone=[_title(code, part) for code, part in old.items() if code not in new])
    for code, part in new.items():
        if code not in old:
            found.added.append(_title(code, part))
        else:
            (found.unchanged if part == old[code] else found.changed).append(_title(code, part))
    return found


def _title(code: str, part: Raw) -> str:
    text = textwrap.shorten(in_swedish(part.get("text")), LONGEST, placeholder="…")
    return in_swedish(part.get("title")) or text or code
