"""The sentence beside a table is true whatever its hidden cells hold."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from stegvis.surveys.telling.tables import HIDDEN, Cell, Column, Kind, Part, Row, Table, Unit, Why
from stegvis.surveys.telling.wording import summary

UNTOLD = "Ingen siffra kan redovisas: den gäller få, eller skulle göra att en siffra om få kunde räknas ut."
NOBODY = Cell(why=Why.NOBODY)


def table(kind: Kind, *rows: tuple[Cell, ...], answers: float = 29.0) -> Table:
    columns = tuple(Column(key, Unit.PER_CENT, Part.SCALE, {"sv": key}) for key in "abc"[: len(rows[0])])
    named = tuple(Row(f"r{at}", {"sv": f"Rad {at}"}) for at, _row in enumerate(rows, 1))
    return Table("t", kind, {"sv": "Fråga"}, columns, named, rows, Cell(answers), "t")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (table(Kind.SHARES, (Cell(20.0), Cell(45.0), Cell(35.0))), "Vanligast: b, 45\N{NO-BREAK SPACE}%."),
        (table(Kind.SHARES, (Cell(0.0), HIDDEN, HIDDEN)), ""),
        (table(Kind.SHARES, (Cell(48.0), HIDDEN, HIDDEN)), ""),
        (table(Kind.SHARES, (Cell(52.0), HIDDEN, HIDDEN)), "Vanligast: a, 52\N{NO-BREAK SPACE}%."),
        (table(Kind.SHARES, (HIDDEN, HIDDEN, HIDDEN)), UNTOLD),
        (table(Kind.SHARES, (NOBODY, NOBODY, NOBODY), answers=0.0), ""),
        (table(Kind.SHARES, (Cell(9.0),), (Cell(23.0),)), "Högst på ”a”: Rad 2, 23\N{NO-BREAK SPACE}%."),
        (table(Kind.SHARES, (Cell(9.0),), (NOBODY,)), "Högst på ”a”: Rad 1, 9\N{NO-BREAK SPACE}%."),
        (table(Kind.CHOSEN, (HIDDEN,), (Cell(23.0),)), ""),
        (table(Kind.ORDER, (HIDDEN,), (Cell(0.0),)), ""),
        (table(Kind.FIGURES, (Cell(0.0),), (Cell(0.0),)), ""),
        (table(Kind.CHOSEN, (HIDDEN,), (HIDDEN,)), UNTOLD),
        (table(Kind.NUMBERS, (HIDDEN,)), UNTOLD),
        (table(Kind.WRITTEN, (HIDDEN,)), UNTOLD),
        (table(Kind.RESPONSE, (Cell(9.0), HIDDEN, HIDDEN)), UNTOLD),
    ],
)
def test_no_sentence_is_false_across_hidden_cells(told: Table, sentence: str) -> None:
    with override("sv"):
        assert summary(told) == sentence
