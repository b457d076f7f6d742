"""Answers as arrays: one column for each thing that was asked, one place for each respondent.

What is not a choice is one of three codes, kept apart from each other: not answered, not asked because a route of the
questionnaire led past it, and not asked because another kind of organisation is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from stegvis.engine.statistics import NO_ANSWER, NOT_APPLICABLE, NOT_ASKED
from stegvis.surveys.content.document import Kind, Question, Questionnaire, Texts

Codes = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float64]

MISSING, OTHER_ACTOR, ROUTED = NO_ANSWER, NOT_ASKED, -4

NOT_APART = "others"
"""The kind of those whose kind is not kept with their answers, since too few of it answered."""

BACK, AHEAD = 5, 2
"""How many years before and after the round's own a date is told apart by."""


class Sort(StrEnum):
    """What a column is of, where a question has more than one."""

    CHOICE = "choice"
    """A choice of the scale or the list; also a row's."""
    CHOSEN = "chosen"
    """Whether one choice of several was chosen: 0 no, 1 yes."""
    PLACE = "place"
    """The place that a choice was given, from 0; the last category is that it was given none."""
    YEAR = "year"
    """The year of a date; the first and the last category are earlier and later. Of a ladder, the last is none."""
    NUMBER = "number"
    """A number; the codes tell only that there is one (0)."""
    WRITTEN = "written"
    """Words or a file; as for numbers."""


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    title: Texts
    score: int | None = None
    is_outside: bool = False


@dataclass(frozen=True, eq=False)
class Variable:
    """``codes`` has the shape (respondents,): a category's place, or one of the three codes above. ``numbers`` is
    ``nan`` where there is none, ``words`` empty."""

    key: str
    question: Question
    sort: Sort
    item: str
    title: Texts
    categories: tuple[Category, ...]
    codes: Codes
    areas: tuple[str, ...] = ()
    section: str = ""
    numbers: Floats | None = None
    words: tuple[str, ...] | None = None

    @cached_property
    def scale(self) -> tuple[int, ...]:
        """The categories inside the scale, the lowest score first where they have scores; else as they stand."""
        inside = [at for at, one in enumerate(self.categories) if not one.is_outside]
        if self.is_scored:
            inside.sort(key=lambda at: self.categories[at].score or 0)
        return tuple(inside)

    @property
    def is_scored(self) -> bool:
        """Whether the choices stand in an order with steps, so that a top, a net and a mean say something."""
        inside = [one.score for one in self.categories if not one.is_outside]
        return self.sort is Sort.CHOICE and len(inside) > 1 and None not in inside and len(set(inside)) == len(inside)

    @property
    def on_scale(self) -> npt.NDArray[np.int64]:
        """The codes as ``engine.statistics`` has them: places on the scale, and beside it."""
        place = np.full(len(self.categories) + 4, NOT_ASKED, np.int64)
        for at in range(len(self.categories)):
            place[at] = self.scale.index(at) if at in self.scale else NOT_APPLICABLE
        place[MISSING] = NO_ANSWER
        return place[self.codes]


@dataclass(frozen=True, eq=False)
class Respondents:
    """Who answered, without a name. The kind may be ``NOT_APART``. All have the shape (respondents,); a stratum or
    cluster may be empty."""

    actors: npt.NDArray[np.str_]
    strata: npt.NDArray[np.str_]
    clusters: npt.NDArray[np.str_]

    @property
    def size(self) -> int:
        return len(self.actors)


@dataclass(frozen=True, eq=False)
class Microdata:
    questionnaire: Questionnaire
    who: Respondents
    variables: tuple[Variable, ...]

    @cached_property
    def by_key(self) -> dict[str, Variable]:
        return {one.key: one for one in self.variables}

    def of(self, question: str, sort: Sort = Sort.CHOICE) -> list[Variable]:
        return [one for one in self.variables if one.question.code == question and one.sort is sort]


@dataclass(frozen=True, slots=True)
class Answered:
    """One reply, or one person's answers: plain values by the question's code (``content.document``)."""

    actor: str
    content: dict[str, Any]
    stratum: str = ""
    cluster: str = ""


Counting = Callable[[str, Mapping[str, Any]], frozenset[str]]
"""Given the kind of organisation and the answers, the codes of the questions that were put to it."""


Written = Mapping[tuple[str, str], int]
"""How many wrote something, by the question's code and the kind of organisation."""


