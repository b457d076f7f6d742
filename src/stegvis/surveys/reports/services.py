"""Writing a report: beginning it, its blocks, and putting it away. No save overwrites what another has saved."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.text import slug as slug_of
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.models import Report
from stegvis.surveys.policies import Owner, may_lead
from stegvis.surveys.reports import blocks as of_blocks
from stegvis.surveys.reports.blocks import MOST_BLOCKS, OF_FIGURES, Block, Form, Type, clean, index_of, tidy
from stegvis.surveys.reports.charts.bars import forms_of
from stegvis.surveys.reports.freezing import digest_of
from stegvis.surveys.reports.policies import may_write
from stegvis.surveys.reports.queries import telling_of, used_by
from stegvis.surveys.telling.tables import read

FREE_TRIES = 50
Blocks = list[Block]


class Conflict(Exception):  # noqa: N818
    """Somebody saved meanwhile. ``report`` is as it stands now; what was to be saved is still the caller's."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"the report is at revision {report.revision}")
        self.report = report


def begin_report(*, actor: Actor, owner: Owner, title: str, language: str = "sv") -> Report:
    """An empty report. Its address is made of its title, and may be changed until it is published. Raises Refused."""
    require(may_lead(actor, owner))
    title = _titled(title)
    for number in range(1, FREE_TRIES):
        try:
            return _begun(actor, owner, title, language, _address(title, number))
        except IntegrityError:
            continue
    raise Refused(_("There are many reports of that name already. Give it another."))


@transaction.atomic
def _begun(actor: Actor, owner: Owner, title: str, language: str, address: str) -> Report:
    creator: Any = actor.user
    return Report.objects.create(
        employer=owner if isinstance(owner, Organisation) else None,
        collaboration=owner if isinstance(owner, Collaboration) else None,
        slug=address,
        title=title,
        language=language,
        created_by_id=creator,
    )


def _address(title: str, number: int) -> str:
    stem = slug_of(title, 50) or "rapport"
    return stem if number == 1 else f"{stem}-{number}"


def _titled(title: str) -> str:
    title = " ".join(tidy(title).split())
    if not title:
        raise Refused(_("Give the report a title."))
    return title[:120]


def save_about(
    *, actor: Actor, report: Report, revision: int, title: str, summary: str, language: str, address: str
) -> Report:
    """What the report is called and is about. Raises Refused, or Conflict."""
    require(may_write(actor, report))
    address = address.strip()
    if address != report.slug and report.releases.exists():
        raise Refused(_("The address stays as it is, since the report is published under it."))
    if not address or slug_of(address, 60) != address:
        raise Refused(_("Write the address with small letters a–z, digits and hyphens."))
    told = {"title": _titled(title), "summary": tidy(summary), "language": language, "slug": address}
    try:
        with transaction.atomic():
            return _save(actor, report, revision, **told)
    except IntegrityError as taken:
        raise Refused(_("Another report has that address. Choose another.")) from taken


def add_block(*, actor: Actor, report: Report, revision: int, block: Block, after: str = "") -> tuple[Report, str]:
    """The report and the new block's id. It is put ``after`` that block, else last. Raises Refused, or Conflict."""
    if len(report.blocks) >= MOST_BLOCKS:
        raise Refused(_("A report can have at most %(n)s parts.") % {"n": MOST_BLOCKS})
    added = clean({**block, "id": of_blocks.new_id(report.blocks, report.removed)})
    _require_told(actor, report, added)
    at = index_of(report.blocks, after) + 1 if after else len(report.blocks)
    return _write(actor, report, revision, [*report.blocks[:at], added, *report.blocks[at:]]), added["id"]


def save_block(*, actor: Actor, report: Report, was: str, block: Block) -> Report:
    """``was`` is what stood in the block when it was opened (``digest_of``). What others do with other blocks is no
    hindrance. Raises Refused, or Conflict where this one was changed or taken away meanwhile."""
    report = _fresh(report)
    at = next((at for at, one in enumerate(report.blocks) if one["id"] == block["id"]), None)
    if at is None or digest_of(report.blocks[at]) != was:
        raise Conflict(report)
    changed = clean({**report.blocks[at], **block, "type": report.blocks[at]["type"]})
    _require_told(actor, report, changed)
    return _write(actor, report, report.revision, [*report.blocks[:at], changed, *report.blocks[at + 1 :]])


def move_block(*, actor: Actor, report: Report, revision: int, block_id: str, to: int) -> Report:
    return _write(actor, report, revision, of_blocks.moved(report.blocks, block_id, to))


def remove_block(*, actor: Actor, report: Report, revision: int, block_id: str) -> Report:
    """The last one removed can be put back."""
    at = index_of(report.blocks, block_id)
    removed = {"block": report.blocks[at], "at": at}
    return _write(actor, report, revision, [*report.blocks[:at], *report.blocks[at + 1 :]], removed=removed)


def put_back(*, actor: Actor, report: Report, revision: int) -> tuple[Report, str]:
    """Raises Refused where there is nothing to put back."""
    if not report.removed:
        raise Refused(_("There is nothing to put back."))
    block, at = report.removed["block"], report.removed["at"]
    return _write(actor, report, revision, [*report.blocks[:at], block, *report.blocks[at:]], removed=None), block["id"]


def use_newest(*, actor: Actor, report: Report, revision: int) -> Report:
    """Every table and chart shows the newest figures of its round; one that the newest lack stays as it was."""
    newer = used_by(actor, report).newer
    keys = {
        one.pk: {table["key"] for table in telling_of(actor, report, one.pk).content["tables"]}
        for one in set(newer.values())
    }

    def renewed(block: Block) -> Block:
        newest = newer.get(block.get("telling", 0))
        return {**block, "telling": newest.pk} if newest and block["key"] in keys[newest.pk] else block

    return _write(actor, report, revision, [renewed(one) for one in report.blocks])


def put_away(*, actor: Actor, report: Report) -> None:
    """Take the report out of the list. What is published of it stays."""
    require(may_write(actor, report))
    rows = writable(actor, Report).filter(pk=report.pk, put_away_at__isnull=True)
    if not rows.update(put_away_at=timezone.now()):
        raise Refused(_("The report is put away already."))


def _require_told(actor: Actor, report: Report, block: Block) -> None:
    """A table that there is, of a round of the report's owner."""
    if Type(block["type"]) not in OF_FIGURES:
        return
    told = telling_of(actor, report, block["telling"])
    found = next((one for one in told.content.get("tables", ()) if one["key"] == block["key"]), None)
    if found is None:
        raise Refused(_("Choose a table of the list."))
    if block["type"] == Type.CHART and Form(block["form"]) not in forms_of(read(found)):
        raise Refused(_("That table cannot be drawn so. Choose another kind of chart."))


def _write(actor: Actor, report: Report, revision: int, blocks: Blocks, **more: Any) -> Report:
    require(may_write(actor, report))
    return _save(actor, report, revision, blocks=blocks, **more)


def _fresh(report: Report) -> Report:
    return Report.objects.select_related("employer", "collaboration").get(pk=report.pk)


def _save(actor: Actor, report: Report, revision: int, **changed: Any) -> Report:
    """Compare and set: nothing is saved where somebody saved after ``revision``."""
    rows = writable(actor, Report).filter(pk=report.pk, revision=revision, put_away_at__isnull=True)
    done = rows.update(**changed, revision=F("revision") + 1, changed_at=timezone.now())
    fresh = _fresh(report)
    if not done:
        raise Conflict(fresh)
    return fresh
