"""Sending a draft out for review, and what comes back. Drafts change state by compare-and-set."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.accounts.models import User
from stegvis.frameworks.drafts.queries import loaded
from stegvis.frameworks.drafts.review_places import places_in
from stegvis.frameworks.drafts.review_policies import (
    may_answer,
    may_ask,
    may_be_answered_by,
    may_be_written_to,
    may_comment,
    may_have_been_held,
    may_lead,
    may_record_consultation,
    may_send_out,
    may_take_back,
)
from stegvis.frameworks.drafts.review_queries import asked_by, own_review
from stegvis.frameworks.drafts.tasks import send_review_letter
from stegvis.frameworks.models import Consultation, Draft, DraftComment, DraftReviewer
from stegvis.frameworks.queries import effective_of_document
from stegvis.organisations.models import Invitation
from stegvis.organisations.policies import Scope
from stegvis.organisations.services import invite
from stegvis.organisations.services.invitations import LinkTo


@transaction.atomic
def send_out(*, actor: Actor, draft: Draft) -> None:
    """Let the reviewers read, and write to each of them in the background. Raises Refused."""
    reviewers = list(asked_by(actor, draft))
    document, _problems = loaded(draft)
    require(may_send_out(actor, draft, holds=document is not None, reviewers=len(reviewers)))
    give_reason("send out for review")
    _move(draft, Draft.State.EDITING, Draft.State.REVIEW)
    _write_to(reviewers)


@transaction.atomic
def take_back(*, actor: Actor, draft: Draft) -> None:
    """Back to being written: reviewers wait until it is sent out anew. Comments and answers stay. Raises Refused."""
    require(may_take_back(actor, draft))
    give_reason("take back from review")
    _move(draft, Draft.State.REVIEW, Draft.State.EDITING)


def _move(draft: Draft, before: str, after: str) -> None:
    if not Draft.objects.filter(pk=draft.pk, state=before).update(state=after):
        raise Refused(_("Somebody else has changed the draft's state in the same moment. Load the page again."))
    draft.state = after


@transaction.atomic
def ask_reviewer(
    *,
    actor: Actor,
    draft: Draft,
    email: str,
    role: str,
    speaks_for: str = "",
    answer_by: date | None = None,
) -> DraftReviewer:
    """Ask whoever logs in with the address, now or later; where the draft is out they are written to.

    It is the same for an address that nobody has an account with: the answer tells nothing. Raises Refused.
    """
    email = email.strip().lower()
    asked = DraftReviewer.objects.filter(draft=draft, email=email, may_read=True).exists()
    require(may_ask(actor, draft, email=email, own_email=_user(actor).email, asked=asked))
    if answer_by is not None:
        require(may_be_answered_by(actor.today, answer_by))
    give_reason("ask a reviewer")
    reviewer = DraftReviewer.objects.create(
        draft=draft,
        owner=draft.owner,
        collaboration=draft.collaboration,
        email=email,
        role=role,
        speaks_for=speaks_for,
        answer_by=answer_by,
    )
    claim_reviews(email)
    if draft.state == Draft.State.REVIEW:
        _write_to([reviewer])
    return reviewer


@transaction.atomic
def write_again(*, actor: Actor, draft: Draft, reviewer_id: int) -> DraftReviewer:
    """Try the letter once more that could not be handed over. Raises NotYours or Refused."""
    require(may_lead(actor, draft))
    reviewer = get_visible(actor, DraftReviewer, asked_by(actor, draft), pk=reviewer_id)
    require(may_be_written_to(draft, reviewer))
    give_reason("write to a reviewer again")
    _write_to([reviewer])
    return reviewer


def claim_reviews(email: str) -> None:
    """Tie what this address has been asked to the account that has it, if there is one. Tells nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_claim_reviews(%s)", [email])


@transaction.atomic
def invite_reviewer(*, actor: Actor, draft: Draft, reviewer_id: int, link_to: LinkTo) -> Invitation:
    """An invitation to Stegvis for a reviewer who may have no account. Raises NotYours or Refused."""
    require(may_lead(actor, draft))
    reviewer = get_visible(actor, DraftReviewer, asked_by(actor, draft), pk=reviewer_id)
    scope = Scope(organisation=draft.owner, collaboration=draft.collaboration)
    return invite(actor=actor, email=reviewer.email, scope=scope, link_to=link_to)


