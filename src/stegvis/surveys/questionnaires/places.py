"""Where in a file the parts of a questionnaire came from: a mark beside each part while it is read, taken off after."""

from __future__ import annotations

from typing import Any

from stegvis.surveys.content.checks import problems
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.problems import Path, Problem

MARK = " place"


def unmarked(content: Any, path: Path = ()) -> tuple[Any, dict[Path, str]]:
    """The content without its marks, and the place of each part that had one."""
    found: dict[Path, str] = {}
    if isinstance(content, dict):
        if MARK in content:
            found[path] = content[MARK]
        made: Any = {}
        for key, value in content.items():
            if key != MARK:
                made[key], inner = unmarked(value, (*path, key))
                found |= inner
        return made, found
    if isinstance(content, list):
        made = []
        for at, value in enumerate(content):
            one, inner = unmarked(value, (*path, at))
            made.append(one)
            found |= inner
        return made, found
    return content, found


def looked_through(marked: Plain) -> tuple[Plain | None, list[str]]:
    """The content where it can be read, and what is wrong with it, each with its place in the file."""
    content, places = unmarked(marked)
    found = problems(content)
    told = [_told(one, places) for one in found]
    return (None if any(one.breaks for one in found) else content), told


def _told(problem: Problem, places: dict[Path, str]) -> str:
    path = problem.path
    while path and path not in places:
        path = path[:-1]
    return f"{places[path]}: {problem.text}" if path in places else str(problem)
