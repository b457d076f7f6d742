"""An employer's overview: counts only, from the database's own functions, small groups hidden."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db import connection
from django.utils.translation import gettext

from stegvis.careers.wording import worded
from stegvis.engine.disclosure import THRESHOLD, suppress
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.frameworks.format.document import FrameworkDocument
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Profession

Cell = int | None
"""``None`` is hidden: too few, or what would let others be worked out."""


@dataclass(frozen=True)
class Line:
    """One row of a table that may be shown. ``too_few`` says that the row has fewer than five people in all."""

    label: str
    cells: tuple[Cell, ...]
    total: Cell
    too_few: bool


@dataclass(frozen=True)
class Staffed:
    """How many have a profession; ``None`` where fewer than five."""

    profession: Profession
    people: Cell


@dataclass(frozen=True)
class Overview:
    """``columns`` are the levels of the chosen profession's framework, before them who is not placed or not yet.

    ``placements`` has a line a unit and ``total`` them all; ``coverage`` a line a competence, in ``groups`` as the
    framework groups them. ``version`` is ``None`` where no framework is adopted or nobody is placed yet.
    """

    employer: Organisation
    employers: tuple[Organisation, ...]
    staff: tuple[Staffed, ...]
    profession: Profession | None
    version: FrameworkVersion | None
    framework: str
    columns: tuple[str, ...]
    placements: tuple[Line, ...]
    total: Line | None
    coverage_columns: tuple[str, ...]
    coverage: tuple[tuple[str, tuple[Line, ...]], ...]

    @property
    def hides(self) -> bool:
        lines = [*self.placements, *(line for _group, lines in self.coverage for line in lines)]
        return any(None in line.cells for line in lines)


def organisation_overview(actor: Actor, *, employer_id: int | None = None, profession: str = "") -> Overview:
    """The overview of an employer that the actor coordinates, the first by name unless one is named. Six queries.

    Raises NotYours for an employer that the actor does not coordinate and a profession that nobody there has.
    """
    employers = tuple(visible(actor, Organisation).filter(pk__in=actor.coordinates).order_by("name"))
    employer = next((one for one in employers if employer_id in {None, one.pk}), None)
    if employer is None:
        raise NotYours
    counts = _rows("SELECT * FROM stegvis_placements(%s)", employer.pk)
    people: Counter[str] = Counter()
    for code, _version, _unit, _level, number in counts:
        people[code] += number
    known = Profession.objects.in_bulk(list(people))
    if profession and profession not in known:
        raise NotYours
    code = profession or max(people, key=lambda one: (people[one], one), default="")
    own = [row[1:] for row in counts if row[0] == code]
    version = visible(actor, FrameworkVersion).filter(pk=_most_common_version(own)).first()
    document = effective_of(version).document if version else None
    columns, placements, total = _placements(actor, document, version, own)
    return Overview(
        employer=employer,
        employers=employers,
        staff=tuple(
            Staffed(known[one], _unless_few(people[one])) for one in sorted(known, key=lambda one: str(known[one]))
        ),
        profession=known.get(code),
        version=version,
        framework=worded(document.title) if document else "",
        columns=columns,
        placements=placements,
        total=total,
        coverage_columns=(gettext("Not yet"), *_levels(document).values()) if document else (),
        coverage=_coverage(employer, code, version, document) if version and document else (),
    )


def _most_common_version(counts: Iterable[tuple[int | None, int, int | None, int]]) -> int:
    """What most of the profession is placed by, for a pilot may run beside; 0 where nobody is placed."""
    people: Counter[int] = Counter()
    for version, _unit, _level, number in counts:
        people[version or 0] += number if version else 0
    return max(people, key=lambda one: (people[one], one), default=0)


def _rows(statement: str, *values: int | str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _levels(document: FrameworkDocument) -> dict[int, str]:
    return {level.order: worded(level.title) for level in sorted(document.levels, key=lambda level: level.order)}


def _placements(
    actor: Actor,
    document: FrameworkDocument | None,
    version: FrameworkVersion | None,
    counts: Iterable[tuple[int | None, int, int | None, int]],
) -> tuple[tuple[str, ...], tuple[Line, ...], Line | None]:
    """Units × levels of one profession; whoever has no standing against the version is not placed."""
    if document is None or version is None:
        return (), (), None
    levels = _levels(document)
    places = {-1: 0, 0: 1} | {order: position for position, order in enumerate(levels, 2)}
    by_unit: dict[int, list[int]] = defaultdict(lambda: [0] * len(places))
    for row_version, unit, order, number in counts:
        place = places[order] if row_version == version.pk and order is not None else 0
        by_unit[unit][place] += number
    units = visible(actor, Unit).select_related("parent").in_bulk(list(by_unit))
    chosen = sorted((one for one in by_unit if one in units), key=lambda one: (_unit_label(units[one]), one))
    table = [by_unit[one] for one in chosen]
    names = (gettext("Not placed"), gettext("Not yet on the first level"), *levels.values())
    kept = [place for place in range(len(names)) if place > 1 or any(row[place] for row in table)]
    lines = _shown(
        tuple(tuple(row[place] for place in kept) for row in table),
        (*(_unit_label(units[one]) for one in chosen), gettext("All units")),
    )
    return tuple(names[place] for place in kept), tuple(lines[:-1]), lines[-1]


def _unit_label(unit: Unit) -> str:
    return f"{unit.parent.name} – {unit.name}" if unit.parent else unit.name


def _coverage(
    employer: Organisation, profession: str, version: FrameworkVersion, document: FrameworkDocument
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Competences × the highest level whose requirement of them is met. Each line is a table of its own."""
    places = {0: 0} | {order: position for position, order in enumerate(_levels(document), 1)}
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(places))
    for row_version, competence, order, number in _rows(
        "SELECT * FROM stegvis_coverage(%s, %s)", employer.pk, profession
    ):
        if row_version == version.pk:
            found[competence][places[order]] += number
    groups = [
        (worded(group.title), [(item.code, worded(item.title)) for item in group.items if item.code in found])
        for group in document.competences
    ]
    return tuple(
        (title, tuple(_shown((tuple(found[code]),), (label, ""))[0] for code, label in items))
        for title, items in groups
        if items
    )


