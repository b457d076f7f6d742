"""People × requirements: the figures behind the ``<c-matrix>`` component."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


class Status(StrEnum):
    """How somebody stands to one requirement. Every status has a word and a shape, not only a colour."""

    MET = "met"
    MISSING = "missing"
    LAPSES = "lapses"
    REVIEW = "review"
    NOT_ASKED = "not_asked"

    @property
    def label(self) -> str:
        return str(STATUS_LABELS[self])

    @property
    def icon(self) -> str:
        return STATUS_ICONS[self]


STATUS_LABELS = {
    Status.MET: _("Met"),
    Status.MISSING: _("Missing"),
    Status.LAPSES: _("Lapses soon"),
    Status.REVIEW: _("Needs review"),
    Status.NOT_ASKED: _("Not asked for"),
}
STATUS_ICONS = {
    Status.MET: "check",
    Status.MISSING: "circle",
    Status.LAPSES: "clock",
    Status.REVIEW: "question",
    Status.NOT_ASKED: "minus",
}


@dataclass(frozen=True)
class MatrixColumn:
    """A requirement. ``short`` stands in the narrow heading, ``label`` is its whole name."""

    label: str
    short: str
    url: str = ""


@dataclass(frozen=True)
class MatrixRow:
    """A person and one status per column, in the columns' order. ``note`` says the level, say."""

    label: str
    statuses: tuple[Status, ...]
    url: str = ""
    note: str = ""

    @property
    def asked(self) -> int:
        return sum(status is not Status.NOT_ASKED for status in self.statuses)

    @property
    def met(self) -> int:
        """Count what holds today; what lapses soon still holds."""
        return sum(status in {Status.MET, Status.LAPSES} for status in self.statuses)


@dataclass(frozen=True)
class Matrix:
    """Rows and columns; ``lines`` makes the cells' HTML, for 60 × 60 of them must be cheap."""

    columns: Sequence[MatrixColumn]
    rows: Sequence[MatrixRow]

    @property
    def statuses(self) -> list[Status]:
        """Return the statuses that occur, for the key above the table."""
        seen = {status for row in self.rows for status in row.statuses}
        return [status for status in Status if status in seen]

    @property
    def lines(self) -> list[tuple[MatrixRow, SafeString]]:
        """Return every row with the HTML of its cells. Each kind of cell is made once, not per row."""
        marks = {status: status_mark(status) for status in self.statuses}
        kinds = [{status: cell(status, column, mark) for status, mark in marks.items()} for column in self.columns]
        return [
            (row, SafeString("".join(kind[status] for status, kind in zip(row.statuses, kinds, strict=True))))
            for row in self.rows
        ]


def status_mark(status: Status) -> SafeString:
    """Return a status as icon and word."""
    return format_html(
        '<svg class="sv-icon" aria-hidden="true"><use href="{}#{}"></use></svg><span>{}</span>',
        static("stegvis/icons.svg"),
        status.icon,
        status.label,
    )


def cell(status: Status, column: MatrixColumn, mark: SafeString) -> SafeString:
    """Return a table cell; the column's name in it is for phones, where the heading is gone."""
    return format_html('<td data-status="{}" data-label="{}">{}</td>', status.value, column.label, mark)
