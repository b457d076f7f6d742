"""Who may do what while a draft is read through, and why not."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.frameworks.models import Draft, DraftReviewer
from stegvis.frameworks.policies import owns

State = Draft.State
FIRST_YEAR = 2000
LONGEST_WAIT = timedelta(days=2 * 366)


def leads_review(actor: Actor, draft: Draft) -> bool:
    return owns(actor, draft.owner or draft.collaboration)


def may_lead(actor: Actor, draft: Draft) -> Verdict:
    """Only the owner's coordinators, and only until the draft is done with."""
    if not leads_review(actor, draft):
        return Verdict(False, _("Only the owner's coordinator leads the review of this draft."))
    if draft.state == State.PUBLISHED:
        return Verdict(False, _("The draft is published. Its review is over and stays as it was."))
    if draft.state == State.DISCARDED:
        return Verdict(False, _("The draft is discarded."))
    return ALLOWED


def may_send_out(actor: Actor, draft: Draft, *, holds: bool, reviewers: int) -> Verdict:
    if not (verdict := may_lead(actor, draft)):
        return verdict
    if draft.state == State.REVIEW:
        return Verdict(False, _("The draft is already out for review."))
    if not holds:
        return Verdict(False, _("The draft has problems that must be mended first. The editor points them out."))
    if not reviewers:
        return Verdict(False, _("Name at least one reviewer first."))
    return ALLOWED


def may_take_back(actor: Actor, draft: Draft) -> Verdict:
    if not (verdict := may_lead(actor, draft)):
        return verdict
    if draft.state != State.REVIEW:
        return Verdict(False, _("The draft is not out for review."))
    return ALLOWED


def may_ask(actor: Actor, draft: Draft, *, email: str, own_email: str, asked: bool) -> Verdict:
    """``asked``: the address has been asked already and not been taken away."""
    if not (verdict := may_lead(actor, draft)):
        return verdict
    if email == own_email:
        return Verdict(False, _("You lead the review yourself. Ask somebody else to read."))
    if asked:
        return Verdict(False, _("This address is already among the reviewers."))
    return ALLOWED


def may_be_answered_by(today: date, day: date) -> Verdict:
    """A day ahead, and not so far that the year must be mistyped."""
    if day < today:
        return Verdict(False, _("The day has passed."))
    if day > today + LONGEST_WAIT:
        return Verdict(False, _("Ask for an answer within two years. Is the year right?"))
    return ALLOWED


def may_be_written_to(draft: Draft, reviewer: DraftReviewer) -> Verdict:
    """Once more, where the letter could not be handed over."""
    if draft.state != State.REVIEW:
        return Verdict(False, _("The draft is not out for review."))
    if reviewer.sent_at is not None:
        return Verdict(False, _("The letter has been sent."))
    return ALLOWED


def may_read_through(actor: Actor, draft: Draft) -> Verdict:
    """What is being written is its owner's until it is sent out. Whoever may not see the row never comes here."""
    if leads_review(actor, draft) or draft.state in {State.REVIEW, State.PUBLISHED}:
        return ALLOWED
    if draft.state == State.DISCARDED:
        return Verdict(False, _("The owner has discarded the draft. Thank you for reading."))
    return Verdict(False, _("The owner is working on the draft. You will be told when it comes out for review again."))


def may_comment(actor: Actor, draft: Draft) -> Verdict:
    """Reviewers while it is out, the owner's coordinators also while it is written."""
    if draft.state == State.REVIEW or (leads_review(actor, draft) and draft.state == State.EDITING):
        return ALLOWED
    return Verdict(False, _("Comments are taken while the draft is out for review."))


def may_answer(draft: Draft) -> Verdict:
    """Whoever has been asked."""
    if draft.state != State.REVIEW:
        return Verdict(False, _("Opinions are taken while the draft is out for review."))
    return ALLOWED


def may_have_been_held(today: date, day: date) -> Verdict:
    """A consultation is of a day that has been, and of our time: a year is easily mistyped."""
    if day > today:
        return Verdict(False, _("A consultation is recorded when it has been held."))
    if day.year < FIRST_YEAR:
        return Verdict(False, _("A consultation was held in the year %(year)s or later.") % {"year": FIRST_YEAR})
    return ALLOWED


def may_record_consultation(actor: Actor, draft: Draft) -> Verdict:
    """Also after publishing: talks about how a framework is brought in belong to its papers."""
    if not leads_review(actor, draft):
        return Verdict(False, _("Only the owner's coordinator records consultations."))
    if draft.state == State.DISCARDED:
        return Verdict(False, _("The draft is discarded."))
    return ALLOWED
