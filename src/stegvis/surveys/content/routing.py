"""What of a questionnaire is to be shown to whom, given what has been answered so far. Pure.

An answer behind a route that has closed does not count: nothing is decided by it, and nothing is told of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from stegvis.surveys.content.document import OF_ROWS, Condition, Kind, Question, Questionnaire, Row, Section, Test

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class ShownQuestion:
    """``rows`` are those to show of a matrix or a ladder."""

    question: Question
    rows: tuple[Row, ...] = ()

    @property
    def narrowed(self) -> Question:
        """The question with those rows only."""
        return replace(self.question, rows=self.rows)


@dataclass(frozen=True)
class ShownSection:
    section: Section
    questions: tuple[ShownQuestion, ...]


@dataclass(frozen=True)
class Shown:
    """``codes`` are the questions and rows whose answers count."""

    sections: tuple[ShownSection, ...]
    codes: frozenset[str]

    def question(self, code: str) -> ShownQuestion | None:
        """The question as it is shown, or None."""
        return next((one for part in self.sections for one in part.questions if one.question.code == code), None)

    def counted(self, answers: Answers) -> dict[str, Any]:
        """The answers that count, those of rows that are not shown left out."""
        kept: dict[str, Any] = {}
        for section in self.sections:
            for one in section.questions:
                code, value = one.question.code, answers.get(one.question.code)
                if one.question.kind in OF_ROWS:
                    held = value if isinstance(value, Mapping) else {}
                    value = {row.code: held[row.code] for row in one.rows if is_answered(held.get(row.code))}
                if is_answered(value):
                    kept[code] = value
        return kept


def shown(questionnaire: Questionnaire, actor: str, answers: Answers) -> Shown:
    """The sections with the questions and rows to show to an organisation of the kind ``actor`` (``""``: to all).

    A section without a question to show is left out. ``answers`` may be unfinished, old or wrong; a value that a
    condition cannot make sense of does not meet it. One pass: a condition asks about what comes before.
    """
    open_answers: dict[str, tuple[Question, Any]] = {}
    sections = []
    for section in questionnaire.sections_for(actor):
        seen = []
        for question in section.questions_for(actor):
            rows = question.rows_for(actor)
            if (question.kind in OF_ROWS and not rows) or not _is_open(question, open_answers):
                continue
            seen.append(ShownQuestion(question, rows))
            value = answers.get(question.code)
            open_answers[question.code] = question, value
            for row in rows:
                held = value.get(row.code) if isinstance(value, Mapping) else None
                open_answers[row.code] = question, _of_row(held)
        if seen:
            sections.append(ShownSection(section, tuple(seen)))
    return Shown(tuple(sections), frozenset(open_answers))


def _of_row(held: Any) -> Any:
    """A ladder's row is tried by its status."""
    return held.get("status") if isinstance(held, Mapping) else held


def _is_open(question: Question, answers: dict[str, tuple[Question, Any]]) -> bool:
    if not question.shown_when:
        return True
    held = (_holds(one, answers) for one in question.shown_when)
    return any(held) if question.shown_if_any else all(held)


def is_answered(value: Any) -> bool:
    """Zero is an answer; empty words, an empty list and nothing are none."""
    return value is not None and value not in ("", [], {})


def _holds(condition: Condition, answers: dict[str, tuple[Question, Any]]) -> bool:
    """Where nothing is answered nothing holds, not even ``is_not``. Of several choices, one is enough."""
    question, value = answers.get(condition.question, (None, None))
    if question is None or not is_answered(value):
        return False
    match condition.test:
        case Test.ANSWERED:
            return True
        case Test.IS | Test.ANY_OF:
            return any(_same(question, value, wanted) for wanted in condition.values)
        case Test.IS_NOT:
            return not any(_same(question, value, wanted) for wanted in condition.values)
    place, limit = _place(question, value), _place(question, condition.values[0]) if condition.values else None
    if place is None or limit is None or type(place) is not type(limit):
        return False
    return bool(place >= limit) if condition.test == Test.AT_LEAST else bool(place <= limit)


def _same(question: Question, value: Any, wanted: str) -> bool:
    if isinstance(value, list | tuple):
        return wanted in value
    if question.kind == Kind.NUMBER:
        number = _number(wanted)
        return number is not None and _number(value) == number
    return isinstance(value, str) and value == wanted


def _place(question: Question, value: Any) -> Any:
    """Where the value stands in order: the number, the day, or the choice's score."""
    if question.kind == Kind.NUMBER:
        return _number(value)
    if not isinstance(value, str):
        return None
    if question.kind == Kind.DATE:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    choice = question.choice(value)
    return None if choice is None or choice.score is None else float(choice.score)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None
