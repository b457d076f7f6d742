"""Needs: what is asked for with competence areas to it, in the order in which it is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from stegvis.engine.statistics import census_ranks
from stegvis.engine.statistics.census import Span as Spans
from stegvis.surveys.content.document import Texts
from stegvis.surveys.models import Telling
from stegvis.surveys.telling.queries import table_of
from stegvis.surveys.telling.tables import HIDDEN, Cell, Column, Kind, Row, Table, Unit, Why

KEY = "needs"


@dataclass(frozen=True)
class Need:
    """``share`` is the per cent who put it in the top box; None where it is withheld. ``rank`` is among those told,
    from ``best`` to ``worst``."""

    code: str
    title: Texts
    areas: tuple[str, ...]
    share: float | None
    rank: int | None
    best: int | None
    worst: int | None


def needs_of(told: Telling) -> list[Need]:
    """The telling's needs, the most wanted first, those withheld last; none where it asks for none."""
    table = table_of(told, KEY)
    return [] if table is None else needs_in_order(table)


def needs_in_order(table: Table) -> list[Need]:
    """The same of the table of needs, wherever it is kept."""
    found = []
    for row in table.rows:
        top, rank = table.cell(row.key, "top"), table.cell(row.key, "rank")
        ends = (None if rank.low is None else int(rank.low), None if rank.high is None else int(rank.high))
        place = None if rank.value is None else int(rank.value)
        found.append(Need(row.key, row.title, row.areas, top.value, place, *ends))
    return sorted(found, key=lambda one: (one.share is None, -(one.share or 0), one.code))


def needs_table(tables: Iterable[Table]) -> list[Table]:
    """All items with areas in one order, whichever question they stand in; none where there is one item or none.

    What is told of each is told already: only the order is new, by the shares as they are told, those withheld last.
    """
    found = [
        (table, row, table.cell(row.key, "top"))
        for table in tables
        if table.kind is Kind.FIGURES and not table.actor
        for row in table.rows
        if row.areas
    ]
    if len(found) < 2:
        return []
    first = found[0][0]
    found.sort(key=lambda one: (one[2].value is None, -(one[2].value or 0)))
    titles = [Row(row.key, row.title or table.title, row.areas) for table, row, _top in found]
    ranks = _ranks([top for _table, _row, top in found])
    return [
        Table(
            key=KEY,
            kind=Kind.FIGURES,
            title={},
            columns=(Column("top", Unit.PER_CENT), Column("rank", Unit.RANK)),
            rows=tuple(titles),
            cells=tuple((top, rank) for (_table, _row, top), rank in zip(found, ranks, strict=True)),
            base=first.base,
            span=first.span,
            notes=tuple(note for note in first.notes if note.code == "top_is"),
        )
    ]


def _ranks(tops: list[Cell]) -> list[Cell]:
    value = np.array([np.nan if one.value is None else one.value for one in tops], np.float64)
    bounded = all(one.low is not None and one.high is not None for one in tops if one.value is not None)
    low = np.array([np.nan if one.value is None or one.low is None else one.low for one in tops], np.float64)
    high = np.array([np.nan if one.value is None or one.high is None else one.high for one in tops], np.float64)
    found = census_ranks(Spans(value, low if bounded else value, high if bounded else value))
    return [
        (HIDDEN if top.why is Why.HIDDEN else Cell(why=top.why))
        if top.value is None
        else Cell(int(rank), None, *((int(best), int(worst)) if bounded else (None, None)))
        for top, rank, best, worst in zip(tops, found.rank, found.best, found.worst, strict=True)
    ]
