"""A page of the questionnaire, ready to be shown: each question with its options, its answer, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize_input

from stegvis.surveys.answering.filling import Filled, mark_of, name_of
from stegvis.surveys.answering.opened import Note, Opened
from stegvis.surveys.answering.presenting import ToldQuestion, told_question
from stegvis.surveys.content.document import Kind, Question, said
from stegvis.surveys.content.routing import ShownQuestion, ShownSection


@dataclass(frozen=True)
class Option:
    """One choice: ``name`` of its field, and whether it is chosen. Of a ranking ``value`` is its place."""

    code: str
    text: str
    name: str
    id: str
    is_chosen: bool = False
    value: str = ""
    is_outside: bool = False


@dataclass(frozen=True)
class RowField:
    """A row of a matrix or a ladder. ``on`` is its day as it was typed."""

    code: str
    text: str
    id: str
    options: tuple[Option, ...]
    on_name: str = ""
    on: str = ""
    error: str = ""


@dataclass(frozen=True)
class Field:
    """A question. ``was`` marks the answer that is shown. ``theirs`` is what another has saved meanwhile."""

    code: str
    kind: str
    text: str
    hint: str
    is_required: bool
    name: str
    id: str
    value: str = ""
    unit: str = ""
    longest: int = 0
    asks_date: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[RowField, ...] = ()
    places: tuple[int, ...] = ()
    was: str = ""
    error: str = ""
    theirs: ToldQuestion | None = None
    notes: tuple[Note, ...] = ()
    file: str = ""
    is_answered: bool = False
    is_wide: bool = False


WIDEST = 6
"""Choices that fit beside each other in a table; with more, each row is a card on every screen."""


def fields_of(opened: Opened, part: ShownSection, filled: Mapping[str, Filled], language: str) -> list[Field]:
    return [_field(opened, one, filled.get(one.question.code), language) for one in part.questions]


def _field(opened: Opened, one: ShownQuestion, filled: Filled | None, language: str) -> Field:
    question, kept = one.narrowed, opened.answers.get(one.question.code)
    is_typed = filled is not None and bool(filled.error or filled.is_theirs or not opened.is_open)
    raw = filled.raw if filled and is_typed and question.kind != Kind.FILE else _raw(question, kept)
    return Field(
        code=question.code,
        kind=question.kind.value,
        text=said(question.text, language),
        hint=said(question.hint, language),
        is_required=question.is_required,
        name=name_of(question),
        id=f"f-{question.code}",
        value=raw if isinstance(raw, str) else "",
        unit=said(question.unit, language),
        longest=question.longest,
        asks_date=question.asks_date,
        options=() if question.rows else _options(question, raw, language),
        rows=tuple(_row(question, at, raw, filled, language) for at in range(len(question.rows))),
        places=tuple(range(1, len(question.choices) + 1)),
        was=mark_of(kept),
        error=filled.error if filled and not filled.error_row else "",
        theirs=told_question(one, kept, language) if filled and filled.is_theirs else None,
        notes=tuple(note for note in opened.notes if note.question == question.code),
        file=str(kept["id"]) if question.kind == Kind.FILE and kept else "",
        is_answered=kept is not None,
        is_wide=len(question.choices) <= WIDEST,
    )


def _raw(question: Question, kept: Any) -> Any:
    """A kept answer as the form posts it."""
    if kept is None:
        return {} if question.rows or question.kind == Kind.RANKING else [] if question.kind == Kind.MULTI else ""
    match question.kind:
        case Kind.LADDER:
            return {row: one if isinstance(one, dict) else {"status": one} for row, one in kept.items()}
        case Kind.RANKING:
            return {code: str(place) for place, code in enumerate(kept, start=1)}
        case Kind.NUMBER:
            return str(localize_input(kept))
        case Kind.FILE:
            return str(kept["name"])
    return kept


def _options(question: Question, raw: Any, language: str) -> tuple[Option, ...]:
    is_ranking = question.kind == Kind.RANKING
    chosen = raw if isinstance(raw, list | Mapping) else [raw]
    return tuple(
        Option(
            code=one.code,
            text=said(one.text, language),
            name=name_of(question, one.code) if is_ranking else name_of(question),
            id=f"f-{question.code}.{one.code}",
            is_chosen=one.code in chosen,
            value=str(raw.get(one.code, "")) if is_ranking and isinstance(raw, Mapping) else "",
            is_outside=one.is_outside,
        )
        for one in question.choices
    )


def _row(question: Question, at: int, raw: Any, filled: Filled | None, language: str) -> RowField:
    row = question.rows[at]
    held = raw.get(row.code, "") if isinstance(raw, Mapping) else ""
    chosen = held.get("status", "") if isinstance(held, Mapping) else held
    return RowField(
        code=row.code,
        text=said(row.text, language),
        id=f"f-{question.code}.{row.code}",
        options=tuple(
            Option(
                code=one.code,
                text=said(one.text, language),
                name=name_of(question, row.code),
                id=f"f-{question.code}.{row.code}.{one.code}",
                is_chosen=one.code == chosen,
                is_outside=one.is_outside,
            )
            for one in question.choices
        ),
        on_name=name_of(question, f"{row.code}.on") if question.kind == Kind.LADDER and question.asks_date else "",
        on=held.get("on", "") if isinstance(held, Mapping) else "",
        error=filled.error if filled and filled.error_row == row.code else "",
    )
