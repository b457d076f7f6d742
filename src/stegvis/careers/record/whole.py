"""All that is known of a person, for themself: what may be shared with an employer, and what is theirs alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.careers.mentoring.wording import topics_in_words
from stegvis.careers.models import (
    Activity,
    Assessment,
    Credential,
    DevelopmentPlan,
    Goal,
    Interest,
    Introduction,
    IntroductionStep,
    MentorMeeting,
    MentorOffer,
    MentorReflection,
    Mentorship,
    MentorWish,
    Placement,
    PlacementAnswer,
    Sharing,
    StudyPath,
    StudyStage,
    Talk,
)
from stegvis.careers.record.entries import (
    Entry,
    OwnPart,
    Section,
    joined,
    period,
    registered_parts,
    said_of,
    said_on,
)
from stegvis.careers.record.sections import shareable
from stegvis.careers.record.together import RowsTogether
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.audit.queries import names_of
from stegvis.people.models import Consent, Employment, Evidence, EvidenceFile, Part

SHAREABLE: dict[Part, tuple[type[Model], ...]] = {
    Part.EVIDENCE: (Evidence, EvidenceFile),
    Part.PLACEMENTS: (Placement, PlacementAnswer),
    Part.ASSESSMENTS: (Assessment,),
    Part.PLANS: (DevelopmentPlan, Goal, Activity),
}
"""What the sections that may be shared are made of."""

REST = gettext_lazy(
    "What is computed from this, what was written before a talk or an assessment, and the codes of your competence"
    " card are in the file for another system."
)
"""Said where everything is shown, of what is not."""


@dataclass(frozen=True)
class WholeRecord:
    """All sections, the parts that may be shared first but for the employments; ``shown`` is what runs of consents."""

    sections: tuple[Section, ...]
    shown: tuple[Consent, ...]


def whole_record(actor: Actor, person: UUID) -> WholeRecord:
    """Everything. One query for all that is never shared."""
    parts = own_parts()
    rows = RowsTogether(actor, person, {model: names for part in parts for model, names in part.models.items()})
    sections = (
        Section("employments", _("Employments"), tuple(_employments(actor, person))),
        *(shareable(actor, person, part) for part in Part),
        *(Section(part.code, str(part.title), tuple(part.entries(rows))) for part in parts),
    )
    shown = (one for one in rows.of(Consent) if one.ended_at is None and one.until >= actor.today)
    return WholeRecord(sections, tuple(shown))


def _employments(actor: Actor, person: UUID) -> Iterable[Entry]:
    rows = visible(actor, Employment).filter(person=person).select_related("employer", "profession")
    for one in rows.order_by("-valid_from", "-pk"):
        share = _("%(share)s per cent") % {"share": one.share} if one.share < 100 else ""
        yield Entry(
            title=one.title or str(one.profession),
            detail=joined(period(one.valid_from, one.valid_to), share),
            employer=one.employer.name,
            source=_("Employer's staff list"),
        )


def _talks(rows: RowsTogether) -> Iterable[Entry]:
    for one in rows.of(Talk):
        yield Entry(
            title=str(one.get_kind_display()),
            detail=joined(said_on(one.held_on), one.get_state_display()),
            employer=one.employer.name,
            lines=tuple(one.notes.splitlines()),
        )


def _introductions(rows: RowsTogether) -> Iterable[Entry]:
    for one in rows.of(Introduction):
        theirs = [step for step in rows.of(IntroductionStep) if step.introduction_id == one.pk]
        done = sum(step.done_on is not None for step in theirs)
        told = ngettext("%(done)s of %(n)s step done", "%(done)s of %(n)s steps done", len(theirs))
        yield Entry(
            title=one.title,
            detail=joined(
                period(one.starts, one.extended_to or one.ends),
                one.get_state_display(),
                told % {"done": done, "n": len(theirs)},
            ),
            employer=one.employer.name,
            lines=tuple(f"{step.title}: {step.deviation}" for step in theirs if step.deviation),
        )


def _studies(rows: RowsTogether) -> Iterable[Entry]:
    for one in rows.of(StudyPath):
        stages = (
            joined(stage.title, *said_of(stage, "due", "done_on"))
            for stage in rows.of(StudyStage)
            if stage.path_id == one.pk
        )
        yield Entry(
            title=one.title,
            detail=joined(
                one.get_kind_display(),
                period(one.starts, one.ended_on or one.ends),
                one.get_state_display(),
                _("%(share)s per cent") % {"share": one.share},
            ),
            employer=one.employer.name,
            lines=(
                *said_of(
                    one,
                    "university",
                    "supervisor",
                    "funding",
                    "paid_by",
                    "kronor",
                    "ground",
                    "paused_on",
                    "paused_until",
                ),
                *stages,
                *said_of(one, "follow_up_on", "follow_up"),
            ),
        )


def _mentoring(rows: RowsTogether) -> Iterable[Entry]:
    """The mentors by name, unless their identity is protected."""
    wishes, mentorships = rows.of(MentorWish), rows.of(Mentorship)
    keys = {*(one.mentor_id for one in mentorships), *(one.mentor_id for one in wishes)}
    names = names_of(keys) if keys else {}
    for offer in rows.of(MentorOffer):
        yield Entry(
            title=_kind(offer),
            detail=joined(offer.get_state_display(), offer.get_meets_display()),
            employer=offer.employer.name,
            lines=tuple(filter(None, (*said_of(offer, "places"), *topics_in_words(offer.topics), offer.about))),
        )
    for one in mentorships:
        met = (
            f"{said_on(meeting.met_on)}: {', '.join(topics_in_words(meeting.topics))}"
            for meeting in rows.of(MentorMeeting)
            if meeting.mentorship_id == one.pk
        )
        thought = (said.text for said in rows.of(MentorReflection) if said.mentorship_id == one.pk)
        days = period(one.starts, one.ended_on or one.ends) if one.starts else said_on(one.asked_on)
        yield Entry(
            title=_kind(one),
            detail=joined(names.get(one.mentor_id), days, one.get_state_display()),
            employer=one.employer.name,
            lines=(*said_of(one, "line"), *met, *thought),
        )
    for wish in wishes:
        yield Entry(
            title=_kind(wish),
            detail=joined(names.get(wish.mentor_id), *said_of(wish, "rank"), wish.get_outcome_display()),
            employer=wish.employer.name,
            lines=tuple(said_of(wish, "line")),
        )


def _sharings(rows: RowsTogether) -> Iterable[Entry]:
    for one in rows.of(Sharing):
        day = one.done_on or one.planned_on
        yield Entry(
            title=one.title,
            detail=joined(one.get_kind_display(), day and said_on(day), one.get_state_display()),
            employer=one.employer.name,
            lines=tuple(filter(None, (one.text, one.link))),
        )


def _interests(rows: RowsTogether) -> Iterable[Entry]:
    for one in rows.of(Interest):
        share = _("%(share)s per cent") % {"share": one.share} if one.share else ""
        role = one.offer.title if one.offer else _kind(one)
        yield Entry(
            title=_("A wish of my own") if one.is_wish else role,
            detail=joined(said_on(one.stated_on), one.get_state_display(), share),
            employer=one.employer.name,
            lines=tuple(said_of(one, "text", "answer", "answered_on")),
        )


def _credentials(rows: RowsTogether) -> Iterable[Entry]:
    for one in rows.of(Credential):
        issued = _("issued %(day)s") % {"day": said_on(localdate(one.issued_at))}
        yield Entry(
            title=one.title,
            detail=joined(issued, *said_of(one, "valid_until", "revoked_on")),
            employer=one.issuer.name,
            lines=tuple(said_of(one, "naming", "revocation_ground")),
        )


def _consents(rows: RowsTogether) -> Iterable[Entry]:
    for one in rows.of(Consent):
        ended = _("ended %(day)s") % {"day": said_on(one.ended_at.date())} if one.ended_at else ""
        yield Entry(
            title=", ".join(one.parts_in_words),
            detail=joined(period(one.given_on, one.until), ended),
            employer=one.receiver.name,
        )


def _kind(row: Model) -> str:
    return str(capfirst(row._meta.verbose_name))


EMPLOYER = ("employer__name",)
OWN = (
    OwnPart("talks", gettext_lazy("Talks"), _talks, {Talk: EMPLOYER}),
    OwnPart(
        "introductions", gettext_lazy("Introductions"), _introductions, {Introduction: EMPLOYER, IntroductionStep: ()}
    ),
    OwnPart("studies", gettext_lazy("Studies"), _studies, {StudyPath: EMPLOYER, StudyStage: ()}),
    OwnPart(
        "mentoring",
        gettext_lazy("Mentoring"),
        _mentoring,
        {
            MentorOffer: EMPLOYER,
            Mentorship: EMPLOYER,
            MentorMeeting: (),
            MentorReflection: (),
            MentorWish: EMPLOYER,
        },
    ),
    OwnPart("sharings", gettext_lazy("What I have passed on to colleagues"), _sharings, {Sharing: EMPLOYER}),
    OwnPart("interests", gettext_lazy("Roles and wishes"), _interests, {Interest: (*EMPLOYER, "offer__title")}),
    OwnPart(
        "credentials", gettext_lazy("Digital certificates (Open Badges)"), _credentials, {Credential: ("issuer__name",)}
    ),
    OwnPart("consents", gettext_lazy("What I have shared"), _consents, {Consent: ("receiver__name",)}),
)


def own_parts() -> tuple[OwnPart, ...]:
    """What is never shared, of this room and of those below."""
    return (*OWN, *registered_parts())
