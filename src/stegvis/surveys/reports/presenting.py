"""A report as it is shown, of its plain content: the same numbers, captions and figures in page, PDF and files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import override

from stegvis.surveys.reports.blocks import Form, Type
from stegvis.surveys.reports.charts.bars import Chart, chart_of, forms_of
from stegvis.surveys.reports.describing import sentence_of
from stegvis.surveys.reports.markup import Part, parts
from stegvis.surveys.reports.words import (
    chart_notes,
    figure,
    heading,
    notes_of,
    row_title,
    side_heading,
    table_title,
)
from stegvis.surveys.telling.tables import Table, read

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in words: ``head`` begins with what the rows are, each row with its own name."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]

    @property
    def cells(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Of each row its name and its cells with the column's heading, for narrow screens."""
        return [(row[0], list(zip(self.head[1:], row[1:], strict=True))) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Shown:
    """One block. ``number`` counts tables and charts apart; ``type`` says which of the others it has. ``notes`` are a
    chart's, those of its table as they are true of what is drawn."""

    id: str
    type: Type
    level: int = 2
    text: str = ""
    parts: tuple[Part, ...] = ()
    number: int = 0
    caption: str = ""
    table: Table | None = None
    grid: Grid | None = None
    chart: Chart | None = None
    sentence: str = ""
    notes: tuple[str, ...] = ()
    alt: str = ""
    quotes: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Presented:
    """``outline``: the headings of the upper level, with their anchors."""

    content: Content
    blocks: tuple[Shown, ...]
    outline: tuple[Shown, ...] = field(default=())

    @property
    def figures(self) -> list[Shown]:
        """What holds figures, in order."""
        return [one for one in self.blocks if one.grid]


def presented(content: Content) -> Presented:
    """In the report's own language, whatever the reader's is."""
    with override(content["language"]):
        blocks = tuple(_shown(content))
    return Presented(content, blocks, tuple(one for one in blocks if one.type is Type.HEADING and one.level == 2))


def _shown(content: Content) -> Iterator[Shown]:
    numbers = {Type.TABLE: 0, Type.CHART: 0}
    for block in content["blocks"]:
        kind = Type(block["type"])
        if kind in numbers:
            numbers[kind] += 1
        yield shown(block, numbers.get(kind, 0))


def shown(block: dict[str, Any], number: int) -> Shown:
    """One block of a frozen content, of which a table or chart holds its ``table``."""
    kind, block_id = Type(block["type"]), block["id"]
    match kind:
        case Type.HEADING:
            return Shown(block_id, kind, level=block["level"], text=block["text"])
        case Type.TEXT | Type.NOTE:
            return Shown(block_id, kind, parts=tuple(parts(block["text"])))
        case Type.QUOTES:
            return Shown(block_id, kind, quotes=tuple(block["quotes"]))
        case Type.TABLE | Type.CHART:
            return _of_figures(block, kind, number)
    return Shown(block_id, kind)


def _of_figures(block: dict[str, Any], kind: Type, number: int) -> Shown:
    table = read(block["table"])
    caption = block["caption"] or table_title(table)
    drawn = None
    if kind is Type.CHART and Form(block["form"]) in forms_of(table):
        drawn = chart_of(table, Form(block["form"]), column=block["column"], is_sorted=block["is_sorted"])
    return Shown(
        block["id"],
        kind,
        number=number,
        caption=caption,
        table=table,
        grid=grid_of(table),
        chart=drawn,
        sentence=sentence_of(drawn) if drawn else "",
        notes=tuple(chart_notes(table, has_spans=drawn.has_spans)) if drawn else (),
        alt=block.get("alt", ""),
    )


def grid_of(table: Table) -> Grid:
    head = (side_heading(table), *(heading(one) for one in table.columns))
    rows = tuple(
        (
            row_title(table, row),
            *(figure(cell, column) for cell, column in zip(cells, table.columns, strict=True)),
        )
        for row, cells in zip(table.rows, table.cells, strict=True)
    )
    return Grid(head, rows, tuple(notes_of(table)))
