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
OPEN = (Status.MISSING, Status.LAPSES, Status.REVIEW)
"""What somebody has left to do about a requirement."""


@dataclass(frozen=True)
class MatrixColumn:
    """A requirement. ``short`` stands in the narrow heading and on phones, ``label`` is its whole name."""

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

    @property
    def missing(self) -> int:
        return sum(status is Status.MISSING for status in self.statuses)


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
    def lines(self) -> list[tuple[MatrixRow, SafeString, SafeString]]:
        """Return every row with the HTML of its cells and of its open list. Each piece is made once, not per row.

        The open list is for phones, where the table has no room: only what a person has left to do or renew.
        """
        cells = {status: cell(status) for status in self.statuses}
        items = [{status: item(status, column) for status in OPEN if status in cells} for column in self.columns]
        return [
            (
                row,
                SafeString("".join(cells[status] for status in row.statuses)),
                SafeString("".join(of.get(status, "") for status, of in zip(row.statuses, items, strict=True))),
            )
            for row in self.rows
        ]


def cell(status: Status) -> SafeString:
    """Return a table cell: the status as icon and word. The heading says of what."""
    return format_html(
        '<td data-status="{}"><svg class="sv-icon" aria-hidden="true"><use href="{}#{}"></use></svg>'
        "<span>{}</span></td>",
        status.value,
        static("stegvis/icons.svg"),
        status.icon,
        status.label,
    )


def item(status: Status, column: MatrixColumn) -> SafeString:
    """Return a line of the open list: the requirement and how it stands."""
    return format_html('<li data-status="{}">{} <b>{}</b></li>', status.value, column.short, status.label)
