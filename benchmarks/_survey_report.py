"""A report of sixty pages with forty charts, from its plain content to the document."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import numpy as np

from stegvis.surveys.telling.tables import Cell, Column, Kind, Part, Row, Table, Unit, write

PAGES, CHARTS, ROWS, POINTS, SEED = 60, 40, 12, 4, 20261122
TEXT = (
    "Av dem som har svarat säger de flesta att behovet är stort. Det gäller **särskilt** i den kommunala hälso- och"
    " sjukvården, där en sjuksköterska ofta arbetar ensam och det är långt till en kollega att fråga. "
)


def content_of(charts: int = CHARTS) -> dict[str, Any]:
    """A frozen content: to each chart a heading, text, and every fourth time a table."""
    rng = np.random.default_rng(SEED)
    blocks: list[dict[str, Any]] = []
    for number in range(charts):
        table = write(_table(rng, number))
        shown = {"telling": 1, "key": table["key"], "caption": "", "table": table}
        drawn = {"form": "diverging", "column": "", "is_sorted": False, "alt": "Staplar åt två håll."}
        blocks.append({"type": "heading", "level": 2, "text": f"Fråga {number + 1}"})
        blocks += [{"type": "text", "text": TEXT * 3 + "\n\n" + TEXT * 2}, {"type": "chart", **shown, **drawn}]
        if number % 4 == 0:
            blocks.append({"type": "table", **shown})
    asked = {
        "round": 1,
        "title": "Fortbildningsbehov",
        "kind": "organisations",
        "design": "census",
        "state": "closed",
        "opens_on": "2026-09-01",
        "closes_on": "2026-10-15",
        "fewest": 5,
        "hides_small": True,
        "telling": 1,
        "told_on": "2026-10-20",
        "answered": 1200,
        "response": None,
    }
    return {
        "format": 1,
        "title": "Fortbildningsbehov i kommunal hälso- och sjukvård",
        "summary": TEXT,
        "language": "sv",
        "publisher": "Göteborgsregionen",
        "number": 1,
        "day": date(2026, 11, 23).isoformat(),
        "changes": "",
        "blocks": [{"id": f"b{at}", **block} for at, block in enumerate(blocks)],
        "rounds": [asked],
    }


def _table(rng: np.random.Generator, number: int) -> Table:
    columns = (
        *(Column(f"v{at}", Unit.PER_CENT, Part.SCALE, {"sv": f"Behov {at + 1}"}, at) for at in range(POINTS)),
        Column("base", Unit.COUNT, Part.BASE),
        Column("ej", Unit.PER_CENT, Part.OUTSIDE, {"sv": "Inte aktuellt"}),
    )
    rows = tuple(
        Row(f"r{at}", {"sv": f"Kunskap {at + 1} i vård, omsorg och rehabilitering nära hemmet"}) for at in range(ROWS)
    )
    cells = []
    for _row in rows:
        shares = rng.multinomial(100, rng.dirichlet(np.ones(POINTS)))
        cells.append((*(Cell(float(one)) for one in shares), Cell(1200.0), Cell(float(rng.integers(0, 15)))))
    title = {"sv": f"Fråga {number + 1}. Vilken fortbildning behövs?"}
    return Table(f"q{number}", Kind.SHARES, title, columns, rows, tuple(cells), Cell(1200.0), question=f"q{number}")


def report(charts: int = CHARTS) -> int:
    """Set the report, and return how many pages it has. Django must be set up."""
    from stegvis.surveys.reports.document import pdf_of

    return len(re.findall(rb"/Type ?/Page\b", pdf_of(content_of(charts))))
