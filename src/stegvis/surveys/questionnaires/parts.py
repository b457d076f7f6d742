"""The parts of a questionnaire that are opened one by one, as plain values: pure.

A part is named by where it stands: ``""`` is the questionnaire's own words, ``1`` the second section, ``1-4`` the fifth
question in it, ``1-4-0`` the first row of that; ``skala-NAME`` is a scale. Since another may have moved it meanwhile, a
save also brings the code that it had and a digest of how it stood.
"""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from stegvis.surveys.content.plain import Plain

SCALE = "skala-"
LISTS = ("sections", "questions", "rows")
OWN = {0: ("sections", "scales"), 1: ("questions",), 2: ("rows",), 3: ()}
"""What of a part at each depth is parts of their own."""


class NotThere(LookupError):  # noqa: N818
    """No such part."""


@dataclass(frozen=True)
class Place:
    """Where a part stands: indexes from the top, or the name of a scale."""

    indexes: tuple[int, ...] = ()
    scale: str = ""

    @property
    def name(self) -> str:
        return f"{SCALE}{self.scale}" if self.scale else "-".join(map(str, self.indexes))

    @property
    def depth(self) -> int:
        return len(self.indexes)


def place_of(name: str) -> Place:
    """Raises NotThere for what is no name."""
    if name.startswith(SCALE):
        return Place(scale=name.removeprefix(SCALE))
    indexes = name.split("-") if name else []
    if len(indexes) > 3 or not all(one.isascii() and one.isdecimal() and len(one) < 4 for one in indexes):
        raise NotThere(name)
    return Place(tuple(map(int, indexes)))


def part_at(content: Plain, place: Place) -> Any:
    """The part itself, a scale as ``{"choices": …}``. Raises NotThere."""
    if place.scale:
        try:
            return {"code": place.scale, "choices": content.get("scales", {})[place.scale]}
        except KeyError as gone:
            raise NotThere(place.name) from gone
    part = content
    for index, key in zip(place.indexes, LISTS, strict=False):
        try:
            part = part[key][index]
        except (KeyError, IndexError) as gone:
            raise NotThere(place.name) from gone
    return part


def digest(content: Plain, place: Place) -> str:
    """How the part stands, without what in it is parts of their own; of a question, with its rows' words."""
    part = part_at(content, place)
    own = {key: value for key, value in part.items() if key not in OWN[place.depth] or place.depth == 2}
    return hashlib.sha256(json.dumps(own, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def found_again(content: Plain, name: str, code: str) -> Place:
    """Where the part stands now: where it stood if it has its code still, else where the code is. Raises NotThere."""
    place = place_of(name)
    if not place.indexes:
        part_at(content, place)
        return place
    try:
        if part_at(content, place).get("code") == code:
            return place
    except NotThere:
        pass
    for one in places(content):
        if one.depth == place.depth and part_at(content, one).get("code") == code:
            return one
    raise NotThere(name)


def places(content: Plain) -> list[Place]:
    """Every section, question and row, in order."""
    found = []
    for s, section in enumerate(content.get("sections", ())):
        found.append(Place((s,)))
        for q, question in enumerate(section.get("questions", ())):
            found.append(Place((s, q)))
            found += [Place((s, q, r)) for r in range(len(question.get("rows", ())))]
    return found


def codes_in(content: Plain) -> set[str]:
    """Every code that a new part may not take."""
    return {part_at(content, place).get("code", "") for place in places(content)}


def free_code(content: Plain, wanted: str) -> str:
    taken, number, code = codes_in(content), 2, wanted
    while code in taken:
        number, code = number + 1, f"{wanted[:40]}-{number}"
    return code


def put(content: Plain, place: Place, part: Plain, renamed: dict[str, str] | None = None) -> Plain:
    """The content with the part as it is now; conditions follow codes that were ``renamed``."""
    content = deepcopy(content)
    if place.scale:
        content["scales"][place.scale] = part["choices"]
        return content
    held = part_at(content, place)
    inner = {key: held[key] for key in OWN[place.depth] if key in held and key not in part}
    held.clear()
    held.update(part | inner)
    if renamed:
        _follow(content, renamed)
    return content


def _follow(content: Plain, renamed: dict[str, str]) -> None:
    for section in content["sections"]:
        for question in section.get("questions", ()):
            for condition in question.get("shown_when", ()):
                condition["question"] = renamed.get(condition["question"], condition["question"])


def taken_out(content: Plain, place: Place) -> Plain:
    content = deepcopy(content)
    if place.scale:
        del content["scales"][place.scale]
        return content
    siblings_of(content, place).pop(place.indexes[-1])
    return content


def siblings_of(content: Plain, place: Place) -> list[Any]:
    """The list that the part stands in, made where it is not there yet. Raises NotThere."""
    if not place.indexes:
        raise NotThere(place.name)
    above: Plain = part_at(content, Place(place.indexes[:-1]))
    siblings: list[Any] = above.setdefault(LISTS[place.depth - 1], [])
    return siblings


def put_in(content: Plain, place: Place, part: Plain) -> tuple[Plain, Place]:
    """The content with one part more, and where it came to stand. Raises NotThere."""
    content = deepcopy(content)
    siblings = siblings_of(content, place)
    at = min(place.indexes[-1], len(siblings))
    siblings.insert(at, part)
    return content, Place((*place.indexes[:-1], at))


def moved(content: Plain, place: Place, to: Place) -> tuple[Plain, Place]:
    """The content with the part before what stands at ``to``, of the same depth. Raises NotThere."""
    if place.depth != to.depth or not place.indexes:
        raise NotThere(to.name)
    part = part_at(content, place)
    without = taken_out(content, place)
    if place.indexes[:-1] == to.indexes[:-1] and place.indexes[-1] < to.indexes[-1]:
        to = Place((*to.indexes[:-1], to.indexes[-1] - 1))
    return put_in(without, to, part)


def moved_by(content: Plain, place: Place, step: int) -> tuple[Plain, Place]:
    """One place up (-1) or down (1); a question goes on into the section beside. At an end it stays."""
    at = place.indexes[-1] + step
    siblings = siblings_of(deepcopy(content), place)
    if 0 <= at < len(siblings):
        return put_in(taken_out(content, place), Place((*place.indexes[:-1], at)), part_at(content, place))
    section = place.indexes[0] + step
    if place.depth == 2 and 0 <= section < len(content["sections"]):
        end = 0 if step > 0 else len(content["sections"][section].get("questions", ()))
        return put_in(taken_out(content, place), Place((section, end)), part_at(content, place))
    return content, place
