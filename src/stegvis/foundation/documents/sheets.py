"""Sheets as they are declared: one declaration makes the template, reads the upload and writes the export."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.package import HEADER_ROWS, MAX_ROWS, address
from stegvis.foundation.documents.problems import Problem, UnreadableError, echo
from stegvis.foundation.documents.reading import Document, RawSheet, Value
from stegvis.foundation.documents.text import clean
from stegvis.foundation.documents.values import CellError, Kind, as_text, convert

MAX_LISTED = 12


@dataclass(frozen=True)
class Column:
    """A column by its Swedish name. ``choices`` is code → names, the first name being the one that is written.

    ``required``: the column must be there and filled on every row. ``limits`` are the lowest and highest number.
    """

    key: str
    name: str
    kind: Kind = Kind.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    max_length: int = 200
    limits: tuple[int, int] | None = None
    help: str = ""


@dataclass(frozen=True)
class SheetSpec:
    """A sheet by its Swedish name and columns."""

    name: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()
    required: bool = False

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True)
class Row:
    """``number`` is the row as Excel shows it. ``values`` holds a key for every column that the file has."""

    number: int
    values: dict[str, Any]


@dataclass
class SheetReading:
    """What a sheet held: rows without fault, the faults of the others, and what was passed over.

    ``faulty`` holds what could be read of the other rows, so that they are known to have been there.
    """

    rows: list[Row] = field(default_factory=list)
    faulty: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    total: int = 0


def find_sheet(document: Document, spec: SheetSpec) -> RawSheet | None:
    """The sheet of that name; for a required one also the only sheet there is. Raises UnreadableError when missing."""
    wanted = {_key(name) for name in (spec.name, *spec.aliases)}
    for sheet in document.sheets:
        if _key(sheet.name) in wanted:
            return sheet
    if not spec.required:
        return None
    if len(document.sheets) == 1:
        return document.sheets[0]
    raise UnreadableError("missing_sheet", expected=spec.name, found=_listed(sheet.name for sheet in document.sheets))


def read_sheet(raw: RawSheet, spec: SheetSpec) -> SheetReading:
    """Match columns by name and convert every row. Raises UnreadableError where required columns are missing."""
    header_at = _header_row(raw, spec)
    header = [clean(as_text(cell)) for cell in raw.rows[header_at]] if raw.rows else []
    columns = _match(header, spec)
    if len(raw.rows) - header_at > MAX_ROWS + 1:
        raise UnreadableError("many_rows", limit=MAX_ROWS)
    reading = SheetReading(notices=_notices(raw, spec, header, columns, header_at))
    merged = _merged_rows(raw, header_at)
    faulty = {*raw.notes.errors, *raw.notes.without_value}
    errors = dict.fromkeys(raw.notes.errors, "error_value")
    for index in range(header_at + 1, len(raw.rows)):
        cells = raw.rows[index]
        if not any(cell != "" for cell in cells) and not any((index, at) in faulty for at in columns):
            continue
        reading.total += 1
        found = _Found(spec, index, header)
        if index in merged:
            found.problem("merged", -1, cells=merged[index])
        for at, cell in enumerate([*cells, *[""] * (len(header) - len(cells))]):  # a row may end before its header
            if holds_personal_number(cell, unmistakable=at not in columns):
                found.problem("personal_number", at)
            elif at in columns and (index, at) in faulty:
                found.problem(errors.get((index, at), "formula_without_value"), at)
            elif at in columns:
                found.take(columns[at], cell, at)
        if found.problems:
            reading.problems += found.problems
            reading.faulty.append(Row(index + 1, found.values))
        else:
            reading.rows.append(Row(index + 1, found.values))
    if not reading.total and spec.required:
        raise UnreadableError("no_rows", sheet=spec.name)
    return reading


class _Found:
    """One row on its way."""

    def __init__(self, spec: SheetSpec, index: int, header: list[str]) -> None:
        self.spec, self.index, self.header = spec, index, header
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []

    def take(self, column: Column, cell: Value, at: int) -> None:
        try:
            self.values[column.key] = convert(column, cell)
        except CellError as wrong:
            self.problem(wrong.code, at, **wrong.params)

    def problem(self, code: str, at: int, **params: Any) -> None:
        name = self.header[at] if 0 <= at < len(self.header) else ""
        column = "" if holds_personal_number(name) else name
        self.problems.append(Problem(code, self.spec.name, self.index + 1, echo(column), params))


def _key(name: str) -> str:
    return re.sub(r"[^a-zåäöé0-9]", "", clean(name).casefold())


def _names(spec: SheetSpec) -> dict[str, Column]:
    return {_key(name): column for column in spec.columns for name in (column.name, column.key, *column.aliases)}


def _header_row(raw: RawSheet, spec: SheetSpec) -> int:
    """The row among the first that has most of the columns' names: lists often begin with a heading."""
    names = _names(spec)
    first = raw.rows[:HEADER_ROWS]
    scores = [sum(_key(as_text(cell)) in names for cell in row) for row in first]
    best = max(scores, default=0)
    if best:
        return scores.index(best)
    return next((index for index, row in enumerate(first) if any(cell != "" for cell in row)), 0)


def _match(header: list[str], spec: SheetSpec) -> dict[int, Column]:
    names = _names(spec)
    found: dict[int, Column] = {}
    seen: dict[str, str] = {}
    for at, name in enumerate(header):
        column = names.get(_key(name))
        if column is None:
            continue
        if column.key in seen:
            raise UnreadableError("twice_column", column=column.name, first=echo(seen[column.key]), second=echo(name))
        seen[column.key] = name
        found[at] = column
    missing = [column.name for column in spec.columns if column.required and column.key not in seen]
    if missing:
        unused = [name for at, name in enumerate(header) if name and at not in found]
        raise UnreadableError(
            "missing_columns",
            missing=", ".join(_with_nearest(name, unused) for name in missing),
            found=_listed(name for name in header if name),
        )
    return found


def _with_nearest(name: str, unused: list[str]) -> str:
    by_key = {_key(header): header for header in unused if not holds_personal_number(header)}
    near = difflib.get_close_matches(_key(name), by_key, n=1, cutoff=0.6)
    return f"{name} (= “{echo(by_key[near[0]])}”?)" if near else name


def _listed(names: Iterable[str]) -> str:
    safe = [echo(name) for name in names if not holds_personal_number(name)]
    return ", ".join(safe[:MAX_LISTED]) + (" …" if len(safe) > MAX_LISTED else "") or "–"


def _notices(
    raw: RawSheet, spec: SheetSpec, header: list[str], columns: dict[int, Column], header_at: int
) -> list[Problem]:
    notices = []
    ignored = [name for at, name in enumerate(header) if name and at not in columns]
    if ignored:
        notices.append(Problem("ignored_columns", spec.name, params={"columns": _listed(ignored)}))
    formulas = [cell for cell in raw.notes.formulas if cell[0] > header_at and cell[1] in columns]
    if formulas:
        cells = _listed(address(cell) for cell in formulas)
        notices.append(Problem("formulas", spec.name, params={"count": len(formulas), "cells": cells}))
    return notices


def _merged_rows(raw: RawSheet, header_at: int) -> dict[int, str]:
    """Row → the merged range that touches it, below the header."""
    touched = {}
    for first, last in raw.merged:
        for row in range(max(first[0], header_at + 1), min(last[0], len(raw.rows) - 1) + 1):
            touched[row] = f"{address(first)}:{address(last)}"
    return touched
