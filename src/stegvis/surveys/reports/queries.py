"""What there is to read of reports and releases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, Prefetch, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.surveys.models import Release, ReleaseContent, Report, Round, Telling
from stegvis.surveys.reports import quotes
from stegvis.surveys.reports.blocks import OF_FIGURES, Block, Type
from stegvis.surveys.reports.freezing import Plain


@dataclass(frozen=True, slots=True)
class Used:
    """What a report's blocks lean on. ``tables`` by telling and key; ``newer`` the tellings that others have come
    after, with the newest; ``offered`` the newest told telling of each round of the owner."""

    tellings: dict[int, Telling] = field(default_factory=dict)
    tables: dict[tuple[int, str], Plain] = field(default_factory=dict)
    newer: dict[int, Telling] = field(default_factory=dict)
    offered: tuple[Telling, ...] = ()


def reports_of(actor: Actor) -> list[Report]:
    """Those not put away, each with its releases, the newest first."""
    releases = Prefetch("releases", visible(actor, Release).order_by("-number"))
    rows = visible(actor, Report).filter(put_away_at__isnull=True)
    return list(rows.select_related("employer", "collaboration").prefetch_related(releases))


def report_of(actor: Actor, report_id: int) -> Report:
    """NotYours where there is none for the actor."""
    rows = visible(actor, Report).filter(put_away_at__isnull=True).select_related("employer", "collaboration")
    return get_visible(actor, Report, rows, pk=report_id)


def releases_of(actor: Actor, report: Report) -> list[Release]:
    return list(visible(actor, Release).filter(report=report).order_by("-number"))


def used_by(actor: Actor, report: Report) -> Used:
    """In two queries, whatever the number of blocks: tellings are long, and only those used are read whole."""
    wanted = {block["telling"] for block in report.blocks if block["type"] in OF_FIGURES}
    rows = list(_of_owner(visible(actor, Telling), report).select_related("round").defer("content", "audit"))
    newest: dict[int, Telling] = {}
    for one in rows:
        if one.state == Telling.State.TOLD and one.number > getattr(newest.get(one.round_id), "number", 0):
            newest[one.round_id] = one
    whole = _of_owner(visible(actor, Telling), report).filter(pk__in=wanted).select_related("round")
    tellings = {one.pk: one for one in whole} if wanted else {}
    return Used(
        tellings=tellings,
        tables=tables_of(tellings.values()),
        newer={pk: newest[one.round_id] for pk, one in tellings.items() if newest[one.round_id].number > one.number},
        offered=tuple(newest.values()),
    )


def telling_of(actor: Actor, report: Report, telling_id: int) -> Telling:
    """With its tables; NotYours where it is not of the report's owner."""
    rows = _of_owner(visible(actor, Telling), report).select_related("round")
    return get_visible(actor, Telling, rows, pk=telling_id)


def tables_of(tellings: Iterable[Telling]) -> dict[tuple[int, str], Plain]:
    return {(one.pk, table["key"]): table for one in tellings for table in one.content.get("tables", ())}


def _of_owner(rows: QuerySet[Telling], report: Report) -> QuerySet[Telling]:
    return rows.filter(round__employer=report.employer_id, round__collaboration=report.collaboration_id).order_by(
        "round__title", "round_id", "-number"
    )


def in_order(blocks: Sequence[Block], used: Used) -> list[Telling]:
    """The tellings that the blocks show, in the order in which they come first."""
    found: dict[int, Telling] = {}
    for block in blocks:
        if block["type"] in OF_FIGURES and block["telling"] in used.tellings:
            found.setdefault(block["telling"], used.tellings[block["telling"]])
    return list(found.values())


def reports_on(actor: Actor, round_id: int) -> list[Report]:
    """The reports that show a table of the round."""
    keys = set(visible(actor, Telling).filter(round_id=round_id).values_list("pk", flat=True))
    return [
        one
        for one in reports_of(actor)
        if any(block["type"] in OF_FIGURES and block["telling"] in keys for block in one.blocks)
    ]


def round_of(actor: Actor, round_id: int) -> Round:
    rows = visible(actor, Round).select_related("version__questionnaire", "employer", "collaboration")
    return get_visible(actor, Round, rows, pk=round_id)


@dataclass(frozen=True, slots=True)
class Opened:
    """A release as anybody meets it. ``content`` is None where it is withdrawn. ``newest`` is the number of a newer
    one that is open and stands; of one that is withdrawn, of any that does."""

    release: Release
    content: Plain | None
    newest: int | None


def opened(actor: Actor, slug: str, number: int | None = None) -> Opened:
    """The release of that number, else the newest open one that stands, else the newest that is withdrawn. NotYours
    where there is none for the actor: anybody sees the open ones, leaders those kept in too. Two queries."""
    releases = list(visible(actor, Release).filter(slug=slug).order_by("-number"))
    is_open = [one for one in releases if one.is_open]
    standing = [one for one in is_open if not one.retracted_at]
    wanted = [*standing, *is_open] if number is None else [one for one in releases if one.number == number]
    if not wanted:
        raise NotYours
    release = wanted[0]
    newest = standing[0].number if standing and standing[0].number > release.number else None
    if release.retracted_at:
        return Opened(release, None, standing[0].number if standing else None)
    held = visible(actor, ReleaseContent).filter(release=release).values_list("content", flat=True).first()
    return Opened(release, held, newest)


def pdf_of(actor: Actor, release: Release) -> bytes:
    """NotYours where the content may not be read."""
    held = visible(actor, ReleaseContent).filter(release=release).values_list("pdf", flat=True).first()
    if held is None:
        raise NotYours
    return bytes(held)


def next_number(report: Report) -> int:
    return (Release.objects.filter(report=report).aggregate(last=Max("number"))["last"] or 0) + 1


def quotes_in(actor: Actor, blocks: Sequence[Block]) -> dict[str, Plain]:
    """The approved quotes that the blocks name, by key."""
    wanted = {key for block in blocks if block["type"] == Type.QUOTES for key in block["quotes"]}
    return quotes.approved(actor, wanted) if wanted else {}
