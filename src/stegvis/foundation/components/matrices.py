"""People × requirements: the figures behind the ``<c-matrix>`` component."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
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

    @cached_property
    def tally(self) -> Counter[Status]:
        return Counter(self.statuses)

    @property
    def asked(self) -> int:
        return len(self.statuses) - self.tally[Status.NOT_ASKED]

    @property
    def met(self) -> int:
        """Count what holds today; what lapses soon still holds."""
        return self.tally[Status.MET] + self.tally[Status.LAPSES]

    @property
    def missing(self) -> int:
        return self.tally[Status.MISSING]


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
        """Return every row with the HTML of its cells, how many are met before all. Each piece is made once."""
        cells = {status: cell(status) for status in self.statuses}
        item = items_of([status for status in OPEN if status in cells])
        items = [item(column) for column in self.columns]
        sums = cache(sum_in_words)
        return [
            (
                row,
                sum_cell(
                    sums(row.met, row.asked),
                    row.missing,
                    SafeString("".join(of.get(status, "") for status, of in zip(row.statuses, items, strict=True))),
                )
                + SafeString("".join(cells[status] for status in row.statuses)),
            )
            for row in self.rows
        ]


def sum_in_words(met: int, asked: int) -> str:
    return gettext("%(met)s of %(asked)s") % {"met": met, "asked": asked}


def sum_cell(met: str, missing: int, items: SafeString) -> SafeString:
    """Return the cell with how many are met.

    Its list is for phones, where the table has no room: only what a person has left to do or renew.
    """
    left = gettext("%(left)s left") % {"left": missing} if missing else met
    unfolded = format_html("<details><summary>{}</summary><ul>{}</ul></details>", left, items) if items else ""
    return format_html('<td class="sv-matrix__sum sv-number"><span>{}</span>{}</td>', met, unfolded)


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


def items_of(statuses: Sequence[Status]) -> Callable[[MatrixColumn], dict[Status, str]]:
    """What makes, of a column, a line of the open list for each status: the requirement and how it stands."""
    told = [(status, format_html(" <b>{}</b></li>", status.label)) for status in statuses]

    def items(column: MatrixColumn) -> dict[Status, str]:
        name = conditional_escape(column.short)
        return {status: f'<li data-status="{status.value}">{name}{word}' for status, word in told}

    return items
