"""The invented staff as the Excel file that an employer would send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from stegvis.foundation.documents.sheets import SheetSpec
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.people.imports.columns import EVIDENCE, KINDS, STAFF, UNITS
from stegvis.web.demo.evidence import EvidenceRow
from stegvis.web.demo.staff import StaffRow, UnitRow


def staff_workbook(units: Iterable[UnitRow], staff: Sequence[StaffRow]) -> bytes:
    """One workbook with units, staff and evidence, in the columns that the import declares."""
    return write_workbook(
        [
            SheetToWrite(STAFF, _rows(STAFF, staff)),
            SheetToWrite(EVIDENCE, (row for person in staff for row in _evidence(person))),
            SheetToWrite(UNITS, _rows(UNITS, units)),
        ]
    )


def _rows(spec: SheetSpec, items: Iterable[object]) -> Iterator[list[object]]:
    read = [attrgetter(column.key) for column in spec.columns]
    return ([get(item) for get in read] for item in items)


def _evidence(person: StaffRow) -> Iterator[list[object]]:
    return ([_cell(column.key, person, row) for column in EVIDENCE.columns] for row in person.evidence)


def _cell(key: str, person: StaffRow, row: EvidenceRow) -> object:
    if key == "number":
        return person.number
    return KINDS[row.kind][0] if key == "kind" else getattr(row, key)
