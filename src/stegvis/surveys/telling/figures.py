"""The tables of a round's scales: shares, top box, net score, mean, rank, and side by side by kind of organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from stegvis.surveys.content.document import OF_ROWS, Question
from stegvis.surveys.telling.asked import Asked, Told
from stegvis.surveys.telling.counts import SAID, has_top
from stegvis.surveys.telling.microdata import OTHER_ACTOR, Sort, Variable
from stegvis.surveys.telling.rounding import counted, figure, part_of, per_cent
from stegvis.surveys.telling.tables import (
    HIDDEN,
    Cell,
    Column,
    Kind,
    Note,
    Part,
    Row,
    Span,
    Table,
    Unit,
    Why,
)

COUNTED = Column("base", Unit.COUNT, Part.BASE)
MISSING = Column("missing", Unit.COUNT, Part.MISSING)
PASSED_BY = Column("passed_by", Unit.COUNT, Part.NOT_ASKED)
TOP = Column("top", Unit.PER_CENT)
NET = Column("net", Unit.POINTS)
MEAN = Column("mean", Unit.NUMBER, decimals=2)
RANK = Column("rank", Unit.RANK)


def of_scale(told: Told, question: Question, variables: Sequence[Variable], actor: str) -> Iterator[Table]:
    """Shares of each row, and what they are summed up to where the choices stand in an order."""
    asked = [told.of(one, actor) for one in variables if told.is_asked(one, actor)]
    if not asked:
        return
    yield _shares(told, question, asked, actor)
    if has_top(asked[0].variable):
        yield _figures(told, question, asked, actor)


def key_of(question: str, kind: Kind, actor: str = "") -> str:
    """A table's key: the same thing told of the same question in every telling of a round."""
    name = question if kind is Kind.SHARES else f"{question}.{kind.value}"
    return f"{name}@{actor}" if actor else name


def row_of(variable: Variable) -> Row:
    return Row(variable.item, variable.title, variable.areas)


def _shares(told: Told, question: Question, asked: Sequence[Asked], actor: str) -> Table:
    inside = [one for one in question.choices if not one.is_outside]
    outside = [one for one in question.choices if one.is_outside]
    columns = [
        *(Column(one.code, Unit.PER_CENT, Part.SCALE, one.text, one.score) for one in inside),
        COUNTED,
        *(Column(one.code, Unit.PER_CENT, Part.OUTSIDE, one.text) for one in outside),
        MISSING,
        *([PASSED_BY] if question.shown_when else []),
    ]
    rows = []
    for one in asked:
        share = dict(zip(one.scale, one.shares, strict=True))
        answered = one.count(SAID)
        cells = [
            *(per_cent(share[choice.code], one.whole) for choice in inside),
            counted(one.base),
            *(part_of(one.count(choice.code), answered) for choice in outside),
            counted(one.missing),
            *([counted(one.passed_by)] if question.shown_when else []),
        ]
        rows.append(tuple(cells))
    notes = (
        *(_unequal_asking(told, asked) if not actor else ()),
        *(Note("of_all_who_answered", one.variable.item) for one in asked if one.is_of_said),
        *unweighted(told, asked),
    )
    return _table(told, question, asked, Kind.SHARES, actor, columns=columns, rows=rows, notes=notes)


def unweighted(told: Told, asked: Iterable[Asked]) -> Iterator[Note]:
    """What of a sample is told without its weights."""
    if told.ground.span is Span.SAMPLE:
        yield from (Note("few_weighted", one.variable.item) for one in asked if one.whole and not one.is_weighted)


def _unequal_asking(told: Told, asked: Iterable[Asked]) -> Iterator[Note]:
    """A row that some kinds of organisations were not asked is of the others only."""
    everybody = set(told.counts.actors)
    for one in asked:
        kinds = set(told.counts.asked(one.variable))
        if kinds != everybody:
            yield Note("asked_of", one.variable.item, {"actors": sorted(kinds)})


