"""The tables of what is no scale: several choices, an order, numbers, dates, words, and backgrounds crossed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from stegvis.surveys.content.document import Question, Texts
from stegvis.surveys.telling.asked import Asked, Told
from stegvis.surveys.telling.counts import ANSWERED, BASE, FIRST
from stegvis.surveys.telling.figures import COUNTED, MISSING, PASSED_BY, key_of, row_of, unweighted
from stegvis.surveys.telling.ground import Share
from stegvis.surveys.telling.microdata import Sort, Variable
from stegvis.surveys.telling.rounding import counted, figure, part_of, per_cent
from stegvis.surveys.telling.tables import HIDDEN, Cell, Column, Kind, Note, Part, Row, Span, Table, Unit, Why

EXACT_FROM = 10
"""Quartiles are somebody's own numbers where there are few; they are told from as many answers as words are."""


def of_several(told: Told, question: Question, variables: Sequence[Variable], actor: str) -> Iterator[Table]:
    """Of each choice the share of those who answered who chose it."""
    asked = [told.of(one, actor) for one in variables if told.is_asked(one, actor)]
    if not asked:
        return
    columns = (Column("chosen", Unit.PER_CENT, Part.SCALE), *_sides(question))
    rows = [(per_cent(one.shares[-1], one.base), *_side_cells(question, one)) for one in asked]
    yield _table(
        told,
        question,
        asked,
        Kind.CHOSEN,
        actor,
        columns=columns,
        titles=[row_of(one.variable) for one in asked],
        rows=rows,
        notes=tuple(unweighted(told, asked)),
    )


def of_order(told: Told, question: Question, variables: Sequence[Variable], actor: str) -> Iterator[Table]:
    """How many put each choice first, and the mean place of those who placed it, where every place is of enough."""
    asked = [told.of(one, actor) for one in variables if told.is_asked(one, actor)]
    if not asked:
        return
    name = (f"{question.code}.{FIRST}",)
    first = told.cell(name, actor, "")
    columns = (Column("first", Unit.PER_CENT, Part.SCALE), Column("place", Unit.NUMBER, decimals=1), *_sides(question))
    rows = []
    for one in asked:
        answered = told.cell((question.code,), actor, ANSWERED)
        place = _mean_place(told, one)
        rows.append(
            (
                part_of(told.cell(name, actor, one.variable.item), first),
                figure(place, None if place is None else 1, 1),
                counted(answered),
                *_side_cells(question, one)[1:],
            )
        )
    yield _table(
        told,
        question,
        asked,
        Kind.ORDER,
        actor,
        columns=columns,
        titles=[row_of(one.variable) for one in asked],
        rows=rows,
    )


def _mean_place(told: Told, one: Asked) -> float | None:
    """None where a place was given by few: of a mean and the rest that place could be worked out."""
    by_kind = one.by_kind(one.variable.codes.tolist())
    if not told.sums.allows(one.variable.key, by_kind, one.actor, each=True):
        return None
    places = one.variable.codes[one.domain & (one.variable.codes >= 0)]
    placed = places[places < len(one.variable.categories) - 1]
    return float(placed.mean()) + 1 if placed.size else None


def of_number(told: Told, question: Question, variable: Variable, actor: str) -> Iterator[Table]:
    if not told.is_asked(variable, actor):
        return
    asked = told.of(variable, actor)
    more = question.decimals + 1
    columns = (
        Column("mean", Unit.NUMBER, decimals=more),
        Column("spread", Unit.NUMBER, decimals=more),
        *(Column(one, Unit.NUMBER, decimals=question.decimals) for one in ("lower", "median", "upper")),
        *_sides(question),
    )
    cells = (*_numbers(told, asked, more, question.decimals), *_side_cells(question, asked))
    notes = (Note("quartiles_from", params={"number": EXACT_FROM}),) if told.hides_under else ()
    notes = (*notes, *unweighted(told, [asked]))
    yield _table(
        told,
        question,
        [asked],
        Kind.NUMBERS,
        actor,
        columns=columns,
        titles=[_itself(question)],
        rows=[cells],
        notes=notes,
    )


def _numbers(told: Told, asked: Asked, more: int, decimals: int) -> list[Cell]:
    """Mean, standard deviation and quartiles; of a sample the mean is weighted, the rest are of those who answered."""
    base = asked.base
    if not base or asked.variable.numbers is None:
        return [figure(None, base)] * 5
    by_kind = asked.by_kind(asked.variable.numbers.tolist())
    if not told.sums.allows(asked.variable.key, by_kind, asked.actor):
        return [HIDDEN] * 5
    found = asked.variable.numbers[asked.domain & (asked.variable.codes >= 0)]
    sampled = asked.is_weighted
    values = np.where(asked.variable.codes >= 0, asked.variable.numbers, np.nan)
    mean = told.ground.sampled_mean(values, asked.domain) if sampled else Share(float(found.mean()))
    spread = float(found.std(ddof=1)) if found.size > 1 else 0.0
    exact = base >= EXACT_FROM or not told.hides_under
    quartiles = [float(one) for one in np.quantile(found, (0.25, 0.5, 0.75), method="hazen")] if exact else [None] * 3
    first = figure(mean.value, base, more)
    if mean.low is not None and mean.high is not None:
        first = Cell(first.value, None, figure(mean.low, base, more).value, figure(mean.high, base, more).value)
    return [first, figure(spread, base, more), *(figure(one, base, decimals) for one in quartiles)]


