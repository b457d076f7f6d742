"""The parts of an overlay on a changed base, and what can be done with each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stegvis.frameworks.format.document import Addition, Clarification, FrameworkDocument, Requirement, Text
from stegvis.frameworks.relations.likeness import likeness


class Section(StrEnum):
    """Which list of the overlay a part stands in."""

    CLARIFY = "clarify"
    RAISE = "raise"
    ADD = "add"
    REQUIREMENT = "requirement"
    AREA = "area"
    ROLE = "role"
    FACT = "fact"
    COMPETENCE = "competence"


@dataclass(frozen=True)
class Choice:
    """What a part becomes: ``result`` takes its place in the overlay, nothing where it is dropped."""

    key: str
    label: str
    result: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Part:
    """One part, ``own``; ``trouble`` says in words why it does not fit as it is, "" where it does.

    ``before`` and ``after`` are the base's requirements that it is about; ``said_before`` and ``said_after`` what the
    base says of the level, track, area or competence that it is about. The first of ``choices`` is the proposal.
    """

    name: str
    section: Section
    own: Any
    trouble: str = ""
    before: Requirement | None = None
    after: tuple[Requirement, ...] = ()
    choices: tuple[Choice, ...] = ()
    said_before: tuple[Text, ...] = ()
    said_after: tuple[Text, ...] = ()

    @property
    def base_changed(self) -> bool:
        """Whether the base now words or measures otherwise what the part is about."""
        if self.before is None:
            return self.said_before != self.said_after
        return self.after != (self.before,)

    @property
    def about(self) -> tuple[str, str] | None:
        """What of the base besides requirements is clarified or added to, as (of what, code)."""
        if isinstance(self.own, Clarification) and self.own.of != "requirement":
            return ("holder" if self.own.of == "level" else self.own.of), self.own.code
        return ("holder", self.own.to) if isinstance(self.own, Addition) else None


def keep(item: Any) -> Choice:
    return Choice("keep", _("Keep it"), (item,))


def drop() -> Choice:
    return Choice("drop", _("Leave it out"))


def move_to(item: Any, attribute: str, code: str, title: Text | None = None) -> Choice:
    """Let the part be about ``code`` instead."""
    label = _("Move it to “%(title)s”") % {"title": title.in_language(get_language() or "sv") if title else code}
    return Choice(f"to-{code}", label, (replace(item, **{attribute: code}),))


@dataclass(frozen=True)
class Base:
    """The base as it was and as it is; ``followers`` names for an old requirement what it became."""

    before: FrameworkDocument
    after: FrameworkDocument
    followers: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def old(self) -> dict[str, Requirement]:
        return {requirement.code: requirement for requirement in self.before.requirements()}

    @cached_property
    def new(self) -> dict[str, Requirement]:
        return {requirement.code: requirement for requirement in self.after.requirements()}

    @property
    def scale(self) -> tuple[int, ...]:
        return tuple(value.value for value in self.after.scale)

    def follow(self, code: str) -> tuple[str, ...]:
        """What an old requirement is now, by the base's own mapping, else by its code."""
        found = self.followers.get(code, (code,))
        return tuple(target for target in found if target in self.new)

    def terms(self, of: str) -> dict[str, Text]:
        """The titles of the new base's levels, areas or competences; of "holder" its levels and tracks."""
        return _TERMS[of](self.after)

    def likest_terms(self, of: str, code: str) -> list[str]:
        """All of the new base's, the one most like the old base's ``code`` first."""
        title = _TERMS[of](self.before).get(code, Text(code))
        known = self.terms(of)
        return sorted(known, key=lambda other: -likeness(title.sv, known[other].sv))


def _levels(document: FrameworkDocument) -> dict[str, Text]:
    return {level.code: level.title for level in document.levels}


def holders(document: FrameworkDocument) -> dict[str, Text]:
    tracks = {track.code: track.title for level in document.levels for track in level.tracks}
    return _levels(document) | tracks


def _areas(document: FrameworkDocument) -> dict[str, Text]:
    return {area.code: area.title for area in document.areas}


def _competences(document: FrameworkDocument) -> dict[str, Text]:
    return {item.code: item.title for group in document.competences for item in group.items}


_TERMS: dict[str, Callable[[FrameworkDocument], dict[str, Text]]] = {
    "level": _levels,
    "holder": holders,
    "area": _areas,
    "competence": _competences,
}
