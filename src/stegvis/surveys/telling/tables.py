"""A told table: figures as everybody sees them, on the page, in the report and in every file.

A cell holds a figure, already rounded, or the reason why it holds none. Nothing is worked out of a table afterwards
that does not stand in it. ``write`` gives what JSON can hold, and ``read`` the same table of it.

Titles come from the questionnaire, in its languages. What every table has alike (base, top box, not answered, …) has no
title of its own: its words follow from its key (``telling.wording``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from stegvis.surveys.content.document import Texts

Plain = dict[str, Any]


class Kind(StrEnum):
    RESPONSE = "response"
    """Who was asked and answered, by kind of organisation."""
    SHARES = "shares"
    """Of each row its choices' shares of the answers on the scale."""
    FIGURES = "figures"
    """Of each row its top box, net score, mean and rank."""
    ACTORS = "actors"
    """Of each row one figure, by kind of organisation."""
    CHOSEN = "chosen"
    """Several choices each: the share of those answering who chose it."""
    ORDER = "order"
    """Choices put in order: mean place, and how many put it first."""
    NUMBERS = "numbers"
    """Mean, median and spread."""
    YEARS = "years"
    """Dates, by year."""
    WRITTEN = "written"
    """How many wrote something or sent a file."""
    CROSSED = "crossed"
    """A background by a question: shares of each row."""
    WAVES = "waves"
    """The same figure over waves."""


class Unit(StrEnum):
    COUNT = "count"
    PER_CENT = "per_cent"
    POINTS = "points"
    """Per cent less per cent, from -100 to 100."""
    NUMBER = "number"
    RANK = "rank"


class Part(StrEnum):
    """What a column is of: charts draw ``SCALE``, and put ``OUTSIDE`` beside and never inside."""

    SCALE = "scale"
    OUTSIDE = "outside"
    MISSING = "missing"
    NOT_ASKED = "not_asked"
    BASE = "base"
    FIGURE = "figure"


class Span(StrEnum):
    """What a cell's ``low`` and ``high`` mean."""

    NONE = ""
    CENSUS = "census"
    """The least and the most it can be, whatever the silent would have said."""
    SAMPLE = "sample"
    """An interval of 95 per cent, by the sample's design."""


class Why(StrEnum):
    """Why a cell holds no figure. Whether it is small itself or hides a small one is not said: that would tell."""

    HIDDEN = "hidden"
    NOT_ASKED = "not_asked"
    NOBODY = "nobody"
    """Nobody answered, so there is no share."""
    NOT_COMPARABLE = "not_comparable"
    NOT_KNOWN = "not_known"
    """The source does not say."""


@dataclass(frozen=True, slots=True)
class Cell:
    """``value`` in the column's unit, or ``why`` there is none. ``low`` and ``high`` after the table's ``span``; of a
    rank they are the best and the worst that it can be."""

    value: float | None = None
    why: Why | None = None
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.why is None):
            raise ValueError("a cell holds a figure or the reason why it holds none")


HIDDEN = Cell(why=Why.HIDDEN)


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` is a choice's code with ``PER_CENT``, or one of wording's own (``base``, ``missing``, ``top``, …)."""

    key: str
    unit: Unit
    part: Part = Part.FIGURE
    title: Texts = field(default_factory=dict)
    score: int | None = None
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """``key`` is the item's code (a row's, a choice's or the question's own), or a group's."""

    key: str
    title: Texts
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said beside a table: a code of ``telling.wording`` and its figures. ``row`` where it is of one."""

    code: str
    row: str = ""
    params: Plain = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Table:
    """``cells[row][column]``. ``actor`` is the kind of organisations it is of, ``""`` for all. ``base`` is how many
    answers the table builds on."""

    key: str
    kind: Kind
    title: Texts
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    cells: tuple[tuple[Cell, ...], ...]
    base: Cell
    question: str = ""
    section: str = ""
    actor: str = ""
    span: Span = Span.NONE
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.rows) or any(len(row) != len(self.columns) for row in self.cells):
            raise ValueError("a table has a cell for each of its rows and columns")

    def cell(self, row: str, column: str) -> Cell:
        """KeyError where there is no such row or column."""
        rows, columns = [one.key for one in self.rows], [one.key for one in self.columns]
        if row not in rows or column not in columns:
            raise KeyError((row, column))
        return self.cells[rows.index(row)][columns.index(column)]

    @property
    def hides(self) -> bool:
        return any(cell.why is Why.HIDDEN for row in self.cells for cell in row)


def write(table: Table) -> Plain:
    return {
        "key": table.key,
        "kind": table.kind.value,
        "title": table.title,
        "question": table.question,
        "section": table.section,
        "actor": table.actor,
        "span": table.span.value,
        "base": _write_cell(table.base),
        "columns": [_write_column(one) for one in table.columns],
        "rows": [{"key": one.key, "title": one.title, "areas": list(one.areas)} for one in table.rows],
        "cells": [[_write_cell(one) for one in row] for row in table.cells],
        "notes": [{"code": one.code, "row": one.row, "params": one.params} for one in table.notes],
    }


def _write_column(column: Column) -> Plain:
    return {
        "key": column.key,
        "unit": column.unit.value,
        "part": column.part.value,
        "title": column.title,
        "score": column.score,
        "decimals": column.decimals,
    }


def _write_cell(cell: Cell) -> Plain:
    if cell.why is not None:
        return {"value": None, "why": cell.why.value}
    if cell.low is None and cell.high is None:
        return {"value": cell.value}
    return {"value": cell.value, "low": cell.low, "high": cell.high}


def read(plain: Plain) -> Table:
    """Raises KeyError, TypeError or ValueError on anything that ``write`` does not give."""
    return Table(
        key=plain["key"],
        kind=Kind(plain["kind"]),
        title=plain["title"],
        question=plain["question"],
        section=plain["section"],
        actor=plain["actor"],
        span=Span(plain["span"]),
        base=_read_cell(plain["base"]),
        columns=tuple(_read_column(one) for one in plain["columns"]),
        rows=tuple(Row(one["key"], one["title"], tuple(one["areas"])) for one in plain["rows"]),
        cells=tuple(tuple(_read_cell(one) for one in row) for row in plain["cells"]),
        notes=tuple(Note(one["code"], one["row"], one["params"]) for one in plain["notes"]),
    )


def _read_column(plain: Plain) -> Column:
    return Column(
        plain["key"], Unit(plain["unit"]), Part(plain["part"]), plain["title"], plain["score"], plain["decimals"]
    )


def _read_cell(plain: Plain) -> Cell:
    why = plain.get("why")
    return Cell(plain["value"], Why(why) if why else None, plain.get("low"), plain.get("high"))
