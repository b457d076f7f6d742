"""What the builder's page shows: the report as it is, what there is to remark on it, and the form that stands open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from stegvis.foundation.access.actor import Actor
from stegvis.surveys.models import Release, Report
from stegvis.surveys.reports import quotes
from stegvis.surveys.reports.blocks import Block, Type
from stegvis.surveys.reports.checking import Remark, remarks_on
from stegvis.surveys.reports.forms import BlockForm
from stegvis.surveys.reports.freezing import Plain, digest_of
from stegvis.surveys.reports.presenting import Shown, presented
from stegvis.surveys.reports.publishing import drafted
from stegvis.surveys.reports.queries import Used, releases_of, used_by
from stegvis.surveys.telling.tables import read


@dataclass(frozen=True, slots=True)
class Built:
    """A block in the builder: how it looks (None where what it shows is gone), its place, its remarks, and its form
    and what it was where it stands open."""

    block: Block
    place: int
    shown: Shown | None
    remarks: tuple[Remark, ...]
    form: BlockForm | None = None
    was: str = ""
    is_first: bool = False
    is_last: bool = False


class Builder:
    def __init__(self, actor: Actor, report: Report, opened: str, form: BlockForm | None = None) -> None:
        self.actor, self.report, self.opened, self._form = actor, report, opened, form

    @cached_property
    def used(self) -> Used:
        return used_by(self.actor, self.report)

    @cached_property
    def content(self) -> Plain:
        return drafted(self.actor, self.report, self.used)

    @cached_property
    def remarks(self) -> list[Remark]:
        return remarks_on(self.report, self.used)

    @cached_property
    def stops(self) -> int:
        return sum(one.stops for one in self.remarks)

    @cached_property
    def releases(self) -> list[Release]:
        return releases_of(self.actor, self.report)

    @cached_property
    def blocks(self) -> list[Built]:
        shown = {one.id: one for one in presented(self.content).blocks}
        last = len(self.report.blocks) - 1
        return [
            Built(
                block,
                place,
                shown.get(block["id"]),
                tuple(one for one in self.remarks if one.block == block["id"]),
                self._form_of(block) if block["id"] == self.opened else None,
                digest_of(block),
                place == 0,
                place == last,
            )
            for place, block in enumerate(self.report.blocks)
        ]

    def _form_of(self, block: Block) -> BlockForm | None:
        if block["type"] == Type.PAGE_BREAK:
            return None
        if self._form:
            return self._form
        plain = self.used.tables.get((block["telling"], block["key"])) if "telling" in block else None
        offered = quotes.offered(self.actor, self.report) if block["type"] == Type.QUOTES else ()
        return BlockForm(block, read(plain) if plain else None, self.report.language, offered)


def live(actor: Actor, report: Report, block: Block) -> Shown | None:
    """One block as it would look, saved or not, with the number it would have. None where its table is gone."""
    blocks = [block if one["id"] == block["id"] else one for one in report.blocks]
    draft = Report(
        employer=report.employer,
        collaboration=report.collaboration,
        title=report.title,
        language=report.language,
        blocks=blocks,
    )
    content = drafted(actor, draft, used_by(actor, draft))
    return next((one for one in presented(content).blocks if one.id == block["id"]), None)
