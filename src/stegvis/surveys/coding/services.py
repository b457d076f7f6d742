"""Cutting free texts loose from the answers that they came with, and hiding one.

What follows of a text (coders, passages, quotes) is written in the packages beside.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.surveys.coding.policies import may_hide
from stegvis.surveys.content import plain
from stegvis.surveys.content.document import Kind, Question
from stegvis.surveys.models import Flag, FreeText, HiddenText, OpenQuestion, Reply, Round

FEWEST_TEXTS = 10
"""Texts of persons are shown from so many on (decision 0013)."""

STANDING = (Reply.State.RECEIVED, Reply.State.RESUBMITTED, Reply.State.APPROVED, Reply.State.LOCKED)
"""What has been sent and is not waited for again."""

Answered = Mapping[str, Any]


@transaction.atomic
def cut_free_texts(*, round_id: int, rows: Iterable[tuple[str, Answered]]) -> list[dict[str, Any]]:
    """Keep what persons have written to a round's open questions, and give the answers back without it.

    ``rows`` are (actor, content) of what is opened together. Each question's texts are written in an order by lot of
    their own, with random keys, no time and nothing that leads to an answer; they are shown when there are
    ``FEWEST_TEXTS`` of the question. The answers come in the order given: a free text in them would lead from one to
    the other, so write these and not those. Run it as Stegvis itself, in the transaction that writes ``Answers``.
    """
    rows = list(rows)
    fielded = Round.objects.select_related("version").get(pk=round_id, kind=Round.Kind.PERSONS)
    questions = open_questions(fielded)
    for question in questions:
        found = [(actor, said) for actor, content in rows if (said := said_to(question, content))]
        if found:
            secrets.SystemRandom().shuffle(found)
            _keep(_kept(fielded, question), [FreeText(actor=actor, content=said) for actor, said in found])
    codes = {question.code for question in questions}
    return [{code: value for code, value in content.items() if code not in codes} for _actor, content in rows]


def open_questions(fielded: Round) -> list[Question]:
    """The questions of a round that are answered in free words, in their order."""
    questionnaire = plain.read(fielded.version.content)
    return [question for question in questionnaire.questions() if question.kind is Kind.TEXT]


def said_to(question: Question, content: Answered) -> str:
    """The words, with line breaks as one character each; empty where nothing is said."""
    said = content.get(question.code)
    return said.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip() if isinstance(said, str) else ""


def _kept(fielded: Round, question: Question) -> OpenQuestion:
    """The row of the question, held until the transaction ends: two that count its texts at once would miss some."""
    OpenQuestion.objects.get_or_create(
        round=fielded,
        question=question.code,
        defaults={
            "employer": fielded.employer,
            "collaboration": fielded.collaboration,
            "round_title": fielded.title,
            "words": dict(question.text),
            "is_anonymous": fielded.kind == Round.Kind.PERSONS,
        },
    )
    return OpenQuestion.objects.select_for_update().get(round=fielded, question=question.code)


def _keep(asked: OpenQuestion, texts: list[FreeText]) -> None:
    for text in texts:
        text.round_id, text.asked = asked.round_id, asked
    # A reply's text that is hidden is seen by nobody, who replaces it neither: it stays, hidden, as it was.
    FreeText.objects.bulk_create(texts, ignore_conflicts=not asked.is_anonymous)
    kept = FreeText.objects.filter(asked=asked, is_hidden=False)
    number = kept.count() + HiddenText.objects.filter(asked=asked).count()
    OpenQuestion.objects.filter(pk=asked.pk).update(texts=number)
    if asked.is_anonymous and number >= FEWEST_TEXTS:
        FreeText.objects.filter(asked=asked, is_shown=False).update(is_shown=True)


@transaction.atomic
def cut_reply(*, reply: Reply) -> None:
    """Keep what an organisation has written to open questions, under its name: when its reply is approved, and for
    what is received when the round closes. Doing it again changes nothing; a text that was changed since is exchanged,
    and what was marked in it goes with it, since it stood in other words.
    """
    fielded = Round.objects.select_related("version").get(pk=reply.round_id, kind=Round.Kind.ORGANISATIONS)
    before = {text.asked.question: text for text in FreeText.objects.filter(reply=reply).select_related("asked")}
    for question in open_questions(fielded):
        said, old = said_to(question, reply.content), before.get(question.code)
        if old is not None and old.content != said:
            FreeText.objects.filter(pk=old.pk).delete()
        if said and (old is None or old.content != said):
            text = FreeText(actor=reply.contact.actor, content=said, reply=reply, is_shown=True)
            _keep(_kept(fielded, question), [text])


@transaction.atomic
def cut_replies(*, round_id: int) -> int:
    """Of all that stand when a round of organisations is closed; gives how many replies. Run it as Stegvis itself."""
    rows = Reply.objects.filter(round=round_id, round__state=Round.State.CLOSED, contact__is_test=False)
    replies = list(rows.filter(state__in=STANDING).select_related("contact"))
    for reply in replies:
        cut_reply(reply=reply)
    return len(replies)


@transaction.atomic
def hide_text(*, actor: Actor, text: FreeText, reason: str) -> HiddenText:
    """Hide a text from all, with its passages and quotes, such as one that names a patient; what coders asked about it
    is seen to by that. Raises Refused."""
    require(may_hide(actor, text.asked))
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why the text is hidden."))
    give_reason("hide a free text")
    asks = Flag.objects.filter(text=text, kind=Flag.Kind.TEXT, answer="")
    asks.update(answer=Flag.Answer.DONE, answered_by_id=actor.user)
    return HiddenText.objects.create(text=text, asked=text.asked, reason=reason, hidden_by_id=actor.user)


@transaction.atomic
def show_text(*, actor: Actor, asked: OpenQuestion, text_id: str) -> None:
    """Show a hidden text again, with what was marked in it. Raises NotYours or Refused."""
    require(may_hide(actor, asked))
    hidden = get_visible(actor, HiddenText, asked=asked, pk=text_id)
    give_reason("show a hidden free text")
    hidden.delete()
