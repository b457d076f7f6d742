"""A manager's team: people × requirements from what is stored, without a query per person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.utils.translation import gettext

from stegvis.careers.gaps import in_the_way, levels_met
from stegvis.careers.models import Placement, Standing
from stegvis.careers.placements.queries import held_decisions, held_in, is_above, level_title
from stegvis.careers.wording import SOON, worded
from stegvis.engine.ladder import CompiledLadder, Kind
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.foundation.components.matrices import Status
from stegvis.frameworks.format.document import FrameworkDocument
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import compiled, effective_of
from stegvis.organisations.models import Unit
from stegvis.people.access import current
from stegvis.people.models import Employment, Evidence, Profession

Bools = npt.NDArray[np.bool_]

PENSION_AGE = 67
"""The age at which somebody is taken to be able to retire unless the reader chooses another; many go on working."""
PENSION_AGES = range(63, 70)
YEARS_AHEAD = 5

RARE_KINDS = (Kind.ASSIGNMENT, Kind.CERTIFICATE, Kind.DEGREE)


@dataclass(frozen=True)
class Member:
    """Somebody in the team. Without a standing the profession has no framework, or nothing is evaluated yet.

    ``decided`` is the level last decided, with its area, where it is another than the ladder says; ``is_lifted`` says
    that the one decided in the standing's area is above it.
    """

    person: UUID
    name: str
    birth_year: int | None
    unit: Unit
    profession: Profession
    standing: Standing | None = None
    level: str = ""
    next_level: str = ""
    area: str = ""
    decided: str = ""
    is_lifted: bool = False


@dataclass(frozen=True)
class Requirement:
    """A requirement of the framework as a column; ``lacking`` counts those whose next level waits for it."""

    code: str
    label: str
    kind: str
    level: str
    lacking: int
    met: int


@dataclass(frozen=True)
class Lapse:
    member: Member
    label: str
    until: date


@dataclass(frozen=True)
class SinglePoint:
    """Something that only one person in the team holds; ``may_retire`` says that the person may leave soon."""

    label: str
    kind: str
    member: Member
    may_retire: bool


@dataclass(frozen=True)
class Holding:
    """Something that members of the team hold, of the ``among`` that it was looked for with."""

    label: str
    kind: str
    level: str
    members: tuple[Member, ...]
    among: int


@dataclass(frozen=True)
class Loss:
    """How many hold something or have a profession now, and how many of those may retire within the years ahead."""

    label: str
    kind: str
    now: int
    may_retire: int

    @property
    def left(self) -> int:
        return self.now - self.may_retire


@dataclass(frozen=True)
class Retirement:
    member: Member
    year: int


@dataclass(frozen=True)
class Board:
    """All members placed against one version: the matrix, and what follows from it.

    Arrays have shape (requirements, members), in the order of the version's positions.
    """

    version: FrameworkVersion
    members: tuple[Member, ...]
    met: Bools
    today: date

    @cached_property
    def document(self) -> FrameworkDocument:
        return effective_of(self.version).document

    @cached_property
    def ladder(self) -> CompiledLadder:
        return compiled(self.version)

    @property
    def title(self) -> str:
        return worded(self.document.title)

    @cached_property
    def missing(self) -> Bools:
        """Unmet and in the way of the requirement's own level."""
        return in_the_way(self.ladder, self.met)

    @cached_property
    def waits(self) -> Bools:
        """Unmet and in the way of the person's next level."""
        level = np.array([leaf.level for leaf in self.ladder.leaves])[:, None]
        return self.missing & (level == levels_met(self.ladder, self.met))

    @cached_property
    def requirements(self) -> list[Requirement]:
        labels = {one.code: worded(one.title) for one in self.document.requirements()}
        levels = {one.code: worded(one.title) for one in self.document.levels}
        return [
            Requirement(
                leaf.requirement.code,
                labels[leaf.requirement.code],
                leaf.requirement.kind,
                levels[self.ladder.levels[leaf.level].code],
                lacking,
                met,
            )
            for leaf, lacking, met in zip(
                self.ladder.leaves, self.waits.sum(axis=1).tolist(), self.met.sum(axis=1).tolist(), strict=True
            )
        ]

    def statuses(self, member: int) -> list[Status]:
        """One per requirement. What stands beside a choice that is already made is not asked for."""
        until = self.members[member].standing.met_until  # type: ignore[union-attr]
        soon = self.today + timedelta(days=SOON)
        return [
            (Status.LAPSES if last is not None and last <= soon else Status.MET)
            if met
            else (Status.MISSING if missing else Status.NOT_ASKED)
            for met, missing, last in zip(
                self.met[:, member].tolist(), self.missing[:, member].tolist(), until, strict=True
            )
        ]

    @property
    def level_counts(self) -> list[tuple[str, int]]:
        """How many stand on each level, those who have not reached the first one before all."""
        standing = Counter(member.standing.level_code for member in self.members)  # type: ignore[union-attr]
        levels = sorted(self.document.levels, key=lambda level: level.order)
        before = [(gettext("Not yet on the first level"), standing[""])] if standing[""] else []
        return before + [(worded(level.title), standing[level.code]) for level in levels]

    def lapses(self) -> Iterator[Lapse]:
        soon = self.today + timedelta(days=SOON)
        for member in self.members:
            standing = member.standing
            if standing is None or standing.next_lapse is None or standing.next_lapse > soon:
                continue
            for requirement, last in zip(self.requirements, standing.met_until, strict=True):
                if last is not None and last <= soon:
                    yield Lapse(member, requirement.label, last)

    def holdings(self) -> Iterator[Holding]:
        """Demonstrated competence above the first level that somebody has."""
        kind = str(Evidence.Kind.COMPETENCE.label)
        for leaf, requirement, row in zip(self.ladder.leaves, self.requirements, self.met, strict=True):
            if leaf.level > 0 and leaf.requirement.kind is Kind.COMPETENCE and row.any():
                members = tuple(self.members[index] for index in np.flatnonzero(row).tolist())
                yield Holding(requirement.label, kind, requirement.level, members, len(self.members))


