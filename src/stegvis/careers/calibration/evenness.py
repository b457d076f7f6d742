"""How evenly a framework is used: the share whose level is decided, between units or employers, beside the ladder's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

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
    return Evenness(overview, _shares(named, gettext("All units")))


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
    return Between(
        collaboration,
        led,
        tuple(sorted(known.values(), key=str)),
        known.get(code),
        decided=_between(((names[employer], decided, n) for employer, _reached, decided, n in own)),
        reached=_between(((names[employer], reached, n) for employer, reached, _decided, n in own)),
    )


def _between(rows: Iterable[tuple[str, bool, int]]) -> Shares | None:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, counts, people in rows:
        found[name][0 if counts else 1] += people
    named = sorted((name, tuple(counts)) for name, counts in found.items())
    return _shares(named, gettext("All employers")) if named else None


def _shares(named: list[tuple[str, tuple[int, ...]]], whole: str) -> Shares:
    *lines, total = shown_lines(tuple(counts for _name, counts in named), (*(name for name, _counts in named), whole))
    overall = _known(total)
    if overall is None:
        return Shares(tuple(_line(line, None) for line in lines), _line(total, None))
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
