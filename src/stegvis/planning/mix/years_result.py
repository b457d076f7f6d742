"""What is planned for the years ahead as a workbook that goes out, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stegvis.foundation.documents.sheets import Column, SheetSpec
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.planning.mix.years_reading import FEW_POSTS, Teller

DECIMALS = 2


def result(teller: Teller) -> bytes:
    return write_workbook([_shortage(teller), _posts(teller), _moves(teller)])


def _sheet(title: str, columns: Sequence[str], rows: Iterator[list[Any]]) -> SheetToWrite:
    return SheetToWrite(SheetSpec(title, tuple(Column(str(at), name) for at, name in enumerate(columns))), list(rows))


def _units(teller: Teller) -> Iterator[tuple[int, int, list[Any]]]:
    """Each place and year, with their names."""
    for place in range(len(teller.ahead.places)):
        for at, number in enumerate(teller.ahead.numbers):
            yield place, at, [teller.name(place), number]


def _unit() -> list[str]:
    return [pgettext("forecast", "Place"), _("Year")]


def _shortage(teller: Teller) -> SheetToWrite:
    found = teller.found
    columns = [*_unit(), _("Not done, hours a week"), _("Without study posts"), _("Cost, kronor a week")]
    rows = (
        [*named, *(round(float(one[place, at]), DECIMALS) for one in (found.short, found.short_without, found.cost))]
        for place, at, named in _units(teller)
    )
    return _sheet(_("Shortage"), columns, rows)


def _posts(teller: Teller) -> SheetToWrite:
    names, found = teller.names, teller.found

    def rows() -> Iterator[list[Any]]:
        for place, at, named in _units(teller):
            for kind, one in enumerate(teller.ahead.paths):
                worth, begun = float(found.worth[place, at, kind]), float(found.begun[place, at, kind])
                more = None if worth != worth else round(worth, DECIMALS)  # noqa: PLR0124 - not a number
                why = teller.why(place) if begun > FEW_POSTS else ""
                roles = [names.get(role, role) for role in (one.source, one.target)]
                yield [*named, *roles, round(begun, DECIMALS), more, why]

    columns = [
        *_unit(),
        _("From"),
        _("To"),
        _("Posts that begin"),
        _("One more is worth, weighted hours"),
        _("Why"),
    ]
    return _sheet(_("Study posts"), columns, rows())


def _moves(teller: Teller) -> SheetToWrite:
    def name(role: str) -> str:
        return teller.names.get(role, role) if role else _("Nobody")

    rows = (
        [
            *named,
            one.task.title,
            name(one.source),
            name(one.target),
            round(one.given, DECIMALS),
            round(one.taken, DECIMALS),
        ]
        for place, at, named in _units(teller)
        for one in teller.found.moves[place][at]
    )
    columns = [*_unit(), _("Task"), _("From"), _("To"), _("Hours given"), _("Hours taken")]
    return _sheet(_("What could move"), columns, rows)
