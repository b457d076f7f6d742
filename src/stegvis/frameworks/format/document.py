"""A framework and an overlay as plain immutable values, as the file has them.

``minimum`` is in the units of ``stegvis.engine.ladder.definition.Kind``: credits in tenths, practice in
months, competence as a rating, all else 1. Empty texts, tuples and groups mean that the file is silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from stegvis.engine.ladder import definition as ladder
from stegvis.engine.ladder.definition import Kind


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Swedish and perhaps in English; false where both are empty."""

    sv: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.sv or self.en)

    def __str__(self) -> str:
        return self.sv

    def in_language(self, language: str) -> str:
        """The text in ``language`` (such as "en" or "en-gb"), else in Swedish."""
        return (language.startswith("en") and self.en) or self.sv


SILENT = Text()


class Status(StrEnum):
    DESCRIBED = "described"  # told of in a document; nobody is placed by it
    PROPOSAL = "proposal"
    PILOT = "pilot"
    PUBLISHED = "published"


class Basis(StrEnum):
    SOURCE = "source"  # only what the named documents say
    WRITTEN = "written"  # written for this file


class Combine(StrEnum):
    ALL_OF = "all_of"
    ANY_OF = "any_of"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Owner:
    name: str
    kind: str  # municipality, region, collaboration, national, university, private or unit


@dataclass(frozen=True, slots=True)
class BaseReference:
    code: str
    version: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """``certain`` is false where the source itself calls the content unsettled."""

    basis: Basis
    documents: tuple[str, ...] = ()
    status_in_source: str = ""
    note: Text = SILENT
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """An area, a role or a competence. ``certain`` is false where the source does not say it plainly.

    ``concepts`` are the same thing in public vocabularies, each as ``jobtech:<id>`` or ``esco:<id>``.
    """

    code: str
    title: Text
    description: Text = SILENT
    certain: bool = True
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CompetenceGroup:
    code: str
    title: Text
    items: tuple[Term, ...]
    description: Text = SILENT


@dataclass(frozen=True, slots=True)
class ScaleValue:
    value: int
    title: Text
    description: Text = SILENT


@dataclass(frozen=True, slots=True)
class Fact:
    """A formal fact that requirements ask for; ``valid_months`` is 0 where it does not lapse."""

    kind: Kind
    code: str
    title: Text
    valid_months: int = 0
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    code: str
    kind: Kind
    title: Text
    accepts: tuple[str, ...]
    minimum: int = 1
    area: str = ""
    judged_by: tuple[str, ...] = ()
    help: Text = SILENT

    def as_node(self) -> ladder.Requirement:
        return ladder.Requirement(self.code, self.kind, self.accepts, self.minimum, self.area, self.judged_by)


@dataclass(frozen=True, slots=True)
class Group:
    """Requirements and groups combined; ``n`` is only for at least n, else 0."""

    combine: Combine
    children: tuple[Node, ...]
    n: int = 0
    title: Text = SILENT

    def as_node(self) -> ladder.Node:
        children = tuple(child.as_node() for child in self.children)
        if self.combine is Combine.AT_LEAST:
            return ladder.AtLeast(self.n, children)
        return ladder.AllOf(children) if self.combine is Combine.ALL_OF else ladder.AnyOf(children)


Node = Requirement | Group


def _all_of(nodes: tuple[Node, ...]) -> ladder.AllOf:
    return ladder.AllOf(tuple(node.as_node() for node in nodes))


def _walk(nodes: tuple[Node, ...]) -> Iterator[Requirement]:
    for node in nodes:
        if isinstance(node, Requirement):
            yield node
        else:
            yield from _walk(node.children)


@dataclass(frozen=True, slots=True)
class Track:
    code: str
    title: Text
    description: Text = SILENT
    certain: bool = True
    tasks: tuple[Text, ...] = ()
    responsibilities: tuple[Text, ...] = ()
    requires: tuple[Node, ...] = ()

    def requirements(self) -> Iterator[Requirement]:
        """The track's own requirements, in the order of the file."""
        return _walk(self.requires)


@dataclass(frozen=True, slots=True)
class Level:
    code: str
    order: int
    title: Text
    description: Text = SILENT
    certain: bool = True
    staying: Text = SILENT
    tasks: tuple[Text, ...] = ()
    responsibilities: tuple[Text, ...] = ()
    pay_note: Text = SILENT
    requires: tuple[Node, ...] = ()
    tracks: tuple[Track, ...] = ()

    def requirements(self) -> Iterator[Requirement]:
        """The level's requirements, its tracks' last, in the order of the file."""
        yield from _walk(self.requires)
        for track in self.tracks:
            yield from track.requirements()


