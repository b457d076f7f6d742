"""The parts of a questionnaire.

A text is a mapping from language to words (``{"sv": …, "en": …}``). A code is a slug, unique in the questionnaire: of
a question, and of a row of a matrix or a ladder, which is an item of its own. The same code in two questionnaires, or
for two kinds of actors, is the same thing asked.

Answers are plain values by the question's code; what is not answered is absent:

========  ===========================================================================================
single    the choice's code
multi     a list of choices' codes
matrix    ``{row: choice}``
ladder    ``{row: {"status": choice, "on": "2026-05-31"}}``; ``on`` may be absent
number    an int, or a float where ``decimals`` is above 0
date      ``"2026-05-31"``
text      the words
ranking   choices' codes, the first one first; those left out are not ranked
file      ``{"id": key of the upload, "name": its name, "size": octets}``
========  ===========================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

Texts = dict[str, str]


class Kind(StrEnum):
    SINGLE = "single"
    MULTI = "multi"
    MATRIX = "matrix"
    LADDER = "ladder"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    RANKING = "ranking"
    FILE = "file"


OF_CHOICES = frozenset({Kind.SINGLE, Kind.MULTI, Kind.MATRIX, Kind.LADDER, Kind.RANKING})
OF_ROWS = frozenset({Kind.MATRIX, Kind.LADDER})


class Likeness(StrEnum):
    """What became of an item since an earlier wave; it decides what may be compared."""

    SAME = "same"
    REWORDED = "reworded"
    RESCALED = "rescaled"
    NOT_COMPARABLE = "not_comparable"


class Test(StrEnum):
    """How a condition tries an answer. Of a matrix or a ladder the condition names a row."""

    IS = "is"
    IS_NOT = "is_not"
    ANY_OF = "any_of"
    ANSWERED = "answered"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. ``score`` places it on a scale; "not applicable" ``is_outside``: beside, never inside."""

    code: str
    text: Texts
    score: int | None = None
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """``values`` are choices' codes, or one number or date. ``question`` may be a question's or a row's code."""

    question: str
    test: Test
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an item was called in the wave before, and how like it is."""

    code: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a matrix or a ladder. Without ``actors`` it is for all; ``areas`` are those it says a need of."""

    code: str
    text: Texts
    actors: frozenset[str] = frozenset()
    areas: tuple[str, ...] = ()
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """``shown_when``: every one of the conditions holds (with ``shown_if_any``: one of them). What ``is_background``
    tells of who answers, not of what is asked, and may single somebody out. ``top`` is how many of the highest scores
    count as the top box. ``asks_date`` asks a ladder's rows for a date too. ``least`` and ``most`` are of a number, or
    how many choices of a multi or a ranking. ``note`` is for who writes the questionnaire, never for who answers."""

    code: str
    kind: Kind
    text: Texts
    hint: Texts = field(default_factory=dict)
    is_required: bool = False
    is_background: bool = False
    actors: frozenset[str] = frozenset()
    shown_when: tuple[Condition, ...] = ()
    shown_if_any: bool = False
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    areas: tuple[str, ...] = ()
    earlier: Earlier | None = None
    top: int = 1
    asks_date: bool = False
    least: float | None = None
    most: float | None = None
    decimals: int = 0
    unit: Texts = field(default_factory=dict)
    longest: int = 2000
    note: Texts = field(default_factory=dict)

    def choice(self, code: str) -> Choice | None:
        return next((one for one in self.choices if one.code == code), None)

    def rows_for(self, actor: str) -> tuple[Row, ...]:
        """The rows that an organisation of the kind ``actor`` is asked; all of them for ``""``."""
        return tuple(row for row in self.rows if not actor or not row.actors or actor in row.actors)


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the questionnaire."""

    code: str
    title: Texts
    questions: tuple[Question, ...]
    text: Texts = field(default_factory=dict)
    actors: frozenset[str] = frozenset()

    def questions_for(self, actor: str) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if not actor or not one.actors or actor in one.actors)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    code: str
    title: Texts
    sections: tuple[Section, ...]
    intro: Texts = field(default_factory=dict)
    thanks: Texts = field(default_factory=dict)
    note: Texts = field(default_factory=dict)

    def sections_for(self, actor: str) -> tuple[Section, ...]:
        """The pages that an organisation of the kind ``actor`` (``region``, ``municipality``, …) is asked."""
        found = (one for one in self.sections if not actor or not one.actors or actor in one.actors)
        return tuple(one for one in found if one.questions_for(actor))

    def questions(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions() if one.code == code), None)

    def is_asked(self, section: Section, question: Question, actor: str) -> bool:
        return question in section.questions_for(actor) and section in self.sections_for(actor)


def said(texts: Texts, language: str) -> str:
    """The words in that language, else in Swedish, else in any."""
    return texts.get(language[:2]) or texts.get("sv") or next(iter(texts.values()), "")
