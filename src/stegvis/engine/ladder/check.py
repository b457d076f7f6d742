"""What is wrong with a ladder, before anybody is measured against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from stegvis.engine.ladder.compile import SUMMED
from stegvis.engine.ladder.definition import (
    OWN_AREA,
    AllOf,
    AnyOf,
    AtLeast,
    Kind,
    Ladder,
    Level,
    Node,
    Requirement,
)

Code = TypeVar("Code", str, int)

MAX_DEPTH = 16
"""Groups nested deeper than this are refused; no reader follows them."""

MOST = {Kind.PRACTICE: 720, Kind.CREDITS: 6000}
"""Sixty years of practice in months, ten years of full-time study in tenths of a credit."""


@dataclass(frozen=True, slots=True)
class Problem:
    """``code`` is a machine word, ``path`` the codes from the level down, ``data`` what the wording needs."""

    code: str
    path: tuple[str, ...]
    message: str
    data: dict[str, object] = field(default_factory=dict, hash=False)


def problems(ladder: Ladder) -> tuple[Problem, ...]:
    """Everything wrong with the ladder, in its order; empty for a sound one."""
    return tuple(_problems(ladder))


def _problems(ladder: Ladder) -> Iterator[Problem]:
    if not ladder.levels:
        yield Problem("no-levels", (), "The ladder has no levels.")
    for area in _repeated(ladder.areas):
        yield Problem("duplicate-area", (area,), f"The area {area} is listed twice.")
    for area in sorted({"", OWN_AREA} & set(ladder.areas)):
        yield Problem("reserved-area", (area,), f"An area cannot be called {area!r}.")
    for code in _repeated(level.code for level in ladder.levels):
        yield Problem("duplicate-level", (code,), f"Two levels are called {code}.")
    yield from _tied_levels(ladder)
    seen: set[str] = set()
    for level in ladder.levels:
        for track in _repeated(track.code for track in level.tracks):
            yield Problem("duplicate-track", (level.code, track), f"Two tracks of {level.code} are called {track}.")
        for path, node in _roots(level):
            yield from _node_problems(node, path, ladder, seen, 1)


def _tied_levels(ladder: Ladder) -> Iterator[Problem]:
    for order in _repeated(level.order for level in ladder.levels):
        tied = tuple(level.code for level in ladder.levels if level.order == order)
        yield Problem(
            "tied-levels",
            (tied[-1],),
            f"The levels {', '.join(tied)} have the same order {order}.",
            {"order": order, "levels": tied},
        )


def _roots(level: Level) -> Iterator[tuple[tuple[str, ...], AllOf]]:
    yield (level.code,), level.requires
    for track in level.tracks:
        yield (level.code, track.code), track.requires


def _node_problems(node: Node, path: tuple[str, ...], ladder: Ladder, seen: set[str], depth: int) -> Iterator[Problem]:
    if isinstance(node, Requirement):
        yield from _requirement_problems(node, (*path, node.code), ladder, seen)
        return
    if depth > MAX_DEPTH:
        yield Problem("too-deep", path, f"Groups are nested more than {MAX_DEPTH} deep.", {"most": MAX_DEPTH})
        return
    yield from _group_problems(node, path)
    for child in node.children:
        yield from _node_problems(child, path, ladder, seen, depth + 1)


def _group_problems(node: AllOf | AnyOf | AtLeast, path: tuple[str, ...]) -> Iterator[Problem]:
    there = len(node.children)
    match node:
        case AnyOf(children=()):
            yield Problem("empty-any-of", path, "An any-of group without alternatives can never be met.")
        case AtLeast(n=n) if n < 1:
            yield Problem("too-few", path, f"At least {n} asks for nothing.", {"n": n})
        case AtLeast(n=n) if n > there:
            yield Problem("too-many", path, f"At least {n} of {there} can never be met.", {"n": n, "of": there})


def _requirement_problems(
    requirement: Requirement, path: tuple[str, ...], ladder: Ladder, seen: set[str]
) -> Iterator[Problem]:
    if requirement.code in seen:
        yield Problem("duplicate-requirement", path, f"Two requirements are called {requirement.code}.")
    seen.add(requirement.code)
    if not any(requirement.accepts):
        yield Problem("empty-accepts", path, "A requirement that accepts nothing can never be met.")
    if requirement.area == OWN_AREA and not ladder.areas:
        yield Problem("own-area-without-areas", path, "Held against the own area, but the ladder has no areas.")
    if requirement.area not in ("", OWN_AREA, *ladder.areas):
        yield Problem(
            "unknown-area",
            path,
            f"The ladder has no area {requirement.area}.",
            {"area": requirement.area},
        )
    if requirement.judged_by and not requirement.kind.is_demonstrated:
        yield Problem("judged-formal", path, f"A {requirement.kind} is a formal fact that nobody judges.")
    yield from _minimum_problems(requirement, path, ladder)


def _minimum_problems(requirement: Requirement, path: tuple[str, ...], ladder: Ladder) -> Iterator[Problem]:
    minimum = requirement.minimum
    if minimum < 1:
        yield Problem("minimum-too-low", path, f"A minimum of {minimum} asks for nothing.", {"minimum": minimum})
    most = _most(requirement.kind, ladder)
    if most is not None and minimum > most:
        yield Problem(
            "minimum-too-high",
            path,
            f"A minimum of {minimum} can never be met; the most is {most}.",
            {"minimum": minimum, "most": most},
        )


def _most(kind: Kind, ladder: Ladder) -> int | None:
    """The highest minimum that makes sense; ``None`` where the ladder rates on no scale of its own."""
    if kind in SUMMED:
        return MOST[kind]
    if kind.is_demonstrated:
        return max(ladder.scale, default=None)
    return 1


def _repeated(values: Iterable[Code]) -> list[Code]:
    return [value for value, times in Counter(values).items() if times > 1]
