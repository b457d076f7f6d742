"""From answers to all told tables of a round: pure, so that it can be tried on any answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from stegvis.engine.disclosure.earlier import Told as Earlier
from stegvis.engine.disclosure.growing import Watch, unwatched
from stegvis.surveys.content.document import Kind, Question
from stegvis.surveys.telling.asked import Told
from stegvis.surveys.telling.counts import count, crossable
from stegvis.surveys.telling.figures import by_actor, of_scale
from stegvis.surveys.telling.further_figures import (
    of_crossing,
    of_number,
    of_order,
    of_several,
    of_words,
    of_years,
    response,
)
from stegvis.surveys.telling.ground import Ground
from stegvis.surveys.telling.microdata import Microdata, Sort
from stegvis.surveys.telling.publication import publish
from stegvis.surveys.telling.sums import Stage, Sums
from stegvis.surveys.telling.tables import Table

Crossed = tuple[str, str]

APART = 2
"""How many times the least number must have answered of a kind of organisation for it to be told apart."""


@dataclass(frozen=True, eq=False)
class Made:
    """``told`` is what a later telling must know of this one."""

    tables: tuple[Table, ...]
    audit: dict[str, Any]
    told: Earlier
    sums: Stage


def make_tables(
    data: Microdata,
    ground: Ground,
    *,
    threshold: int,
    crossings: Iterable[Crossed] = (),
    earlier: Sequence[Earlier] = (),
    summed: Sequence[Stage] = (),
    watch: Watch = unwatched,
) -> Made:
    """Every table of the round, hidden together. ``crossings`` are the codes of backgrounds and questions;
    ``threshold`` 0 hides nothing; ``earlier`` are the round's tellings before this one, the oldest first, and
    ``summed`` what they told beside counts; ``watch`` is called at each step of the search for what to hide."""
    chosen = list(crossings)
    counts = count(data, chosen, apart_from=APART * threshold)
    published = publish(counts, threshold=threshold, earlier=earlier, watch=watch)
    told = Told(counts, published.shown, ground, threshold, Sums(threshold, summed))
    tables = (response(told), *_of_all(told), *_crossed(told, chosen))
    return Made(tables, published.audit, published.told, told.sums.told)


def _of_all(told: Told) -> Iterator[Table]:
    kinds = told.counts.actors
    populations = ["", *(kinds if len(kinds) > 1 else [])]
    for question in told.data.questionnaire.questions():
        for actor in populations:
            yield from _of_question(told, question, actor)
        found = [one for one in told.data.variables if one.question is question]
        beside = by_actor(told, question, [one for one in found if one.sort in {Sort.CHOICE, Sort.CHOSEN}])
        if beside is not None:
            yield beside


def _of_question(told: Told, question: Question, actor: str) -> Iterator[Table]:
    found = {sort: told.data.of(question.code, sort) for sort in Sort}
    match question.kind:
        case Kind.SINGLE | Kind.MATRIX | Kind.LADDER:
            yield from of_scale(told, question, found[Sort.CHOICE], actor)
            yield from of_years(told, question, found[Sort.YEAR], actor)
        case Kind.MULTI:
            yield from of_several(told, question, found[Sort.CHOSEN], actor)
        case Kind.RANKING:
            yield from of_order(told, question, found[Sort.PLACE], actor)
        case Kind.NUMBER:
            yield from of_number(told, question, found[Sort.NUMBER][0], actor)
        case Kind.DATE:
            yield from of_years(told, question, found[Sort.YEAR], actor)
        case Kind.TEXT | Kind.FILE:
            yield from of_words(told, question, found[Sort.WRITTEN][0], actor)


def _crossed(told: Told, crossings: Iterable[Crossed]) -> Iterator[Table]:
    for background, question in crossings:
        for variable in crossable(told.data, background, question):
            found = of_crossing(told, told.data.by_key[background], variable)
            if found is not None:
                yield found
