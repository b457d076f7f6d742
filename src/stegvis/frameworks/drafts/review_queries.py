"""Reading a draft through: the draft as its readers meet it, what has been said, and by whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.audit.queries import names_of
from stegvis.frameworks.drafts.queries import loaded
from stegvis.frameworks.drafts.review_places import Places, places_in
from stegvis.frameworks.drafts.review_policies import leads_review, may_comment, may_read_through
from stegvis.frameworks.format import EffectiveFramework, FrameworkDocument
from stegvis.frameworks.format.document import Level
from stegvis.frameworks.models import Consultation, Draft, DraftComment, DraftReviewer
from stegvis.frameworks.queries import effective_of_document


def reviewed_draft(actor: Actor, draft_id: UUID) -> Draft:
    """A draft that the actor owns or has been asked to read. Raises NotYours."""
    rows = visible(actor, Draft).select_related(
        "owner", "collaboration", "framework", "based_on__framework", "published__framework"
    )
    return get_visible(actor, Draft, rows, pk=draft_id)


def asked_by(actor: Actor, draft: Draft) -> QuerySet[DraftReviewer]:
    """Those who are asked to read the draft now."""
    return visible(actor, DraftReviewer).filter(draft=draft, may_read=True)


def own_review(actor: Actor, draft: Draft) -> DraftReviewer | None:
    """What the actor has been asked, and has answered; of two addresses with one account the latest."""
    return asked_by(actor, draft).filter(user=actor.user).order_by("-pk").first() if actor.is_signed_in else None


def reviews_waiting(actor: Actor) -> QuerySet[DraftReviewer]:
    """What the actor has been asked to read and has not answered, the most urgent first."""
    return (
        visible(actor, DraftReviewer)
        .filter(user=actor.user, may_read=True, opinion="", draft__state=Draft.State.REVIEW)
        .select_related("draft", "owner", "collaboration")
        .order_by("answer_by", "pk")
    )


@dataclass(frozen=True)
class Remark:
    """A comment as it is shown. ``author`` is a name, or whom they speak for where the identity is protected."""

    pk: int
    about: str
    author: str
    speaks_for: str
    text: str
    at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class Asked:
    """A reviewer as the owner sees them: by the address that was asked, and by name once they have opened it."""

    row: DraftReviewer
    name: str


@dataclass(frozen=True)
class Review:
    """A draft as somebody reads it through. Without ``effective`` there is nothing to read now; ``closed`` says why."""

    draft: Draft
    effective: EffectiveFramework | None
    closed: str
    leads: bool
    may_comment: bool
    places: Places
    remarks: dict[str, list[Remark]]

    @property
    def document(self) -> FrameworkDocument | None:
        return self.effective.document if self.effective else None

    @property
    def levels(self) -> list[Level]:
        return sorted(self.document.levels, key=lambda level: level.order) if self.document else []

    @property
    def on_the_whole(self) -> list[Remark]:
        return self.remarks.get("", [])

    @property
    def on_what_is_gone(self) -> list[Remark]:
        """Remarks on parts that the draft no longer holds."""
        return [one for about, said in self.remarks.items() if about and about not in self.places for one in said]

    @property
    def unsettled(self) -> int:
        return sum(one.settled_at is None for said in self.remarks.values() for one in said)


def review_of(actor: Actor, draft: Draft) -> Review:
    """The draft with everything said on it. Four queries at most, whatever its size."""
    readable = may_read_through(actor, draft)
    document = loaded(draft)[0] if readable else None
    effective = effective_of_document(document) if document else None
    closed = readable.why if not readable else "" if document else _("The draft has problems and cannot be shown now.")
    return Review(
        draft=draft,
        effective=effective,
        closed=closed,
        leads=leads_review(actor, draft),
        may_comment=bool(may_comment(actor, draft)),
        places=places_in(effective.document) if effective else {},
        remarks=remarks_on(actor, draft),
    )


def remarks_on(actor: Actor, draft: Draft, about: str | None = None) -> dict[str, list[Remark]]:
    """What has been said by part, the earliest first; of one part only where ``about`` names it."""
    rows = visible(actor, DraftComment).filter(draft=draft).order_by("created_at", "pk")
    comments = list(rows if about is None else rows.filter(about=about))
    names = names_of(comment.author_id for comment in comments)
    asked = visible(actor, DraftReviewer).filter(draft=draft, user__in={comment.author_id for comment in comments})
    speakers = {row.user_id: row for row in asked} if comments else {}
    found: dict[str, list[Remark]] = defaultdict(list)
    for comment in comments:
        speaker = speakers.get(comment.author_id)
        found[comment.about].append(
            Remark(
                pk=comment.pk,
                about=comment.about,
                author=names.get(comment.author_id) or _("A reader"),
                speaks_for=(speaker.speaks_for or speaker.get_role_display()) if speaker else "",
                text=comment.text,
                at=comment.created_at,
                settled_at=comment.resolved_at,
            )
        )
    return dict(found)


def reviewers_of(actor: Actor, draft: Draft) -> list[Asked]:
    """Everybody who is asked, and those no longer asked who have answered. Two queries."""
    rows = list(
        visible(actor, DraftReviewer)
        .filter(Q(may_read=True) | ~Q(opinion=""), draft=draft)
        .order_by("-may_read", "role", "pk")
    )
    names = names_of(row.user_id for row in rows if row.opened_at is not None)
    return [Asked(row, names.get(row.user_id or 0, "") if row.opened_at is not None else "") for row in rows]


@dataclass(frozen=True)
class Correction:
    """When a recorded consultation was put right, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class Held:
    """A consultation as it is recorded now, and how often that was put right, the earliest first."""

    row: Consultation
    corrections: list[Correction]


def consultations_on(actor: Actor, draft: Draft) -> list[Held]:
    """The earliest held first. Two queries, one where there is none."""
    rows = list(visible(actor, Consultation).filter(draft=draft).order_by("held_on", "pk"))
    found: dict[int, list[Correction]] = defaultdict(list)
    history: Any = Consultation.pgh_event_model  # type: ignore[attr-defined]
    changes = visible(actor, history).filter(pgh_obj__in=rows, pgh_label="update").order_by("pgh_id") if rows else ()
    for change in changes:
        reason = str((change.pgh_context or {}).get("reason", ""))
        found[change.pgh_obj_id].append(Correction(change.pgh_created_at, reason))
    return [Held(row, found[row.pk]) for row in rows]


def consultation_on(actor: Actor, draft: Draft, consultation_id: int) -> Consultation:
    """One of them. Raises NotYours."""
    return get_visible(actor, Consultation, visible(actor, Consultation).filter(draft=draft), pk=consultation_id)