@transaction.atomic
def remove_reviewer(*, actor: Actor, draft: Draft, reviewer_id: int) -> None:
    """They see the draft no more; what they have said stays. Raises NotYours or Refused."""
    require(may_lead(actor, draft))
    reviewer = get_visible(actor, DraftReviewer, asked_by(actor, draft), pk=reviewer_id)
    give_reason("remove a reviewer")
    DraftReviewer.objects.filter(pk=reviewer.pk).update(may_read=False)


def note_opening(*, actor: Actor, review: DraftReviewer) -> None:
    """The first time that a reviewer sees the draft."""
    if review.opened_at is None:
        DraftReviewer.objects.filter(pk=review.pk, opened_at__isnull=True).update(opened_at=timezone.now())


@transaction.atomic
def answer_review(*, actor: Actor, draft: Draft, opinion: str, statement: str = "") -> DraftReviewer:
    """Give, or change, one's opinion. Raises NotYours where one is not asked, and Refused."""
    review = own_review(actor, draft)
    if review is None:
        raise NotYours
    require(may_answer(draft))
    give_reason("answer a review")
    review.opinion, review.statement, review.answered_at = opinion, statement, timezone.now()
    review.save(update_fields=["opinion", "statement", "answered_at"])
    return review


@transaction.atomic
def comment_on(*, actor: Actor, draft: Draft, text: str, about: str = "") -> DraftComment:
    """Say something on the draft, or on a part of it as ``review_places`` names it. Raises NotYours or Refused."""
    require(may_comment(actor, draft))
    document, _problems = loaded(draft)
    if about and (document is None or about not in places_in(effective_of_document(document).document)):
        raise NotYours
    give_reason("comment on a draft")
    return DraftComment.objects.create(
        draft=draft,
        owner=draft.owner,
        collaboration=draft.collaboration,
        about=about,
        author=_user(actor),
        text=text,
    )


@transaction.atomic
def settle_comment(*, actor: Actor, draft: Draft, comment_id: int, settled: bool) -> DraftComment:
    """Mark a comment as dealt with, or open it again. Raises NotYours or Refused."""
    require(may_lead(actor, draft))
    comment = get_visible(actor, DraftComment, visible(actor, DraftComment).filter(draft=draft), pk=comment_id)
    give_reason("settle a comment" if settled else "open a comment again")
    comment.resolved_at = timezone.now() if settled else None
    comment.resolved_by = _user(actor) if settled else None
    comment.save(update_fields=["resolved_at", "resolved_by"])
    return comment


@transaction.atomic
def record_consultation(
    *, actor: Actor, draft: Draft, held_on: date, kind: str, parties: str, outcome: str, note: str = ""
) -> Consultation:
    """Keep when the unions or the staff were heard, and what came of it. Raises Refused."""
    require(may_record_consultation(actor, draft))
    require(may_have_been_held(actor.today, held_on))
    give_reason("record a consultation")
    return Consultation.objects.create(
        draft=draft,
        owner=draft.owner,
        collaboration=draft.collaboration,
        held_on=held_on,
        kind=kind,
        parties=parties,
        outcome=outcome,
        note=note,
        recorded_by=_user(actor),
    )


@transaction.atomic
def correct_consultation(*, actor: Actor, draft: Draft, consultation_id: int, reason: str, **values: Any) -> None:
    """Put right what was recorded: ``values`` are those of ``record_consultation``.

    What stood before is kept in history. Raises NotYours, and Refused, also where nothing would be different.
    """
    require(may_record_consultation(actor, draft))
    rows = visible(actor, Consultation).filter(draft=draft).select_for_update()
    found = get_visible(actor, Consultation, rows, pk=consultation_id)
    require(may_have_been_held(actor.today, values["held_on"]))
    if all(getattr(found, name) == value for name, value in values.items()):
        raise Refused(_("This is what is recorded already. Change what is wrong."))
    give_reason(reason)
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=[*values])


def _user(actor: Actor) -> User:
    if actor.user is None:
        raise NotYours
    return User.objects.get(pk=actor.user)


def _write_to(reviewers: Iterable[DraftReviewer]) -> None:
    """Queue one letter to each address, with or without an account. ``sent_at`` is empty until it is handed over."""
    keys = [one.pk for one in reviewers]
    DraftReviewer.objects.filter(pk__in=keys, sent_at__isnull=False).update(sent_at=None)
    for key in keys:
        send_review_letter.defer(reviewer_id=key)
