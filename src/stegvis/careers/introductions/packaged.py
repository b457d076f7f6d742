"""The packaged examples: introductions that employers have described, and the others that are known by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from stegvis.careers.introductions.content import Outline, PlannedStep

EXAMPLES = Path(__file__).with_name("data") / "examples.yaml"


@dataclass(frozen=True)
class Source:
    """Whose design, and where it is told of. What is not ``certain`` is shown with a mark."""

    who: str
    source: str
    certain: bool
    note: str = ""


@dataclass(frozen=True)
class Example:
    code: str
    title: str
    summary: str
    share: int
    outline: Outline
    built_on: tuple[Source, ...]

    @property
    def is_certain(self) -> bool:
        return all(one.certain for one in self.built_on)


@cache
def examples() -> dict[str, Example]:
    """Code → example, in the order of the file."""
    return {one["code"]: _example(one) for one in _read()["examples"]}


@cache
def known() -> tuple[Source, ...]:
    """Introductions that the sources name but do not describe so that an example can be made; ``note`` says what."""
    return tuple(Source(one["who"], one["source"], one["certain"], one["what"]) for one in _read()["known"])


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))
    return found


def _example(found: dict[str, Any]) -> Example:
    outline = Outline(
        found["weeks"],
        found.get("shielded_weeks", 0),
        found.get("joins_any_month", False),
        tuple(PlannedStep(**step) for step in found["steps"]),
    )
    sources = tuple(Source(**one) for one in found["built_on"])
    return Example(found["code"], found["title"], found["summary"], found.get("share", 100), outline, sources)
