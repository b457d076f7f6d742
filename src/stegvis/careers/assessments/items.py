"""What a version asks to be judged: its competences, the scale, and who asks for how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from stegvis.careers.wording import worded
from stegvis.engine.ladder import Kind
from stegvis.frameworks.format.document import FrameworkDocument, Requirement, ScaleValue, Term
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of

MANAGER = "enhetschef"
"""The role of the manager's judgement where the framework names none for it."""


@dataclass(frozen=True)
class Item:
    """A competence. ``levels`` are those that ask for it, the lowest first, with the lowest rating that is enough."""

    competence: str
    title: str
    description: str
    look_at: tuple[str, ...]
    levels: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Value:
    """A rating of the scale in words; ``description`` is the example of what it looks like in the work."""

    value: int
    title: str
    description: str


def document_of(version: FrameworkVersion) -> FrameworkDocument:
    return effective_of(version).document


def asked_competences(document: FrameworkDocument) -> tuple[str, ...]:
    """The codes that demonstrated requirements accept, in the framework's order; those it does not list last."""
    asked = {code for one in _demonstrated(document) for code in one.accepts}
    listed = [term.code for group in document.competences for term in group.items if term.code in asked]
    return (*listed, *sorted(asked - {*listed}))


def items_of(document: FrameworkDocument) -> list[Item]:
    terms = {term.code: term for group in document.competences for term in group.items}
    look_at: dict[str, list[str]] = defaultdict(list)
    levels: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for level in sorted(document.levels, key=lambda one: one.order):
        enough: dict[str, int] = {}
        for one in level.requirements():
            if one.kind == Kind.COMPETENCE:
                for code in one.accepts:
                    look_at[code].append(worded(one.title))
                    enough[code] = min(one.minimum, enough.get(code, one.minimum))
        for code, minimum in enough.items():
            levels[code].append((worded(level.title), minimum))
    return [_item(code, terms.get(code), look_at[code], levels[code]) for code in asked_competences(document)]


def values_of(document: FrameworkDocument) -> list[Value]:
    """The scale, the lowest first."""
    scale: Iterable[ScaleValue] = sorted(document.scale, key=lambda one: one.value)
    return [Value(one.value, worded(one.title), worded(one.description)) for one in scale]


def scale_of(document: FrameworkDocument) -> list[int]:
    return sorted(one.value for one in document.scale)


def roles_of(document: FrameworkDocument) -> dict[str, str]:
    """Judging role → its name: those of the framework, the manager's own first."""
    named = {role.code: worded(role.title) for role in document.roles}
    manager = manager_role(document)
    return {manager: named.pop(manager, manager), **named}


def manager_role(document: FrameworkDocument) -> str:
    """The framework's role for the unit manager: the usual one, else the first that seems to be a manager."""
    codes = [role.code for role in document.roles]
    if MANAGER in codes:
        return MANAGER
    return next((code for code in codes if "chef" in code or "manager" in code), MANAGER)


def others_roles(document: FrameworkDocument) -> dict[str, str]:
    """The roles in which others than the person's manager are asked to judge."""
    roles = roles_of(document)
    roles.pop(manager_role(document), None)
    return roles


def can_be_judged(version: FrameworkVersion | None) -> bool:
    """Whether the version has a scale and asks for demonstrated competence."""
    if version is None:
        return False
    document = document_of(version)
    return bool(document.places_people and document.scale and asked_competences(document))


def competence_title(document: FrameworkDocument, code: str) -> str:
    """In Swedish: what is written to somebody's record."""
    terms = (term for group in document.competences for term in group.items)
    return next((term.title.sv for term in terms if term.code == code), code)


def _demonstrated(document: FrameworkDocument) -> list[Requirement]:
    return [one for one in document.requirements() if one.kind == Kind.COMPETENCE]


def _item(code: str, term: Term | None, look_at: list[str], levels: list[tuple[str, int]]) -> Item:
    return Item(
        competence=code,
        title=worded(term.title) if term else code,
        description=worded(term.description) if term else "",
        look_at=tuple(dict.fromkeys(look_at)),
        levels=tuple(levels),
    )
