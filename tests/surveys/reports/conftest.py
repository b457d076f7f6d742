from __future__ import annotations

from typing import Any

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.surveys import models as surveys
from stegvis.surveys.models import Release, Report, Telling
from stegvis.surveys.reports import publishing, services
from stegvis.surveys.reports.building import act
from stegvis.surveys.reports.freezing import digest_of
from stegvis.surveys.reports.queries import report_of
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.furnished_reports import a_telling
from tests.support.layers import layer


@layer
def told(cast: Cast) -> surveys.Telling:
    """What a round of the collaboration has told: needs, of which one row hides two shares, and their ranks."""
    return told_of({"collaboration": cast.gr})


def told_of(owner: dict[str, Any], *, number: int = 1, of_round: surveys.Round | None = None) -> surveys.Telling:
    with as_owner():
        return a_telling(owner, number=number, of_round=of_round)


def does(by: User | None, service: Any, **given: Any) -> Any:
    with acting_as(by.pk if by else None) as actor:
        return service(actor=actor, **given)


def press(by: User, report: Report, button: str, **given: str) -> Report:
    with acting_as(by.pk) as actor:
        return act(actor, report_of(actor, report.pk), button, given).report


@layer
def report(cast: Cast) -> Report:
    return does(cast.dag, services.begin_report, owner=cast.gr, title="Behov 2026")


@layer
def written(cast: Cast, report: Report, told: Telling) -> Report:
    """A heading, a chart and a table, ready to be published."""
    report = press(cast.dag, report, "ny|heading")
    block = {"id": "b1", "text": "Vad som behövs", "level": 2}
    report = does(cast.dag, services.save_block, report=report, was=digest_of(report.blocks[0]), block=block)
    report = press(cast.dag, report, f"siffror|chart|{told.pk}|behov|b1")
    report = press(cast.dag, report, f"siffror|table|{told.pk}|behov.figures|b2")
    about = {"title": "Behov 2026", "summary": "Kort.", "language": "sv", "address": report.slug}
    return does(cast.dag, services.save_about, report=report, revision=report.revision, **about)


def publish(by: User, report: Report, **given: Any) -> Release:
    return does(by, publishing.publish_report, report=report, revision=report.revision, **{"is_open": True, **given})
