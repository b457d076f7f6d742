"""What is known of a person, part by part, as far as the actor may read it: the page and the printed record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.assessments.queries import signed_ratings
from stegvis.careers.evidence.queries import with_files
from stegvis.careers.models import Assessment, DevelopmentPlan, Introduction, IntroductionStep, Talk
from stegvis.careers.placements.queries import decisions_of
from stegvis.careers.plans.queries import WholePlan, plans_of, wholes_of
from stegvis.careers.wording import worded
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Consent, Employment, Evidence, EvidenceFile, Part


@dataclass(frozen=True)
class Entry:
    """One thing. ``source`` says where it comes from, ``lines`` what more there is to it; ``evidence`` its key."""

    title: str
    detail: str
    employer: str
    source: str = ""
    lines: tuple[str, ...] = ()
    files: tuple[EvidenceFile, ...] = ()
    evidence: int = 0


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    entries: tuple[Entry, ...]


def whole_record(actor: Actor, person: UUID) -> list[Section]:
    """Everything, the parts that may be shared first but for the employments. A handful of queries for each part."""
    return [
        Section("employments", _("Employments"), tuple(_employments(actor, person))),
        *(shareable(actor, person, part) for part in Part),
        Section("talks", _("Talks"), tuple(_talks(actor, person))),
        Section("introductions", _("Introductions"), tuple(_introductions(actor, person))),
        Section("consents", _("What I have shared"), tuple(_consents(actor, person))),
    ]


def shareable(actor: Actor, person: UUID, part: Part, *, besides: int | None = None) -> Section:
    """One of the parts that may be shared, but what the employer ``besides`` has registered itself."""
    found = {
        Part.EVIDENCE: (_("Evidence"), _evidence),
        Part.PLACEMENTS: (_("Decided levels"), _placements),
        Part.ASSESSMENTS: (_("Assessments"), _assessments),
        Part.PLANS: (_("Development plans"), _plans),
    }
    title, entries = found[part]
    return Section(part.value, title, tuple(entries(actor, person, besides)))


def period(first: date, last: date | None) -> str:
    if last is None:
        return _("from %(day)s") % {"day": _day(first)}
    return f"{_day(first)}–{_day(last)}"


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _joined(*words: object) -> str:
    return " · ".join(str(word) for word in words if word)


def _employments(actor: Actor, person: UUID) -> Iterable[Entry]:
    rows = visible(actor, Employment).filter(person=person).select_related("employer", "profession")
    for one in rows.order_by("-valid_from", "-pk"):
        share = _("%(share)s per cent") % {"share": one.share} if one.share < 100 else ""
        yield Entry(
            title=one.title or str(one.profession),
            detail=_joined(period(one.valid_from, one.valid_to), share),
            employer=one.employer.name,
            source=_("Employer's staff list"),
        )


def _evidence(actor: Actor, person: UUID, besides: int | None) -> Iterable[Entry]:
    rows = visible(actor, Evidence).filter(person=person).exclude(employer=besides).select_related("employer")
    for one in with_files(actor, rows).order_by("kind", "-valid_from", "-pk"):
        yield Entry(
            title=one.title or one.code,
            detail=_joined(one.get_kind_display(), period(one.valid_from, one.valid_until), _state(one)),
            employer=one.employer.name,
            source=str(one.get_source_display()),
            lines=tuple(filter(None, (one.text, one.answer))),
            files=tuple(one.files.all()),
            evidence=one.pk,
        )


def _state(evidence: Evidence) -> str:
    """Who says of something that it is so; of what one writes for one's own sake nobody is asked."""
    if evidence.kind == Evidence.Kind.REFLECTION:
        return ""
    if evidence.checked_on is None:
        return str(evidence.get_state_display())
    return _joined(_("checked %(day)s") % {"day": _day(evidence.checked_on)}, evidence.checked_how)


