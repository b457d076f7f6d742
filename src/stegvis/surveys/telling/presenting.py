"""Told tables as they are shown: the same strings on the page and in the document, and a chart of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy

from stegvis.surveys.content.document import Questionnaire
from stegvis.surveys.telling import wording
from stegvis.surveys.telling.charts import chart
from stegvis.surveys.telling.tables import Kind, Table


@dataclass(frozen=True)
class ShownCell:
    label: str
    text: str
    is_figure: bool


@dataclass(frozen=True)
class ShownTable:
    """A told table in words."""

    table: Table

    @property
    def id(self) -> str:
        return "t-" + "".join(one if one.isalnum() else "-" for one in self.table.key)

    @cached_property
    def title(self) -> str:
        return wording.title_of(self.table)

    @cached_property
    def kind_title(self) -> str:
        """What tells it from the question's other tables."""
        return str(TITLES.get(self.table.kind, ""))

    @cached_property
    def head(self) -> list[str]:
        return [wording.side_heading(self.table), *(wording.heading(one) for one in self.table.columns)]

    @cached_property
    def rows(self) -> list[list[str]]:
        return [
            [
                wording.row_title(self.table, row),
                *(wording.figure(cell, column) for cell, column in zip(cells, self.table.columns, strict=True)),
            ]
            for row, cells in zip(self.table.rows, self.table.cells, strict=True)
        ]

    @property
    def cells(self) -> list[tuple[str, list[ShownCell]]]:
        """Of each row its title and its cells with the column's heading, for narrow screens."""
        return [
            (
                row[0],
                [
                    ShownCell(label, text, cell.value is not None)
                    for label, text, cell in zip(self.head[1:], row[1:], cells, strict=True)
                ],
            )
            for row, cells in zip(self.rows, self.table.cells, strict=True)
        ]

    @cached_property
    def summary(self) -> str:
        return wording.summary(self.table)

    @cached_property
    def notes(self) -> list[str]:
        return wording.notes_of(self.table)

    @property
    def own_notes(self) -> list[str]:
        """Without what is said of an earlier wave as a whole, where a page says it once."""
        return wording.notes_of(replace(self.table, notes=tuple(n for n in self.table.notes if n.code != "known_wave")))

    @cached_property
    def spec(self) -> dict[str, Any] | None:
        """A Vega-Lite chart of the told figures; None where there is none to draw."""
        return chart(self.table, [row[0] for row in self.rows], self.head[1:])


TITLES = {
    Kind.FIGURES: gettext_lazy("Summed up"),
    Kind.ACTORS: gettext_lazy("By kind of organisation"),
    Kind.YEARS: gettext_lazy("Dates"),
    Kind.CROSSED: gettext_lazy("Crossed"),
}


@dataclass(frozen=True)
class ShownQuestion:
    """A question with its tables; the first of them with a chart."""

    title: str
    code: str
    tables: tuple[ShownTable, ...]


@dataclass(frozen=True)
class ShownSection:
    title: str
    questions: tuple[ShownQuestion, ...]


SHOWN_APART = frozenset({Kind.RESPONSE, Kind.WAVES})


def sections_of(questionnaire: Questionnaire, tables: Iterable[Table], actor: str) -> list[ShownSection]:
    """The questionnaire's sections with what is told of each question by one kind of organisation (``""``: all)."""
    by_question: dict[str, list[Table]] = {}
    for one in tables:
        if one.question and one.actor == actor and one.kind not in SHOWN_APART and not is_undated(one):
            by_question.setdefault(one.question, []).append(one)
    found = []
    for section in questionnaire.sections:
        questions = tuple(
            ShownQuestion(wording.worded(one.text), one.code, tuple(ShownTable(told) for told in by_question[one.code]))
            for one in section.questions
            if one.code in by_question
        )
        if questions:
            found.append(ShownSection(wording.worded(section.title), questions))
    return found


def is_undated(table: Table) -> bool:
    """A ladder's years where nobody gave a day: there is nothing in the table to read."""
    told = any(cell.value or cell.why == "hidden" for row in table.cells for cell in row)
    return table.kind is Kind.YEARS and not told


def waves_of(tables: Iterable[Table]) -> list[ShownTable]:
    return [ShownTable(one) for one in tables if one.kind is Kind.WAVES]


def hidden_in(tables: Iterable[Table]) -> int:
    return sum(cell.why == "hidden" for one in tables for row in one.cells for cell in row)