@dataclass(frozen=True)
class Team:
    """What the manager chose to look at: ``members`` in order of name, ``boards`` the most common version first."""

    units: tuple[Unit, ...]
    professions: tuple[Profession, ...]
    members: tuple[Member, ...]
    boards: tuple[Board, ...]
    lapses: tuple[Lapse, ...]
    pension_age: int
    retirements: tuple[Retirement, ...]
    professions_lost: tuple[Loss, ...]
    competence_lost: tuple[Loss, ...]
    single_points: tuple[SinglePoint, ...]

    @property
    def persons(self) -> set[UUID]:
        return {member.person for member in self.members}

    @property
    def without_birth_year(self) -> int:
        """Of whom nothing is known, and who are counted as staying."""
        return sum(member.birth_year is None for member in self.members)


def team_of(actor: Actor, *, unit_id: int | None = None, profession: str = "", pension_age: int = PENSION_AGE) -> Team:
    """The team in one of the actor's units, or in all. Six queries. Raises NotYours for a unit not managed."""
    managed = visible(actor, Unit).in_bulk(actor.manages)
    if unit_id is not None and unit_id not in actor.manages:
        raise NotYours
    employments = list(
        visible(actor, Employment)
        .filter(current(actor), unit__in=actor.manages if unit_id is None else {unit_id})
        .select_related("person", "profession")
        .order_by("person__sort_name", "person", "-share", "pk")
    )
    for one in employments:
        one.unit = managed[one.unit_id]
    professions = {one.profession_id: one.profession for one in employments}
    chosen = [one for one in employments if profession in {"", one.profession_id}]
    members, boards = _members(actor, list({one.person_id: one for one in reversed(chosen)}.values())[::-1])
    retiring = [
        one for one in members if one.birth_year and one.birth_year + pension_age <= actor.today.year + YEARS_AHEAD
    ]
    leaving = {one.person for one in retiring}
    holdings = [*_registered(actor, members, boards), *(one for board in boards for one in board.holdings())]
    return Team(
        units=tuple(unit for unit in managed.values() if unit.closed_on is None),
        professions=tuple(sorted(professions.values(), key=str)),
        members=members,
        boards=boards,
        lapses=tuple(sorted((lapse for board in boards for lapse in board.lapses()), key=lambda lapse: lapse.until)),
        pension_age=pension_age,
        retirements=tuple(
            sorted((Retirement(one, one.birth_year + pension_age) for one in retiring), key=lambda found: found.year)  # type: ignore[operator]
        ),
        professions_lost=tuple(_professions_lost(members, leaving)),
        competence_lost=tuple(sorted(_competence_lost(holdings, leaving), key=lambda one: (one.left, -one.may_retire))),
        single_points=tuple(_single_points(holdings, leaving)),
    )


