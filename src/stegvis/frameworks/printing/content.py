"""A framework as the plain values that its document is set from, every word in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from stegvis.frameworks.format.document import (
    EffectiveFramework,
    FrameworkDocument,
    Level,
    Node,
    Requirement,
    ScaleValue,
    Status,
    Term,
    Text,
    Track,
)
from stegvis.frameworks.templatetags.framework_text import (
    asks,
    clarified,
    clarified_level,
    clarified_term,
    heading,
    marks,
    spoken,
    titled_rule,
)

Values = dict[str, Any]


def framework_content(effective: EffectiveFramework, facts: Sequence[tuple[str, str]]) -> Values:
    """What ``framework.typ`` sets. ``facts`` are the framework's own, as label and value, before those of its file."""
    document = effective.document
    return {
        "words": _words(),
        "lead": spoken(document.summary),
        "warnings": _warnings(document),
        "facts": [*facts, *_facts(document)],
        "paragraphs": _texts([document.provenance.note, document.pay_note]),
        "notes": _texts([*document.notes, *document.requirement_notes]),
        "levels": [_level(effective, level) for level in sorted(document.levels, key=lambda level: level.order)],
        "glossary": _glossary(effective),
        "sources": list(document.provenance.documents),
    }


def status_word(status: Status) -> str:
    """A single framework's status, in words."""
    return {
        Status.PUBLISHED: _("In use"),
        Status.PILOT: _("Pilot"),
        Status.PROPOSAL: _("Proposal"),
        Status.DESCRIBED: _("Described in documents"),
    }[status]


def _words() -> dict[str, str]:
    return {
        "fact": _("Detail"),
        "value": _("Content"),
        "notes": _("Good to know"),
        "tasks": _("Tasks"),
        "responsibilities": _("Responsibilities"),
        "requirements": _("Requirements"),
        "tracks": _("Tracks: at least one of them"),
        "uncertain": _("Uncertain in the source"),
        "name": _("Name"),
        "meaning": _("Meaning"),
        "sources": _("Sources"),
    }


def _warnings(document: FrameworkDocument) -> list[str]:
    told = {
        Status.DESCRIBED: _(
            "This page repeats what the source documents tell and nothing more. Where they are silent, so is the page."
        ),
        Status.PROPOSAL: _("Written to be discussed, tried and changed. No employer has decided it."),
    }
    return [told[document.status]] if document.status in told else []


def _facts(document: FrameworkDocument) -> list[tuple[str, str]]:
    facts = [(_("Status in the source"), document.provenance.status_in_source), (_("Licence"), document.licence)]
    return [(label, value) for label, value in facts if value]


def _level(effective: EffectiveFramework, level: Level) -> Values:
    silent = ""
    if not level.requires:
        silent = (
            _("No requirements beyond the levels below.")
            if effective.document.places_people
            else _("The source names no requirements for this level.")
        )
    return {
        **_holder(effective, level, clarified_level(effective, level.code)),
        "none": silent,
        "staying": spoken(level.staying),
        "pay_note": spoken(level.pay_note),
        "tracks": [_holder(effective, track, []) for track in level.tracks],
    }


def _holder(effective: EffectiveFramework, holder: Level | Track, clarifications: list[str]) -> Values:
    return {
        "title": spoken(holder.title),
        "uncertain": not holder.certain,
        "paragraphs": [*_texts([holder.description]), *clarifications],
        "tasks": _texts(holder.tasks),
        "responsibilities": _texts(holder.responsibilities),
        "asked": [
            {"title": title, "nodes": [_node(effective, node) for node in nodes]}
            for title, nodes in by_competence(holder.requires)
        ],
    }


def by_competence(nodes: Sequence[Node]) -> list[tuple[str, list[Node]]]:
    """What a level asks for, parted by how it is shown; groups of both sorts stand by themselves."""
    parts: dict[frozenset[bool], list[Node]] = {}
    for node in nodes:
        parts.setdefault(frozenset(_sorts(node)), []).append(node)
    titles = {
        frozenset({False}): _("Formal competence"),
        frozenset({True}): _("Demonstrated competence"),
        frozenset({False, True}): _("Formal or demonstrated competence"),
    }
    return [(title, parts[sorts]) for sorts, title in titles.items() if sorts in parts]


def _sorts(node: Node) -> set[bool]:
    if isinstance(node, Requirement):
        return {node.kind.is_demonstrated}
    return {sort for child in node.children for sort in _sorts(child)}


def _node(effective: EffectiveFramework, node: Node) -> Values:
    if not isinstance(node, Requirement):
        children = [_node(effective, child) for child in node.children]
        return {"heading": heading(node), "rule": titled_rule(node), "children": children}
    return {
        "text": spoken(node.title),
        "asks": asks(node, effective.document),
        "help": spoken(node.help),
        "marks": marks(effective, node),
        "clarified": clarified(effective, node.code),
    }


def _glossary(effective: EffectiveFramework) -> list[Values]:
    document = effective.document
    sections: list[tuple[str, Sequence[Term | ScaleValue]]] = [
        *((spoken(group.title), group.items) for group in document.competences),
        (_("Rating scale"), document.scale),
        (_("Areas"), document.areas),
        (_("Who judges"), document.roles),
    ]
    return [{"title": title, "terms": [_term(effective, term) for term in terms]} for title, terms in sections if terms]


def _term(effective: EffectiveFramework, term: Term | ScaleValue) -> tuple[str, str]:
    if isinstance(term, ScaleValue):
        return f"{term.value} {spoken(term.title)}", spoken(term.description)
    return spoken(term.title), " ".join([*_texts([term.description]), *clarified_term(effective, term.code)])


def _texts(texts: Iterable[Text]) -> list[str]:
    return [spoken(text) for text in texts if text]
