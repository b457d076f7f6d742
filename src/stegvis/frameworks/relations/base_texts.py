"""What a base says of its levels, areas, competences and the rest, and what it now says otherwise.

Requirements that became something else are the mapping's (``upgrading``); here is everything beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.frameworks.format.document import (
    SILENT,
    Fact,
    FrameworkDocument,
    Group,
    Level,
    Node,
    Requirement,
    ScaleValue,
    Text,
    Track,
)
from stegvis.frameworks.relations.entries import MappingEntry, Relation
from stegvis.frameworks.templatetags.framework_text import asks, titled_rule

Lines = tuple[Text, ...]
Said = dict[str, Lines]
"""Code → all that the base says of the thing, line by line."""


@dataclass(frozen=True)
class OtherChange:
    """``before`` are the lines that are gone or were worded otherwise, ``after`` those in their place; ``title`` is
    what they are about. Nothing before: it is new. Nothing after: it is gone, or something was taken away.
    """

    kind: str
    title: Text
    before: Lines
    after: Lines


def said_of(document: FrameworkDocument) -> dict[str, Said]:
    """What the document says of what an overlay can clarify or add to."""
    return {
        "level": {level.code: _level(level) for level in document.levels},
        "holder": {holder.code: _level(holder) for holder in _holders(document)},
        "area": {area.code: _term(area) for area in document.areas},
        "competence": {item.code: _term(item) for group in document.competences for item in group.items},
    }


def other_changes(
    before: FrameworkDocument, after: FrameworkDocument, mapping: Iterable[MappingEntry], shown: set[tuple[str, str]]
) -> Iterator[OtherChange]:
    """All that is said otherwise, but for what is ``shown`` already, as (of what, code)."""
    old, new = _by_kind(before), _by_kind(after)
    for kind, label in _labels().items():
        for code in dict.fromkeys((*old[kind], *new[kind])):
            one, two = old[kind].get(code, ()), new[kind].get(code, ())
            if one != two and (kind, code) not in shown:
                yield _change(label, (two or one)[0], one, two)
    yield from _requirements(before, after, mapping)


def _requirements(
    before: FrameworkDocument, after: FrameworkDocument, mapping: Iterable[MappingEntry]
) -> Iterator[OtherChange]:
    """Those that ask for no more, but are worded otherwise or stand on another level."""
    old, new = _placed(before), _placed(after)
    for entry in mapping:
        if entry.relation == Relation.SAME:
            (one, was_on), (two, is_on) = old[entry.from_codes[0]], new[entry.to_codes[0]]
            moved = was_on.code != is_on.code
            if moved or replace(one, code=two.code) != two:
                lines = (
                    _lines(item.title, Text(asks(item, document)), item.help, holder.title if moved else SILENT)
                    for item, document, holder in ((one, before, was_on), (two, after, is_on))
                )
                yield _change(_("Requirements"), two.title, *lines)


def _placed(document: FrameworkDocument) -> dict[str, tuple[Requirement, Level | Track]]:
    """Requirement by code, and the level or track that it stands on."""
    found: dict[str, tuple[Requirement, Level | Track]] = {}
    for level in document.levels:
        found |= {one.code: (one, level) for one in level.requirements()}
        found |= {one.code: (one, track) for track in level.tracks for one in track.requirements()}
    return found


def _change(label: str, title: Text, one: Lines, two: Lines) -> OtherChange:
    """Only the lines that differ."""
    return OtherChange(
        label, title, tuple(line for line in one if line not in two), tuple(line for line in two if line not in one)
    )


def _labels() -> dict[str, str]:
    return {
        "framework": _("Framework"),
        "holder": _("Levels"),
        "area": _("Areas"),
        "competence": _("Competences"),
        "group": _("Competences"),
        "scale": _("Rating scale"),
        "role": _("Roles"),
        "fact": _("Formal facts"),
    }


def _by_kind(document: FrameworkDocument) -> dict[str, Said]:
    return said_of(document) | {
        "framework": {"": _framework(document)},
        "group": {group.code: _lines(group.title, group.description) for group in document.competences},
        "scale": {str(value.value): _value(value) for value in document.scale},
        "role": {role.code: _term(role) for role in document.roles},
        "fact": {f"{fact.kind}-{fact.code}": _fact(fact) for fact in document.facts},
    }


def _holders(document: FrameworkDocument) -> Iterator[Level | Track]:
    for level in document.levels:
        yield level
        yield from level.tracks


def _lines(*texts: Text) -> Lines:
    return tuple(text for text in texts if text)


def _level(holder: Level | Track) -> Lines:
    of_levels = (holder.staying, holder.pay_note) if isinstance(holder, Level) else ()
    return _lines(
        holder.title,
        holder.description,
        *of_levels,
        *holder.tasks,
        *holder.responsibilities,
        *_groups(holder.requires),
    )


def _groups(nodes: tuple[Node, ...]) -> Iterator[Text]:
    """How requirements are combined: all of, any of, at least so many of."""
    for node in nodes:
        if isinstance(node, Group):
            yield Text(titled_rule(node))
            yield from _groups(node.children)


def _term(term: Any) -> Lines:
    return _lines(term.title, term.description)


def _value(value: ScaleValue) -> Lines:
    numbered = Text(f"{value.value} {value.title.sv}", f"{value.value} {value.title.en}" if value.title.en else "")
    return _lines(numbered, value.description)


def _fact(fact: Fact) -> Lines:
    months = fact.valid_months
    valid = ngettext("Valid for %(n)s month", "Valid for %(n)s months", months) % {"n": months} if months else ""
    return _lines(fact.title, Text(valid))


def _framework(document: FrameworkDocument) -> Lines:
    return _lines(
        document.title,
        document.summary,
        document.pay_note,
        *document.profession_groups,
        *document.notes,
        *document.requirement_notes,
        Text(document.licence),
        Text(", ".join(document.professions)),
    )
