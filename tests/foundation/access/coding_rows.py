"""What the web may write of the coding of free text, for the tests of writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

from django.db.models import Model

from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Organisation
from stegvis.surveys import models as surveys
from tests.support.cast import START, Cast
from tests.support.database import as_owner

M = TypeVar("M", bound=Model)
Make = Callable[[Cast, Organisation], Model]
DAYS: dict[str, Any] = {"opens_on": START, "closes_on": START, "contacts_until": START, "keep_until": START}


def made(model: type[M], **fields: Any) -> M:
    with as_owner():
        return model._base_manager.create(**fields)


def coder_of(cast: Cast, owner: Organisation) -> User:
    return cast.gunilla if owner == cast.ale else cast.maria


def round_of(owner: Organisation) -> surveys.Round:
    asked = made(surveys.Questionnaire, employer=owner, code=uuid4().hex, title="Q", content={})
    version = made(surveys.Version, questionnaire=asked, number=1, content={})
    about: dict[str, Any] = {"title": "R", "kind": "organisations", "sender": "S"}
    return made(surveys.Round, employer=owner, version=version, **DAYS, **about)


def book_of(owner: Organisation) -> surveys.CodeBook:
    return made(surveys.CodeBook, employer=owner, title=uuid4().hex)


def question_in(fielded: surveys.Round, **facts: Any) -> surveys.OpenQuestion:
    about: dict[str, Any] = {"question": "q", "round_title": "R", "words": {}, "is_anonymous": False}
    return surveys.OpenQuestion(employer=fielded.employer, round=fielded, **about, **facts)


def question_of(owner: Organisation) -> surveys.OpenQuestion:
    asked = question_in(round_of(owner), book=book_of(owner))
    with as_owner():
        asked.save()
    return asked


def text_in(asked: surveys.OpenQuestion) -> surveys.FreeText:
    contact = made(surveys.Contact, round=asked.round, actor="region", name="K")
    reply = made(surveys.Reply, round=asked.round, contact=contact, notice=1)
    about: dict[str, Any] = {"actor": "region", "content": "Tid för handledning", "is_shown": True}
    return surveys.FreeText(round=asked.round, asked=asked, reply=reply, **about)


def text_of(owner: Organisation) -> surveys.FreeText:
    text = text_in(question_of(owner))
    with as_owner():
        text.save()
    return text


def passage_of(cast: Cast, owner: Organisation) -> surveys.Passage:
    text = text_of(owner)
    reading = made(surveys.Reading, asked=text.asked, place=1, coder=coder_of(cast, owner))
    code = made(surveys.Code, book=text.asked.book, title="K")
    return surveys.Passage(asked=text.asked, reading=reading, text=text, code=code, begins=0, ends=3)


def quote_of(cast: Cast, owner: Organisation) -> surveys.Quote:
    text = text_of(owner)
    return surveys.Quote(asked=text.asked, text=text, begins=0, ends=3, words="Tid", proposed_by=coder_of(cast, owner))


def flag_of(cast: Cast, owner: Organisation) -> surveys.Flag:
    text = text_of(owner)
    return surveys.Flag(asked=text.asked, text=text, kind="text", words="Ett namn", raised_by=coder_of(cast, owner))


def settled_of(owner: Organisation) -> surveys.Settled:
    text = text_of(owner)
    code = made(surveys.Code, book=text.asked.book, title="K")
    return surveys.Settled(asked=text.asked, text=text, code=code, begins=0, ends=3, choice="neither")


def hidden_of(owner: Organisation) -> surveys.HiddenText:
    text = text_of(owner)
    return surveys.HiddenText(asked=text.asked, text=text, reason="R")


ROWS: dict[type[Model], tuple[str, str, Make]] = {
    surveys.CodeBook: ("employer", "gunilla", lambda c, o: surveys.CodeBook(employer=o, title=uuid4().hex)),
    surveys.Code: ("book", "gunilla", lambda c, o: surveys.Code(book=book_of(o), title="K")),
    surveys.OpenQuestion: ("employer", "gunilla", lambda c, o: question_in(round_of(o))),
    surveys.FreeText: ("round", "gunilla", lambda c, o: text_in(question_of(o))),
    surveys.HiddenText: ("asked", "gunilla", lambda c, o: hidden_of(o)),
    surveys.Reading: (
        "asked",
        "gunilla",
        lambda c, o: surveys.Reading(asked=question_of(o), place=1, coder=coder_of(c, o)),
    ),
    surveys.Passage: ("text", "gunilla", passage_of),
    surveys.Settled: ("text", "gunilla", lambda c, o: settled_of(o)),
    surveys.Quote: ("text", "gunilla", quote_of),
    surveys.Flag: ("text", "gunilla", flag_of),
}
