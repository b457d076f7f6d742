"""From a row's cells to the values of a framework file, and the sheets with what is wrong in them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from stegvis.foundation.documents.problems import Problem, echo
from stegvis.foundation.documents.reading import Document
from stegvis.foundation.documents.sheets import Row, SheetSpec, find_sheet, read_sheet
from stegvis.frameworks.drafts.content import plain_text

Raw = dict[str, Any]


class Sheets:
    """The sheets of a workbook; collects the problems and notes of all that is read."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def rows(self, spec: SheetSpec) -> list[Row]:
        """The rows without fault. None where there is no such sheet; UnreadableError where there must be one."""
        raw = find_sheet(self.document, spec)
        if raw is None:
            return []
        reading = read_sheet(raw, spec)
        self.problems += reading.problems
        self.notes += reading.notices
        return reading.rows

    def problem(self, code: str, spec: SheetSpec, row: Row, column: str, **params: Any) -> None:
        self.problems.append(Problem(code, spec.name, row.number, spec.column(column).name, params))

    def note(self, code: str, spec: SheetSpec, row: Row, column: str) -> None:
        self.notes.append(Problem(code, spec.name, row.number, spec.column(column).name))

    def lookup(self, named: Named, spec: SheetSpec, row: Row, column: str, sheet: str) -> Raw | None:
        """The part that the cell names, or None after noting that there is none."""
        value = str(row.values[column])
        found = named.get(value.casefold())
        if found is None:
            self.problem("unknown_reference", spec, row, column, value=echo(value), sheet=sheet)
        return found


class Named(dict[str, Raw]):
    """Parts by code, and by name where no code is the same."""

    def add(self, part: Raw) -> None:
        self.setdefault(swedish(part["title"]).casefold(), part)
        self[part["code"]] = part


def text_in(row: Row, key: str) -> Any:
    """A text in Swedish, and in English where there is one, without markup."""
    own, english = plain_text(str(row.values[key])), row.values.get(f"{key}_en")
    return {"sv": own, "en": plain_text(str(english))} if english else own


def swedish(text: Any) -> str:
    return str(text.get("sv", "") if isinstance(text, dict) else text or "")


def listed(text: str) -> list[str]:
    """What stands in a cell with commas, semicolons or spaces between."""
    return [one for one in re.split(r"[,;\s]+", text) if one]


def number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
