"""Saving as one goes, and sending. Nothing here raises for what a respondent does: it says how it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from stegvis.careers.evidence.documents import read_document
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.surveys.answering.filling import Filled, fill, name_of
from stegvis.surveys.answering.locking import DoesNotFitError, lock, room_for
from stegvis.surveys.answering.opened import Opened, open_link
from stegvis.surveys.answering.sealing import seal_answers
from stegvis.surveys.content.answers import clean_words, missing
from stegvis.surveys.content.document import Kind, Question
from stegvis.surveys.content.routing import ShownQuestion
from stegvis.surveys.fielding.links import digest_of

Files = MultiValueDict[str, UploadedFile]


@dataclass(frozen=True)
class Saved:
    """``opened`` as it is after the save; ``filled`` what became of the questions posted, by code. ``trouble`` is what
    keeps the whole from being saved, in words."""

    opened: Opened
    filled: dict[str, Filled] = field(default_factory=dict)
    trouble: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.trouble and not any(one.error or one.is_theirs for one in self.filled.values())


def save_page(token: str, section: str, data: QueryDict, files: Files, *, only: str = "") -> Saved | None:
    """What is right of a page is kept, what is wrong is told; ``only`` is one question of it. None for no link.

    What was typed and not kept comes back in ``filled``, so that nothing is lost.
    """
    opened = open_link(token, to_save=True)
    if opened is None:
        return None
    questions = _questions(opened, section, only)
    filled = {one.question.code: _fill(opened, one, data, files) for one in questions}
    if not opened.is_open:
        return Saved(opened, filled)
    if opened.is_too_often:
        return Saved(opened, filled, _("That was many saves in a short time. Wait a minute, and save again."))
    answers = dict(opened.answers)
    for code, one in filled.items():
        if one.error or one.is_theirs:
            continue
        if one.value is None:
            answers.pop(code, None)
        else:
            answers[code] = one.value
    if answers == opened.answers:
        return Saved(opened, filled)
    return _keep(opened, answers, filled)


def _questions(opened: Opened, section: str, only: str) -> list[ShownQuestion]:
    parts = (part for part in opened.shown().sections if part.section.code == section)
    return [one for part in parts for one in part.questions if not only or one.question.code == only]


def _fill(opened: Opened, one: ShownQuestion, data: QueryDict, files: Files) -> Filled:
    if data.get("clear") == one.question.code:
        return Filled(None)
    if one.question.kind == Kind.FILE:
        return _file(opened, one.question, data, files)
    return fill(one, data, opened.answers)


def _file(opened: Opened, question: Question, data: QueryDict, files: Files) -> Filled:
    """A file is kept by itself, when it is sent with the page; the answer names it."""
    kept = opened.answers.get(question.code)
    upload = files.get(name_of(question))
    if upload is None:
        return Filled(None, kept)
    if opened.is_of_persons or not opened.is_open:
        return Filled(None, kept, error=_("A file cannot be taken here."))
    try:
        document = read_document(upload)
    except Refused as refused:
        return Filled(None, kept, error=str(refused))
    key = _put_file(opened, question.code, document.name, document.media_type, document.content)
    return Filled(None, {"id": key, "name": document.name, "size": len(document.content)})


def _put_file(opened: Opened, question: str, name: str, media_type: str, content: bytes | None) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stegvis_survey_put_file(%s, %s, %s, %s, %s, %s)",
            [opened.digest, question, name, media_type, content, opened.notice],
        )
        (key,) = cursor.fetchone()
    return str(key)


def file_of(token: str, key: UUID) -> tuple[str, str, bytes] | None:
    """Name, media type and content, to those whose reply it is of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_survey_file(%s, %s)", [digest_of(token), key])
        found = cursor.fetchone()
    return (found[0], found[1], bytes(found[2])) if found else None


