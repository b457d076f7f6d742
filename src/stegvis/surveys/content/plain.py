"""A questionnaire as plain values, as YAML and the database hold it, and back.

A list of choices that several questions share is written once, as a scale, and named. ``read`` takes what ``checks``
has passed; it raises KeyError, TypeError or ValueError on anything else.
"""

from __future__ import annotations

from typing import Any

from stegvis.surveys.content.document import (
    Choice,
    Condition,
    Earlier,
    Kind,
    Likeness,
    Question,
    Questionnaire,
    Row,
    Section,
    Test,
)

FORMAT = "stegvis-survey/1"
Plain = dict[str, Any]


def read(content: Plain) -> Questionnaire:
    scales = {code: tuple(_choice(one) for one in choices) for code, choices in content.get("scales", {}).items()}
    return Questionnaire(
        code=content["code"],
        title=dict(content["title"]),
        intro=dict(content.get("intro", {})),
        thanks=dict(content.get("thanks", {})),
        note=dict(content.get("note", {})),
        sections=tuple(_section(one, scales) for one in content.get("sections", ())),
    )


def _section(plain: Plain, scales: dict[str, tuple[Choice, ...]]) -> Section:
    return Section(
        code=plain["code"],
        title=dict(plain.get("title", {})),
        text=dict(plain.get("text", {})),
        actors=frozenset(plain.get("actors", ())),
        questions=tuple(read_question(one, scales) for one in plain.get("questions", ())),
    )


def read_question(plain: Plain, scales: dict[str, tuple[Choice, ...]] | None = None) -> Question:
    """A question by itself, such as an item of the bank; ``scales`` where it names one."""
    named = plain.get("scale")
    return Question(
        code=plain["code"],
        kind=Kind(plain["kind"]),
        text=dict(plain["text"]),
        hint=dict(plain.get("hint", {})),
        is_required=plain.get("required", False),
        is_background=plain.get("background", False),
        actors=frozenset(plain.get("actors", ())),
        shown_when=tuple(_condition(one) for one in plain.get("shown_when", ())),
        shown_if_any=plain.get("shown_if_any", False),
        choices=(scales or {})[named] if named else tuple(_choice(one) for one in plain.get("choices", ())),
        rows=tuple(_row(one) for one in plain.get("rows", ())),
        areas=tuple(plain.get("areas", ())),
        earlier=_earlier(plain),
        top=plain.get("top", 1),
        asks_date=plain.get("asks_date", False),
        least=plain.get("least"),
        most=plain.get("most"),
        decimals=plain.get("decimals", 0),
        unit=dict(plain.get("unit", {})),
        longest=plain.get("longest", 2000),
        note=dict(plain.get("note", {})),
    )


def _choice(plain: Plain) -> Choice:
    return Choice(plain["code"], dict(plain["text"]), plain.get("score"), plain.get("outside", False))


def _row(plain: Plain) -> Row:
    return Row(
        plain["code"],
        dict(plain["text"]),
        frozenset(plain.get("actors", ())),
        tuple(plain.get("areas", ())),
        _earlier(plain),
    )


def _condition(plain: Plain) -> Condition:
    return Condition(plain["question"], Test(plain["test"]), tuple(str(one) for one in plain.get("values", ())))


def _earlier(plain: Plain) -> Earlier | None:
    found = plain.get("earlier")
    return Earlier(found["code"], Likeness(found["likeness"])) if found else None


def write(questionnaire: Questionnaire) -> Plain:
    """What ``read`` reads the same of: each question's choices in it, and nothing that goes without saying."""
    return _full(
        format=FORMAT,
        code=questionnaire.code,
        title=questionnaire.title,
        intro=questionnaire.intro,
        thanks=questionnaire.thanks,
        note=questionnaire.note,
        sections=[
            _full(
                code=one.code,
                title=one.title,
                text=one.text,
                actors=sorted(one.actors),
                questions=[write_question(question) for question in one.questions],
            )
            for one in questionnaire.sections
        ],
    )


def write_question(question: Question) -> Plain:
    return _full(
        code=question.code,
        kind=question.kind.value,
        text=question.text,
        hint=question.hint,
        required=question.is_required,
        background=question.is_background,
        actors=sorted(question.actors),
        shown_when=[
            _full(question=one.question, test=one.test.value, values=list(one.values)) for one in question.shown_when
        ],
        shown_if_any=question.shown_if_any,
        choices=[
            _full(code=one.code, text=one.text, score=one.score, outside=one.is_outside) for one in question.choices
        ],
        rows=[
            _full(
                code=row.code,
                text=row.text,
                actors=sorted(row.actors),
                areas=list(row.areas),
                earlier=_write_earlier(row.earlier),
            )
            for row in question.rows
        ],
        areas=list(question.areas),
        earlier=_write_earlier(question.earlier),
        top=question.top if question.top != 1 else None,
        asks_date=question.asks_date,
        least=question.least,
        most=question.most,
        decimals=question.decimals or None,
        unit=question.unit,
        longest=question.longest if question.longest != 2000 else None,
        note=question.note,
    )


def _write_earlier(earlier: Earlier | None) -> Plain | None:
    return {"code": earlier.code, "likeness": earlier.likeness.value} if earlier else None


def _full(**values: Any) -> Plain:
    """Without what is empty; a zero is a value."""
    return {key: value for key, value in values.items() if value or (value == 0 and value is not False)}