def _figures(told: Told, question: Question, asked: Sequence[Asked], actor: str) -> Table:
    ranks = _ranks(told, asked)
    columns = [TOP, NET, MEAN, *([RANK] if ranks else [])]
    rows = []
    for one in asked:
        cells = [
            per_cent(one.top_share, one.whole),
            figure(None if one.net is None else 100 * one.net, one.base),
            figure(one.mean, one.base, MEAN.decimals),
            *([ranks[one.variable.item]] if ranks else []),
        ]
        rows.append(tuple(cells))
    best = asked[0].question.top
    inside = [one for one in question.choices if not one.is_outside]
    inside.sort(key=lambda one: one.score or 0)
    notes = [Note("top_is", params={"choices": [one.text for one in reversed(inside[-best:])]})]
    if ranks and any(cell is HIDDEN for cell in ranks.values()):
        notes.append(Note("ranked_among_told"))
    return _table(told, question, asked, Kind.FIGURES, actor, columns=columns, rows=rows, notes=tuple(notes))


def _ranks(told: Told, asked: Sequence[Asked]) -> dict[str, Cell]:
    """By top box, among the rows whose top box is told. A rank of others would tell of what is withheld."""
    if len(asked) < 2:
        return {}
    ranked = [one for one in asked if one.top_share is not None]
    cells = {one.variable.item: HIDDEN if one.base != 0 else Cell(why=Why.NOBODY) for one in asked}
    if len(ranked) < 2:
        return cells
    is_weighted = all(one.is_weighted for one in ranked)
    if is_weighted:
        chosen = np.column_stack([one.top_chosen for one in ranked])
        domain = np.logical_or.reduce([one.domain for one in ranked])
        found = told.ground.sampled_ranks(chosen, domain)
    else:
        tops, bases = [one.top or 0 for one in ranked], [one.whole or 0 for one in ranked]
        found = told.ground.ranks_of_all(tops, bases, [one.silent for one in ranked])
    bounded = is_weighted or told.ground.span is Span.CENSUS
    for one, rank, best, worst in zip(ranked, found.rank, found.best, found.worst, strict=True):
        ends = (int(best), int(worst)) if bounded else (None, None)
        cells[one.variable.item] = Cell(int(rank), None, *ends)
    return cells


def by_actor(told: Told, question: Question, variables: Sequence[Variable]) -> Table | None:
    """The top box (of several choices: whether it was chosen) side by side; None where there is one kind only."""
    actors = told.counts.actors
    if len(actors) < 2 or not variables or not (variables[0].sort is Sort.CHOSEN or has_top(variables[0])):
        return None
    columns = [Column(one, Unit.PER_CENT) for one in actors]
    rows = [tuple(_actor_cell(told, one, actor) for actor in actors) for one in variables]
    asked = [told.of(one) for one in variables]
    return _table(told, question, asked, Kind.ACTORS, "", columns=columns, rows=rows)


def _actor_cell(told: Told, variable: Variable, actor: str) -> Cell:
    if (variable.codes[told.data.who.actors == actor] == OTHER_ACTOR).all():
        return Cell(why=Why.NOT_ASKED)
    one = told.of(variable, actor)
    if variable.sort is Sort.CHOSEN:
        return per_cent(one.shares[-1], one.base)
    return per_cent(one.top_share, one.whole)


def _table(
    told: Told,
    question: Question,
    asked: Sequence[Asked],
    kind: Kind,
    actor: str,
    *,
    columns: Sequence[Column],
    rows: Sequence[tuple[Cell, ...]],
    notes: tuple[Note, ...] = (),
) -> Table:
    is_of_rows = question.kind in OF_ROWS
    titles = [row_of(one.variable) for one in asked]
    if not is_of_rows and kind not in {Kind.ACTORS} and len(titles) == 1:
        titles = [Row(question.code, {}, question.areas)]
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
        span=told.ground.span if any(cell.low is not None for row in rows for cell in row) else Span.NONE,
        notes=notes,
    )
