"""The editor's page for one draft and the part that is open in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.frameworks.drafts import parts
from stegvis.frameworks.drafts.choices import Choices, words
from stegvis.frameworks.drafts.concepts import LinkedConcepts
from stegvis.frameworks.drafts.content import Content
from stegvis.frameworks.drafts.editing import Opened, last_removed
from stegvis.frameworks.drafts.examining import PART_OF, effective_base, findings_in, problems_in_text
from stegvis.frameworks.drafts.faults import message_of
from stegvis.frameworks.drafts.fields import CONCEPTS, OF_BASE, fields_for
from stegvis.frameworks.drafts.forms import PartForm
from stegvis.frameworks.drafts.holding import HELD, NEW_NAMES
from stegvis.frameworks.drafts.opened import is_of_base, kind_and_code, said
from stegvis.frameworks.drafts.outline import SECTION_TITLES, Row, label_of, outline
from stegvis.frameworks.drafts.outline_html import outline_html, row_words
from stegvis.frameworks.drafts.parts import NotThere, Part, at, kind_of, part_around, path_from, path_text
from stegvis.frameworks.drafts.queries import text_shown
from stegvis.frameworks.format import TEMPLATES, EffectiveFramework
from stegvis.frameworks.format.convert import UNITS, to_raw
from stegvis.frameworks.format.meaning import unit_of
from stegvis.frameworks.format.problems import Finding
from stegvis.frameworks.models import Draft

KIND_NAMES = {
    "framework": gettext_lazy("Career framework"),
    "overlay": gettext_lazy("Addition to a framework"),
    "level": gettext_lazy("Level"),
    "track": gettext_lazy("Track"),
    "requirement": gettext_lazy("Requirement"),
    "group": gettext_lazy("Group of requirements"),
    "area": gettext_lazy("Area"),
    "role": gettext_lazy("Role that judges"),
    "competence": gettext_lazy("Competence"),
    "competence_group": gettext_lazy("Group of competences"),
    "scale_value": gettext_lazy("Value of the rating scale"),
    "fact": gettext_lazy("Formal requirement to choose from"),
    **SECTION_TITLES,
}


@dataclass(frozen=True)
class Fault:
    """What is wrong, in words, and the part that it concerns."""

    name: str
    where: str
    message: str


@dataclass(frozen=True)
class Adding:
    """A button: a new part of a kind in the list at ``place``, before what has ``index`` there now."""

    label: Any
    kind: str
    place: str
    index: int

    @property
    def value(self) -> str:
        return f"ny|{self.kind}|{self.place}|{self.index}"


@dataclass(frozen=True)
class Choosing:
    """Another list that the part can be moved to."""

    place: str
    label: str


class Editor:
    """All that the page shows, worked out when it is asked for. Raises NotThere for a part that is not there."""

    def __init__(self, draft: Draft, name: str = "", *, with_text: bool = False, is_new: bool = False) -> None:
        self.draft, self.name, self.with_text, self.is_new = draft, name, with_text, is_new
        self.concepts: LinkedConcepts | None = None
        self.content: Content = draft.content
        self.base: EffectiveFramework | None = effective_base(self.content) if "overlay_of" in self.content else None
        self.findings: list[Finding] = findings_in(self.content)
        self.is_of_base = is_of_base(name)
        if self.is_of_base:
            self.kind, self.code = kind_and_code(name)
            self.under = self._part_of_base()
        else:
            self.kind = kind_of(self.content, path_from(name))
        self.own = said(self.content, name)
        self.opened = Opened.now(draft, name)

    @property
    def largest(self) -> int:
        """Bytes of a form that the server takes."""
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

    @property
    def largest_mb(self) -> int:
        return self.largest // (1024 * 1024)

    @property
    def kind_name(self) -> Any:
        return KIND_NAMES[self.kind]

    @property
    def title(self) -> str:
        if self.kind in SECTION_TITLES:
            return str(SECTION_TITLES[self.kind])
        return label_of(self.kind, self.under if self.is_of_base else self._whole())

    def _whole(self) -> Part:
        whole: Part = at(self.content, path_from(self.name))
        return whole

    @property
    def form(self) -> PartForm:
        choices = Choices.of(self.content, self.base)
        if self.is_of_base:
            unit = unit_of(self.under.get("kind", ""))
            fields = [one for one in OF_BASE[self.kind] if one.key not in UNITS.values() or one.key == unit]
            return PartForm(fields, self.own, choices)
        is_further = self.draft.framework_id is not None
        fields = [
            one
            for one in fields_for(self.kind, str(self.own.get("kind", "")), is_further=is_further)
            if one.key != "n" or self.own.get("combine") == "at_least"
        ]
        return PartForm(fields, self.own, choices, is_new=self.is_new)

    @property
    def takes_concepts(self) -> bool:
        """Whether the open part can be linked to public vocabularies."""
        return not self.is_of_base and CONCEPTS in fields_for(self.kind)

    @property
    def asks(self) -> str:
        """The kind that the open requirement asks for."""
        return str(self.own.get("kind", "")) if self.kind == "requirement" and not self.is_of_base else ""

    @property
    def outline(self) -> SafeString:
        rows = outline(self.content, self.name, self.base, self.findings)
        return outline_html(rows, "&yaml=1" if self.with_text else "")

    @cached_property
    def row(self) -> Row:
        """The open part's own row, for when only that has changed."""
        rows = outline(self.content, self.name, self.base, self.findings)
        return next(row for row in rows if row.is_current)

    @property
    def row_words(self) -> SafeString:
        return row_words(self.row)

    @cached_property
    def faults(self) -> list[Fault]:
        return [self._fault(finding) for finding in self.findings]

    @property
    def own_faults(self) -> list[Fault]:
        """Those of the open part."""
        return [fault for fault in self.faults if fault.name == self.name]

    def _fault(self, finding: Finding) -> Fault:
        path = part_around(self.content, finding.path)
        if path and path[0] in ("clarify", "raise", "add") and len(path) == 2:
            return Fault(self._name_in_base(path), self._where_in_base(path), message_of(self.content, finding))
        where = label_of(PART_OF.get(str(path[-2]), ""), at(self.content, path)) if len(path) > 1 else ""
        return Fault(
            path_text(path), where or str(KIND_NAMES[kind_of(self.content, path)]), message_of(self.content, finding)
        )

    def _name_in_base(self, path: tuple[Any, ...]) -> str:
        item = at(self.content, path)
        if path[0] == "clarify":
            return f"base.{item.get('of')}.{item.get('code')}"
        if path[0] == "raise":
            return f"base.requirement.{item.get('requirement')}"
        levels = {level.code for level in self.base.document.levels} if self.base else set()
        return f"base.{'level' if item.get('to') in levels else 'track'}.{item.get('to')}"

    def _where_in_base(self, path: tuple[Any, ...]) -> str:
        item = at(self.content, path)
        return str(item.get("code") or item.get("requirement") or item.get("to") or "")

    @property
    def adding(self) -> list[Adding]:
        return list(self._adding())

    def _adding(self) -> Iterator[Adding]:
        path = () if self.is_of_base else path_from(self.name)
        if self.is_of_base:
            if self.kind in ("level", "track"):
                yield from (Adding(NEW_NAMES[kind], kind, self.name, 10_000) for kind in HELD["requires"])
            return
        if self.kind in HELD:
            yield from _new_in((self.kind,))
        if len(path) < 2:
            return
        if self.kind == "group":
            yield from _new_in((*path, *parts.group_list(self._whole())))
        for key in parts.LISTS_WITHIN.get(self.kind, ()):
            yield from _new_in((*path, key))
        if self.kind in ("requirement", "fact", "area", "role", "competence", "scale_value"):
            yield from _new_in(path[:-1], int(path[-1]) + 1)

    @property
    def can_move(self) -> bool:
        return not self.is_of_base and "." in self.name

    @property
    def moving(self) -> list[Choosing]:
        if not self.can_move:
            return []
        found = parts.places_for(self.content, path_from(self.name))
        return [Choosing(path_text(place), self._place_label(where, place)) for where, place in found]

    def _place_label(self, where: tuple[Any, ...], place: tuple[Any, ...]) -> str:
        """The parts that lead to a list, outermost first."""
        steps = [where[:end] for end in range(2, len(where) + 1) if isinstance(where[end - 1], int)]
        told = [self._label_at(step) for step in steps]
        return " › ".join(told)

    def _label_at(self, path: tuple[Any, ...]) -> str:
        part = at(self.content, path)
        if path[0] == "add" and len(path) == 2:
            return str(part.get("to", ""))
        return label_of(PART_OF[str(path[-2])], part)

    @property
    def removed(self) -> str:
        return last_removed(self.draft)

    @property
    def text(self) -> str:
        return text_shown(self.draft)

    @property
    def text_problems(self) -> list[tuple[int, str]]:
        """What keeps the typed YAML from being read, by line; nothing where it was read."""
        found = problems_in_text(self.draft.text) if self.draft.text else ()
        return [(problem.line, _(TEMPLATES[problem.code]).format(**problem.params)) for problem in found]

    def _part_of_base(self) -> Part:
        if self.base is None:
            raise NotThere(self.name)
        under = to_raw(self.base.document)
        pools = {
            "level": under["levels"],
            "track": [track for level in under["levels"] for track in level.get("tracks", [])],
            "competence": [item for group in under.get("competences", []) for item in group["items"]],
            "area": under.get("areas", []),
            "requirement": [part for _path, part in parts.walk(under) if "accepts" in part],
        }
        for part in pools[self.kind]:
            if part["code"] == self.code:
                return dict(part)
        raise NotThere(self.name)

    @property
    def of_base(self) -> list[tuple[str, str]]:
        """What the base says about the open part, as pairs of heading and words."""
        told = [(_("Description"), words(self.under.get("description")))]
        told.append((_("How it is understood and shown"), words(self.under.get("help"))))
        unit = next((unit for unit in UNITS.values() if unit in self.under), "")
        labels = {"credits": _("Credits (hp)"), "months": _("Months in full-time terms"), "rating": _("Lowest rating")}
        if unit:
            told.append((labels[unit], str(self.under[unit])))
        for key, label in (("tasks", _("Tasks")), ("responsibilities", _("Responsibilities"))):
            told.append((label, "; ".join(words(text) for text in self.under.get(key, []))))
        return [(label, text) for label, text in told if text]


def _new_in(place: tuple[Any, ...], index: int = 10_000) -> Iterator[Adding]:
    for kind in HELD[str(place[-1])]:
        yield Adding(NEW_NAMES[kind], kind, path_text(place), index)
