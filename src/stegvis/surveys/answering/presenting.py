"""Answers as one reads them: for who has given them, and for who looks a reply through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format

from stegvis.surveys.content.document import Kind, Question, said
from stegvis.surveys.content.routing import Shown, ShownQuestion


@dataclass(frozen=True)
class ToldQuestion:
    """``lines`` are what was answered, each with the row that it is of, empty for the whole. ``file`` is a key."""

    code: str
    text: str
    lines: tuple[tuple[str, str], ...]
    is_long: bool = False
    file: str = ""


@dataclass(frozen=True)
class ToldSection:
    code: str
    title: str
    questions: tuple[ToldQuestion, ...]


def told(shown: Shown, answers: Mapping[str, Any], language: str) -> list[ToldSection]:
    """Every question that is shown, with no lines where nothing is answered."""
    return [
        ToldSection(
            part.section.code,
            said(part.section.title, language),
            tuple(told_question(one, answers.get(one.question.code), language) for one in part.questions),
        )
        for part in shown.sections
    ]


def told_question(one: ShownQuestion, value: Any, language: str) -> ToldQuestion:
    question = one.question
    file = str(value.get("id", "")) if question.kind == Kind.FILE and isinstance(value, Mapping) else ""
    return ToldQuestion(
        code=question.code,
        text=said(question.text, language),
        lines=tuple(_lines(one, value, language)) if value is not None else (),
        is_long=question.kind == Kind.TEXT,
        file=file,
    )


def _lines(one: ShownQuestion, value: Any, language: str) -> Iterator[tuple[str, str]]:
    question = one.question
    match question.kind:
        case Kind.MATRIX | Kind.LADDER:
            for row in one.rows:
                if row.code in value:
                    yield said(row.text, language), _step(question, value[row.code], language)
        case Kind.MULTI:
            yield from (("", choice_text(question, code, language)) for code in value)
        case Kind.RANKING:
            for place, code in enumerate(value, start=1):
                yield "", f"{place}. {choice_text(question, code, language)}"
        case Kind.SINGLE:
            yield "", choice_text(question, value, language)
        case Kind.NUMBER:
            unit = said(question.unit, language)
            yield "", f"{number_format(value)} {unit}".strip()
        case Kind.DATE:
            yield "", date_format(date.fromisoformat(value))
        case Kind.FILE:
            yield "", str(value["name"])
        case _:
            yield "", str(value)


def _step(question: Question, value: Any, language: str) -> str:
    if not isinstance(value, Mapping):
        return choice_text(question, value, language)
    words = choice_text(question, value["status"], language)
    return f"{words}, {date_format(date.fromisoformat(value['on']))}" if value.get("on") else words


def choice_text(question: Question, code: str, language: str) -> str:
    found = question.choice(code)
    return said(found.text, language) if found else code
