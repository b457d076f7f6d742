"""What the pages choose from the address, and the components' own shapes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.evidence.queries import waiting_evidence
from stegvis.careers.models import VersionMove
from stegvis.careers.moves.queries import Told
from stegvis.careers.placements.queries import Decided, team_answers
from stegvis.careers.queries.disclosed import Line
from stegvis.careers.queries.organisation import Overview
from stegvis.careers.queries.person import PersonStanding, Place, Step
from stegvis.careers.queries.team import PENSION_AGE, PENSION_AGES, Board, Member, Requirement, Team
from stegvis.careers.steps import Steps
from stegvis.careers.wording import worded
from stegvis.foundation.access.http import ActorRequest
from stegvis.foundation.components.matrices import Matrix, MatrixColumn, MatrixRow
from stegvis.foundation.components.next_steps import count_waiting
from stegvis.foundation.components.tables import Table
from stegvis.frameworks.pilots.queries import running_pilots
from stegvis.people.models import Employment

Choice = tuple[str, str, bool]
"""An option of a select: value, label, whether it is chosen."""

PEOPLE_ON_A_PAGE = 60

FORMATS = {"xlsx": "Excel", "csv": "CSV"}

TEAM_PARTS: dict[str, str | Promise] = {
    "oversikt": _("At a glance"),
    "matris": _("Matrix"),
    "saknas": _("Missing"),
    "gar-ut": _("Lapses soon"),
    "pensioner": _("Retirements"),
    "sarbarhet": _("Single points"),
}


def address(query: QueryDict, **changes: str) -> str:
    """The same page with some of the query changed; an empty value takes a key away."""
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"


def exports(query: QueryDict) -> list[tuple[str, str]]:
    return [(label, address(query, export=key)) for key, label in FORMATS.items()]


def pension_age(query: QueryDict) -> int:
    """The age in ``alder``, or the one that is taken where none is named. Raises Http404 for any other."""
    chosen = query.get("alder", "")
    ages = {str(age): age for age in PENSION_AGES} | {"": PENSION_AGE}
    if chosen not in ages:
        raise Http404
    return ages[chosen]


def pension_ages(chosen: int) -> list[Choice]:
    return [(str(age), str(age), age == chosen) for age in PENSION_AGES]


@dataclass(frozen=True)
class PersonPage:
    """One of the person's places, by its number in ``plats``.

    ``decisions`` are all decided placements, the latest first, ``moves`` what to tell of new versions, and
    ``deciding`` the employments in which the reader decides about the person.
    """

    standing: PersonStanding
    query: QueryDict
    decisions: Sequence[Decided] = ()
    moves: Sequence[tuple[VersionMove, list[Told]]] = ()
    deciding: Sequence[Employment] = ()

    @cached_property
    def place(self) -> Place | None:
        chosen = self.query.get("plats", "1")
        places = {str(number): place for number, place in enumerate(self.standing.places, 1)}
        if chosen not in places and chosen != "1":
            raise Http404
        return places.get(chosen)

    @property
    def tabs(self) -> list[dict[str, object]]:
        return [
            {
                "label": place.label,
                "url": address(self.query, plats=str(number)),
                "current": place is self.place,
                "count": None,
            }
            for number, place in enumerate(self.standing.places, 1)
        ]

    @cached_property
    def holding(self) -> list[Decided]:
        """What is decided with the place's employer and holds, the place's own area first."""
        if self.place is None:
            return []
        placed = self.place.employment
        theirs = [
            one
            for one in self.decisions
            if one.state == "now" and one.place[:2] == (placed.employer_id, placed.profession_id)
        ]
        return sorted(theirs, key=lambda one: one.placement.area != self.place.area)  # type: ignore[union-attr]

    @property
    def decided(self) -> Decided | None:
        """What holds in the place's own area."""
        return next((one for one in self.holding if self.place and one.placement.area == self.place.area), None)

    @cached_property
    def decides_in(self) -> Employment | None:
        """The employment in which the reader may decide the place's level."""
        if self.place is None:
            return None
        placed = self.place.employment
        employments = {(one.employer_id, one.profession_id): one for one in self.deciding}
        return employments.get((placed.employer_id, placed.profession_id))

    @property
    def is_decided_as_proposed(self) -> bool:
        """Whether what is decided is what the ladder says today, by the version in use."""
        if self.place is None or self.decided is None:
            return False
        decided = self.decided.placement
        return (decided.version_id, decided.level_order) == (self.place.version.pk, self.place.order)

    @property
    def has_moved_on(self) -> bool:
        """Whether something is only shown earlier, which is then not folded away."""
        return any(one.state == "before" for one in self.decisions)

    @property
    def latest_decision(self) -> int:
        """The newest decision with the place's employer, which whoever decides has seen."""
        if self.place is None:
            return 0
        wanted = (self.place.employment.employer_id, self.place.employment.profession_id)
        seen = (one.placement.pk for one in self.decisions if one.state != "withdrawn" and one.place[:2] == wanted)
        return max(seen, default=0)

    @cached_property
    def way(self) -> Steps | None:
        return Steps(self.place, self.decided.placement if self.decided else None) if self.place else None

    @property
    def met(self) -> list[Step]:
        """Levels with something met, the one being worked on first."""
        steps = self.place.steps if self.place else ()
        return sorted((step for step in steps if step.met), key=lambda step: step.state != "next")


