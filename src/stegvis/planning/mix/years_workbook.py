"""The years ahead as three further sheets of a mix's workbook. Their Swedish names are their interface."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from stegvis.foundation.documents.problems import Problem
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Column, SheetReading, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.values import Kind
from stegvis.foundation.documents.writing import SheetToWrite
from stegvis.planning.mix.ahead import POSTS, STAFF, YEARS, Ahead, Local, Path, Year, faults_of_ahead

MONEY = (0, 1_000_000_000)
PLACE = Column("place", "Plats", max_length=80, help="Bara om ni räknar på flera platser tillsammans.")


def _amount(
    key: str,
    name: str,
    limits: tuple[int, int],
    kind: Kind = Kind.DECIMAL,
    *,
    required: bool = True,
    help_text: str = "",
) -> Column:
    return Column(key, name, kind, required=required, limits=limits, help=help_text)


def specs(names: Mapping[str, str]) -> tuple[SheetSpec, SheetSpec, SheetSpec]:
    """Years, study posts and a place's own staff. ``names`` are the roles'."""
    roles: dict[str, tuple[str, ...]] = {role: (name, role) for role, name in names.items()}
    shared = "För utbildningstjänster som börjar det året. Platsernas budgetar läggs ihop och delas."
    most = "I varje plats, eller i den plats som nämns på raden."
    years = SheetSpec(
        YEARS,
        (
            PLACE,
            _amount("number", "År", (1990, 2150), Kind.INTEGER),
            _amount("need", "Behov, procent av i dag", (0, 100_000)),
            _amount("staff", "Personal, procent av i dag", (0, 100_000)),
            _amount("budget", "Budget, kronor", MONEY, required=False, help_text=shared),
        ),
    )
    posts = SheetSpec(
        POSTS,
        (
            Column("source", "Från", Kind.CHOICE, required=True, choices=roles),
            Column("target", "Till", Kind.CHOICE, required=True, choices=roles),
            _amount("years", "År av studier", (1, 10), Kind.INTEGER),
            _amount("works", "Arbetar under tiden, procent", (0, 100)),
            _amount("cost", "Kostnad, kronor", MONEY),
            _amount("most", "Högst per år", (0, 1000), help_text=most),
            PLACE,
        ),
    )
    staff = SheetSpec(
        STAFF,
        (
            Column("place", "Plats", required=True, max_length=80),
            Column("role", "Personal", Kind.CHOICE, required=True, choices=roles, aliases=("yrke",)),
            _amount("hours", "Timmar i veckan", (0, 10_000_000), help_text="I dag: bladet År säger hur det ändras."),
        ),
    )
    return years, posts, staff


def written(ahead: Ahead | None, names: Mapping[str, str]) -> list[SheetToWrite]:
    """Empty sheets to fill in where there is none."""
    told, (years, posts, staff) = ahead or Ahead(), specs(names)

    def name(role: str) -> str:
        return names.get(role, role)

    return [
        SheetToWrite(years, [[y.place, y.number, _per_cent(y.need), _per_cent(y.staff), y.budget] for y in told.years]),
        SheetToWrite(
            posts,
            [
                [name(p.source), name(p.target), p.years, _per_cent(p.works), p.cost, p.most, p.place]
                for p in told.paths
            ],
        ),
        SheetToWrite(staff, [[one.place, name(one.role), one.hours] for one in told.staff]),
    ]


def _per_cent(share: float) -> float:
    return round(share * 100, 6)


@dataclass(frozen=True)
class ReadAhead:
    """``ahead`` is None where the sheets hold nothing."""

    ahead: Ahead | None
    problems: list[Problem]
    notices: list[Problem]


def read(document: Document, roles: Iterable[str], names: Mapping[str, str]) -> ReadAhead | None:
    """None where the workbook has none of the sheets. Raises UnreadableError where one lacks columns."""
    found: dict[str, SheetReading] = {}
    for spec in specs(names):
        if (sheet := find_sheet(document, spec)) is not None:
            found[spec.name] = read_sheet(sheet, spec)
    if not found:
        return None
    problems = [one for reading in found.values() for one in reading.problems]
    notices = [one for reading in found.values() for one in reading.notices]
    rows = {name: found[name].rows if name in found else [] for name in (YEARS, POSTS, STAFF)}
    if not any(reading.total for reading in found.values()):
        return ReadAhead(None, problems, notices)
    spelt: dict[str, str] = {}
    ahead = Ahead(
        tuple(_year(row.values, spelt) for row in rows[YEARS]),
        tuple(_path(row.values, spelt) for row in rows[POSTS]),
        tuple(_local(row.values, spelt) for row in rows[STAFF]),
    )
    if not problems:  # what a faulty row is missed for is no fault of its own
        for one in faults_of_ahead(ahead, roles):
            row = 0 if one.at is None else rows[one.sheet][one.at].number
            problems.append(Problem(one.code, one.sheet, row, params=one.params))
    return ReadAhead(ahead, problems, notices)


def _year(told: dict[str, Any], spelt: dict[str, str]) -> Year:
    need, staff = float(told["need"]) / 100, float(told["staff"]) / 100
    return Year(int(told["number"]), need, staff, float(told.get("budget") or 0), _place(told, spelt))


def _path(told: dict[str, Any], spelt: dict[str, str]) -> Path:
    years, works = int(told["years"]), float(told["works"]) / 100
    cost, most = float(told["cost"]), float(told["most"])
    return Path(told["source"], told["target"], years, works, cost, most, _place(told, spelt))


def _local(told: dict[str, Any], spelt: dict[str, str]) -> Local:
    return Local(_place(told, spelt), told["role"], float(told["hours"]))


def _place(told: dict[str, Any], spelt: dict[str, str]) -> str:
    """A place as it is spelt where it is named first."""
    name: str = told.get("place") or ""
    return spelt.setdefault(name.casefold(), name)
