"""Where one person stands, why, and what the next level takes: computed live, with the evidence named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from stegvis.careers.evaluation.evidence import Vocabulary, facts_of, table_of
from stegvis.careers.evaluation.results import ladders_of
from stegvis.careers.gaps import left_to_next
from stegvis.careers.wording import SOON, choice_title, day, what_is_left, worded
from stegvis.engine.ladder import (
    Choice,
    Evaluation,
    Explanation,
    Fact,
    GroupState,
    Kind,
    Missing,
    RequirementState,
    evaluate,
    explain,
)
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.frameworks.format.document import FrameworkDocument, Group, Level, Node
from stegvis.frameworks.models import Adoption, FrameworkVersion, UnitAdoption
from stegvis.frameworks.queries import effective_of
from stegvis.frameworks.units.queries import placed_in_units
from stegvis.people.access import current, handled
from stegvis.people.models import Consent, Employment, Evidence, Person


@dataclass(frozen=True)
class Item:
    """One requirement. ``status`` is met, lapses or missing; ``left`` says how much of it is left, ``help`` more."""

    code: str
    label: str
    status: str
    evidence: tuple[Evidence, ...] = ()
    until: date | None = None
    left: str = ""
    help: str = ""


@dataclass(frozen=True)
class Option:
    """One way to make a choice; ``title`` is a track's name or empty."""

    title: str
    missing: tuple[Item | OpenChoice, ...]


@dataclass(frozen=True)
class OpenChoice:
    """Some of several ways: ``title`` says how many, ``subject`` of what, where the framework names it."""

    title: str
    subject: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Step:
    """A level on the way. ``state`` is reached, current, next or ahead; ``met`` what is met of it."""

    code: str
    label: str
    state: str
    description: str
    staying: str
    tasks: tuple[str, ...]
    met: tuple[Item, ...]
    asked: int


@dataclass(frozen=True)
class Place:
    """Where the person stands with one employer, against one version, in one area (``""`` for none).

    ``left`` is how many things take the person to the next level, as a stored standing counts them.
    """

    employment: Employment
    version: FrameworkVersion
    framework: str
    area: str
    area_label: str
    level_until: date | None
    steps: tuple[Step, ...]
    missing: tuple[Item | OpenChoice, ...]
    left: int
    lapsing: tuple[Item, ...]
    months: int

    @property
    def employer(self) -> str:
        return self.employment.employer.name

    @property
    def profession(self) -> str:
        return str(self.employment.profession)

    @property
    def unit(self) -> str:
        return self.employment.unit.name

    @property
    def order(self) -> int:
        """The order of the level reached, 0 for none."""
        code = self.level.code if self.level else ""
        return next((one.order for one in effective_of(self.version).document.levels if one.code == code), 0)

    @property
    def level(self) -> Step | None:
        return next((step for step in self.steps if step.state == "current"), None)

    @property
    def next_level(self) -> Step | None:
        return next((step for step in self.steps if step.state == "next"), None)

    @property
    def label(self) -> str:
        return " · ".join(filter(None, (self.employer, self.area_label or self.profession)))


@dataclass(frozen=True)
class PersonStanding:
    """``places`` has the primary one first; ``unplaced`` are current employments without a framework.

    ``consent`` is the key of one by which the person shows the reader what others have registered.
    """

    person: Person
    places: tuple[Place, ...]
    unplaced: tuple[Employment, ...]
    has_evidence: bool
    consent: int | None = None

    @property
    def employers(self) -> set[int]:
        return {one.employer_id for one in (*self.unplaced, *(place.employment for place in self.places))}


