"""A stored report made ready for the page, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.documents.problems import Problem
from stegvis.frameworks.exchange.comparing import KINDS
from stegvis.frameworks.exchange.problems import words_of
from stegvis.frameworks.models import FrameworkImport

LABELS: dict[str, str | Promise] = {
    "about": _("The framework itself"),
    "levels": _("Levels"),
    "tracks": _("Tracks"),
    "requirements": _("Requirements"),
    "clarifications": _("Clarifications"),
    "raises": _("Raised requirements"),
    "additions": _("Added tasks and responsibilities"),
    "competences": _("Competences"),
    "areas": _("Areas"),
    "roles": _("Who judges"),
    "facts": _("Formal facts"),
}


@dataclass(frozen=True)
class Part:
    """One kind of part: how many, and the titles of those that are new, changed or no longer there."""

    label: str | Promise
    counts: dict[str, int]
    added: list[str]
    changed: list[str]
    gone: list[str]

    @property
    def total(self) -> int:
        return self.counts["added"] + self.counts["changed"] + self.counts["unchanged"]


@dataclass(frozen=True)
class Remark:
    """A problem or a note in words, with its place."""

    sheet: str
    row: int
    column: str
    text: str


class Preview:
    """What the templates ask a report for."""

    def __init__(self, found: FrameworkImport) -> None:
        self.report: dict[str, Any] = found.report

    @property
    def parts(self) -> list[Part]:
        """Only kinds that there is something of, before or after."""
        found = self.report.get("parts", {})
        made = (Part(LABELS[kind], **found[kind]) for kind in KINDS if kind in found)
        return [part for part in made if any(part.counts.values())]

    @property
    def changed_parts(self) -> list[Part]:
        return [part for part in self.parts if part.changed or part.gone or (part.added and self.report["follows"])]

    @property
    def problems(self) -> list[Remark]:
        return list(self._remarks("problem"))

    @property
    def to_mend(self) -> list[Remark]:
        return list(self._remarks("mend"))

    @property
    def notes(self) -> list[Remark]:
        return list(self._remarks("note"))

    def _remarks(self, name: str) -> Iterator[Remark]:
        for raw in self.report.get(f"{name}s", []):
            problem = Problem(**raw)
            yield Remark(problem.sheet, problem.row, problem.column, words_of(problem))