def _shown(counts: tuple[tuple[int, ...], ...], labels: tuple[str, ...]) -> list[Line]:
    """The lines of a table that may be shown, the totals' last; ``labels`` has one for each."""
    if not counts:
        return [Line(labels[-1], (), 0, False)]
    cells, too_few = _suppressed(counts)
    lines = [Line(label, row[:-1], row[-1], few) for label, row, few in zip(labels, cells, too_few, strict=True)]
    return _without_remainder(lines)


def _without_remainder(lines: list[Line]) -> list[Line]:
    """Withhold one total more, so that a unit said to have few people is not what is left of the whole.

    The smallest unit that has something hidden anyway; where none has, the whole: its columns' totals are hidden
    then, or the few would stand bare in them.
    """
    if not any(line.too_few for line in lines[:-1]):
        return lines
    others = [line for line in lines[:-1] if not line.too_few and line.total and None in line.cells]
    veiled = min(others, key=lambda line: line.total or 0, default=lines[-1])
    return [replace(line, total=None) if line is veiled else line for line in lines]


@lru_cache(maxsize=1024)
def _suppressed(counts: tuple[tuple[int, ...], ...]) -> tuple[tuple[tuple[Cell, ...], ...], tuple[bool, ...]]:
    """Kept by content: the search and the attack take longer than a page may."""
    result = suppress(counts, rows_are_known=True)
    return tuple(tuple(row) for row in result.shown()), tuple(result.too_few.tolist())


def _unless_few(people: int) -> Cell:
    return people if people >= THRESHOLD else None
