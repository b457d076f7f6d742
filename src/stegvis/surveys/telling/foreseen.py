"""How much of a cross table will be hidden, said before it is worked out: by how many answers it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.surveys.content.document import Kind, Question
from stegvis.surveys.fielding.rates import Became, rates_of
from stegvis.surveys.models import Crossing, Round
from stegvis.surveys.telling.backgrounds import backgrounds_of, crossable_questions
from stegvis.surveys.telling.reading import questionnaire_of
from stegvis.surveys.telling.tables import Kind as Told
from stegvis.surveys.telling.tables import Table

THIN = 2
"""Times the fewest that are told of. With fewer answers than that to a cell, 30 to 60 per cent of the cells were hidden
of invented answers (56 to 2,000 of them, 5 to 22 rows, 2 to 6 groups); with fewer than the fewest themselves, 55 to 90.
"""


@dataclass(frozen=True)
class Foreseen:
    """One crossing: each of so many ``rows`` is a table of ``groups`` by ``choices``, of ``answers`` in all. Nothing
    is hidden where ``fewest`` is 0."""

    rows: int
    groups: int
    choices: int
    answers: int
    fewest: int

    @property
    def each(self) -> float:
        """Answers to a cell, were they spread evenly."""
        return self.answers / (self.groups * self.choices)

    @property
    def is_thin(self) -> bool:
        return self.answers > 0 and self.each < THIN * self.fewest

    @property
    def warning(self) -> str:
        """Empty where most can be told, and where nobody has answered yet."""
        if not self.is_thin:
            return ""
        counts = {
            "rows": self.rows,
            "groups": self.groups,
            "choices": self.choices,
            "cells": number_format(self.rows * self.groups * self.choices, 0),
            "answers": number_format(self.answers, 0),
            "each": number_format(self.each, 1),
            "fewest": self.fewest,
        }
        counted = _(
            "%(rows)s rows × %(groups)s groups × %(choices)s choices make %(cells)s cells, and %(answers)s have"
            " answered: about %(each)s to a cell. Cells of fewer than %(fewest)s are hidden, and as many others as it"
            " takes for them not to be worked out."
        )
        most, half = _("Expect most of it to be hidden."), _("Expect about half of it to be hidden.")
        advice = _("A background with fewer groups hides less.")
        return f"{counted % counts} {most if self.each < self.fewest else half} {advice}"


def foreseen_of(actor: Actor, found: Round, crossings: list[Crossing]) -> dict[int, Foreseen]:
    """By the crossing's key, of those that the questionnaire still has. One query, none without crossings."""
    if not crossings:
        return {}
    questionnaire = questionnaire_of(found)
    backgrounds = backgrounds_of(questionnaire)
    answers = rates_of(actor, found, total="")[-1].counts[Became.COMPLETE]
    fewest = found.fewest if found.hides_small else 0
    made = {}
    for one in crossings:
        background = backgrounds.get(one.background)
        question = crossable_questions(questionnaire, one.background).get(one.question) if background else None
        if background and question:
            made[one.pk] = Foreseen(*_shape(background, question), answers=answers, fewest=fewest)
    return made


def not_told_yet(crossings: Iterable[Crossing], tables: Iterable[Table]) -> list[Crossing]:
    """Those that the last telling's ``tables`` do not hold."""
    told = {(one.question, one.key.rpartition(".by.")[2]) for one in tables if one.kind is Told.CROSSED}
    return [one for one in crossings if (one.question, one.background) not in told]


def _shape(background: Question, question: Question) -> tuple[int, int, int]:
    """Rows, groups and choices. Each choice of several is a row, chosen or not."""
    rows, choices = max(len(question.rows), 1), len(question.choices)
    if question.kind is Kind.MULTI:
        rows, choices = choices, 2
    return rows, len(background.choices), choices
