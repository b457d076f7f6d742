"""The three sheets that may be brought in. Their Swedish names are their interface, and codes are read as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation

from stegvis.foundation.documents.problems import Problem, UnreadableError
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Column, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.values import Kind
from stegvis.planning.ground.keys import KEYS, PROFESSIONS
from stegvis.planning.ground.places import MUNICIPALITY, REGION

MOST_ROWS = 20_000
Choices = dict[str, tuple[str, ...]]
Titles = Mapping[str, str]
KINDS = ("antaganden", "personal", "befolkning")
EMPLOYERS: Choices = {MUNICIPALITY: ("kommun",), REGION: ("region",)}
YES_NO: Choices = {"yes": ("ja",), "no": ("nej",)}


def spec_of(kind: str, titles: Titles | None = None) -> SheetSpec:
    """The sheet with its choices by name; what is chosen may be written by its code too. KeyError for another kind."""
    with translation.override("sv"):
        keys: Choices = {code: (str(one.label),) for code, one in KEYS.items()}
    codes: Choices = {code: ((titles or {}).get(code, code),) for code in PROFESSIONS}
    return {"antaganden": _assumptions, "personal": _staff, "befolkning": _population}[kind](keys, codes)


def _assumptions(keys: Choices, codes: Choices) -> SheetSpec:
    columns = (
        Column("key", "Antagande", Kind.CHOICE, required=True, choices=keys),
        Column("profession", "Yrke", Kind.CHOICE, choices=codes, help="Tomt: alla yrken."),
        Column("sector", "Arbetsgivare", Kind.CHOICE, choices=EMPLOYERS, help="Tomt: både kommun och region."),
        Column("value", "Värde", Kind.DECIMAL, required=True, help="Andelar i procent: 5 är fem procent."),
        Column("unit", "Enhet", help="För läsaren. Läses inte in."),
        Column("source", "Källa", required=True),
        Column("dated", "Källans datum", Kind.DATE, required=True, aliases=("Datum",), help="Till exempel 2026-01-31"),
        Column("certain", "Säkert", Kind.CHOICE, choices=YES_NO, help="Tomt: nej."),
        Column("why", "Varför", max_length=500, help="Behövs på rader som ändras."),
    )
    return SheetSpec("Antaganden", columns, required=True)


def _staff(_keys: Choices, codes: Choices) -> SheetSpec:
    columns = (
        Column("year", "År", Kind.INTEGER, required=True, limits=(1980, 2100)),
        Column("profession", "Yrke", Kind.CHOICE, required=True, choices=codes),
        Column("age", "Ålder", Kind.INTEGER, required=True, limits=(15, 90)),
        Column("persons", "Personer", Kind.INTEGER, required=True, limits=(0, 100_000)),
        Column("fte", "Årsarbetare", Kind.DECIMAL, required=True, limits=(0, 100_000), aliases=("Heltidsanställda",)),
    )
    return SheetSpec("Personal", columns, required=True)


def _population(_keys: Choices, _codes: Choices) -> SheetSpec:
    groups = ("0–19 år", "20–64 år", "65–79 år", "80 år och äldre")
    columns = (
        Column("code", "Kommunkod", Kind.IDENTIFIER, required=True, max_length=4, help="SCB:s kod, till exempel 1440"),
        Column("year", "År", Kind.INTEGER, required=True, limits=(2021, 2080)),
        *(
            Column(f"group{at}", name, Kind.INTEGER, required=True, limits=(0, 5_000_000))
            for at, name in enumerate(groups)
        ),
    )
    return SheetSpec("Befolkning", columns, required=True)


@dataclass(frozen=True)
class Reading:
    """``rows`` are (number in the file, values)."""

    rows: list[tuple[int, dict[str, Any]]]
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def read(document: Document, kind: str, titles: Titles | None = None) -> Reading:
    """Raises UnreadableError where the file as a whole cannot be understood, KeyError for another kind."""
    spec = spec_of(kind, titles)
    raw = find_sheet(document, spec)
    if raw is None:
        raise UnreadableError("empty_file")
    reading = read_sheet(raw, spec)
    if reading.total > MOST_ROWS:
        raise UnreadableError("many_rows", limit=MOST_ROWS)
    return Reading([(row.number, row.values) for row in reading.rows], list(reading.problems), list(reading.notices))


def typed(rows: Sequence[tuple[int, dict[str, str]]], kind: str) -> list[tuple[int, dict[str, Any]]]:
    """Rows that were kept as text, as they were read."""
    columns = {column.key: column for column in spec_of(kind).columns}
    return [(number, {key: _typed(columns[key], text) for key, text in row.items()}) for number, row in rows]


def _typed(column: Column, text: str) -> Any:
    if not text:
        return None
    make = {Kind.INTEGER: int, Kind.DECIMAL: Decimal, Kind.DATE: date.fromisoformat}.get(column.kind, str)
    return make(text)  # type: ignore[operator]
