"""Told tables to draw and to set, as a round's telling holds them."""

from __future__ import annotations

from typing import Any

from stegvis.surveys.telling.tables import HIDDEN, Cell, Column, Kind, Part, Row, Span, Table, Unit

CHOICES = (
    ("inget", "Inget behov", 0),
    ("varde", "Värdefullt", 1),
    ("behov", "Behov", 2),
    ("akut", "Akut behov", 3),
)
ITEMS = (
    ("omvardnad", "Palliativ vård och vård i livets slutskede", (8, 22, 40, 30), 4),
    ("digital", "Digitala verktyg för egenmonitorering och vård på distans i hemmet", (12, 48, 25, 15), 9),
    ("ledning", "Handledning av studenter och nyanställda kollegor", (41, 33, 20, 6), 2),
    ("psykisk", "Psykisk ohälsa hos äldre", (5, 15, 35, 45), 0),
)


def needs(key: str = "behov", *, hidden: int | None = None) -> Table:
    """Shares on a scale of four, "not applicable" beside; of row ``hidden`` two shares are."""
    columns = (
        *(Column(code, Unit.PER_CENT, Part.SCALE, {"sv": words}, score) for code, words, score in CHOICES),
        Column("base", Unit.COUNT, Part.BASE),
        Column("ej", Unit.PER_CENT, Part.OUTSIDE, {"sv": "Inte aktuellt"}),
        Column("missing", Unit.COUNT, Part.MISSING),
    )
    cells = []
    for at, (_code, _words, shares, outside) in enumerate(ITEMS):
        told = [HIDDEN, HIDDEN, *map(Cell, shares[2:])] if at == hidden else [Cell(float(one)) for one in shares]
        cells.append((*told, Cell(56.0), Cell(float(outside)), Cell(3.0)))
    rows = tuple(Row(code, {"sv": words}) for code, words, _shares, _outside in ITEMS)
    title = {"sv": "Vilken fortbildning behövs hos er?"}
    return Table(key, Kind.SHARES, title, columns, rows, tuple(cells), Cell(56.0), question=key)


def ranks(key: str = "behov.figures") -> Table:
    columns = (
        Column("top", Unit.PER_CENT),
        Column("net", Unit.POINTS),
        Column("mean", Unit.NUMBER, decimals=2),
        Column("rank", Unit.RANK),
    )
    cells = (
        (Cell(30.0, low=25.0, high=41.0), Cell(22.0), Cell(1.92), Cell(2.0, low=1.0, high=3.0)),
        (Cell(15.0, low=10.0, high=29.0), Cell(-20.0), Cell(1.43), Cell(3.0, low=2.0, high=4.0)),
        (Cell(6.0, low=4.0, high=21.0), Cell(-48.0), Cell(0.91), Cell(4.0, low=3.0, high=4.0)),
        (Cell(45.0, low=38.0, high=55.0), Cell(60.0), Cell(2.2), Cell(1.0, low=1.0, high=2.0)),
    )
    rows = tuple(Row(code, {"sv": words}) for code, words, _shares, _outside in ITEMS)
    title = {"sv": "Vilken fortbildning behövs hos er?"}
    return Table(key, Kind.FIGURES, title, columns, rows, cells, Cell(56.0), question="behov", span=Span.CENSUS)


def plain(value: Any) -> Any:
    """As JSON gives it back."""
    import json

    return json.loads(json.dumps(value))