def _placements(actor: Actor, person: UUID, besides: int | None) -> Iterable[Entry]:
    states = {"now": "", "before": _("Earlier"), "withdrawn": _("Withdrawn")}
    for one in decisions_of(actor, person):
        if one.placement.employer_id == besides or (one.state == "withdrawn" and actor.person != person):
            continue
        said = (_("You: %(text)s") % {"text": answer.text} for answer in one.answers)
        yield Entry(
            title=one.level,
            detail=_joined(_day(one.placement.decided_on), one.area, one.track, states[one.state]),
            employer=one.placement.employer.name,
            source=_joined(worded(effective_of(one.placement.version).document.title), one.decided_by),
            lines=tuple(filter(None, (one.placement.ground, *said))),
        )


def _assessments(actor: Actor, person: UUID, besides: int | None) -> Iterable[Entry]:
    """What is signed with its ratings; of one's own also what the two said about them."""
    rows = visible(actor, Assessment).filter(person=person).exclude(employer=besides)
    for one in rows.select_related("version__framework", "employer"):
        document = effective_of(one.version).document
        titles = {item.code: worded(item.title) for group in document.competences for item in group.items}
        scale = {value.value: worded(value.title) for value in document.scale}
        ratings = (
            f"{titles.get(code, code)}: {scale.get(rating, rating)}" for code, rating in signed_ratings(one).items()
        )
        said = (str(one.combined.get(name, "")) for name in ("agreed", "comment") if actor.person == person)
        yield Entry(
            title=worded(document.title),
            detail=_joined(_day(one.signed_on or one.opened_on), one.get_state_display()),
            employer=one.employer.name,
            lines=tuple(filter(None, (*ratings, *said))),
        )


def _plans(actor: Actor, person: UUID, besides: int | None) -> Iterable[Entry]:
    plans: list[DevelopmentPlan] = [one for one in plans_of(actor, person) if one.employer_id != besides]
    for whole in wholes_of(actor, plans):
        yield Entry(
            title=whole.plan.title,
            detail=_joined(period(whole.plan.starts, whole.plan.ends), whole.plan.get_state_display()),
            employer=whole.plan.employer.name,
            lines=tuple(_of_plan(whole)),
        )


def _of_plan(whole: WholePlan) -> Iterable[str]:
    for one in whole.goals:
        yield f"{one.goal.title} ({str(one.goal.get_state_display()).lower()})"
        for activity in one.activities:
            yield _joined(f"– {activity.title}", str(activity.get_state_display()).lower(), activity.outcome)
    if whole.plan.follow_up:
        yield whole.plan.follow_up


def _talks(actor: Actor, person: UUID) -> Iterable[Entry]:
    for one in visible(actor, Talk).filter(person=person).select_related("employer"):
        yield Entry(
            title=str(one.get_kind_display()),
            detail=_joined(_day(one.held_on), one.get_state_display()),
            employer=one.employer.name,
            lines=tuple(one.notes.splitlines()),
        )


def _introductions(actor: Actor, person: UUID) -> Iterable[Entry]:
    steps: dict[int, list[IntroductionStep]] = {}
    for step in visible(actor, IntroductionStep).filter(person=person):
        steps.setdefault(step.introduction_id, []).append(step)
    for one in visible(actor, Introduction).filter(person=person).select_related("employer"):
        theirs = steps.get(one.pk, [])
        done = sum(step.done_on is not None for step in theirs)
        told = ngettext("%(done)s of %(n)s step done", "%(done)s of %(n)s steps done", len(theirs))
        yield Entry(
            title=one.title,
            detail=_joined(
                period(one.starts, one.extended_to or one.ends),
                one.get_state_display(),
                told % {"done": done, "n": len(theirs)},
            ),
            employer=one.employer.name,
            lines=tuple(f"{step.title}: {step.deviation}" for step in theirs if step.deviation),
        )


def _consents(actor: Actor, person: UUID) -> Iterable[Entry]:
    for one in visible(actor, Consent).filter(person=person).select_related("receiver"):
        ended = _("ended %(day)s") % {"day": _day(one.ended_at.date())} if one.ended_at else ""
        yield Entry(
            title=", ".join(one.parts_in_words),
            detail=_joined(period(one.given_on, one.until), ended),
            employer=one.receiver.name,
        )
