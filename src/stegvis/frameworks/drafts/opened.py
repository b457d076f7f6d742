"""One part of a draft, opened by itself: what it says without the parts below it, and writing that back.

A part of the draft is named by its place (``levels.0.requires.2``). What an overlay may say about a part of its base is
named by kind and code (``base.requirement.introduktion``), for there is no place for it until something is said.
"""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

from stegvis.frameworks.drafts.content import Content
from stegvis.frameworks.drafts.examining import PART_OF
from stegvis.frameworks.drafts.parts import (
    SECTIONS,
    NotThere,
    Part,
    at,
    dicts_in,
    group_list,
    kind_of,
    number_in,
    path_from,
    path_text,
    replaced,
    walk,
)
from stegvis.frameworks.format.convert import UNITS
from stegvis.frameworks.format.problems import Path

BASE = "base"
CLARIFIED = ("level", "requirement", "competence", "area")
ADDED_TO = ("level", "track")
COMBINE = ("all_of", "any_of", "at_least")
MINIMA = tuple(UNITS.values())


def base_name(kind: str, code: str) -> str:
    return f"{BASE}.{kind}.{code}"


def is_of_base(name: str) -> bool:
    return name.split(".", 1)[0] == BASE


def kind_and_code(name: str) -> tuple[str, str]:
    """Of a name of a part of the base. Raises NotThere for any other."""
    steps = name.split(".")
    if len(steps) != 3 or steps[0] != BASE or steps[1] not in {*CLARIFIED, *ADDED_TO}:
        raise NotThere(name[:40])
    return steps[1], steps[2]


def said(content: Content, name: str) -> Part:
    """What the named part says, as a flat part. Raises NotThere."""
    if is_of_base(name):
        return _said_of_base(content, *kind_and_code(name))
    path = path_from(name)
    kind = kind_of(content, path)
    if kind in SECTIONS:
        return {}
    part = content if not path else at(content, path)
    own = {key: value for key, value in part.items() if not (key in PART_OF and isinstance(value, list))}
    if kind == "group":
        combine = next((key for key in COMBINE if key in part), "all_of")
        own = {"title": part["title"]} if "title" in part else {}
        own["combine"] = combine
        if combine == "at_least":
            own["n"] = number_in(part)
    return copy.deepcopy(own)


def with_said(content: Content, name: str, own: Part) -> Content:
    """With the named part saying this, the parts below it as they were. Raises NotThere."""
    if is_of_base(name):
        return _with_said_of_base(content, *kind_and_code(name), own)
    path = path_from(name)
    kind = kind_of(content, path)
    if kind in SECTIONS:
        return content
    if kind == "group":
        return replaced(content, path, _group(at(content, path), own))
    part = content if not path else at(content, path)
    below = {key: value for key, value in part.items() if key in PART_OF and isinstance(value, list)}
    return replaced(content, path, {**own, **below})


def digest(own: Part) -> str:
    """By which it is seen whether a part is as it was when it was opened."""
    told = {key: value for key, value in own.items() if key != "order"}  # follows from the place among the levels
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def found_again(content: Content, name: str, code: str, was: str) -> str:
    """Where the part that was opened stands now: by its code, else as it was. Raises NotThere where it is gone."""
    if is_of_base(name):
        return name
    path = path_from(name)
    try:
        own = said(content, name)
    except NotThere:
        own = {}
    if len(path) < 2 or (own and (own.get("code", "") == code if code else digest(own) == was)):
        return name
    for where, part in walk(content):
        if PART_OF[str(where[-2])] != PART_OF.get(str(path[-2]), ""):
            continue
        if part.get("code", "") == code if code else digest(said(content, path_text(where))) == was:
            return path_text(where)
    if own and not code and not own.get("code"):
        return name
    raise NotThere(name)


def _group(group: Part, own: Part) -> Part:
    children = at(group, group_list(group))
    combine = own.get("combine", "all_of")
    held = {"n": own.get("n") or 1, "of": children} if combine == "at_least" else children
    title = {"title": own["title"]} if own.get("title") else {}
    return {**title, combine: held}


def _said_of_base(content: Content, kind: str, code: str) -> Part:
    own: Part = {}
    for item in dicts_in(content.get("clarify")):
        if (item.get("of"), item.get("code")) == (kind, code):
            own["text"] = item.get("text", "")
    for item in dicts_in(content.get("raise")):
        if kind == "requirement" and item.get("requirement") == code:
            own |= {unit: item[unit] for unit in MINIMA if unit in item}
    place = addition_place(content, code) if kind in ADDED_TO else None
    if place is not None:
        addition = at(content, place)
        own |= {key: addition[key] for key in ("tasks", "responsibilities") if key in addition}
    return copy.deepcopy(own)


def _with_said_of_base(content: Content, kind: str, code: str, own: Part) -> Content:
    new = copy.deepcopy(content)
    if kind in CLARIFIED:
        text = [{"of": kind, "code": code, "text": own["text"]}] if own.get("text") else []
        _put(new, "clarify", lambda item: (item.get("of"), item.get("code")) == (kind, code), text)
    if kind == "requirement":
        minimum = {unit: own[unit] for unit in MINIMA if own.get(unit) not in (None, "")}
        raised = [{"requirement": code, **minimum}] if minimum else []
        _put(new, "raise", lambda item: item.get("requirement") == code, raised)
    if kind in ADDED_TO:
        place = addition_place(new, code)
        requires = at(new, place).get("requires") if place else None
        said_here = {key: own[key] for key in ("tasks", "responsibilities") if own.get(key)}
        addition = {"to": code, **said_here, **({"requires": requires} if requires else {})}
        _put(new, "add", lambda item: item.get("to") == code, [addition] if len(addition) > 1 else [])
    return new


def addition_place(content: Content, code: str) -> Path | None:
    """Where an overlay adds to the level or track of the base that has this code."""
    found = (("add", content["add"].index(item)) for item in dicts_in(content.get("add")) if item.get("to") == code)
    return next(found, None)


def _put(content: Content, key: str, is_it: Any, items: list[Part]) -> None:
    """Let ``items`` stand where the first that ``is_it`` stood, and no other such; an empty list goes."""
    held = dicts_in(content.get(key))
    first = next((i for i, item in enumerate(held) if is_it(item)), len(held))
    kept = held[:first] + items + [item for item in held[first:] if not is_it(item)]
    if kept:
        content[key] = kept
    else:
        content.pop(key, None)
