"""A report of each employer's, with what it shows and a version of it: Ale's is open, Mölndal's is kept in.

A second of Ale's was open and is withdrawn.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from stegvis.organisations.models import Organisation
from stegvis.surveys import models as surveys
from stegvis.surveys.reports.auditing import audit_of
from stegvis.surveys.reports.document import pdf_of
from stegvis.surveys.reports.freezing import digest_of, frozen
from stegvis.surveys.reports.queries import tables_of
from tests.surveys.reports.support import example, told_content

DAY = date(2026, 11, 23)


def furnish_reports(employers: dict[str, Organisation]) -> dict[str, dict[str, Any]]:
    """Rows by kind and employer. Run it as the owner."""
    made = {slug: _of(employer, is_open=slug == "ale") for slug, employer in employers.items()}
    found = {kind: {slug: rows[kind] for slug, rows in made.items()} for kind in ("told round", "report")}
    telling = surveys.Telling.objects.get(round=made["ale"]["told round"])
    return found | {"report address": found["report"] | {"withdrawn": _withdrawn(employers["ale"], telling)}}


def _withdrawn(employer: Organisation, telling: surveys.Telling) -> surveys.Report:
    report = a_report({"employer": employer}, telling, "behov-fel")
    release = a_release(report, telling, is_open=True)
    surveys.Release.objects.filter(pk=release.pk).update(retracted_at=timezone.now(), retracted_why="Fel siffra")
    surveys.ReleaseContent.objects.filter(release=release).update(is_public=False)
    return report


def _of(employer: Organisation, *, is_open: bool) -> dict[str, Model]:
    telling = a_telling({"employer": employer})
    report = a_report({"employer": employer}, telling, f"behov-{employer.slug}")
    a_release(report, telling, is_open=is_open)
    return {"told round": telling.round, "report": report}


def a_telling(owner: dict[str, Any], *, number: int = 1, of_round: surveys.Round | None = None) -> surveys.Telling:
    return surveys.Telling.objects.create(
        round=of_round or a_round(owner),
        number=number,
        state="told",
        answered=56,
        content=told_content(),
        audit={"safe": True, "hides": True},
    )


def a_round(owner: dict[str, Any]) -> surveys.Round:
    title = "Fortbildningsbehov 2026"
    questionnaire = surveys.Questionnaire.objects.create(**owner, code="rapporterad", title=title, content={})
    version = surveys.Version.objects.create(questionnaire=questionnaire, number=1, content={})
    return surveys.Round.objects.create(
        **owner,
        version=version,
        title=title,
        kind="organisations",
        state="closed",
        sender="Göteborgsregionen",
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 10, 15),
        contacts_until=date(2027, 1, 1),
        keep_until=date(2028, 1, 1),
    )


def a_report(owner: dict[str, Any], telling: surveys.Telling, slug: str) -> surveys.Report:
    """One of every block but quotes."""
    told = example()
    blocks = [
        {key: value for key, value in block.items() if key != "table"}
        | ({"telling": telling.pk} if "telling" in block else {})
        for block in told["blocks"]
        if block["type"] != "quotes"
    ]
    return surveys.Report.objects.create(
        **owner, slug=slug, title=told["title"], summary=told["summary"], blocks=blocks
    )


def a_release(
    report: surveys.Report, telling: surveys.Telling, *, is_open: bool, number: int = 1, changes: str = ""
) -> surveys.Release:
    content = frozen(
        report, tables_of([telling]), [telling], publisher=str(report.owner), number=number, day=DAY, changes=changes
    )
    release = surveys.Release.objects.create(
        report=report,
        number=number,
        slug=report.slug,
        publisher=str(report.owner),
        is_open=is_open,
        changes=changes,
        digest=digest_of(content),
        published_at=timezone.now(),
    )
    surveys.ReleaseContent.objects.create(
        release=release, is_public=is_open, content=content, audit=audit_of(content).plain(), pdf=pdf_of(content)
    )
    return release
