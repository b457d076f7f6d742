"""From what a form posts to answers, question by question; and what became of each beside what somebody else saved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.surveys.content.answers import AnswerError, check_answer
from stegvis.surveys.content.document import Kind, Question
from stegvis.surveys.content.routing import ShownQuestion


def name_of(question: Question, part: str = "") -> str:
    """The name of a field; ``part`` is a row's or a choice's code. A code holds no point."""
    return f"q-{question.code}.{part}" if part else f"q-{question.code}"


def posted(question: Question, data: QueryDict) -> Any:
    """The raw value; ``question.rows`` are those shown. Of a file nothing: it comes by itself."""
    match question.kind:
        case Kind.MULTI:
            return data.getlist(name_of(question))
        case Kind.MATRIX:
            return _by_part(question, [row.code for row in question.rows], data)
        case Kind.LADDER:
            return {row.code: step for row in question.rows if (step := _step(question, row.code, data))}
        case Kind.RANKING:
            return _by_part(question, [choice.code for choice in question.choices], data)
    return data.get(name_of(question), "")


def _by_part(question: Question, parts: list[str], data: QueryDict) -> dict[str, str]:
    return {part: value for part in parts if (value := data.get(name_of(question, part), ""))}


def _step(question: Question, row: str, data: QueryDict) -> dict[str, str]:
    found = {"status": data.get(name_of(question, row), ""), "on": data.get(name_of(question, f"{row}.on"), "")}
    return {key: value for key, value in found.items() if value}


def checked(question: Question, raw: Any) -> Any:
    """The value to keep, or None. Raises AnswerError."""
    if question.kind == Kind.RANKING:
        raw = _in_order(raw)
    value = check_answer(question, raw)
    if question.kind == Kind.TEXT and value and holds_personal_number(value):
        raise AnswerError(_("Leave out personal numbers. They are not kept here."))
    return value


def _in_order(places: Mapping[str, str]) -> list[str]:
    """Choices by the numbers that they were given. Raises AnswerError for two in one place."""
    if not all(place.isascii() and place.isdigit() and len(place) < 4 for place in places.values()):
        raise AnswerError(_("Give each choice a place in digits, 1 for the first."))
    numbers = [int(place) for place in places.values()]
    if len(set(numbers)) < len(numbers):
        raise AnswerError(_("Two choices have the same place. Give each one its own."))
    return sorted(places, key=lambda choice: int(places[choice]))


def mark_of(value: Any) -> str:
    """A short mark of an answer as it was shown, to see whether somebody else has changed it since."""
    if value is None:
        return ""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Filled:
    """What became of one question. ``raw`` is what was typed. ``theirs`` is what somebody else saved meanwhile, which
    stays until it is saved again; ``error`` is what is wrong, in the row ``error_row`` if it is of one."""

    raw: Any
    value: Any = None
    error: str = ""
    error_row: str = ""
    is_theirs: bool = False


def fill(shown: ShownQuestion, data: QueryDict, answers: Mapping[str, Any]) -> Filled:
    """Compare three: what was shown (``was-…``), what is kept, and what is typed."""
    question = shown.narrowed
    raw = posted(question, data)
    try:
        value = checked(question, raw)
    except AnswerError as wrong:
        return Filled(raw, error=wrong.text, error_row=wrong.row)
    kept = answers.get(question.code)
    was = data.get(f"was-{question.code}")
    is_changed_by_another = was is not None and mark_of(kept) != was
    if is_changed_by_another and mark_of(value) == was:
        return Filled(raw, kept)  # they have changed it, and this page has not
    if is_changed_by_another and mark_of(value) != mark_of(kept):
        return Filled(raw, value, is_theirs=True)
    return Filled(raw, value)
