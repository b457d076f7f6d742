"""The report: what is told of all interviews together, as it would be told now, and as it was given out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import ALLOWED, Refused, Verdict, require
from stegvis.surveys.interviews.counting import Group, apart, groups_of, may_follow, told
from stegvis.surveys.interviews.policies import State
from stegvis.surveys.interviews.services import led
from stegvis.surveys.interviews.texts import lines_of
from stegvis.surveys.models import (
    Interview,
    InterviewAsked,
    InterviewFinding,
    InterviewQuestion,
    InterviewQuote,
    InterviewReport,
    InterviewStudy,
    InterviewSummary,
    InterviewSupport,
    InterviewTheme,
)

Stance, Said = InterviewSupport.Stance, InterviewAsked.Said
ROUNDED_TO = 5  # minutes
Content = dict[str, Any]
"""What a report tells, as plain values: see ``content_of``."""


@dataclass(frozen=True)
class _Material:
    """What there is of a study, read once. ``groups`` is a partition of the interviews held, none too small."""

    study: InterviewStudy
    interviews: tuple[Interview, ...]
    groups: tuple[Group, ...]
    people: int

    @property
    def held(self) -> frozenset[int]:
        return frozenset(one.pk for one in self.interviews)


def content_of(actor: Actor, study: InterviewStudy) -> tuple[Content, list[int]]:
    """What would be told now, and the interviews that are counted. Seven queries.

    Of a theme, nothing unless at least ``fewest`` interviews spoke of it; of a finding, how many agree where they are
    so many (else None), and of each group where every group's count is; quotes only approved, and without whose.
    """
    material = _material(actor, study)
    summaries = {
        (one.theme_id, one.question_id): one.text for one in visible(actor, InterviewSummary).filter(study=study)
    }
    themes = _themes(actor, material, summaries)
    questions = visible(actor, InterviewQuestion).filter(study=study)
    content = {
        "title": study.title,
        "purpose": study.purpose,
        "networks": study.networks,
        "fewest": study.fewest,
        "told_by": study.told_by,
        "method": _method(actor, material),
        "questions": [{"text": one.text, "answer": summaries.get((None, one.pk), "")} for one in questions],
        "themes": [one for one in themes if one["interviews"]],
        "hidden": [one["title"] for one in themes if not one["interviews"]],
        "proposals": lines_of(summaries.get((None, None), "")),
    }
    return content, sorted(material.held)


def _material(actor: Actor, study: InterviewStudy) -> _Material:
    """One query. An interview whose people are of several groups is of none."""
    field = study.told_by if study.told_by != InterviewStudy.Group.NONE else "role"
    names = ArrayAgg(
        f"interviewees__{field}",
        filter=Q(interviewees__isnull=False),
        default=Value([], output_field=ArrayField(CharField())),
    )
    held = visible(actor, Interview).filter(study=study, state=Interview.State.HELD)
    interviews = tuple(held.annotate(names=names).order_by("number"))
    kinds = {one.pk: one.names[0] if len(set(one.names)) == 1 else "" for one in interviews}
    groups = groups_of(kinds, study.fewest) if study.told_by != InterviewStudy.Group.NONE else ()
    return _Material(study, interviews, groups, sum(len(one.names) for one in interviews))


def _method(actor: Actor, material: _Material) -> Content:
    """Who was asked, and how it was done. Times are rounded. Nothing is told of fewer than ``fewest``: what was said is
    told whole or not at all, since what is left out could be had by subtraction."""
    said = Counter(visible(actor, InterviewAsked).filter(study=material.study).values_list("said", flat=True))
    fewest = material.study.fewest
    is_told = all(number == 0 or number >= fewest for number in said.values())
    modes = Counter(one.mode for one in material.interviews if one.mode)
    minutes = sorted(one.minutes for one in material.interviews if one.minutes)
    enough = len(material.interviews) >= fewest
    return {
        "asked": told(said.total(), fewest),
        "yes": said[Said.YES] if is_told else None,
        "no": said[Said.NO] if is_told else None,
        "unanswered": said[Said.NOTHING] if is_told else None,
        "interviews": told(len(material.interviews), fewest),
        "people": told(material.people, fewest) if enough else None,
        "groups": [[one.name, len(one.interviews)] for one in material.groups],
        "minutes": [_rounded(minutes[0]), _rounded(minutes[-1])] if len(minutes) >= fewest else [],
        "modes": sorted(mode for mode, number in modes.items() if number >= fewest),
    }


def _rounded(minutes: int) -> int:
    return max(round(minutes / ROUNDED_TO) * ROUNDED_TO, ROUNDED_TO)


def _themes(actor: Actor, material: _Material, summaries: Mapping[tuple[int | None, int | None], str]) -> list[Content]:
    """Three queries."""
    study, held = material.study, material.held
    noted = ArrayAgg("notes__interview", filter=~Q(notes__text=""), default=Value([]))
    findings = defaultdict(list)
    for finding in visible(actor, InterviewFinding).filter(study=study).annotate(**_STANCES):
        findings[finding.theme_id].append(finding)
    quotes: dict[int, list[str]] = defaultdict(list)
    for quote in visible(actor, InterviewQuote).filter(study=study, approved_on__isnull=False, interview__in=held):
        quotes[quote.theme_id].append(quote.text)
    found = []
    for theme in visible(actor, InterviewTheme).filter(study=study).annotate(noted=noted).order_by("number", "id"):
        found.append(
            {
                "title": theme.title,
                "interviews": told(len(held & set(theme.noted)), study.fewest),
                "summary": summaries.get((theme.pk, None), ""),
                "findings": [_finding(one, material) for one in findings[theme.pk]],
                "quotes": sorted(quotes[theme.pk]),  # in no order that tells whose
            }
        )
    return found


_STANCES = {
    stance.value: ArrayAgg("supports__interview", filter=Q(supports__stance=stance), default=Value([]))
    for stance in Stance
}


def _finding(finding: Any, material: _Material) -> Content:
    """Of a finding with the interviews that agree and differ as ``_STANCES`` has them."""
    fewest = material.study.fewest
    agrees, differs = material.held & set(finding.agrees), material.held & set(finding.differs)
    count = told(len(agrees), fewest)
    groups = apart(agrees, material.groups, fewest) if count else ()
    return {
        "text": finding.text,
        "agrees": count,
        "differs": told(len(differs), fewest),
        "groups": [list(one) for one in groups],
    }


# Giving it out


def may_release(study: InterviewStudy, interviews: list[int], last: InterviewReport | None) -> Verdict:
    """Whether a report may be made of these interviews now, after the last one. No query."""
    if study.state != State.SUMMARISED:
        return Verdict(False, _("A report is made when the study is summarised."))
    if len(interviews) < study.fewest:
        return Verdict(
            False,
            _("%(n)s interviews are held, and nothing is told of fewer than %(fewest)s.")
            % {"n": len(interviews), "fewest": study.fewest},
        )
    if last is not None and not may_follow(last.interviews, interviews, study.fewest):
        return Verdict(
            False,
            _(
                "The interviews are not quite those of the last report. Who compares the two could tell what fewer than %(fewest)s said: add interviews until there are so many new ones."  # noqa: E501
            )
            % {"fewest": study.fewest},
        )
    return ALLOWED


@transaction.atomic
def release_report(*, actor: Actor, study_id: int) -> InterviewReport:
    """Keep the report as it is now, with a number of its own. Raises NotYours or Refused."""
    study = led(actor, study_id)
    content, interviews = content_of(actor, study)
    last = reports_of(actor, study).first()
    require(may_release(study, interviews, last))
    give_reason("make a report of interviews")
    number = last.number + 1 if last else 1
    try:
        with transaction.atomic():
            return InterviewReport.objects.create(
                study=study, number=number, content=content, interviews=interviews, made_by_id=actor.user
            )
    except IntegrityError as error:
        raise Refused(_("Somebody else has just made a report. Load the page again.")) from error


def reports_of(actor: Actor, study: InterviewStudy) -> QuerySet[InterviewReport]:
    """The newest first, without what they tell."""
    return visible(actor, InterviewReport).filter(study=study).order_by("-number").defer("content")


def report_of(actor: Actor, study_id: int, number: int) -> InterviewReport:
    """Raises NotYours."""
    rows = visible(actor, InterviewReport).select_related("study")
    return get_visible(actor, InterviewReport, rows, study=study_id, number=number)
