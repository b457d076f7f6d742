"""The parts of a record that may be shared, as far as the actor may read them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from stegvis.careers.assessments.queries import signed_ratings
from stegvis.careers.evidence.queries import with_files
from stegvis.careers.models import Activity, Assessment, DevelopmentPlan, Goal
from stegvis.careers.placements.queries import decisions_of
from stegvis.careers.record.entries import Entry, Section, joined, period, said_on
from stegvis.careers.record.together import RowsTogether
from stegvis.careers.wording import worded
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Evidence, Part


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


def _evidence(actor: Actor, person: UUID, besides: int | None) -> Iterable[Entry]:
    rows = visible(actor, Evidence).filter(person=person).exclude(employer=besides).select_related("employer")
    for one in with_files(actor, rows).order_by("kind", "-valid_from", "-pk"):
        yield Entry(
            title=one.title or one.code,
            detail=joined(one.get_kind_display(), period(one.valid_from, one.valid_until), _state(one)),
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
    return joined(_("checked %(day)s") % {"day": said_on(evidence.checked_on)}, evidence.checked_how)


def _placements(actor: Actor, person: UUID, besides: int | None) -> Iterable[Entry]:
    states = {"now": "", "before": _("Earlier"), "withdrawn": _("Withdrawn")}
    for one in decisions_of(actor, person):
        if one.placement.employer_id == besides or (one.state == "withdrawn" and actor.person != person):
            continue
        said = (_("You: %(text)s") % {"text": answer.text} for answer in one.answers)
        yield Entry(
            title=one.level,
            detail=joined(said_on(one.placement.decided_on), one.area, one.track, states[one.state]),
            employer=one.placement.employer.name,
            source=joined(worded(effective_of(one.placement.version).document.title), one.decided_by),
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
            detail=joined(said_on(one.signed_on or one.opened_on), one.get_state_display()),
            employer=one.employer.name,
            lines=tuple(filter(None, (*ratings, *said))),
        )


def _plans(actor: Actor, person: UUID, besides: int | None) -> Iterable[Entry]:
    rows = RowsTogether(actor, person, {DevelopmentPlan: ("employer__name",), Goal: (), Activity: ()})
    for plan in rows.of(DevelopmentPlan):
        if plan.employer_id == besides:
            continue
        yield Entry(
            title=plan.title,
            detail=joined(period(plan.starts, plan.ends), plan.get_state_display()),
            employer=plan.employer.name,
            lines=tuple(_of_plan(plan, rows)),
        )


def _of_plan(plan: DevelopmentPlan, rows: RowsTogether) -> Iterable[str]:
    for goal in rows.of(Goal):
        if goal.plan_id != plan.pk:
            continue
        yield f"{goal.title} ({str(goal.get_state_display()).lower()})"
        for activity in rows.of(Activity):
            if activity.goal_id == goal.pk:
                yield joined(f"– {activity.title}", str(activity.get_state_display()).lower(), activity.outcome)
    if plan.follow_up:
        yield plan.follow_up
