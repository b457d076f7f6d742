"""What a link opens, as it stands just now."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from stegvis.surveys.answering.locking import unlock
from stegvis.surveys.content.document import Questionnaire
from stegvis.surveys.content.plain import read
from stegvis.surveys.content.routing import Shown, shown
from stegvis.surveys.fielding.links import digest_of

LONGEST_TOKEN = 64


@dataclass(frozen=True)
class Note:
    """A comment on a question, or on the whole where ``question`` is empty."""

    question: str
    text: str
    by_respondent: bool
    at: datetime


@dataclass(frozen=True)
class Opened:
    """``verdict`` is ``open``, or why nothing is taken. ``answers`` are all that is filled in, those behind a closed
    route too. ``actor`` is the kind of organisation, which decides the questions."""

    token: str
    link: UUID
    verdict: str
    kind: str
    is_test: bool
    may_sign: bool
    is_too_often: bool
    round: int
    title: str
    sender: str
    contact: str
    opens_on: date
    closes_on: date
    fewest: int
    name: str
    actor: str
    stratum: str
    cluster: str
    notice: int
    notice_text: str
    questionnaire: Questionnaire
    answers: dict[str, Any]
    signers: tuple[str, ...] = ()
    state: str = ""
    signed_by: str = ""
    signed_role: str = ""
    sent_at: datetime | None = None
    notes: tuple[Note, ...] = field(default=())

    @property
    def digest(self) -> str:
        return digest_of(self.token)

    @property
    def is_open(self) -> bool:
        return self.verdict == "open"

    @property
    def is_of_persons(self) -> bool:
        return self.kind == "persons"

    def shown(self, answers: dict[str, Any] | None = None) -> Shown:
        return shown(self.questionnaire, self.actor, self.answers if answers is None else answers)


def open_link(token: str, *, to_save: bool = False) -> Opened | None:
    """None for a token that is nobody's. With ``to_save`` others who save the same wait, and the save is counted."""
    if len(token) > LONGEST_TOKEN:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_survey_open(%s, %s)", [digest_of(token), to_save])
        (found,) = cursor.fetchone()
    if found is None:
        return None
    return _opened(token, json.loads(found) if isinstance(found, str) else found)


def _opened(token: str, found: dict[str, Any]) -> Opened:
    names = ("verdict", "kind", "is_test", "may_sign", "is_too_often", "round", "title", "sender", "contact")
    more = ("fewest", "name", "actor", "stratum", "cluster")
    link, reply = UUID(found["link"]), found["reply"] or {}
    begun = found["begun"]
    answers = unlock(token, link, base64.b64decode(begun)) if begun else reply.get("content") or {}
    return Opened(
        token=token,
        link=link,
        **{name: found[name] for name in (*names, *more)},
        opens_on=date.fromisoformat(found["opens_on"]),
        closes_on=date.fromisoformat(found["closes_on"]),
        notice=found["notice"] or 0,
        notice_text=found["notice_text"] or "",
        questionnaire=_questionnaire((found["version"], found["fixed_at"]), token),
        answers=answers,
        signers=tuple(found["signers"]),
        state=reply.get("state", ""),
        signed_by=reply.get("signed_by", ""),
        signed_role=reply.get("signed_role", ""),
        sent_at=datetime.fromisoformat(reply["sent_at"]) if reply.get("sent_at") else None,
        notes=tuple(_note(one) for one in reply.get("notes", ())),
    )


def _note(found: dict[str, Any]) -> Note:
    return Note(found["question"], found["text"], found["by_respondent"], datetime.fromisoformat(found["at"]))


_known: dict[tuple[int, str], Questionnaire] = {}
MOST_KNOWN = 64


def _questionnaire(version: tuple[int, str], token: str) -> Questionnaire:
    """A version never changes, so that each process reads it once."""
    if version not in _known:
        with connection.cursor() as cursor:
            cursor.execute("SELECT stegvis_survey_questions(%s)", [digest_of(token)])
            (found,) = cursor.fetchone()
        while len(_known) >= MOST_KNOWN:
            _known.pop(next(iter(_known)))
        _known[version] = read(json.loads(found) if isinstance(found, str) else found)
    return _known[version]