def standing_of(actor: Actor, person_id: UUID) -> PersonStanding:
    """One's own standing, or that of somebody whom the actor manages or whose protected identity they handle.

    Raises NotYours. Six queries for one employer, two more where a pilot runs, three where units have overlays of their
    own.
    """
    shown = visible(actor, Consent).filter(person=person_id, ended_at__isnull=True, until__gte=actor.today)
    rows = visible(actor, Person).filter(pk=person_id).annotate(consent=Subquery(shown.values("pk")[:1]))
    person = rows.first()
    if person is None:
        raise NotYours
    employments = list(_employments(actor, person))
    if not employments and actor.person != person.pk:
        raise NotYours
    versions = versions_of(actor, employments)
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    checked = visible(actor, Evidence).filter(person=person, state=Evidence.State.VERIFIED)
    for one in checked.order_by("kind", "code", "valid_from"):
        evidence[one.employer_id].append(one)
    placed: dict[tuple[int, int], Employment] = {}
    for employment in employments:
        if version := versions.get(employment.pk):
            placed.setdefault((employment.employer_id, version.pk), employment)
    places = [
        place
        for employment in placed.values()
        for place in _places(employment, versions[employment.pk], evidence[employment.employer_id], actor.today)
    ]
    return PersonStanding(
        person,
        tuple(sorted(places, key=_primary_first)),
        tuple(one for one in employments if one.pk not in versions),
        any(evidence[employment.employer_id] for employment in employments),
        person.consent,
    )


def _employments(actor: Actor, person: Person) -> Iterable[Employment]:
    rows = visible(actor, Employment).filter(current(actor), person=person)
    if actor.person != person.pk:
        rows = rows.filter(Q(unit__in=actor.manages) | handled(actor))
    return rows.select_related("employer", "profession", "unit").order_by("-share", "pk")


def versions_of(actor: Actor, employments: list[Employment]) -> dict[int, FrameworkVersion]:
    """Employment → the version it is placed against: a running pilot's, else its unit's own, else the adopted one."""
    employers = {one.employer_id for one in employments}
    adoptions = visible(actor, Adoption).filter(
        employer__in=employers, profession__in={one.profession_id for one in employments}
    )
    in_a_unit = UnitAdoption.objects.filter(employer=OuterRef("employer"), profession=OuterRef("profession"))
    adopted_rows = list(adoptions.select_related("version__framework").annotate(is_clarified=Exists(in_a_unit)))
    adopted = {(adoption.employer_id, adoption.profession_id): adoption.version for adoption in adopted_rows}
    clarified = {adoption.employer_id for adoption in adopted_rows if adoption.is_clarified}
    in_units = {
        employer: placed_in_units(employer, actor.today, has_own=employer in clarified) for employer in employers
    }
    found = {
        one.pk: in_units[one.employer_id].get((one.unit_id, one.profession_id))
        or adopted.get((one.employer_id, one.profession_id))
        for one in employments
    }
    return {employment: version for employment, version in found.items() if version is not None}


def _primary_first(place: Place) -> tuple[int, int]:
    reached = sum(step.state in {"reached", "current"} for step in place.steps)
    return -reached, -place.months


def _places(employment: Employment, version: FrameworkVersion, evidence: list[Evidence], on: date) -> Iterator[Place]:
    """One place in each area where there is evidence, or one in no area. As the stored standings are made."""
    ladders = ladders_of(version)
    vocabulary = Vocabulary.of(ladders.values())
    table = table_of(evidence, vocabulary)
    facts = facts_of(table, vocabulary, 1, on)
    areas = [area for area in ladders if area and table.people_in(vocabulary.areas.index(area), 1)[0]]
    words = _Words(version, evidence, on)
    for area in areas or [""]:
        evaluated = evaluate(ladders[area], facts, on)
        months = sum(
            int(column.value.sum())
            for key, column in facts.columns.items()
            if (key.kind, key.area) == (Kind.PRACTICE, area)
        )
        yield words.place(employment, area, evaluated, months)


