"""How evenly a framework is used: the share whose level is decided, between units or employers, beside the ladder's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from stegvis.careers.queries.disclosed import Cell, Line, database_rows, shown_lines, unit_label
from stegvis.careers.queries.organisation import Overview, organisation_overview
from stegvis.engine.statistics import Share, shares
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, visible
from stegvis.organisations.models import Collaboration, Organisation, Unit
from stegvis.people.models import Profession


@dataclass(frozen=True)
class ShareLine:
    """A unit or an employer. ``share`` is None where any of the counts is hidden."""

    label: str
    placed: Cell
    total: Cell
    too_few: bool
    share: Share | None


@dataclass(frozen=True)
class Shares:
    """Lines by name and the total of them; ``unusual`` are those that chance would not leave so far from the whole."""

    lines: tuple[ShareLine, ...]
    total: ShareLine

    @property
    def shown(self) -> list[ShareLine]:
        return [line for line in self.lines if line.share]

    @property
    def unusual(self) -> list[ShareLine]:
        return [line for line in self.shown if line.share and line.share.unusual]

    @property
    def hides(self) -> bool:
        return len(self.shown) < len(self.lines)

    @property
    def extremes(self) -> tuple[ShareLine, ShareLine] | None:
        """The lowest and the highest share, where there are two or more."""
        ranked = sorted(self.shown, key=lambda line: (line.share.share if line.share else 0, line.label))
        return (ranked[0], ranked[-1]) if len(ranked) > 1 else None


@dataclass(frozen=True)
class Evenness:
    """An employer's: ``overview`` has the levels by the ladder, unit by unit, and the choices of the page."""

    overview: Overview
    shares: Shares | None


def evenness_of(actor: Actor, *, employer_id: int | None = None, profession: str = "") -> Evenness:
    """Of an employer that the actor coordinates. Raises NotYours as ``organisation_overview``; two queries more."""
    overview = organisation_overview(actor, employer_id=employer_id, profession=profession)
    if overview.profession is None:
        return Evenness(overview, None)
    by_unit: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for code, unit, decided, people in database_rows("SELECT * FROM stegvis_evenness(%s)", overview.employer.pk):
        if code == overview.profession.pk:
            by_unit[unit][0 if decided else 1] += people
    units = visible(actor, Unit).select_related("parent").in_bulk(list(by_unit))
    named = sorted((unit_label(units[unit]), tuple(counts)) for unit, counts in by_unit.items() if unit in units)
    hidden = {line.label for line in overview.placements if line.total is None}
    (shares,) = share_tables([named], gettext("All units"), hidden)
    return Evenness(overview, shares)


@dataclass(frozen=True)
class Between:
    """A collaboration's, employer by employer: ``decided`` by people and ``reached`` by the ladder."""

    collaboration: Collaboration
    collaborations: tuple[Collaboration, ...]
    professions: tuple[Profession, ...]
    profession: Profession | None
    decided: Shares | None
    reached: Shares | None


def evenness_between(actor: Actor, *, collaboration_id: int | None = None, profession: str = "") -> Between:
    """Of a collaboration that the actor coordinates, the first by name unless one is named. Raises NotYours.

    Four queries.
    """
    led = tuple(visible(actor, Collaboration).filter(pk__in=actor.leads).order_by("name"))
    collaboration = next((one for one in led if collaboration_id in {None, one.pk}), None)
    if collaboration is None:
        raise NotYours
    rows = database_rows("SELECT * FROM stegvis_evenness_between(%s)", collaboration.pk)
    people: dict[str, int] = defaultdict(int)
    for code, *_rest, number in rows:
        people[code] += number
    known = Profession.objects.in_bulk(list(people))
    if profession and profession not in known:
        raise NotYours
    code = profession or max(people, key=lambda one: (people[one], one), default="")
    own = [row[1:] for row in rows if row[0] == code]
    names = dict(visible(actor, Organisation).filter(pk__in={row[0] for row in own}).values_list("pk", "name"))
    counts = [
        _by_name((names[employer], decided, n) for employer, _reached, decided, n in own),
        _by_name((names[employer], reached, n) for employer, reached, _decided, n in own),
    ]
    decided, reached = share_tables(counts, gettext("All employers")) if own else (None, None)
    return Between(collaboration, led, tuple(sorted(known.values(), key=str)), known.get(code), decided, reached)


Named = list[tuple[str, tuple[int, ...]]]
"""Groups by name with how many are counted, and how many are not."""


def _by_name(rows: Iterable[tuple[str, bool, int]]) -> Named:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, counts, people in rows:
        found[name][0 if counts else 1] += people
    return sorted((name, tuple(counts)) for name, counts in found.items())


def share_tables(tables: Sequence[Named], whole: str, hidden: Container[str] = ()) -> list[Shares]:
    """Tables of the same groups, shown beside each other: how many a group has is hidden in all or in none.

    Otherwise one would tell what another hides. ``hidden`` names those whose number another table beside them hides.
    """
    labelled = [
        shown_lines(tuple(counts for _name, counts in table), (*(name for name, _counts in table), whole))
        for table in tables
    ]
    veiled = {line.label for lines in labelled for line in lines if line.total is None}
    return [
        _shares([replace(one, total=None) if one.label in veiled or one.label in hidden else one for one in lines])
        for lines in labelled
    ]


def _shares(shown: Sequence[Line]) -> Shares:
    *lines, total = shown
    overall = _known(total)
    return Shares(tuple(_line(line, overall) for line in lines), _line(total, overall))


def _known(line: Line) -> float | None:
    """The share, where both counts are shown."""
    if not line.cells or line.total is None or line.cells[0] is None or not line.total:
        return None
    return line.cells[0] / line.total


def _line(line: Line, overall: float | None) -> ShareLine:
    own = _known(line)
    share = None
    if own is not None and line.cells[0] is not None and line.total is not None:
        (share,) = shares([line.cells[0]], [line.total], own if overall is None else overall)
    return ShareLine(line.label, line.cells[0] if line.cells else None, line.total, line.too_few, share)