def microdata(
    questionnaire: Questionnaire,
    answered: Iterable[Answered],
    *,
    year: int,
    counting: Counting,
    written: Written | None = None,
) -> Microdata:
    """``year`` is the round's, around which dates are told apart. What stands behind a closed route is left out.

    With ``written`` the words are not in the answers: as many of each kind wrote something, and who did is not known.
    The columns of words then serve for counting by kind alone.
    """
    rows = list(answered)
    actors, strata, clusters = (np.array([getattr(one, name) for one in rows], dtype=np.str_) for name in _WHO)
    who = Respondents(np.where(actors == "", NOT_APART, actors), strata, clusters)
    put = _Put(questionnaire, counting)
    asked = [put.to(one) for one in rows]
    variables: list[Variable] = []
    for section in questionnaire.sections:
        for question in section.questions:
            state = _state(question, section.actors, rows, asked)
            values = [
                one.content.get(question.code) if code >= 0 else None for one, code in zip(rows, state, strict=True)
            ]
            variables += _Columns(question, section.code, values, state, rows, year, written).all()
    return Microdata(questionnaire, who, tuple(variables))


_WHO = ("actor", "stratum", "cluster")


class _Put:
    """Which questions were put to somebody, worked out once for each way of answering what the routes lean on."""

    def __init__(self, questionnaire: Questionnaire, counting: Counting) -> None:
        questions = list(questionnaire.questions())
        named = {condition.question for one in questions for condition in one.shown_when}
        self.sources = {one.code for one in questions if one.code in named or named & {row.code for row in one.rows}}
        self.counting = counting
        self.known: dict[str, frozenset[str]] = {}

    def to(self, one: Answered) -> frozenset[str]:
        leaned = {code: one.content[code] for code in self.sources if code in one.content}
        key = json.dumps([one.actor, leaned], sort_keys=True)
        if key not in self.known:
            self.known[key] = self.counting(one.actor, leaned)
        return self.known[key]


def _state(
    question: Question, section: frozenset[str], rows: list[Answered], asked: list[frozenset[str]]
) -> npt.NDArray[np.int64]:
    """0 where it was put to them, else why it was not."""
    kinds = {
        actor: (not section or actor in section) and (not question.actors or actor in question.actors)
        for actor in {one.actor for one in rows}
    }
    return np.array(
        [
            OTHER_ACTOR if not kinds[one.actor] else 0 if question.code in put else ROUTED
            for one, put in zip(rows, asked, strict=True)
        ],
        np.int64,
    )


