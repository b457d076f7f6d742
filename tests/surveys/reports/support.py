"""Told tables to draw and to set, as a round's telling holds them."""

from __future__ import annotations

import json
from typing import Any

from stegvis.surveys.telling.tables import HIDDEN, Cell, Column, Kind, Part, Row, Span, Table, Unit, write

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
    return json.loads(json.dumps(value))


def example(**changed: Any) -> dict[str, Any]:
    """A frozen content with one of every block."""
    scale, ranked = plain(write(needs(hidden=2))), plain(write(ranks()))
    figures = {"telling": 1, "caption": "", "column": "", "is_sorted": True}
    blocks = [
        {"id": "b1", "type": "heading", "level": 2, "text": "Vad som behövs"},
        {
            "id": "b2",
            "type": "text",
            "text": "Av 56 svar gäller **1 200 anställda**, se tabell 1.\n\n- *Psykisk ohälsa* nämns mest\n- resten"
            " följer\n\nMer finns hos [samverkan](https://example.se/fortbildning).",
        },
        {"id": "b3", "type": "chart", "key": "behov", "form": "diverging", "alt": "Staplar åt två håll.", **figures,
         "table": scale},
        {"id": "b4", "type": "heading", "level": 3, "text": "I ordning"},
        {"id": "b5", "type": "table", "key": "behov.figures", **figures, "table": ranked},
        {"id": "b6", "type": "chart", "key": "behov.figures", "form": "bars", "alt": "Liggande staplar.", **figures,
         "table": ranked},
        {"id": "b7", "type": "note", "text": "Läs siffrorna med **omdöme**."},
        {"id": "b8", "type": "quotes", "quotes": [{"text": "Vi behöver tid.", "about": "Kommun"}]},
        {"id": "b9", "type": "page_break"},
        {"id": "b10", "type": "text", "text": "1. Först\n2. Sedan"},
    ]  # fmt: skip
    asked = {
        "round": 1,
        "title": "Fortbildningsbehov 2026",
        "kind": "organisations",
        "design": "census",
        "state": "closed",
        "opens_on": "2026-09-01",
        "closes_on": "2026-10-15",
        "fewest": 5,
        "hides_small": True,
        "telling": 1,
        "told_on": "2026-10-20",
        "answered": 56,
        "response": None,
    }
    return {
        "format": 1,
        "title": "Fortbildningsbehov i kommunal hälso- och sjukvård",
        "summary": "Störst är behovet inom psykisk ohälsa hos äldre: 45 % säger att det är akut.",
        "language": "sv",
        "publisher": "Göteborgsregionen",
        "number": 2,
        "day": "2026-11-23",
        "changes": "Tabell 1 är ny.",
        "blocks": blocks,
        "rounds": [asked],
        **changed,
    }


def told_content() -> dict[str, Any]:
    """What a telling holds: needs, of which one row hides two shares, and their ranks."""
    return {"tables": plain([write(needs(hidden=2)), write(ranks())]), "notes": []}
