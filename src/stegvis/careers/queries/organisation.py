"""An employer's overview: counts only, from the database's own functions, small groups hidden."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from stegvis.careers.queries.disclosed import Cell, Line, database_rows, shown_lines, unit_label, unless_few
from stegvis.careers.wording import worded
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.frameworks.format.document import FrameworkDocument
from stegvis.frameworks.models import FrameworkVersion
from stegvis.frameworks.queries import effective_of
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Profession


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
    counts = database_rows("SELECT * FROM stegvis_placements(%s)", employer.pk)
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
            Staffed(known[one], unless_few(people[one])) for one in sorted(known, key=lambda one: str(known[one]))
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
    chosen = sorted((one for one in by_unit if one in units), key=lambda one: (unit_label(units[one]), one))
    table = [by_unit[one] for one in chosen]
    names = (gettext("Not placed"), gettext("Not yet on the first level"), *levels.values())
    kept = [place for place in range(len(names)) if place > 1 or any(row[place] for row in table)]
    lines = shown_lines(
        tuple(tuple(row[place] for place in kept) for row in table),
        (*(unit_label(units[one]) for one in chosen), gettext("All units")),
    )
    return tuple(names[place] for place in kept), tuple(lines[:-1]), lines[-1]


def _coverage(
    employer: Organisation, profession: str, version: FrameworkVersion, document: FrameworkDocument
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Competences × the highest level whose requirement of them is met. Each line is a table of its own."""
    places = {0: 0} | {order: position for position, order in enumerate(_levels(document), 1)}
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(places))
    for row_version, competence, order, number in database_rows(
        "SELECT * FROM stegvis_coverage(%s, %s)", employer.pk, profession
    ):
        if row_version == version.pk:
            found[competence][places[order]] += number
    groups = [
        (worded(group.title), [(item.code, worded(item.title)) for item in group.items if item.code in found])
        for group in document.competences
    ]
    return tuple(
        (title, tuple(shown_lines((tuple(found[code]),), (label, ""))[0] for code, label in items))
        for title, items in groups
        if items
    )
