"""From an uploaded document to rows with meaning. Knows no database."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stegvis.foundation.documents.problems import Problem
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Row, SheetReading, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.text import slug
from stegvis.foundation.documents.values import Kind
from stegvis.people.imports import problems as _texts  # noqa: F401 - registers the words
from stegvis.people.imports.columns import EVIDENCE, SHEETS, STAFF, UNITS
from stegvis.people.models import Evidence

NEEDS_AMOUNT = {Evidence.Kind.CREDITS, Evidence.Kind.COMPETENCE}


@dataclass
class ParsedStaff:
    """Rows without fault by sheet, the faults of the others, and what the reader should know.

    ``mentioned`` are the employee numbers of all rows, faulty ones too. Nothing of a faulty row is kept but that.
    """

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    mentioned: set[str] = field(default_factory=set)
    read_as: str = ""

    @property
    def units(self) -> list[Row]:
        return self.rows.get(UNITS.name, [])

    @property
    def staff(self) -> list[Row]:
        return self.rows.get(STAFF.name, [])

    @property
    def evidence(self) -> list[Row]:
        return self.rows.get(EVIDENCE.name, [])


def parse(document: Document) -> ParsedStaff:
    """Read all sheets. Raises UnreadableError where the list as a whole cannot be understood."""
    parsed = ParsedStaff(read_as=document.read_as)
    for spec in SHEETS:
        raw = find_sheet(document, spec)
        if raw is not None and (raw.rows or spec.required):
            _take(parsed, spec, read_sheet(raw, spec))
    return parsed


def _take(parsed: ParsedStaff, spec: SheetSpec, reading: SheetReading) -> None:
    parsed.problems += reading.problems
    parsed.notices += reading.notices
    if spec is STAFF:
        numbers = (row.values.get("number") for row in (*reading.rows, *reading.faulty))
        parsed.mentioned = {number for number in numbers if number}
    kept = []
    for row in reading.rows:
        fault = _fault(spec, row.values)
        if fault is None:
            kept.append(Row(row.number, _finished(spec, row.values)))
        else:
            code, key = fault
            parsed.problems.append(Problem(code, spec.name, row.number, spec.column(key).name))
    parsed.rows[spec.name] = kept


def _fault(spec: SheetSpec, values: dict[str, Any]) -> tuple[str, str] | None:
    """What is wrong with cells that are each right: the problem's code and the column."""
    last_key = "valid_until" if spec is EVIDENCE else "valid_to"
    last = values.get(last_key)
    if last is not None and last < values["valid_from"]:
        return "ends_before_start", last_key
    if spec is not EVIDENCE:
        return None
    if not values.get("code") and not slug(values.get("title") or "", 80):
        return "no_code", "code"
    if values["kind"] in NEEDS_AMOUNT and not values.get("amount"):
        return "amount_missing", "amount"
    if values["kind"] == Evidence.Kind.COMPETENCE and not values.get("judged_by"):
        return "judge_missing", "judged_by"
    return None


def _finished(spec: SheetSpec, values: dict[str, Any]) -> dict[str, Any]:
    """Empty cells as the database keeps them; an empty share or amount says nothing."""
    texts = {column.key for column in spec.columns if column.kind not in {Kind.DATE, Kind.INTEGER, Kind.DECIMAL}}
    finished = {key: "" if value is None and key in texts else value for key, value in values.items()}
    if spec is STAFF and finished.get("share") is None:
        finished.pop("share", None)
    if spec is EVIDENCE:
        _finish_evidence(finished)
    return finished


def _finish_evidence(values: dict[str, Any]) -> None:
    """Give every part of the natural key a value, and the amount the unit it is stored in."""
    if not values.get("title"):
        values.pop("title", None)
    values["code"] = values.get("code") or slug(values.get("title", ""), 80)
    values["area"] = values.get("area", "")
    values["judged_by"] = values.get("judged_by", "")
    amount = values.pop("amount", None)
    match values["kind"]:
        case Evidence.Kind.CREDITS:
            values["amount"] = round(amount * 10)
        case Evidence.Kind.COMPETENCE:
            values["amount"] = round(amount)
        case _:
            values["amount"] = 1


def pack(parsed: ParsedStaff) -> bytes:
    """The list for keeping until it is applied: only what was asked for, never the file itself."""
    content = {
        "rows": {name: [[row.number, row.values] for row in rows] for name, rows in parsed.rows.items()},
        "problems": [problem.as_json() for problem in parsed.problems],
        "notices": [notice.as_json() for notice in parsed.notices],
        "mentioned": sorted(parsed.mentioned),
        "read_as": parsed.read_as,
    }
    return zlib.compress(json.dumps(content, default=str).encode())


def unpack(content: bytes) -> ParsedStaff:
    found = json.loads(zlib.decompress(content))
    return ParsedStaff(
        rows={
            spec.name: [Row(number, _restored(spec, values)) for number, values in found["rows"][spec.name]]
            for spec in SHEETS
            if spec.name in found["rows"]
        },
        problems=[Problem(**problem) for problem in found["problems"]],
        notices=[Problem(**notice) for notice in found["notices"]],
        mentioned=set(found["mentioned"]),
        read_as=found["read_as"],
    )


def _restored(spec: SheetSpec, values: dict[str, Any]) -> dict[str, Any]:
    dates = {column.key for column in spec.columns if column.kind == Kind.DATE}
    return {key: date.fromisoformat(value) if key in dates and value else value for key, value in values.items()}
