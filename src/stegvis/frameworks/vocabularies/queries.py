"""What linked concepts are called now, and what a newer file would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.documents.text import clean
from stegvis.frameworks.format.document import FrameworkDocument, Text
from stegvis.frameworks.models import Concept
from stegvis.frameworks.vocabularies.addresses import address_of, parse_reference, reference_from
from stegvis.frameworks.vocabularies.files import Entry, Vocabulary
from stegvis.people.models import Profession

MOST_FOUND = 12
KIND_NAMES = {
    "occupation-name": gettext_lazy("occupation"),
    "occupation": gettext_lazy("occupation"),
    "ssyk-level-4": gettext_lazy("group of occupations"),
    "skill": gettext_lazy("skill"),
    "sun-education-field-4": gettext_lazy("field of education"),
}
COMPARED = ("kind", "label_sv", "label_en", "uri", "is_deprecated", "replaced_by")


@dataclass(frozen=True, slots=True)
class ConceptLink:
    """A link as the page shows it. ``concept`` is None for one that the local copy lacks."""

    scheme: str
    code: str
    concept: Concept | None = None
    successor: ConceptLink | None = None

    @property
    def url(self) -> str:
        return address_of(self.scheme, self.code)

    @property
    def reference(self) -> str:
        """As a file names it."""
        return f"{self.scheme}:{self.code}"

    @property
    def scheme_name(self) -> str:
        return Concept.Scheme(self.scheme).label

    @property
    def kind_name(self) -> str:
        """What the vocabulary means by it, in words; empty for a kind that we have no word for."""
        return str(KIND_NAMES.get(self.concept.kind, "")) if self.concept else ""

    def label_in(self, language: str) -> str:
        if self.concept is None:
            return self.code
        return (language.startswith("en") and self.concept.label_en) or self.concept.label_sv

    @property
    def is_deprecated(self) -> bool:
        return self.concept is not None and self.concept.is_deprecated


def concept_links(actor: Actor, references: Iterable[str]) -> dict[str, ConceptLink]:
    """What each reference leads to. Two queries at most, however many there are."""
    parsed = {reference: parse_reference(reference) for reference in references}
    found = _concepts(actor, parsed.values())
    replaced = {(c.scheme, c.replaced_by) for c in found.values() if c.is_deprecated and c.replaced_by}
    successors = found | _concepts(actor, replaced - set(found))

    def link(key: tuple[str, str]) -> ConceptLink:
        concept = found.get(key)
        then = (concept.scheme, concept.replaced_by) if concept and concept.replaced_by else None
        successor = ConceptLink(*then, successors.get(then)) if then else None
        return ConceptLink(*key, concept, successor if concept and concept.is_deprecated else None)

    return {reference: link(key) for reference, key in parsed.items()}


def search_concepts(actor: Actor, typed: str) -> list[ConceptLink]:
    """The concept whose address or id was typed, else those whose name holds the words; at most ``MOST_FOUND``.

    Names that begin with the words come first, those that are no longer in use last.
    """
    typed = clean(typed)[:200]
    if not typed:
        return []
    if reference := reference_from(typed):
        return list(concept_links(actor, [reference]).values())
    named = visible(actor, Concept).filter(Q(label_sv__icontains=typed) | Q(label_en__icontains=typed))
    begins = Case(When(Q(label_sv__istartswith=typed) | Q(label_en__istartswith=typed), then=0), default=1)
    found = named.order_by("is_deprecated", begins, "label_sv", "scheme", "code")[:MOST_FOUND]
    return [ConceptLink(concept.scheme, concept.code, concept) for concept in found]


@dataclass(frozen=True, slots=True)
class LinkedPart:
    """A part of a framework, or a profession, and the concepts that it is linked to."""

    title: Text
    links: tuple[ConceptLink, ...]


def linked_parts(actor: Actor, document: FrameworkDocument, professions: Iterable[Profession] = ()) -> list[LinkedPart]:
    """What a framework links to public vocabularies: its professions, then its parts, in the file's order."""
    parts = [*_professions(professions), *_parts(document)]
    links = concept_links(actor, {reference for _title, references in parts for reference in references})
    return [LinkedPart(title, tuple(links[r] for r in references)) for title, references in parts if references]


