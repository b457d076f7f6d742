"""Publishing a report, showing it to everybody, and withdrawing it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.surveys.models import Release, ReleaseContent, Report
from stegvis.surveys.reports.auditing import Audit, audit_of
from stegvis.surveys.reports.blocks import tidy
from stegvis.surveys.reports.checking import remarks_on
from stegvis.surveys.reports.document import pdf_of
from stegvis.surveys.reports.freezing import Plain, digest_of, frozen
from stegvis.surveys.reports.policies import may_open, may_retract, may_write
from stegvis.surveys.reports.queries import Used, in_order, next_number, used_by
from stegvis.surveys.reports.services import Conflict


def drafted(actor: Actor, report: Report, used: Used, *, number: int = 0, changes: str = "") -> Plain:
    """What a release would say if it were made now."""
    return frozen(
        report,
        used.tables,
        in_order(report.blocks, used),
        quotes=used.quotes,
        publisher=str(report.owner or ""),
        number=number,
        day=actor.today if number else None,
        changes=changes,
    )


def audited(content: Plain, used: Used) -> Audit:
    """The release attacked as a whole, with what the audit of each of its rounds found."""
    rounds = [
        {
            "round": one.round_id,
            "title": one.round.title,
            "telling": one.number,
            "safe": one.audit.get("safe", True),
            "hides": one.audit.get("hides", True),
        }
        for one in used.tellings.values()
    ]
    return audit_of(content, rounds)


def publish_report(*, actor: Actor, report: Report, revision: int, is_open: bool, changes: str = "") -> Release:
    """A new version with the figures as they are now, which nobody changes afterwards. Raises Refused where something
    stands in the way (``checking``), or Conflict where the report was changed since it was read."""
    require(may_write(actor, report))
    if report.revision != revision:
        raise Conflict(report)
    number = next_number(report)
    changes = " ".join(tidy(changes).split())[:500]
    if number > 1 and not changes:
        raise Refused(_("Say what is new since the version before."))
    used = used_by(actor, report)
    content = drafted(actor, report, used, number=number, changes=changes)
    audit = audited(content, used)
    for remark in remarks_on(report, used, audit):
        if remark.stops:
            raise Refused(remark.words)
    try:
        return _published(actor, report, content, audit, is_open)
    except IntegrityError as raced:
        raise Conflict(report) from raced


@transaction.atomic
def _published(actor: Actor, report: Report, content: Plain, audit: Audit, is_open: bool) -> Release:
    publisher: Any = actor.user
    if not writable(actor, Report).select_for_update().filter(pk=report.pk, revision=report.revision).exists():
        raise Conflict(Report.objects.get(pk=report.pk))
    release = Release.objects.create(
        report=report,
        number=content["number"],
        slug=report.slug,
        publisher=content["publisher"],
        is_open=is_open,
        changes=content["changes"],
        digest=digest_of(content),
        published_at=timezone.now(),
        published_by_id=publisher,
    )
    ReleaseContent.objects.create(
        release=release, is_public=is_open, content=content, audit=audit.plain(), pdf=pdf_of(content)
    )
    return release


@transaction.atomic
def open_release(*, actor: Actor, release: Release) -> None:
    """Show it to everybody. Raises Refused."""
    require(may_open(actor, release))
    rows = writable(actor, Release).filter(pk=release.pk, is_open=False, retracted_at__isnull=True)
    if not rows.update(is_open=True):
        raise Refused(_("It was changed just now. Look at it again."))
    writable(actor, ReleaseContent).filter(release=release.pk).update(is_public=True)


@transaction.atomic
def retract_release(*, actor: Actor, release: Release, why: str) -> None:
    """Withdraw it: who has its address is told so, when and why, and nothing of what it said. Raises Refused."""
    require(may_retract(actor, release))
    why = " ".join(tidy(why).split())[:500]
    if not why:
        raise Refused(_("Say why it is withdrawn. Readers are shown it."))
    rows = writable(actor, Release).filter(pk=release.pk, retracted_at__isnull=True)
    if not rows.update(retracted_at=timezone.now(), retracted_by=actor.user, retracted_why=why):
        raise Refused(_("It is withdrawn already."))
    writable(actor, ReleaseContent).filter(release=release.pk).update(is_public=False)
