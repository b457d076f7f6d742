"""Rounds with free texts, for the tests of coding. Prepared as Stegvis itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.surveys.coding.services import cut_free_texts, cut_reply
from stegvis.surveys.models import (
    Code,
    CodeBook,
    Contact,
    Flag,
    FreeText,
    HiddenText,
    OpenQuestion,
    Passage,
    Questionnaire,
    Quote,
    Reading,
    Reply,
    Round,
    Settled,
    Version,
)
from tests.support.database import as_owner

if TYPE_CHECKING:
    from tests.support.furnished import Furnished

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


def coded_question(owner: Organisation, first: User, second: User) -> dict[str, Any]:
    """A question of organisations that two have coded, put together and begun to settle, with a quote and a hidden
    text; by what an address may name."""
    fielded = a_round(owner, kind="organisations")
    book = a_book(owner, "Tid", "Schema")
    replies = [a_reply(fielded, owner, {"saknas": "Tid för handledning saknas. Scheman ändras sent."})]
    replies.append(a_reply(fielded, a_neighbour(), {"saknas": "Patienten Nils Ek"}))
    for reply in replies:
        cut_as_stegvis(reply)
    with as_owner():
        asked = OpenQuestion.objects.get(round=fielded)
        OpenQuestion.objects.filter(pk=asked.pk).update(book=book)
        text, hidden = (FreeText.objects.get(reply=reply) for reply in replies)
        HiddenText.objects.create(text=hidden, asked=asked, reason="Namnger en patient", hidden_by=first)
        codes = list(Code.objects.filter(book=book).order_by("order"))
        marks = []
        readings = [Reading.objects.create(asked=asked, place=at, coder=who) for at, who in ((1, first), (2, second))]
        for reading, ends in zip(readings, (3, 26), strict=True):
            about = {"asked": asked, "reading": reading, "text": text, "code": codes[0]}
            marks.append(Passage.objects.create(**about, begins=0, ends=ends))
        Reading.objects.filter(asked=asked).update(done_at="2026-06-01T12:00Z")
        agreed = Reading.objects.create(asked=asked, place=0, is_open=True)
        Passage.objects.create(asked=asked, reading=agreed, text=text, code=codes[0], begins=0, ends=26)
        settled = Settled.objects.create(
            asked=asked, text=text, code=codes[0], begins=0, ends=26, choice="second", settled_by=first
        )
        quote = Quote.objects.create(
            asked=asked, text=text, begins=0, ends=26, words="Tid för handledning saknas", proposed_by=second
        )
        flag = Flag.objects.create(asked=asked, text=text, kind="code", words="Bemanning", raised_by=second)
    return {
        "coding round": fielded,
        "open question": asked,
        "code book": book,
        "code": codes[1],
        "free text": text,
        "hidden text": hidden,
        "passage": marks[0],
        "settled": settled,
        "quote": quote,
        "flag": flag,
    }


def a_neighbour() -> Organisation:
    about = {"type": "municipality", "name": "Lerums kommun", "code": "1441"}
    with as_owner():
        return Organisation.objects.get_or_create(slug="lerum", defaults=about)[0]


def furnish_coding(world: Furnished) -> None:
    """In Ale Gunilla, who leads, and Anna code; in Mölndal Maria and Cecilia."""
    cast = world.cast
    for slug, owner, first, second in (
        ("ale", cast.ale, cast.gunilla, cast.anna),
        ("molndal", cast.molndal, cast.maria, cast.cecilia),
    ):
        for kind, row in coded_question(owner, first, second).items():
            world.rows.setdefault(kind, {})[slug] = row
