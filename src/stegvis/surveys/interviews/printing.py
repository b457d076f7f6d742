"""A report in words: the same sentences on the page, in the PDF and in the workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from stegvis.foundation.documents.pdf import typeset
from stegvis.foundation.documents.sheets import Column, SheetSpec
from stegvis.foundation.documents.values import Kind
from stegvis.foundation.documents.writing import SheetToWrite, write_workbook
from stegvis.surveys.interviews.reporting import Content
from stegvis.surveys.models import Interview, InterviewReport, InterviewStudy

TEMPLATE = "surveys/interviews/report.typ"


@dataclass(frozen=True)
class Finding:
    """``agrees`` and ``groups`` are sentences, ``counted`` the numbers behind them."""

    text: str
    agrees: str
    groups: str
    counted: tuple[int | None, int | None]


@dataclass(frozen=True)
class Theme:
    title: str
    spoke: str
    summary: tuple[str, ...]
    findings: tuple[Finding, ...]
    quotes: tuple[str, ...]
    interviews: int


@dataclass(frozen=True)
class Shown:
    """A report's content in the reader's language; paragraphs and list items apart."""

    title: str
    purpose: tuple[str, ...]
    networks: str
    method: tuple[str, ...]
    questions: tuple[tuple[str, tuple[str, ...]], ...]
    themes: tuple[Theme, ...]
    hidden: tuple[str, ...]
    proposals: tuple[str, ...]
    note: str


def shown(content: Content) -> Shown:
    """The words of what ``reporting.content_of`` gives."""
    return Shown(
        title=content["title"],
        purpose=_lines(content["purpose"]),
        networks=content["networks"],
        method=tuple(_method(content)),
        questions=tuple((one["text"], _lines(one["answer"])) for one in content["questions"]),
        themes=tuple(_theme(one, content) for one in content["themes"]),
        hidden=tuple(content["hidden"]),
        proposals=tuple(content["proposals"]),
        note=_(
            "Fewer than %(fewest)s interviews are never told of, and no interview is told apart from the others. Quotes are approved by those who said them."  # noqa: E501
        )
        % {"fewest": content["fewest"]},
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.splitlines() if one)


def _method(content: Content) -> list[str]:
    told = content["method"]
    found = []
    if told["asked"]:
        asked = ngettext("%(n)s organisation was asked", "%(n)s organisations were asked", told["asked"])
        asked = asked % {"n": told["asked"]}
        words = _("%(asked)s: %(yes)s took part, %(no)s did not, and %(unanswered)s did not answer.")
        found.append(f"{asked}." if told["yes"] is None else words % {**told, "asked": asked})
    if told["interviews"] is None:
        found.append(_("Fewer than %(fewest)s interviews have been held.") % {"fewest": content["fewest"]})
        return found
    interviews = ngettext("%(n)s interview", "%(n)s interviews", told["interviews"]) % {"n": told["interviews"]}
    if told["people"] is not None:
        found.append(_("%(interviews)s with %(people)s people.") % {"interviews": interviews, "people": told["people"]})
    else:
        found.append(f"{interviews}.")
    if told["groups"]:
        found.append(_("They were: %(groups)s.") % {"groups": _groups(told["groups"])})
    if told["modes"]:
        modes = [str(Interview.Mode(one).label).lower() for one in told["modes"] if one != Interview.Mode.TEAMS]
        modes += [str(Interview.Mode.TEAMS.label)] if Interview.Mode.TEAMS in told["modes"] else []
        found.append(_("They were held: %(modes)s.") % {"modes": ", ".join(modes)})
    if told["minutes"]:
        low, high = told["minutes"]
        found.append(_("They took from about %(low)s to %(high)s minutes.") % {"low": low, "high": high})
    return found


def _groups(groups: list[list[Any]]) -> str:
    return ", ".join(f"{name or _('others')} {count}" for name, count in groups)


def _theme(one: dict[str, Any], content: Content) -> Theme:
    return Theme(
        title=one["title"],
        spoke=ngettext("%(n)s interview spoke of it.", "%(n)s interviews spoke of it.", one["interviews"])
        % {"n": one["interviews"]},
        summary=_lines(one["summary"]),
        findings=tuple(_finding(finding, one["interviews"], content) for finding in one["findings"]),
        quotes=tuple(one["quotes"]),
        interviews=one["interviews"],
    )


def _finding(one: dict[str, Any], spoke: int, content: Content) -> Finding:
    told = {"n": one["agrees"], "all": spoke, "fewest": content["fewest"], "differs": one["differs"]}
    if one["agrees"] is None:
        agrees = _("Said in fewer than %(fewest)s interviews.") % told
    else:
        agrees = _("Said in %(n)s of %(all)s interviews.") % told
    if one["differs"] is not None:
        agrees = f"{agrees} {_('%(differs)s say otherwise.') % told}"
    groups = _("Of them: %(groups)s.") % {"groups": _groups(one["groups"])} if one["groups"] else ""
    return Finding(one["text"], agrees, groups, (one["agrees"], one["differs"]))


# Files


def report_pdf(report: InterviewReport) -> bytes:
    """In the language of the moment."""
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    day = timezone.localdate(report.made_at)
    return typeset(TEMPLATE, report_content(report), title=report.content["title"], language=language, day=day)


def report_content(report: InterviewReport) -> dict[str, Any]:
    """What ``report.typ`` sets."""
    told = shown(report.content)
    return {
        "lead": _("Version %(number)s, %(day)s")
        % {"number": report.number, "day": date_format(timezone.localdate(report.made_at))},
        "words": {
            "purpose": _("Purpose"),
            "networks": _("Who receives the report"),
            "method": _("How it was done"),
            "questions": _("Answers to the main questions"),
            "themes": _("Themes"),
            "said": _("What was said"),
            "quotes": _("Quotes"),
            "hidden": _("Themes that too few spoke of to be told"),
            "proposals": _("Proposals"),
            "unanswered": _("Not answered."),
        },
        "purpose": told.purpose,
        "networks": told.networks,
        "method": told.method,
        "questions": [{"text": text, "answer": answer} for text, answer in told.questions],
        "themes": [
            {
                "title": one.title,
                "spoke": one.spoke,
                "summary": one.summary,
                "findings": [
                    {"text": finding.text, "told": f"{finding.agrees} {finding.groups}".strip()}
                    for finding in one.findings
                ],
                "quotes": one.quotes,
            }
            for one in told.themes
        ],
        "hidden": told.hidden,
        "proposals": told.proposals,
        "note": told.note,
    }


def report_workbook(report: InterviewReport) -> bytes:
    """Findings with their counts on one sheet, texts on another. A count that is not told is an empty cell."""
    told = shown(report.content)
    by = {
        InterviewStudy.Group.STAFF_GROUP: _("Staff group"),
        InterviewStudy.Group.ROLE: _("Role"),
    }.get(report.content["told_by"], _("Group"))
    findings = SheetSpec(
        _("What was said"),
        (
            Column("theme", _("Theme")),
            Column("text", _("What was said")),
            Column("all", _("Interviews that spoke of the theme"), Kind.INTEGER),
            Column("agrees", pgettext("interviews", "Agree"), Kind.INTEGER),
            Column("differs", _("Say otherwise"), Kind.INTEGER),
            Column("groups", by),
        ),
    )
    rows = [
        (theme.title, one.text, theme.interviews, *one.counted, one.groups)
        for theme in told.themes
        for one in theme.findings
    ]
    texts = SheetSpec(_("Summaries"), (Column("what", _("What")), Column("of", _("Of")), Column("text", _("Text"))))
    written = [
        *((_("Method"), "", line) for line in told.method),
        *((_("Main question"), text, "\n".join(answer)) for text, answer in told.questions),
        *((_("Theme"), theme.title, "\n".join(theme.summary)) for theme in told.themes),
        *((_("Quote"), theme.title, quote) for theme in told.themes for quote in theme.quotes),
        *((_("Proposal"), "", one) for one in told.proposals),
        (_("Note"), "", told.note),
    ]
    return write_workbook([SheetToWrite(findings, rows), SheetToWrite(texts, written)])
