"""The three sheets that may be brought in. Their Swedish names are their interface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from stegvis.foundation.documents.problems import Problem, UnreadableError
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Column, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.values import Kind
from stegvis.planning.ground.keys import KEYS, PROFESSIONS
from stegvis.planning.ground.places import MUNICIPALITY, REGION

MOST_ROWS = 20_000
Choices = dict[str, tuple[str, ...]]
KEY_CODES: Choices = {key: (key,) for key in KEYS}
CODES: Choices = {code: (code,) for code in PROFESSIONS}
EMPLOYERS: Choices = {MUNICIPALITY: ("kommun",), REGION: ("region",)}
YES_NO: Choices = {"yes": ("ja",), "no": ("nej",)}

ASSUMPTIONS = SheetSpec(
    "Antaganden",
    (
        Column("key", "Antagande", Kind.CHOICE, required=True, choices=KEY_CODES),
        Column("label", "Betyder", help="För läsaren. Läses inte in."),
        Column("profession", "Yrke", Kind.CHOICE, choices=CODES, help="Tomt: alla yrken."),
        Column("sector", "Arbetsgivare", Kind.CHOICE, choices=EMPLOYERS, help="Tomt: både kommun och region."),
        Column("value", "Värde", Kind.DECIMAL, required=True, help="Andelar i procent: 5 är fem procent."),
        Column("unit", "Enhet", help="För läsaren. Läses inte in."),
        Column("source", "Källa", required=True),
        Column("dated", "Datum", Kind.DATE, required=True, help="Källans datum, 2026-01-31"),
        Column("certain", "Säkert", Kind.CHOICE, choices=YES_NO, help="Tomt: nej."),
        Column("why", "Varför", max_length=500, help="Behövs på rader som ändras."),
    ),
    required=True,
)
STAFF = SheetSpec(
    "Personal",
    (
        Column("year", "År", Kind.INTEGER, required=True, limits=(1980, 2100)),
        Column("profession", "Yrke", Kind.CHOICE, required=True, choices=CODES),
        Column("age", "Ålder", Kind.INTEGER, required=True, limits=(15, 90)),
        Column("persons", "Personer", Kind.INTEGER, required=True, limits=(0, 100_000)),
        Column("fte", "Årsarbetare", Kind.DECIMAL, required=True, limits=(0, 100_000)),
    ),
    required=True,
)
POPULATION = SheetSpec(
    "Befolkning",
    (
        Column("code", "Kommunkod", Kind.IDENTIFIER, required=True, max_length=4, help="SCB:s kod, till exempel 1440"),
        Column("year", "År", Kind.INTEGER, required=True, limits=(2021, 2080)),
        Column("group0", "0–19 år", Kind.INTEGER, required=True, limits=(0, 5_000_000)),
        Column("group1", "20–64 år", Kind.INTEGER, required=True, limits=(0, 5_000_000)),
        Column("group2", "65–79 år", Kind.INTEGER, required=True, limits=(0, 5_000_000)),
        Column("group3", "80 år och äldre", Kind.INTEGER, required=True, limits=(0, 5_000_000)),
    ),
    required=True,
)
SHEETS = {"antaganden": ASSUMPTIONS, "personal": STAFF, "befolkning": POPULATION}


@dataclass(frozen=True)
class Reading:
    """``rows`` are (number in the file, values)."""

    rows: list[tuple[int, dict[str, Any]]]
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def read(document: Document, kind: str) -> Reading:
    """Raises UnreadableError where the file as a whole cannot be understood, KeyError for another kind."""
    spec = SHEETS[kind]
    raw = find_sheet(document, spec)
    if raw is None:
        raise UnreadableError("empty_file")
    reading = read_sheet(raw, spec)
    if reading.total > MOST_ROWS:
        raise UnreadableError("many_rows", limit=MOST_ROWS)
    return Reading([(row.number, row.values) for row in reading.rows], list(reading.problems), list(reading.notices))


def typed(rows: Sequence[tuple[int, dict[str, str]]], kind: str) -> list[tuple[int, dict[str, Any]]]:
    """Rows that were kept as text, as they were read."""
    columns = {column.key: column for column in SHEETS[kind].columns}
    return [(number, {key: _typed(columns[key], text) for key, text in row.items()}) for number, row in rows]


def _typed(column: Column, text: str) -> Any:
    if not text:
        return None
    make = {Kind.INTEGER: int, Kind.DECIMAL: Decimal, Kind.DATE: date.fromisoformat}.get(column.kind, str)
    return make(text)  # type: ignore[operator]