def of_years(told: Told, question: Question, variables: Sequence[Variable], actor: str) -> Iterator[Table]:
    """Of those who gave a date, which year."""
    asked = [told.of(one, actor) for one in variables if told.is_asked(one, actor)]
    if not asked:
        return
    inside = [one for one in asked[0].variable.categories if not one.is_outside]
    columns = (*(Column(one.code, Unit.PER_CENT, Part.SCALE, one.title) for one in inside), COUNTED)
    rows = [(*(part_of(one.count(year.code), one.base) for year in inside), counted(one.base)) for one in asked]
    titles = [row_of(one.variable) for one in asked] if question.rows else [_itself(question)]
    yield _table(told, question, asked, Kind.YEARS, actor, columns=columns, titles=titles, rows=rows)


def of_words(told: Told, question: Question, variable: Variable, actor: str) -> Iterator[Table]:
    """How many wrote something: what they wrote is told by those who read and code it."""
    if told.is_asked(variable, actor):
        asked = told.of(variable, actor)
        yield _table(
            told,
            question,
            [asked],
            Kind.WRITTEN,
            actor,
            columns=_sides(question),
            titles=[_itself(question)],
            rows=[_side_cells(question, asked)],
        )


def of_crossing(told: Told, background: Variable, variable: Variable) -> Table | None:
    """A background in rows, shares of the answers on the scale; None where the two were not counted."""
    name = (background.key, variable.key)
    if name not in told.counts.place:
        return None
    question = variable.question
    one_of_several = variable.sort is Sort.CHOSEN
    inside = [] if one_of_several else [one for one in question.choices if not one.is_outside]
    codes = ["yes"] if one_of_several else [one.code for one in inside]
    columns = [Column(one.code, Unit.PER_CENT, Part.SCALE, one.text, one.score) for one in inside]
    if one_of_several:
        columns = [Column("chosen", Unit.PER_CENT, Part.SCALE)]
    rows = []
    for group in background.question.choices:
        base = told.cell(name, group.code, "" if one_of_several else BASE)
        cells = [part_of(told.cell(name, group.code, code), base) for code in codes]
        rows.append((*cells, counted(base)))
    return Table(
        key=f"{variable.key}.by.{background.key}",
        kind=Kind.CROSSED,
        title=variable.title if question.rows or one_of_several else question.text,
        columns=(*columns, COUNTED),
        rows=tuple(Row(one.code, one.text) for one in background.question.choices),
        cells=tuple(rows),
        base=counted(told.answered()),
        question=question.code,
        section=variable.section,
        notes=(
            Note("crossed_with", params={"title": background.question.text}),
            *([Note("not_weighted")] if told.ground.span is Span.SAMPLE else []),
        ),
    )


def response(told: Told) -> Table:
    """How many were asked and how many answered, by kind and in all. Of a kind that no answer is of nothing is said
    where few are not told of: its few answers wait, or are among the others."""
    asked = told.ground.asked
    kinds = sorted({*asked, *told.counts.actors})
    columns = (
        Column("asked", Unit.COUNT),
        Column("answered", Unit.COUNT, Part.BASE),
        Column("rate", Unit.PER_CENT),
    )
    rows = []
    for one in (*kinds, ""):
        number = told.answered(one) if one in told.counts.actors or not one else None if told.hides_under else 0
        whole = sum(asked.values()) if not one else asked.get(one)
        unknown = not asked or whole is None or (number or 0) > whole
        rows.append(_response_cells(None if unknown else whole, number))
    return Table(
        key="response",
        kind=Kind.RESPONSE,
        title={},
        columns=columns,
        rows=(*(Row(one, {}) for one in kinds), Row("", {})),
        cells=tuple(rows),
        base=counted(told.answered()),
    )


def _response_cells(whole: int | None, number: int | None) -> tuple[Cell, ...]:
    unknown = Cell(why=Why.NOT_KNOWN)
    return (
        unknown if whole is None else Cell(whole),
        counted(number),
        unknown if whole is None else part_of(number, whole),
    )


def _sides(question: Question) -> tuple[Column, ...]:
    return (COUNTED, MISSING, *([PASSED_BY] if question.shown_when else []))


def _side_cells(question: Question, one: Asked) -> tuple[Cell, ...]:
    passed_by = [counted(one.passed_by)] if question.shown_when else []
    return (counted(one.base), counted(one.missing), *passed_by)


def _itself(question: Question) -> Row:
    no_title: Texts = {}
    return Row(question.code, no_title, question.areas)


def _table(
    told: Told,
    question: Question,
    asked: Sequence[Asked],
    kind: Kind,
    actor: str,
    *,
    columns: Sequence[Column],
    titles: Sequence[Row],
    rows: Sequence[tuple[Cell, ...]],
    notes: tuple[Note, ...] = (),
) -> Table:
    bounded = any(cell.low is not None for row in rows for cell in row)
    return Table(
        key=key_of(question.code, kind, actor),
        kind=kind,
        title=question.text,
        columns=tuple(columns),
        rows=tuple(titles),
        cells=tuple(rows),
        base=counted(told.answered(actor)),
        question=question.code,
        section=asked[0].variable.section,
        actor=actor,
        span=told.ground.span if bounded else Span.NONE,
        notes=notes,
    )
