"""Rounds with free texts, for the tests of coding. Prepared as Stegvis itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.coding.services import cut_free_texts, cut_reply
from stegvis.surveys.models import Code, CodeBook, Contact, OpenQuestion, Questionnaire, Reply, Round, Version
from tests.support.database import as_owner

OPENED = date(2026, 5, 4)
CONTENT: dict[str, Any] = {
    "code": "behov",
    "title": {"sv": "Behov av utbildning"},
    "sections": [
        {
            "code": "om",
            "title": {"sv": "Om behovet"},
            "questions": [
                {
                    "code": "hur",
                    "kind": "single",
                    "text": {"sv": "Hur?"},
                    "choices": [{"code": "val", "text": {"sv": "Väl"}}],
                },
                {"code": "saknas", "kind": "text", "text": {"sv": "Vad saknas mest?", "en": "What is missing?"}},
                {"code": "annat", "kind": "text", "text": {"sv": "Något annat?"}},
            ],
        }
    ],
}
TEXTS = [f"Tid för handledning på plats {number}. Ångest över scheman 🙈 finns." for number in range(10)]


def a_round(owner: Organisation | Collaboration, kind: str = "persons", **facts: Any) -> Round:
    owned = {"employer": owner} if isinstance(owner, Organisation) else {"collaboration": owner}
    with as_owner():
        asked = Questionnaire.objects.create(**owned, code=f"q-{uuid4().hex[:8]}", title="Behov", content=CONTENT)
        version = Version.objects.create(questionnaire=asked, number=1, content=CONTENT)
        return Round.objects.create(
            **owned,
            version=version,
            title="Behov 2026",
            kind=kind,
            state=Round.State.CLOSED,
            opens_on=OPENED,
            closes_on=OPENED,
            contacts_until=OPENED + timedelta(days=200),
            keep_until=OPENED + timedelta(days=400),
            sender="GR",
            **facts,
        )


def cut(fielded: Round, texts: Sequence[str] = TEXTS, question: str = "saknas", actor: str = "municipality") -> Any:
    """What the answers are left with. The question's row is there after it."""
    with as_owner():
        return cut_free_texts(round_id=fielded.pk, rows=[(actor, {"hur": "val", question: text}) for text in texts])


def the_question(fielded: Round, question: str = "saknas") -> OpenQuestion:
    with as_owner():
        return OpenQuestion.objects.get(round=fielded, question=question)


def a_reply(fielded: Round, organisation: Organisation, content: dict[str, Any]) -> Reply:
    with as_owner():
        contact = Contact.objects.create(
            round=fielded, organisation=organisation, actor=organisation.type, name=organisation.name
        )
        return Reply.objects.create(
            round=fielded, contact=contact, content=content, notice=1, state="received", signed_by="Karin"
        )


def cut_as_stegvis(reply: Reply) -> None:
    with as_owner():
        cut_reply(reply=reply)


def a_book(owner: Organisation | Collaboration, *titles: str, title: str = "Vad som saknas") -> CodeBook:
    """With codes beside each other; ``over/under`` lies the second under the first."""
    owned = {"employer": owner} if isinstance(owner, Organisation) else {"collaboration": owner}
    with as_owner():
        book = CodeBook.objects.create(**owned, title=title)
        made: dict[str, Code] = {}
        for order, name in enumerate(titles):
            above, _, own = name.rpartition("/")
            made[own] = Code.objects.create(book=book, parent=made.get(above), title=own, order=order)
    return book


def again(asked: OpenQuestion) -> OpenQuestion:
    """As it is now."""
    with as_owner():
        return OpenQuestion.objects.get(pk=asked.pk)