@dataclass(frozen=True, slots=True)
class FrameworkDocument:
    """One version of a framework. Levels stand in the order of the file, not always of ``order``."""

    code: str
    version: int
    status: Status
    title: Text
    owner: Owner
    provenance: Provenance
    levels: tuple[Level, ...]
    summary: Text = SILENT
    licence: str = ""
    professions: tuple[str, ...] = ()
    profession_groups: tuple[Text, ...] = ()
    level_word: str = "level"  # or "step"
    pay_note: Text = SILENT
    notes: tuple[Text, ...] = ()
    requirement_notes: tuple[Text, ...] = ()
    areas: tuple[Term, ...] = ()
    roles: tuple[Term, ...] = ()
    scale: tuple[ScaleValue, ...] = ()
    competences: tuple[CompetenceGroup, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def places_people(self) -> bool:
        """A described framework holds too little to place anyone by."""
        return self.status is not Status.DESCRIBED

    def requirements(self) -> Iterator[Requirement]:
        """Every requirement, in the order of the file."""
        for level in self.levels:
            yield from level.requirements()

    def ladder(self) -> ladder.Ladder:
        """What the engine compiles."""
        return ladder.Ladder(
            self.code,
            tuple(
                ladder.Level(
                    level.code,
                    level.order,
                    _all_of(level.requires),
                    tuple(ladder.Track(track.code, _all_of(track.requires)) for track in level.tracks),
                )
                for level in self.levels
            ),
            tuple(area.code for area in self.areas),
            tuple(value.value for value in self.scale),
        )


@dataclass(frozen=True, slots=True)
class Clarification:
    """``of`` is requirement, level, competence or area."""

    of: str
    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Raise:
    """``unit`` is credits, months or rating; ``minimum`` is in the engine's units (credits in tenths)."""

    requirement: str
    unit: str
    minimum: int


@dataclass(frozen=True, slots=True)
class Addition:
    """``to`` is the code of a level or a track."""

    to: str
    requires: tuple[Node, ...] = ()
    tasks: tuple[Text, ...] = ()
    responsibilities: tuple[Text, ...] = ()

    def requirements(self) -> Iterator[Requirement]:
        return _walk(self.requires)


@dataclass(frozen=True, slots=True)
class OverlayDocument:
    """What is clarified, raised and added on top of ``base``; it stands on nothing alone."""

    code: str
    version: int
    status: Status
    title: Text
    owner: Owner
    provenance: Provenance
    base: BaseReference
    summary: Text = SILENT
    licence: str = ""
    areas: tuple[Term, ...] = ()
    roles: tuple[Term, ...] = ()
    competences: tuple[CompetenceGroup, ...] = ()
    facts: tuple[Fact, ...] = ()
    clarify: tuple[Clarification, ...] = ()
    raises: tuple[Raise, ...] = ()
    add: tuple[Addition, ...] = ()

    def requirements(self) -> Iterator[Requirement]:
        """The requirements that the overlay adds."""
        for addition in self.add:
            yield from addition.requirements()


Document = FrameworkDocument | OverlayDocument


@dataclass(frozen=True, slots=True)
class EffectiveFramework:
    """A framework with its overlays applied, and what came from where.

    ``layers`` are codes, the base first. ``origins`` gives for every requirement the layer that brought
    it; ``raised`` the layers that raised it, in order, with the minimum before and after;
    ``clarifications`` the texts by what they explain, as (layer, text); ``owners`` the name of each layer's owner,
    ``units`` the layers whose owner is a unit; ``names`` what to call layers that the owner alone does not tell apart.
    ``purpose`` is the base's summary: that of a layer says why there is just that one.
    """

    document: FrameworkDocument
    layers: tuple[BaseReference, ...]
    origins: dict[str, str] = field(default_factory=dict)
    raised: dict[str, tuple[tuple[str, int, int], ...]] = field(default_factory=dict)
    clarifications: dict[tuple[str, str], tuple[tuple[str, Text], ...]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    units: frozenset[str] = frozenset()
    names: dict[str, str] = field(default_factory=dict)
    purpose: Text = SILENT