class _Words:
    """Turns the engine's explanation into words and finds the evidence behind each fact."""

    def __init__(self, version: FrameworkVersion, evidence: list[Evidence], on: date):
        self.version = version
        self.document: FrameworkDocument = effective_of(version).document
        self.evidence = evidence
        self.on = on
        self.requirements = {one.code: one for one in self.document.requirements()}
        self.groups = [
            group
            for level in self.document.levels
            for node in (*level.requires, *(one for track in level.tracks for one in track.requires))
            for group in _groups(node)
        ]
        self.tracks = {track.code: worded(track.title) for level in self.document.levels for track in level.tracks}

    def place(self, employment: Employment, area: str, evaluated: Evaluation, months: int) -> Place:
        found = explain(evaluated, 0)
        areas = {one.code: worded(one.title) for one in self.document.areas}
        return Place(
            employment=employment,
            version=self.version,
            framework=worded(self.document.title),
            area=area,
            area_label=areas.get(area, ""),
            level_until=day(found.level_until),
            steps=tuple(self.steps(found)),
            missing=tuple(self.missing(one) for one in found.missing),
            left=int(left_to_next(evaluated.compiled, evaluated.met)[0]),
            lapsing=tuple(self.item(state) for state in found.lapsing(SOON)),
            months=months,
        )

    def steps(self, found: Explanation) -> Iterator[Step]:
        levels = {level.code: level for level in self.document.levels}
        here = next((n for n, state in enumerate(found.levels) if state.code == found.level), -1)
        states = ["reached"] * here + ["current"] * (here >= 0) + ["next"] + ["ahead"] * len(levels)
        for level, state in zip(found.levels, states, strict=False):
            yield self.step(levels[level.code], state, list(_requirements(level.whole)))

    def step(self, level: Level, state: str, requirements: list[RequirementState]) -> Step:
        return Step(
            code=level.code,
            label=worded(level.title),
            state=state,
            description=worded(level.description),
            staying=worded(level.staying),
            tasks=tuple(worded(task) for task in level.tasks),
            met=tuple(self.item(one) for one in requirements if one.met),
            asked=len(requirements),
        )

    def missing(self, missing: Missing) -> Item | OpenChoice:
        if isinstance(missing, Choice):
            options = (
                Option(self.tracks.get(option.track, ""), tuple(self.missing(one) for one in option.missing))
                for option in missing.options
            )
            return OpenChoice(choice_title(missing), self.subject(missing), tuple(options))
        return self.item(missing)

    def subject(self, choice: Choice) -> str:
        """The title of the framework's group that the choice was made of: the smallest that holds it all."""
        codes = {code for option in choice.options for one in option.missing for code in _codes(one)}
        holding = [group for group in self.groups if codes <= group[1]]
        return min(holding, key=lambda group: len(group[1]))[0] if holding else ""

    def item(self, state: RequirementState) -> Item:
        requirement = self.requirements[state.requirement.code]
        until = day(state.until)
        lapses = until is not None and (until - self.on).days <= SOON
        return Item(
            code=requirement.code,
            label=worded(requirement.title),
            status=("lapses" if lapses else "met") if state.met else "missing",
            evidence=tuple(dict.fromkeys(row for fact in state.by for row in self.behind(fact))),
            until=until,
            left="" if state.met else what_is_left(state, self.document),
            help=worded(requirement.help),
        )

    def behind(self, fact: Fact) -> Iterator[Evidence]:
        """The rows that a fact was made of: for practice all periods that have begun, else the one like it."""
        for one in self.evidence:
            if (one.kind, one.code) == (fact.key.kind, fact.key.code) and fact.key.area in {"", one.area}:
                if one.kind == Kind.PRACTICE:
                    if one.valid_from <= self.on:
                        yield one
                elif (one.amount, one.valid_from, one.valid_until) == (
                    fact.value,
                    day(fact.valid_from),
                    day(fact.valid_until),
                ):
                    yield one


def _requirements(state: RequirementState | GroupState) -> Iterator[RequirementState]:
    if isinstance(state, RequirementState):
        yield state
    else:
        for child in state.children:
            yield from _requirements(child)


def _codes(missing: Missing) -> Iterator[str]:
    if isinstance(missing, Choice):
        for option in missing.options:
            for one in option.missing:
                yield from _codes(one)
    else:
        yield missing.requirement.code


def _groups(node: Node) -> Iterator[tuple[str, frozenset[str]]]:
    """Every group in a part of the framework: its title and the codes of the requirements in it."""
    if isinstance(node, Group):
        inner = [group for child in node.children for group in _groups(child)]
        own = frozenset(child.code for child in node.children if not isinstance(child, Group))
        yield worded(node.title), own.union(*(codes for _title, codes in inner))
        yield from inner