@dataclass(frozen=True)
class TeamPage:
    """The part of the team's page in ``del``; of the matrix the framework in ``modell`` and the level in ``niva``."""

    team: Team
    request: ActorRequest
    moves: QuerySet[VersionMove]

    @property
    def query(self) -> QueryDict:
        return self.request.GET

    @cached_property
    def part(self) -> str:
        part = self.query.get("del", "oversikt")
        if part not in TEAM_PARTS:
            raise Http404
        return part

    @property
    def template(self) -> str:
        return f"careers/team_{self.part}.html"

    @property
    def persons(self) -> set[UUID]:
        """Whose records this part shows by name; what is missing is told in numbers."""
        shown: dict[str, Iterable[Member]] = {
            "oversikt": self.team.members,
            "matris": self.people.page if self.board else (),
            "gar-ut": (one.member for one in self.team.lapses),
            "pensioner": (one.member for one in self.team.retirements),
            "sarbarhet": (one.member for one in self.team.single_points),
        }
        return {member.person for member in shown.get(self.part, ())}

    @property
    def tabs(self) -> list[dict[str, object]]:
        counts = {
            "gar-ut": len(self.team.lapses),
            "pensioner": len(self.team.retirements),
            "sarbarhet": len(self.team.single_points),
        }
        return [
            {
                "label": label,
                "url": address(self.query, **{"del": key, "page": ""}),
                "current": key == self.part,
                "count": counts.get(key),
            }
            for key, label in TEAM_PARTS.items()
        ]

    @cached_property
    def waiting(self) -> Counter[str]:
        """How much waits behind the page's ways, and whether there are moves and pilots to tell of: one query."""
        actor = self.request.actor
        return count_waiting(
            {
                "check": waiting_evidence(actor),
                "reply": team_answers(actor).filter(replied_on__isnull=True),
                "moves": self.moves,
                "pilots": running_pilots(actor),
            }
        )

    @property
    def looks_for_pilots(self) -> bool:
        """The overview has counted them with the rest."""
        return self.part != "oversikt" or bool(self.waiting["pilots"])

    @property
    def exports(self) -> list[tuple[str, str]]:
        return exports(self.query)

    @property
    def ages(self) -> list[Choice]:
        return pension_ages(self.team.pension_age)

    @cached_property
    def board(self) -> Board | None:
        """The framework that was chosen, or the most common one when the filter left that one out."""
        chosen = self.query.get("modell")
        boards = self.team.boards
        return next((board for board in boards if str(board.version.pk) == chosen), boards[0] if boards else None)

    @cached_property
    def level(self) -> str:
        """The level that the matrix shows: the one chosen, or when the framework has none such, most people's next."""
        if self.board is None:
            return ""
        codes = [level.code for level in self.board.ladder.levels]
        if (chosen := self.query.get("niva", "")) in codes:
            return chosen
        working = Counter(
            member.standing.next_level_code or codes[-1] for member in self.board.members if member.standing
        )
        return max(codes, key=lambda code: working[code])

    @property
    def levels(self) -> list[Choice]:
        """The levels of the framework, where the part shows one at a time."""
        if self.board is None or self.part != "matris":
            return []
        titles = {level.code: worded(level.title) for level in self.board.document.levels}
        return [(one.code, titles[one.code], one.code == self.level) for one in self.board.ladder.levels]

    @property
    def frameworks(self) -> list[Choice]:
        """The team's frameworks, where there are several and the part shows one at a time."""
        if len(self.team.boards) < 2 or self.part not in {"matris", "saknas"}:
            return []
        return [
            (str(board.version.pk), f"{board.title} ({len(board.members)})", board is self.board)
            for board in self.team.boards
        ]

    @cached_property
    def people(self) -> Table:
        """Those of the matrix, so many at a time that a phone can hold the page."""
        return Table(self.request, self.board.members if self.board else (), (), page_size=PEOPLE_ON_A_PAGE)

    @property
    def matrix(self) -> Matrix | None:
        if self.board is None:
            return None
        board = self.board
        codes = [level.code for level in board.ladder.levels]
        shown = [leaf.index for leaf in board.ladder.leaves if codes[leaf.level] == self.level]
        rows = []
        for number, member in enumerate(self.people.page, self.people.page.start_index() - 1):
            statuses = board.statuses(number)
            rows.append(
                MatrixRow(
                    label=member.name,
                    note=" · ".join(filter(None, (member.level or gettext("Not yet on the first level"), member.area))),
                    url=reverse("careers:person", args=[member.person]),
                    statuses=tuple(statuses[index] for index in shown),
                )
            )
        columns = [board.requirements[index] for index in shown]
        return Matrix(columns=[MatrixColumn(label=one.label, short=one.label) for one in columns], rows=rows)

    @property
    def lacking(self) -> list[Requirement]:
        """What stands in somebody's way to the next level, what most lack first."""
        if self.board is None:
            return []
        return sorted((one for one in self.board.requirements if one.lacking), key=lambda one: -one.lacking)

    @property
    def unplaced(self) -> int:
        return sum(member.standing is None for member in self.team.members)


