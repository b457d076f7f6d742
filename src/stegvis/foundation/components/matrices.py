"""People × requirements: the figures behind the ``<c-matrix>`` component."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
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
        return gettext(STATUS_LABELS[self])

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
    """Rows and columns; ``cells`` makes a row's HTML in one go, for 60 × 60 cells must be cheap."""

    columns: Sequence[MatrixColumn]
    rows: Sequence[MatrixRow]

    @property
    def statuses(self) -> list[Status]:
        """Return the statuses that occur, for the key above the table."""
        seen = {status for row in self.rows for status in row.statuses}
        return [status for status in Status if status in seen]

    @property
    def lines(self) -> list[tuple[MatrixRow, SafeString]]:
        """Return every row with the HTML of its cells."""
        language = get_language() or ""
        return [(row, self._cells(row, language)) for row in self.rows]

    def _cells(self, row: MatrixRow, language: str) -> SafeString:
        return format_html_join(
            "",
            '<td data-status="{}" data-label="{}">{}</td>',
            (
                (status.value, column.label, status_mark(status, language))
                for status, column in zip(row.statuses, self.columns, strict=True)
            ),
        )


@cache
def status_mark(status: Status, _language: str) -> SafeString:
    """Return a status as icon and word; the language is part of the key because the word is."""
    return format_html(
        '<svg class="sv-icon" aria-hidden="true"><use href="{}#{}"></use></svg><span>{}</span>',
        static("stegvis/icons.svg"),
        status.icon,
        status.label,
    )
