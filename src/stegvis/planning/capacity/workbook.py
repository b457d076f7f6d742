"""Production, staff and absence by week in a workbook. Its Swedish names are its interface."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from stegvis.engine.capacity import REASONS, IsoWeek, Reason
from stegvis.foundation.documents import bringing
from stegvis.foundation.documents.problems import Problem, UnreadableError
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Column, SheetSpec, find_sheet, read_sheet
from stegvis.foundation.documents.values import Kind
from stegvis.foundation.documents.writing import SheetToWrite
from stegvis.planning.capacity.content import MOST_A_WEEK, Content

SALT, MOST_ROWS = "planning.capacity", 20_000
LIMITS = (0, MOST_A_WEEK)
REASON_WORDS: dict[str, tuple[str, ...]] = {
    Reason.LEAVE: ("semester", "ledighet"),
    Reason.SICK: ("sjuk", "sjukfrånvaro"),
    Reason.PARENTAL: ("föräldraledig", "vab"),
    Reason.STUDY: ("studier",),
    Reason.TRAINING: ("utbildning", "kurs"),
    Reason.SHADOWING: ("auskultation",),
    Reason.SUPERVISION: ("handledning",),
    Reason.TALKS: ("samtal",),
    Reason.OTHER: ("annat", "övrigt", "all frånvaro"),
}
WEEK = Column("week", "Vecka", required=True, max_length=12, help="Som 2026-W30. Även 2026 v. 30 går bra.")
PRODUCTION, STAFF, ABSENCE = "production", "staff", "absence"


def specs(names: dict[str, str]) -> dict[str, SheetSpec]:
    """``names`` are the professions' by code, in Swedish."""
    profession = Column(
        "name", "Yrke", Kind.CHOICE, required=True, choices={code: (name, code) for code, name in names.items()}
    )
    reason = Column("reason", "Orsak", Kind.CHOICE, required=True, choices=REASON_WORDS)

    def amount(name: str, hint: str = "") -> Column:
        return Column("amount", name, Kind.DECIMAL, required=True, limits=LIMITS, help=hint)

    return {
        PRODUCTION: SheetSpec(
            "Produktion", (WEEK, Column("name", "Aktivitet", required=True, max_length=80), amount("Antal"))
        ),
        STAFF: SheetSpec("Bemanning", (WEEK, profession, amount("Timmar", "Anställda timmar i veckan."))),
        ABSENCE: SheetSpec(
            "Frånvaro", (WEEK, profession, reason, amount("Timmar", "Utöver det som redan är bokat i Stegvis."))
        ),
    }


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a figure for a week. ``name`` is an activity's name, or a profession's code."""

    sheet: str
    row: int
    week: str
    name: str
    amount: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    lines: list[Line]
    problems: list[Problem]
    notices: list[Problem]


def sheets_of(content: Content, weeks: Sequence[IsoWeek], names: dict[str, str]) -> list[SheetToWrite]:
    """The plan as it is; a new plan gives the template with its weeks."""
    sheets = specs(names)
    production: list[list[Any]] = [
        [str(week), one.name, one.volume[at]] for one in content.activities for at, week in enumerate(weeks)
    ]
    staff = [
        [str(week), names[one.profession], one.contracted[at]]
        for one in content.competences
        for at, week in enumerate(weeks)
    ]
    absence = [
        [str(week), names[one.profession], REASON_WORDS[reason][0], one.typed[reason][at]]
        for one in content.competences
        for reason in REASONS
        if reason in one.typed
        for at, week in enumerate(weeks)
        if one.typed[reason][at]
    ]
    return [
        SheetToWrite(sheets[PRODUCTION], production),
        SheetToWrite(sheets[STAFF], staff),
        SheetToWrite(sheets[ABSENCE], absence),
    ]


def read(document: Document, names: dict[str, str]) -> Reading:
    """A workbook may hold some of the sheets. Raises UnreadableError where it holds none."""
    lines: list[Line] = []
    problems: list[Problem] = []
    notices: list[Problem] = []
    sheets = specs(names)
    if not any(find_sheet(document, spec) for spec in sheets.values()):
        find_sheet(document, replace(sheets[PRODUCTION], required=True))  # says what it looks for
        sheets = {PRODUCTION: replace(sheets[PRODUCTION], required=True)}
    for kind, spec in sheets.items():
        raw = find_sheet(document, spec)
        if raw is None:
            continue
        found = read_sheet(raw, spec)
        problems += found.problems
        notices += found.notices
        for row in found.rows:
            told = row.values
            lines.append(
                Line(kind, row.number, told["week"], told["name"], float(told["amount"]), told.get("reason", ""))
            )
    if len(lines) > MOST_ROWS:
        raise UnreadableError("many_rows", limit=MOST_ROWS)
    return Reading(lines, problems, notices)


def week_of(text: str) -> IsoWeek | None:
    """“2026-W30”, “2026 v. 30”, “v. 30 2026” and “202630”; None for what is no week."""
    year_first = re.fullmatch(r"(\d{4})[\s-]*[wv]?\.?\s*(\d{1,2})", text.strip(), re.IGNORECASE)
    week_first = re.fullmatch(r"[wv]\.?\s*(\d{1,2})[\s,-]+(\d{4})", text.strip(), re.IGNORECASE)
    if year_first:
        return IsoWeek(int(year_first[1]), int(year_first[2]))
    return IsoWeek(int(week_first[2]), int(week_first[1])) if week_first else None


def pack(lines: list[Line], **about: Any) -> str:
    return bringing.pack(lines, salt=SALT, **about)


def unpack(text: str, **about: Any) -> list[Line]:
    """Raises Refused for what was not packed within the hour, by the same user, for the plan as it is."""
    return bringing.unpack(text, Line, salt=SALT, **about)[0]