@dataclass(frozen=True)
class OrganisationPage:
    overview: Overview
    query: QueryDict

    @property
    def exports(self) -> list[tuple[str, str]]:
        return exports(self.query)

    @property
    def professions(self) -> list[dict[str, object]]:
        return [
            {
                "label": str(one.profession),
                "url": address(self.query, yrke=one.profession.pk),
                "current": one.profession == self.overview.profession,
                "people": one.people,
            }
            for one in self.overview.staff
        ]

    @property
    def placements(self) -> list[dict[str, object]]:
        """The lines with the columns' names at the cells, the total last."""
        lines = [*self.overview.placements, *([self.overview.total] if self.overview.total else [])]
        return labelled(lines, self.overview.columns)

    @property
    def coverage(self) -> list[tuple[str, list[dict[str, object]]]]:
        return [(title, labelled(lines, self.overview.coverage_columns)) for title, lines in self.overview.coverage]


def labelled(lines: Iterable[Line], columns: tuple[str, ...]) -> list[dict[str, object]]:
    """Lines with the columns' names at the cells, as ``careers/_cells.html`` shows them."""
    return [
        {
            "label": line.label,
            "cells": list(zip(columns, line.cells, strict=True)),
            "total": line.total,
            "too_few": line.too_few,
        }
        for line in lines
    ]
