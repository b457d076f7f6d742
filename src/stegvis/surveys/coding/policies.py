"""Who leads the coding of free text, who codes, who settles and who approves, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.surveys.models import CodeBook, OpenQuestion, Quote, Reading
from stegvis.surveys.policies import leads

State = OpenQuestion.State


def may_lead(actor: Actor, asked: OpenQuestion) -> Verdict:
    if leads(actor, asked):
        return ALLOWED
    return Verdict(False, _("Whoever leads the survey decides how its free text is coded."))


may_hide = may_lead


def may_write_book(actor: Actor, book: CodeBook) -> Verdict:
    if not leads(actor, book):
        return Verdict(False, _("The code book is written by its owner's coordinators."))
    if book.put_away_at is not None:
        return Verdict(False, _("The code book is put away. Take it out again to change it."))
    return ALLOWED


def may_name_coders(actor: Actor, asked: OpenQuestion) -> Verdict:
    if not (verdict := may_lead(actor, asked)):
        return verdict
    if asked.state not in {State.GATHERED, State.CODING}:
        return Verdict(False, _("The readings are open to each other. Nobody new can read without seeing them."))
    return ALLOWED


def may_mark(actor: Actor, reading: Reading) -> Verdict:
    """Whether the reading is the actor's own, and not done."""
    if reading.coder_id is None or reading.coder_id != actor.user:
        return Verdict(False, _("Each coder marks in their own reading."))
    return ALLOWED if reading.done_at is None else Verdict(False, _("You are done with this reading."))


def may_take_back(actor: Actor, reading: Reading) -> Verdict:
    if reading.coder_id is None or reading.coder_id != actor.user:
        return Verdict(False, _("Each coder marks in their own reading."))
    if reading.is_open:
        return Verdict(False, _("The readings are open to each other, and stay as they are."))
    return ALLOWED if reading.done_at is not None else Verdict(False, _("You are not done with this reading."))


def may_merge(actor: Actor, asked: OpenQuestion) -> Verdict:
    if not (verdict := may_lead(actor, asked)):
        return verdict
    if asked.state != State.COMPARED:
        return Verdict(False, _("The readings are put together when both coders are done."))
    return ALLOWED


def may_settle(actor: Actor, asked: OpenQuestion) -> Verdict:
    """Whoever leads the survey, and the two coders."""
    if actor.user not in {asked.first_id, asked.second_id} and not leads(actor, asked):
        return Verdict(False, _("The coders and whoever leads the survey settle what differs."))
    if asked.state != State.COMPARED:
        return Verdict(False, _("What differs is settled when both coders are done, until the coding is agreed."))
    return ALLOWED


def may_decide(actor: Actor, asked: OpenQuestion, quote: Quote) -> Verdict:
    if not leads(actor, asked):
        return Verdict(False, _("Whoever leads the survey approves quotes."))
    if quote.proposed_by_id == actor.user:
        return Verdict(False, _("Another than who proposed a quote approves it."))
    return ALLOWED