@dataclass
class _Columns:
    """The columns of one question. ``values`` is None where it was not asked or not answered."""

    question: Question
    section: str
    values: list[Any]
    state: npt.NDArray[np.int64]
    rows: list[Answered]
    year: int
    written: Written | None = None
    found: list[Variable] = field(default_factory=list)

    def all(self) -> list[Variable]:
        {
            Kind.SINGLE: self._single,
            Kind.MULTI: self._multi,
            Kind.MATRIX: self._matrix,
            Kind.LADDER: self._ladder,
            Kind.NUMBER: self._number,
            Kind.DATE: self._date,
            Kind.TEXT: self._text,
            Kind.RANKING: self._ranking,
            Kind.FILE: self._file,
        }[self.question.kind]()
        return self.found

    @cached_property
    def choices(self) -> tuple[Category, ...]:
        return tuple(Category(one.code, one.text, one.score, one.is_outside) for one in self.question.choices)

    @cached_property
    def places(self) -> dict[str, int]:
        return {one.code: at for at, one in enumerate(self.question.choices)}

    def _add(self, key: str, sort: Sort, codes: Iterable[int], **known: Any) -> None:
        """``codes`` of those to whom the question was put; the state stands where it was not."""
        given = np.fromiter(codes, np.int64, len(self.values))
        found = np.where((self.state < 0) & (given != OTHER_ACTOR), self.state, given)
        known = {"item": self.question.code, "title": self.question.text, "areas": self.question.areas} | known
        self.found.append(
            Variable(key, self.question, sort, codes=found.astype(np.int16), section=self.section, **known)
        )

    def _single(self) -> None:
        codes = (self.places.get(one, MISSING) if isinstance(one, str) else MISSING for one in self.values)
        self._add(self.question.code, Sort.CHOICE, codes, categories=self.choices)

    def _multi(self) -> None:
        for choice in self.question.choices:
            codes = (MISSING if not one else int(choice.code in one) for one in self.values)
            self._add(
                f"{self.question.code}.{choice.code}",
                Sort.CHOSEN,
                codes,
                item=choice.code,
                title=choice.text,
                categories=NO_OR_YES,
            )

    def _matrix(self) -> None:
        for row in self.question.rows:
            self._row(row, [one.get(row.code) if isinstance(one, dict) else None for one in self.values])

    def _ladder(self) -> None:
        for row in self.question.rows:
            steps = [one.get(row.code) if isinstance(one, dict) else None for one in self.values]
            self._row(row, [one.get("status") if isinstance(one, dict) else None for one in steps])
            if self.question.asks_date:
                whens = [one.get("on") if isinstance(one, dict) else None for one in steps]
                self._years(row, [_year(one) for one in whens], [isinstance(one, dict) for one in steps])

    def _row(self, row: Any, chosen: list[Any]) -> None:
        codes = (self.places.get(one, MISSING) if isinstance(one, str) else MISSING for one in chosen)
        self._add(
            row.code,
            Sort.CHOICE,
            self._for_row(row, codes),
            item=row.code,
            title=row.text,
            areas=row.areas or self.question.areas,
            categories=self.choices,
        )

    def _for_row(self, row: Any, codes: Iterable[int]) -> Iterable[int]:
        """A row that is for other kinds of organisations was not put to these."""
        if not row.actors:
            return codes
        return (code if one.actor in row.actors else OTHER_ACTOR for one, code in zip(self.rows, codes, strict=True))

    def _years(self, row: Any, years: list[int | None], answered: list[bool]) -> None:
        undated = len(self._year_categories)
        codes = (
            MISSING if not there else undated if year is None else self._year_place(year)
            for year, there in zip(years, answered, strict=True)
        )
        categories = (*self._year_categories, Category("undated", {}, is_outside=True))
        self._add(
            f"{row.code}.on", Sort.YEAR, self._for_row(row, codes), item=row.code, title=row.text, categories=categories
        )

    def _date(self) -> None:
        years = [_year(one) for one in self.values]
        codes = (MISSING if one is None else self._year_place(one) for one in years)
        words = tuple(one if isinstance(one, str) and _year(one) is not None else "" for one in self.values)
        self._add(self.question.code, Sort.YEAR, codes, categories=self._year_categories, words=words)

    @cached_property
    def _year_categories(self) -> tuple[Category, ...]:
        """The same whatever was answered: a year that only one has named would name them."""
        years = [str(self.year + offset) for offset in range(-BACK, AHEAD + 1)]
        return (
            Category("earlier", {}),
            *(Category(one, {"sv": one, "en": one}) for one in years),
            Category("later", {}),
        )

    def _year_place(self, year: int) -> int:
        return min(max(year - (self.year - BACK) + 1, 0), BACK + AHEAD + 2)

    def _number(self) -> None:
        numbers = np.array([_number(one) for one in self.values], np.float64)
        codes = np.where(np.isnan(numbers), MISSING, 0).tolist()
        self._add(self.question.code, Sort.NUMBER, codes, categories=GIVEN, numbers=numbers)

    def _text(self) -> None:
        words = tuple(one.strip() if isinstance(one, str) else "" for one in self.values)
        codes = (0 if one else MISSING for one in words) if self.written is None else self._by_number(self.written)
        self._add(self.question.code, Sort.WRITTEN, codes, categories=GIVEN, words=words)

    def _by_number(self, written: Written) -> Iterable[int]:
        """As many as wrote, whoever they were: the first of each kind that it was put to."""
        left = {one.actor: written.get((self.question.code, one.actor), 0) for one in self.rows}
        for one, state in zip(self.rows, self.state.tolist(), strict=True):
            is_one = state == 0 and left[one.actor] > 0
            left[one.actor] -= is_one
            yield 0 if is_one else MISSING

    def _file(self) -> None:
        words = tuple(str(one.get("name", "")) if isinstance(one, dict) else "" for one in self.values)
        codes = (0 if isinstance(one, dict) and one.get("id") else MISSING for one in self.values)
        self._add(self.question.code, Sort.WRITTEN, codes, categories=GIVEN, words=words)

    def _ranking(self) -> None:
        number = len(self.question.choices)
        categories = (
            *(Category(f"place{at}", {}, at) for at in range(1, number + 1)),
            Category("unranked", {}, is_outside=True),
        )
        for choice in self.question.choices:
            codes = (
                MISSING if not one else one.index(choice.code) if choice.code in one else number for one in self.values
            )
            self._add(
                f"{self.question.code}.{choice.code}",
                Sort.PLACE,
                codes,
                item=choice.code,
                title=choice.text,
                categories=categories,
            )


NO_OR_YES = (Category("no", {}), Category("yes", {}))
GIVEN = (Category("given", {}),)


def _year(value: object) -> int | None:
    try:
        return date.fromisoformat(value).year if isinstance(value, str) else None
    except ValueError:
        return None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")
