"""What stands in the way of publishing a report, and what to look at before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stegvis.surveys.models import Report, Round
from stegvis.surveys.reports.auditing import Audit
from stegvis.surveys.reports.blocks import OF_FIGURES, Block, Form, Type
from stegvis.surveys.reports.charts.bars import forms_of
from stegvis.surveys.reports.freezing import Tables
from stegvis.surveys.reports.queries import Used
from stegvis.surveys.reports.words import table_title
from stegvis.surveys.telling.tables import Why, read


@dataclass(frozen=True, slots=True)
class Remark:
    """``block`` is where to mend it, empty where it is of the whole; ``stops`` says that it must be."""

    words: str
    block: str = ""
    stops: bool = False


def remarks_on(report: Report, used: Used, audit: Audit | None = None) -> list[Remark]:
    """Those that stop first."""
    found = [
        *_of_whole(report),
        *(remark for block in report.blocks for remark in _of_block(block, used.tables)),
        *_of_quotes(report.blocks, used.quotes),
        *_of_order(report.blocks),
        *_of_tellings(used),
        *(_of_audit(audit) if audit else ()),
    ]
    return sorted(found, key=lambda one: not one.stops)


def _of_whole(report: Report) -> Iterator[Remark]:
    if not report.blocks:
        yield Remark(_("The report is empty. Add a text, a table or a chart."), stops=True)
    if not report.summary:
        yield Remark(_("There is no summary. It is what most people read."))


def _of_block(block: Block, tables: Tables) -> Iterator[Remark]:
    kind, key = Type(block["type"]), block["id"]
    if kind in {Type.HEADING, Type.TEXT, Type.NOTE} and not block["text"]:
        yield Remark(_("A text or heading is empty. Write it, or take it away."), key, stops=True)
    if kind not in OF_FIGURES:
        return
    plain = tables.get((block["telling"], block["key"]))
    if plain is None:
        yield Remark(_("A table is no longer among the results. Choose another, or take it away."), key, stops=True)
        return
    table = read(plain)
    name = {"title": block["caption"] or table_title(table)}
    if kind is Type.CHART and not block["alt"]:
        yield Remark(_("“%(title)s” has no description for those who do not see the chart.") % name, key, stops=True)
    if kind is Type.CHART and Form(block["form"]) not in forms_of(table):
        yield Remark(_("“%(title)s” can no longer be drawn so. Choose another kind of chart.") % name, key, stops=True)
    if table.hides:
        yield Remark(_("“%(title)s” has hidden figures. Why is said below it.") % name, key)
    if any(cell.why is Why.NOT_COMPARABLE for cells in table.cells for cell in cells):
        yield Remark(_("“%(title)s” has figures that may not be compared. That is said in their place.") % name, key)


def _of_quotes(blocks: list[Block], approved: Collection[str]) -> Iterator[Remark]:
    for block in blocks:
        if block["type"] != Type.QUOTES:
            continue
        if not block["quotes"]:
            yield Remark(_("No quote is chosen. Choose one, or take the part away."), block["id"], stops=True)
        elif set(block["quotes"]) - set(approved):
            yield Remark(_("A quote is no longer approved. Choose others."), block["id"], stops=True)


def _of_order(blocks: list[Block]) -> Iterator[Remark]:
    """Headings that skip a level cannot be followed by who listens."""
    seen = False
    for block in blocks:
        if block["type"] != Type.HEADING:
            continue
        if block["level"] == 3 and not seen:
            yield Remark(
                _("The first heading is a subheading: “%(title)s”. Begin with a heading.") % {"title": block["text"]},
                block["id"],
                stops=True,
            )
        seen = True


def _of_tellings(used: Used) -> Iterator[Remark]:
    for pk, newest in used.newer.items():
        told = {"round": newest.round.title, "used": used.tellings[pk].number, "newest": newest.number}
        yield Remark(_("“%(round)s” has newer results (%(newest)s) than those shown (%(used)s).") % told)
    for one in used.tellings.values():
        if one.round.state in {Round.State.OPEN, Round.State.PAUSED}:
            yield Remark(_("“%(round)s” is still being answered. The figures may change.") % {"round": one.round.title})


def _of_audit(audit: Audit) -> Iterator[Remark]:
    for one in audit.exposed:
        words = _("In “%(table)s” the hidden figure for %(row)s can be worked out from what else is shown.")
        yield Remark(words % {"table": one.table, "row": one.row}, stops=True)
    for told in audit.rounds:
        if not told["safe"]:
            words = _("The results of “%(round)s” were not found safe. Have them made again.")
            yield Remark(words % {"round": told["title"]}, stops=True)
