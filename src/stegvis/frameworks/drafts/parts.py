"""The parts of a draft's content by their place, and what can be done with them. Nothing given is changed.

A place is the path of keys and list indexes from the top, in addresses joined by points: ``levels.0.requires.2``.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from stegvis.frameworks.drafts.content import Content, code_from
from stegvis.frameworks.drafts.examining import PART_OF
from stegvis.frameworks.format.problems import Path

SECTIONS = ("areas", "roles", "scale", "competences", "facts", "levels")
"""The lists that a framework has once; an overlay has those of ``OVERLAY_SECTIONS``."""

OVERLAY_SECTIONS = ("areas", "roles", "competences", "facts")
LISTS_WITHIN = {
    "level": ("requires", "tracks"),
    "track": ("requires",),
    "addition": ("requires",),
    "competence_group": ("items",),
}
KINDS = {"areas": "area", "roles": "role", "items": "competence"}
"""What the terms of a list are called."""

NEVER_EMPTY = ("levels", "items", "all_of", "any_of", "of")
"""Lists that stand even when nothing is in them: without them their part would be something else."""

Part = dict[str, Any]


class NotThere(LookupError):  # noqa: N818
    """The draft has no part at that place."""


def dicts_in(held: Any) -> list[Part]:
    """The parts of what should be a list of them."""
    return [part for part in held if isinstance(part, dict)] if isinstance(held, list) else []


def number_in(group: Part) -> Any:
    """How many of a group must be met, where it asks for a number."""
    held = group.get("at_least")
    return held.get("n", 1) if isinstance(held, dict) else 1


def path_from(text: str) -> Path:
    """The path that an address names. Raises NotThere for what is no path."""
    if len(text) > 200:
        raise NotThere(text[:20])
    return tuple(int(step) if step.isdecimal() and len(step) < 6 else step for step in text.split(".")) if text else ()


def path_text(path: Path) -> str:
    return ".".join(map(str, path))


def at(content: Content, path: Path) -> Any:
    """The part or list at a path. Raises NotThere."""
    found: Any = content
    for step in path:
        fits = isinstance(found, dict if isinstance(step, str) else list)
        if not fits or (step not in found if isinstance(step, str) else step >= len(found)):
            raise NotThere(path_text(path))
        found = found[step]
    return found


def kind_of(content: Content, path: Path) -> str:
    """framework, overlay, a section's key, requirement, group, or what its list holds. Raises NotThere."""
    if not path:
        return "overlay" if "overlay_of" in content else "framework"
    if len(path) == 1 and path[0] in SECTIONS:
        return str(path[0])
    part = at(content, path)
    if len(path) < 2 or path[-2] not in PART_OF or not isinstance(part, dict):
        raise NotThere(path_text(path))
    if PART_OF[str(path[-2])] == "node":
        return "requirement" if "kind" in part else "group"
    return KINDS.get(str(path[-2]), PART_OF[str(path[-2])])


def part_around(content: Content, path: Path) -> Path:
    """The nearest part that a path into the file stands in: itself, or what is above it."""
    while path:
        try:
            kind_of(content, path)
        except NotThere:
            path = path[:-1]
        else:
            break
    return path


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Part]]:
    """Every part below a value, with its path, in the order of the file."""
    for key, held in value.items():
        if key == "at_least" and isinstance(held, dict):
            yield from walk(held, (*path, key))
        elif key in PART_OF and isinstance(held, list):
            for i, part in enumerate(held):
                if isinstance(part, dict):
                    yield (*path, key, i), part
                    yield from walk(part, (*path, key, i))


def replaced(content: Content, path: Path, part: Part) -> Content:
    """With another part at the path."""
    new = copy.deepcopy(content)
    if not path:
        return copy.deepcopy(part)
    at(new, path[:-1])[path[-1]] = copy.deepcopy(part)
    return new


def inserted(content: Content, place: Path, index: int, part: Part) -> tuple[Content, Path]:
    """With a part in the list at ``place``, which is made where it is missing; gives its path too."""
    new = copy.deepcopy(content)
    siblings = _list_at(new, place)
    in_order = _follows(siblings)
    index = max(0, min(index, len(siblings)))
    siblings.insert(index, copy.deepcopy(part))
    if place == ("levels",) and in_order:
        _number(siblings)
    return new, (*place, index)


def removed(content: Content, path: Path) -> Content:
    """Without the part; a list that becomes empty goes with it, where it may."""
    new = copy.deepcopy(content)
    at(new, path)
    siblings = at(new, path[:-1])
    del siblings[path[-1]]
    _drop_if_empty(new, path, siblings)
    return new


