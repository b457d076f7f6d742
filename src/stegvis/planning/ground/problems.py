"""What is wrong with what a forecast was asked to compute, with its place. Its words are in ``words``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    where: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """In the active language."""
        from stegvis.planning.ground.words import text_of

        return text_of(self)


class PlanningError(ValueError):
    """Nothing was computed. ``problems`` says all that is known to be wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{one.where}: {one.code} {one.params}" for one in self.problems))

    def __str__(self) -> str:
        return " ".join(one.text for one in self.problems)