def _keep(opened: Opened, answers: dict[str, Any], filled: dict[str, Filled]) -> Saved:
    files = {one.code for one in opened.questionnaire.questions() if one.kind == Kind.FILE}
    for code in files & opened.answers.keys() - answers.keys():
        _put_file(opened, code, "", "", None)
    try:
        if opened.is_of_persons:
            content = lock(opened.token, opened.link, answers, room_for(opened.questionnaire))
            verdict = _call("stegvis_survey_keep", opened.digest, content)
        else:
            verdict = _call("stegvis_survey_write", opened.digest, json.dumps(answers), opened.notice)
    except DoesNotFitError:
        return Saved(opened, filled, _too_long())
    if verdict != "open":
        return Saved(replace(opened, verdict=verdict), filled)
    return Saved(replace(opened, answers=answers), filled)


def _too_long() -> str:
    return _("All that is written is together too long to be kept. Shorten one of the texts, and save again.")


def _call(function: str, *arguments: str | int | bytes | UUID) -> str:
    marks = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({marks})", arguments)
        (verdict,) = cursor.fetchone()
    return str(verdict)


@dataclass(frozen=True)
class Signature:
    """Of who signs an organisation's reply; a person's answers have none. ``note`` answers the leader's comments."""

    name: str = ""
    role: str = ""
    note: str = ""


@dataclass(frozen=True)
class Sending:
    """``verdict`` is ``sent`` or ``tested`` when it is done; else how it stands. ``answers`` are what was sent."""

    opened: Opened
    verdict: str
    answers: dict[str, Any] = field(default_factory=dict)
    missing: list[tuple[Question, str]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def send(token: str, *, signature: Signature, notice: int) -> Sending | None:
    """Send what is filled in: an organisation's under its name, signed, or a person's sealed. None for no link.

    ``notice`` is the number of the notice on privacy that was shown: a newer one has to be read first.
    """
    opened = open_link(token, to_save=True)
    if opened is None:
        return None
    if not opened.is_open:
        return Sending(opened, opened.verdict)
    shown = opened.shown()
    counted = shown.counted(opened.answers)
    if lacking := missing(shown, opened.answers):
        return Sending(opened, "missing", missing=lacking)
    errors = _wrong(opened, counted, signature, notice)
    if errors:
        return Sending(opened, "refused", errors=errors)
    try:
        if opened.is_of_persons:
            verdict = _send_sealed(opened, counted)
        else:
            verdict = _send_signed(opened, counted, signature, notice)
    except DoesNotFitError:
        return Sending(opened, "refused", errors={"": _too_long()})
    return Sending(opened, "sent" if verdict == "open" else verdict, counted)


def _send_sealed(opened: Opened, counted: dict[str, Any]) -> str:
    sealed = seal_answers(opened, counted)
    return _call("stegvis_survey_send", opened.digest, sealed.id, sealed.content)


def _send_signed(opened: Opened, counted: dict[str, Any], signature: Signature, notice: int) -> str:
    name, role, note = clean(signature.name), clean(signature.role), clean_words(signature.note)
    return _call("stegvis_survey_sign", opened.digest, json.dumps(counted), notice, name, role, note)


def _wrong(opened: Opened, counted: dict[str, Any], signature: Signature, notice: int) -> dict[str, str]:
    """What keeps it from being sent, by field."""
    wrong = {}
    if not counted:
        wrong[""] = _("Nothing is answered yet.")
    if notice != opened.notice:
        wrong[""] = _("The notice on how the answers are used has changed. Read it, and send again.")
    if opened.is_of_persons:
        return wrong
    if not opened.may_sign and not opened.is_test:
        wrong[""] = _("Somebody else signs and sends the reply. What you have filled in is saved for them.")
        return wrong
    limits = {"name": (signature.name, 200), "role": (signature.role, 120), "note": (signature.note, 2000)}
    for key, (text, longest) in limits.items():
        if len(text) > longest:
            wrong[key] = _("At most %(limit)s characters fit.") % {"limit": longest}
        elif holds_personal_number(text):
            wrong[key] = _("Leave out personal numbers. They are not kept here.")
    if not clean(signature.name):
        wrong["name"] = _("Write your name: the reply is signed with it.")
    if not clean(signature.role):
        wrong["role"] = _("Write your role, such as head of administration.")
    return wrong
