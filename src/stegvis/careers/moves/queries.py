"""Reading moves: an employer's, a manager's people, one's own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from stegvis.careers.models import MoveOutcome, VersionMove
from stegvis.careers.moves.choices import unit_of
from stegvis.careers.moves.following import level_counterparts
from stegvis.careers.moves.policies import OPEN
from stegvis.careers.moves.telling import Rows, told_together
from stegvis.careers.queries.disclosed import Cell, Line, database_rows, unit_label
from stegvis.careers.wording import levels_in_words, worded
from stegvis.engine.ladder import CompiledLevel
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.frameworks.models import Adoption, FrameworkVersion, UnitAdoption
from stegvis.frameworks.queries import compiled, effective_of
from stegvis.organisations.models import Unit
from stegvis.people.access import current
from stegvis.people.models import Employment

State = VersionMove.State
Outcome = MoveOutcome.Outcome


@dataclass(frozen=True)
class Startable:
    """What an employer uses, or a unit of its own, where there is a later version of it and no move is open."""

    adoption: Adoption | UnitAdoption
    latest: FrameworkVersion

    @property
    def unit(self) -> Unit | None:
        return unit_of(self.adoption)


@dataclass(frozen=True)
class Summary:
    """A move in counts that may be shown. ``units`` has all units last, ``levels`` all levels before last.

    ``reviews`` are the requirements that people have to be judged anew in, and how many: the most first.
    """

    outcomes: tuple[str, ...]
    units: tuple[Line, ...]
    levels_after: tuple[str, ...]
    levels: tuple[Line, ...]
    reviews: tuple[tuple[str, Cell], ...]

    @property
    def whole(self) -> Line:
        return self.units[-1]

    @property
    def is_empty(self) -> bool:
        """Nobody was concerned, or what it meant is forgotten."""
        return not self.whole.cells

    @property
    def hides(self) -> bool:
        return any(None in (*line.cells, line.total) for line in (*self.units, *self.levels))


@dataclass(frozen=True)
class Told:
    """One outcome in words: levels by their titles, requirements likewise."""

    outcome: MoveOutcome
    name: str
    area: str
    before: str
    after: str
    if_reviewed: str
    to_review: tuple[str, ...]
    lapsed: tuple[str, ...]


def moves_of(actor: Actor) -> QuerySet[VersionMove]:
    """Moves of the employers that the actor coordinates, the latest first."""
    rows = visible(actor, VersionMove).filter(employer__in=actor.coordinates)
    return rows.select_related(
        "employer",
        "unit",
        "pilot",
        "profession",
        "from_version__framework",
        "to_version__framework",
        "decided_by",
        "undone_by",
    )


def move_of(actor: Actor, move_id: UUID) -> VersionMove:
    """One of them. Raises NotYours."""
    return get_visible(actor, VersionMove, moves_of(actor), pk=move_id)


def startable_moves(actor: Actor) -> list[Startable]:
    """Where the actor may start a move, the employers' before their units': four queries."""
    adoptions: list[Adoption | UnitAdoption] = [
        *visible(actor, Adoption)
        .filter(employer__in=actor.coordinates)
        .select_related("employer", "profession", "version__framework")
        .order_by("employer", "profession"),
        *visible(actor, UnitAdoption)
        .filter(employer__in=actor.coordinates)
        .select_related("employer", "unit", "profession", "version__framework")
        .order_by("employer", "unit__name", "profession"),
    ]
    newest = visible(actor, FrameworkVersion).order_by("framework_id", "-version").distinct("framework")
    frameworks = {one.version.framework_id for one in adoptions}
    latest = {row.framework_id: row for row in newest.filter(framework__in=frameworks)}
    opened = set(moves_of(actor).filter(state__in=OPEN).values_list("employer", "profession", "unit"))
    return [
        Startable(one, latest[one.version.framework_id])
        for one in adoptions
        if latest[one.version.framework_id].version > one.version.version
        and (one.employer_id, one.profession_id, getattr(unit_of(one), "pk", None)) not in opened
    ]


def open_move(actor: Actor, kind: type[Adoption | UnitAdoption], key: int) -> VersionMove:
    """The move that waits for a decision about what is used. Raises NotYours."""
    used = get_visible(actor, kind, pk=key)
    moves = moves_of(actor).filter(employer=used.employer_id, profession=used.profession_id, unit=unit_of(used))
    return get_visible(actor, VersionMove, moves, state__in=OPEN)


def summary_of(actor: Actor, move: VersionMove) -> Summary:
    """What the move means, in counts that tell of no small group. Four queries."""
    counts = database_rows("SELECT * FROM stegvis_move_counts(%s)", move.pk)
    units, by_unit = _by_unit(actor, counts)
    before, by_level, falls = _by_level(move, counts)
    asked = _asked_anew(move)
    told = told_together(by_unit, by_level, falls, tuple(people for _title, people in asked))
    titles = [title for title, _people in asked]
    return Summary(
        outcomes=tuple(str(label) for label in Outcome.labels),
        units=_labelled(told.units, (*units, gettext("All units"))),
        levels_after=tuple(levels_in_words(effective_of(move.to_version).document).values()),
        levels=_labelled(told.levels, (*before, gettext("All levels"))),
        reviews=tuple(sorted(zip(titles, told.reviews, strict=True), key=lambda one: -(one[1] or 0))),
    )


def team_moves(actor: Actor, persons: Iterable[UUID]) -> QuerySet[VersionMove]:
    """Moves that wait for a decision, or were decided lately, and concern these people. One query."""
    concerned = visible(actor, MoveOutcome).filter(move=OuterRef("pk"), person__in=set(persons))
    return (
        visible(actor, VersionMove)
        .filter(Q(state=State.READY) | _in_use_lately(actor), Exists(concerned))
        .select_related("profession", "from_version", "to_version__framework")
    )


def team_move(actor: Actor, move_id: UUID) -> tuple[VersionMove, list[Told]]:
    """What a move means for each of those whom the actor manages. Raises NotYours where there is nobody."""
    rows = visible(actor, VersionMove).filter(state__in=[State.READY, State.ACCEPTED])
    rows = rows.select_related("unit", "profession", "from_version__framework", "to_version__framework")
    move = get_visible(actor, VersionMove, rows, pk=move_id)
    mine = visible(actor, Employment).filter(current(actor), unit__in=actor.manages, employer=move.employer_id)
    outcomes = visible(actor, MoveOutcome).filter(move=move, person__in=mine.values("person"))
    told = in_words(move, outcomes.select_related("person").order_by("person__sort_name", "person", "area"))
    if not told:
        raise NotYours
    return move, told


def own_moves(actor: Actor) -> list[tuple[VersionMove, list[Told]]]:
    """What was lately accepted and concerns oneself."""
    if actor.person is None:
        return []
    found: dict[VersionMove, list[MoveOutcome]] = defaultdict(list)
    outcomes = visible(actor, MoveOutcome).filter(_in_use_lately(actor, "move__"), person=actor.person)
    rows = outcomes.select_related(
        "person", "move__unit", "move__from_version__framework", "move__to_version__framework"
    )
    for one in rows.order_by("-move__decided_at", "area"):
        found[one.move].append(one)
    return [(move, in_words(move, own)) for move, own in found.items()]


def in_words(move: VersionMove, outcomes: Iterable[MoveOutcome]) -> list[Told]:
    before, after = effective_of(move.from_version).document, effective_of(move.to_version).document
    earlier, later = levels_in_words(before), levels_in_words(after)
    areas = {one.code: worded(one.title) for one in (*after.areas, *before.areas)}
    asked = {one.code: worded(one.title) for one in after.requirements()}
    gone = {one.code: worded(one.title) for one in before.requirements()}
    return [
        Told(
            outcome=one,
            name=str(one.person),
            area=areas.get(one.area, ""),
            before=earlier[one.level_before],
            after=later[one.level_after],
            if_reviewed=later[one.level_if_reviewed],
            to_review=tuple(asked[code] for code in one.to_review),
            lapsed=tuple(gone[code] for code in one.lapsed),
        )
        for one in outcomes
    ]


def _in_use_lately(actor: Actor, prefix: str = "") -> Q:
    """Accepted, and can still be undone."""
    return Q(**{f"{prefix}state": State.ACCEPTED, f"{prefix}undo_until__gte": actor.today})


def _labelled(lines: Iterable[Line], labels: Iterable[str]) -> tuple[Line, ...]:
    return tuple(replace(line, label=label) for line, label in zip(lines, labels, strict=True))


def _by_unit(actor: Actor, counts: list[tuple]) -> tuple[list[str], Rows]:
    """The units by name, and how many have each outcome."""
    table: dict[int, list[int]] = defaultdict(lambda: [0] * len(Outcome.values))
    for unit, outcome, _before, _after, people in counts:
        table[unit][Outcome.values.index(outcome)] += people
    units = visible(actor, Unit).select_related("parent").in_bulk(list(table))
    chosen = sorted(units, key=lambda one: (unit_label(units[one]), one))
    return [unit_label(units[one]) for one in chosen], tuple(tuple(table[one]) for one in chosen)


def _by_level(move: VersionMove, counts: list[tuple]) -> tuple[list[str], Rows, tuple[tuple[bool, ...], ...]]:
    """The levels before in words, how many reach each level after, and whether that is a lower one."""
    before = levels_in_words(effective_of(move.from_version).document)
    after = list(levels_in_words(effective_of(move.to_version).document))
    table = Counter[tuple[int, int]]()
    for _unit, _outcome, earlier, later, people in counts:
        table[earlier, later] += people
    there = [order for order in before if any(table[order, later] for later in after)]
    stands_for = dict(zip(before, level_counterparts(*_levels_of(move)), strict=True))
    return (
        [before[order] for order in there],
        tuple(tuple(table[order, later] for later in after) for order in there),
        tuple(tuple(number < stands_for[order] for number in range(len(after))) for order in there),
    )


def _levels_of(move: VersionMove) -> tuple[Sequence[CompiledLevel], Sequence[CompiledLevel]]:
    return compiled(move.from_version).levels, compiled(move.to_version).levels


def _asked_anew(move: VersionMove) -> list[tuple[str, int]]:
    """Titles of the new version's requirements, and how many are to be judged anew in each, in the file's order."""
    found = dict(database_rows("SELECT * FROM stegvis_move_reviews(%s)", move.pk))
    asked = effective_of(move.to_version).document.requirements()
    return [(worded(one.title), found[one.code]) for one in asked if one.code in found]