def _members(actor: Actor, employments: list[Employment]) -> tuple[tuple[Member, ...], tuple[Board, ...]]:
    rows = (
        visible(actor, Standing)
        .filter(is_primary=True, person__one_of={one.person_id for one in employments})
        .filter(employer__in={one.employer_id for one in employments})
    )
    standings = {(row.person_id, row.employer_id): row for row in rows}
    decisions = held_decisions(actor, {one.person_id for one in employments})
    used = {row.version_id for row in standings.values()} | {
        row.version_id for rows in decisions.values() for row in rows
    }
    versions = visible(actor, FrameworkVersion).in_bulk(list(used))
    documents = {pk: Words.of(effective_of(version).document) for pk, version in versions.items()}
    members = []
    placed: dict[int, list[Member]] = defaultdict(list)
    for employment in employments:
        standing = standings.get((employment.person_id, employment.employer_id))
        held = decisions.get((employment.person_id, employment.employer_id, employment.profession_id), [])
        member = _member(employment, standing, held, documents)
        members.append(member)
        if standing is not None:
            placed[standing.version_id].append(member)
    boards = [
        Board(
            versions[version],
            tuple(group),
            np.array([member.standing.met for member in group], np.bool_).T,  # type: ignore[union-attr]
            actor.today,
        )
        for version, group in sorted(placed.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    return tuple(members), tuple(boards)


@dataclass(frozen=True)
class Words:
    """What a framework calls its levels and areas, in the reader's language, made once for the whole team."""

    document: FrameworkDocument
    levels: dict[str, str]
    areas: dict[str, str]

    @classmethod
    def of(cls, document: FrameworkDocument) -> Words:
        return cls(
            document,
            {level.code: worded(level.title) for level in document.levels},
            {area.code: worded(area.title) for area in document.areas},
        )


def _member(
    employment: Employment, standing: Standing | None, held: list[Placement], words: dict[int, Words]
) -> Member:
    person = employment.person
    known = Member(employment.person_id, str(person), person.birth_year, employment.unit, employment.profession)
    said = (standing.level_code, standing.area) if standing else None
    if held and (held[-1].level_code, held[-1].area) != said:
        known = replace(known, decided=_decided(held[-1], words[held[-1].version_id]))
    if standing is None:
        return known
    own = words[standing.version_id]
    return replace(
        known,
        standing=standing,
        level=own.levels.get(standing.level_code, ""),
        next_level=own.levels.get(standing.next_level_code, ""),
        area=own.areas.get(standing.area, ""),
        is_lifted=is_above(held_in(held, standing.area), own.document, standing.level_order),
    )


def _decided(decision: Placement, words: Words) -> str:
    return " · ".join(filter(None, (level_title(words.document, decision.level_code), words.areas.get(decision.area))))


def _registered(actor: Actor, members: tuple[Member, ...], boards: tuple[Board, ...]) -> Iterator[Holding]:
    """Assignments, certificates and degrees of the members, as they are registered. One query."""
    by_person = {member.person: member for member in members}
    evidence = visible(actor, Evidence).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=actor.today),
        person__one_of=by_person.keys(),
        employer__in={member.unit.organisation_id for member in members},
        kind__in=RARE_KINDS,
        state=Evidence.State.VERIFIED,
        valid_from__lte=actor.today,
    )
    areas = {area.code: worded(area.title) for board in boards for area in board.document.areas}
    held = (
        evidence.values("kind", "code", "area")
        .annotate(titles=ArrayAgg("title", order_by="pk"), persons=ArrayAgg("person", order_by="pk"))
        .order_by("kind", "code", "area")
    )
    for one in held:
        label = " · ".join(filter(None, (one["titles"][0], areas.get(one["area"], one["area"]))))
        holders = tuple(by_person[person] for person in dict.fromkeys(one["persons"]))
        yield Holding(label, str(Evidence.Kind(one["kind"]).label), "", holders, len(members))


def _single_points(holdings: list[Holding], leaving: set[UUID]) -> Iterator[SinglePoint]:
    """What one alone holds, where there are several to hold it."""
    for one in holdings:
        if len(one.members) == 1 and one.among > 1:
            (member,) = one.members
            yield SinglePoint(one.label, one.kind, member, member.person in leaving)


def _professions_lost(members: tuple[Member, ...], leaving: set[UUID]) -> Iterator[Loss]:
    """Every profession in the team."""
    now = Counter(member.profession for member in members)
    going = Counter(member.profession for member in members if member.person in leaving)
    for profession in sorted(now, key=str):
        yield Loss(str(profession), "", now[profession], going[profession])


def _competence_lost(holdings: list[Holding], leaving: set[UUID]) -> Iterator[Loss]:
    """What is held by somebody who may retire."""
    for one in holdings:
        going = sum(member.person in leaving for member in one.members)
        if going:
            label = f"{one.label} ({one.level})" if one.level else one.label
            yield Loss(label, one.kind, len(one.members), going)