def _professions(professions: Iterable[Profession]) -> Iterator[tuple[Text, tuple[str, ...]]]:
    """Each with its occupation and its licence in JobTech's taxonomy."""
    for profession in professions:
        codes = (profession.concept_id, profession.licence_concept_id)
        references = tuple(f"{Concept.Scheme.JOBTECH}:{code}" for code in codes if code)
        yield Text(profession.title_sv, profession.title_en), references


def _parts(document: FrameworkDocument) -> Iterator[tuple[Text, tuple[str, ...]]]:
    for term in (*document.areas, *document.roles, *(item for group in document.competences for item in group.items)):
        yield term.title, term.concepts
    for fact in document.facts:
        yield fact.title, fact.concepts


@dataclass(frozen=True, slots=True)
class Changes:
    """What a file changes. ``changed`` are those whose words, kind or state differ; ``deprecated`` those that the
    file marks as deprecated or, where it is whole, lacks: so many are ``lacking``, of so many ``in_use`` before."""

    scheme: str
    kinds: tuple[str, ...]
    added: tuple[Concept, ...]
    changed: tuple[Concept, ...]
    deprecated: tuple[Concept, ...]
    unchanged: int
    lacking: int
    in_use: int

    def as_json(self) -> dict[str, Any]:
        return {
            "scheme": self.scheme,
            "kinds": list(self.kinds),
            "added": len(self.added),
            "changed": len(self.changed),
            "deprecated": len(self.deprecated),
            "unchanged": self.unchanged,
            "lacking": self.lacking,
        }


def compare_concepts(
    *, actor: Actor, vocabulary: Vocabulary, is_whole: bool = True, state: date | None = None
) -> Changes:
    """What the file would change, unsaved.

    ``is_whole`` says that it holds every concept of the kinds that it holds: what it lacks is to be deprecated.
    ``state`` is the day that the file speaks of, without it today.
    """
    today = state or actor.today
    of_scheme = visible(actor, Concept).filter(scheme=vocabulary.scheme)
    known = {concept.code: concept for concept in of_scheme}
    added: list[Concept] = []
    changed: list[Concept] = []
    deprecated: list[Concept] = []
    for code, entry in vocabulary.entries.items():
        before = known.get(code)
        after = _as_concept(vocabulary, entry, before, today)
        if before is None:
            added.append(after)
        elif _state(before) != _state(after):
            (deprecated if after.is_deprecated and not before.is_deprecated else changed).append(after)
    in_use = [concept for concept in known.values() if concept.kind in vocabulary.kinds and not concept.is_deprecated]
    lacking = [concept for concept in in_use if is_whole and concept.code not in vocabulary.entries]
    deprecated += [_deprecated(concept, today) for concept in lacking]
    touched = {concept.code for concept in (*changed, *deprecated)}
    return Changes(
        scheme=vocabulary.scheme,
        kinds=tuple(sorted(vocabulary.kinds)),
        added=tuple(added),
        changed=tuple(changed),
        deprecated=tuple(deprecated),
        unchanged=len(known.keys() & vocabulary.entries.keys() - touched),
        lacking=len(lacking),
        in_use=len(in_use),
    )


def _concepts(actor: Actor, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Concept]:
    wanted = set(keys)
    if not wanted:
        return {}
    rows = visible(actor, Concept).filter(code__in={code for _scheme, code in wanted})
    return {(c.scheme, c.code): c for c in rows if (c.scheme, c.code) in wanted}


def _as_concept(vocabulary: Vocabulary, entry: Entry, before: Concept | None, today: date) -> Concept:
    """The row that the entry makes of the one before: another language's words and a known successor are kept."""
    swedish = before.label_sv if before else entry.label  # a Swedish text there must be
    english = before.label_en if before else ""
    return Concept(
        pk=before.pk if before else None,
        scheme=vocabulary.scheme,
        code=entry.code,
        kind=entry.kind,
        label_sv=entry.label if vocabulary.language == "sv" else swedish,
        label_en=entry.label if vocabulary.language == "en" else english,
        uri=address_of(vocabulary.scheme, entry.code),
        is_deprecated=entry.is_deprecated,
        replaced_by=entry.replaced_by or (before.replaced_by if before else ""),
        refreshed_on=today,
    )


def _deprecated(concept: Concept, today: date) -> Concept:
    concept.is_deprecated, concept.refreshed_on = True, today
    return concept


def _state(concept: Concept) -> tuple[Any, ...]:
    return tuple(getattr(concept, name) for name in COMPARED)