def moved(content: Content, path: Path, place: Path, index: int) -> tuple[Content, Path]:
    """With the part in the list at ``place``, before what has ``index`` there now; gives its new path.

    Raises NotThere for a list of other things, and for one within the part itself.
    """
    new = copy.deepcopy(content)
    part, source = at(new, path), at(new, path[:-1])
    if not place or PART_OF.get(str(place[-1])) != PART_OF[str(path[-2])] or place[: len(path)] == path:
        raise NotThere(path_text(place))
    target, holder = _list_at(new, place), at(new, path[:-2])
    in_order = _follows(target)
    gap: Part = {}
    source[path[-1]] = gap
    target.insert(max(0, min(index, len(target))), part)
    del source[next(i for i, other in enumerate(source) if other is gap)]
    if not source and path[-2] not in NEVER_EMPTY:
        del holder[path[-2]]
    if place == ("levels",) and in_order:
        _number(target)
    return new, next(found for found, other in walk(new) if other is part)


def duplicated(content: Content, path: Path) -> tuple[Content, Path]:
    """With a copy after the part, whose codes are its own; gives the copy's path."""
    part = copy.deepcopy(at(content, path))
    taken = {one["code"] for _path, one in walk(content) if isinstance(one.get("code"), str)}
    for one in (part, *(below for _path, below in walk(part))):
        if isinstance(one.get("code"), str):
            one["code"] = code_from(one["code"], taken)
            taken.add(one["code"])
    part.pop("order", None)
    return inserted(content, path[:-1], int(path[-1]) + 1, part)


def renamed(content: Content, kind: str, part: Part, code: str) -> Content:
    """With every reference to the part's code turned to its new one."""
    old = part.get("code")
    new = copy.deepcopy(content)
    for _path, node in walk(new):
        if kind == "area" and node.get("area") == old:
            node["area"] = code
        for key in _lists_that_name(kind, part, node):
            node[key] = [code if one == old else one for one in node[key]]
    return new


def _lists_that_name(kind: str, part: Part, node: Part) -> list[str]:
    if kind == "role":
        return ["judged_by"] if "judged_by" in node else []
    asked = "competence" if kind == "competence" else part.get("kind") if kind == "fact" else None
    return ["accepts"] if asked and node.get("kind") == asked and "accepts" in node else []


def places_for(content: Content, path: Path) -> list[tuple[Path, Path]]:
    """Every list that the part may be moved to: the part that holds it, and the list's own path."""
    kind = PART_OF[str(path[-2])]
    found = []
    for where, holder in walk(content):
        if where[: len(path)] == path:
            continue
        for place in _lists_of(where, holder):
            if PART_OF[str(place[-1])] == kind and place != path[:-1]:
                found.append((where, place))
    return found


def _lists_of(where: Path, holder: Part) -> Iterator[Path]:
    kind = PART_OF[str(where[-2])]
    if kind == "node" and "kind" not in holder:
        yield (*where, *group_list(holder))
    for key in LISTS_WITHIN.get(kind, ()):
        yield (*where, key)


def group_list(group: Part) -> Path:
    """Where a group of requirements keeps them, from itself."""
    if "at_least" in group:
        return ("at_least", "of")
    return ("all_of",) if "all_of" in group else ("any_of",)


def _list_at(content: Content, place: Path) -> list[Any]:
    holder = at(content, place[:-1])
    siblings = holder.setdefault(place[-1], []) if isinstance(holder, dict) and place[-1] in PART_OF else None
    if not isinstance(siblings, list):
        raise NotThere(path_text(place))
    return siblings


def _drop_if_empty(content: Content, path: Path, siblings: list[Any]) -> None:
    if not siblings and path[-2] not in NEVER_EMPTY:
        del at(content, path[:-2])[path[-2]]


def _follows(levels: list[Any]) -> bool:
    """Whether the levels' orders follow from how they stand, or cannot, being the same."""
    orders: list[Any] = [level.get("order") if isinstance(level, dict) else None for level in levels]
    if not all(isinstance(order, int) for order in orders):
        return False
    return orders == sorted(orders) or len({*orders}) < len(orders)


def _number(levels: list[Part]) -> None:
    """Give the levels, as they stand, the orders that they have; one that is missing is one more at the end."""
    orders = sorted({level["order"] for level in levels if "order" in level})
    while len(orders) < len(levels):
        orders.append(orders[-1] + 1 if orders else 1)
    for level, order in zip(levels, orders, strict=True):
        level["order"] = order
