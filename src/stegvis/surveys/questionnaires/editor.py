"""What the editor's page shows: the outline, one part open, what is wrong, and the preview beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from stegvis.surveys.content.checks import problems
from stegvis.surveys.content.document import said
from stegvis.surveys.content.plain import Plain
from stegvis.surveys.content.problems import Problem, shown
from stegvis.surveys.content.yaml_file import YamlProblem, read_yaml, write_yaml
from stegvis.surveys.models import Questionnaire
from stegvis.surveys.questionnaires.forms import PartForm, kinds
from stegvis.surveys.questionnaires.parts import Place, digest, part_at, place_of
from stegvis.surveys.questionnaires.preview import Preview
from stegvis.surveys.words import KINDS


@dataclass(frozen=True)
class Entry:
    """One line of the outline. ``faults`` counts what is wrong in it."""

    name: str
    title: str
    code: str
    kind: str
    faults: int
    is_open: bool
    inner: list[Entry]


class Editor:
    """``name`` is of the part that is open; raises NotThere where there is none."""

    def __init__(self, questionnaire: Questionnaire, name: str, *, more: int = 0) -> None:
        self.questionnaire = questionnaire
        self.content: Plain = questionnaire.content
        self.place = place_of(name)
        self.part: Plain = part_at(self.content, self.place)
        self.was = digest(self.content, self.place)
        self.more = more

    preview: Preview

    @property
    def name(self) -> str:
        return self.place.name

    @property
    def code(self) -> str:
        return str(self.part.get("code", "")) if self.name else ""

    @cached_property
    def form(self) -> PartForm:
        return PartForm(self.content, self.place, self.part, self.more)

    @property
    def kind_name(self) -> str:
        if self.place.scale:
            return _("Scale")
        return (_("The questionnaire"), _("Section"), _("Question"), _("Row"))[self.place.depth]

    @property
    def title(self) -> str:
        return self.place.scale or _titled(self.part)

    @property
    def above(self) -> str:
        """The name of the question that a row stands in."""
        return Place(self.place.indexes[:-1]).name

    @property
    def section_code(self) -> str:
        """Of the section to preview; empty for the whole."""
        if not self.place.indexes:
            return ""
        return str(part_at(self.content, Place(self.place.indexes[:1]))["code"])

    @cached_property
    def problems(self) -> list[Problem]:
        return problems(self.content)

    @property
    def own_problems(self) -> list[Problem]:
        """Of the part that is open."""
        mine = self._path(self.place)
        return [one for one in self.problems if mine and one.path[: len(mine)] == mine]

    @property
    def problems_in_text(self) -> list[YamlProblem]:
        return read_yaml(self.questionnaire.text).problems if self.questionnaire.text else []

    @property
    def text(self) -> str:
        """As YAML: what was typed and cannot be read, else the content."""
        return self.questionnaire.text or write_yaml(self.content)

    @property
    def scales(self) -> list[str]:
        return list(self.content.get("scales", {}))

    @property
    def new_kinds(self) -> Any:
        return kinds()

    @cached_property
    def outline(self) -> list[Entry]:
        return [
            self._entry(
                Place((s,)),
                section,
                [self._entry(Place((s, q)), question, []) for q, question in enumerate(section.get("questions", ()))],
            )
            for s, section in enumerate(self.content["sections"])
        ]

    def _entry(self, place: Place, part: Plain, inner: list[Entry]) -> Entry:
        path = self._path(place)
        kind = str(KINDS[part["kind"]]) if place.depth == 2 else ""
        own = [one for one in self.problems if one.path[: len(path)] == path]
        if inner:
            own = [one for one in own if one.path[2:3] != ("questions",)]
        is_open = self.place.indexes[: place.depth] == place.indexes and (place.depth == 2 or self.place.depth == 1)
        return Entry(place.name, _titled(part), part["code"], kind, len(own), is_open, inner)

    def _path(self, place: Place) -> tuple[str | int, ...]:
        if place.scale:
            return ("scales", place.scale)
        keys = ("sections", "questions", "rows")
        return tuple(step for pair in zip(keys, place.indexes, strict=False) for step in pair)


def _titled(part: Plain) -> str:
    return shown(said(part.get("title") or part.get("text") or {}, "sv")) or str(part.get("code", ""))
