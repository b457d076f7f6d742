"""Figures held against counting by hand, for a census, a sample and organisations that nothing is hidden of."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from stegvis.engine.disclosure import THRESHOLD
from stegvis.surveys.telling.ground import Drawn, Ground, sampled
from stegvis.surveys.telling.making import make_tables
from stegvis.surveys.telling.microdata import MISSING, OTHER_ACTOR, ROUTED, Answered
from stegvis.surveys.telling.tables import Cell, Table, Why
from tests.surveys.telling.support import data_of

SCALE = [
    {"code": "hog", "text": {"sv": "Hög"}, "score": 3},
    {"code": "mellan", "text": {"sv": "Mellan"}, "score": 2},
    {"code": "lag", "text": {"sv": "Låg"}, "score": 1},
    {"code": "ej", "text": {"sv": "Inte aktuellt"}, "outside": True},
]


def sv(text: str) -> dict[str, str]:
    return {"sv": text}


def choices(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "text": sv(code)} for code in codes]


CONTENT = {
    "code": "liten",
    "title": sv("Liten"),
    "scales": {"s": SCALE},
    "sections": [
        {
            "code": "a",
            "title": sv("A"),
            "questions": [
                {
                    "code": "har",
                    "kind": "single",
                    "text": sv("Har ni?"),
                    "background": True,
                    "choices": choices("ja", "nej"),
                },
                {
                    "code": "behov",
                    "kind": "matrix",
                    "text": sv("Behov"),
                    "scale": "s",
                    "rows": [
                        {"code": "sar", "text": sv("Sår")},
                        {"code": "lag", "text": sv("Lag"), "actors": ["region"]},
                    ],
                },
                {
                    "code": "varfor",
                    "kind": "text",
                    "text": sv("Varför?"),
                    "shown_when": [{"question": "har", "test": "is", "values": ["ja"]}],
                },
                {"code": "antal", "kind": "number", "text": sv("Antal")},
                {"code": "form", "kind": "multi", "text": sv("Form"), "choices": choices("x", "y")},
                {"code": "ordning", "kind": "ranking", "text": sv("Ordning"), "choices": choices("p", "q")},
                {
                    "code": "steg",
                    "kind": "ladder",
                    "text": sv("Steg"),
                    "scale": "s",
                    "asks_date": True,
                    "rows": [{"code": "beslut", "text": sv("Beslut")}],
                },
            ],
        }
    ],
}


def values(table: Table, row: str, *columns: str) -> list[float | str | None]:
    found: list[float | str | None] = []
    for column in columns:
        cell = table.cell(row, column)
        found.append(cell.value if cell.why is None else cell.why.value)
    return found


def told(rows: Sequence[Answered], threshold: int = 0, **more: Any) -> dict[str, Table]:
    ground = more.pop("ground", Ground({}))
    made = make_tables(data_of(CONTENT, rows), ground, threshold=threshold, **more)
    return {one.key: one for one in made.tables}


REGION = {
    "har": "ja",
    "varfor": "Därför",
    "behov": {"sar": "hog", "lag": "lag"},
    "antal": 4,
    "form": ["x"],
    "ordning": ["q", "p"],
    "steg": {"beslut": {"status": "hog", "on": "2024-05-31"}},
}
ROWS = [
    Answered("region", REGION),
    Answered("region", {"har": "nej", "varfor": "behind a closed route", "behov": {"sar": "ej"}, "antal": 8}),
    Answered("municipality", {"har": "ja", "behov": {"sar": "mellan", "lag": "hog"}, "form": ["x", "y"]}),
    Answered("municipality", {}),
]


def test_what_is_missing_is_kept_apart() -> None:
    data = data_of(CONTENT, ROWS)
    assert data.by_key["sar"].codes.tolist() == [0, 3, 1, MISSING]
    assert data.by_key["lag"].codes.tolist() == [2, MISSING, OTHER_ACTOR, OTHER_ACTOR]
    assert data.by_key["varfor"].codes.tolist() == [0, ROUTED, MISSING, ROUTED]
    assert data.by_key["beslut.on"].codes.tolist()[:2] == [4, MISSING]


def test_replies_of_which_nothing_is_hidden() -> None:
    tables = told(ROWS, ground=Ground({"region": 3, "municipality": 5}))
    shares = tables["behov"]
    assert values(shares, "sar", "hog", "mellan", "lag", "base", "ej", "missing") == [50, 50, 0, 2, 33, 1]
    assert values(tables["behov@municipality"], "sar", "hog", "mellan", "base", "missing") == [0, 100, 1, 1]
    assert [row.key for row in tables["behov@municipality"].rows] == ["sar"]
    assert values(tables["behov.actors"], "lag", "region", "municipality") == [0, "not_asked"]
    assert values(tables["varfor.written"], "varfor", "base", "missing", "passed_by") == [1, 1, 2]
    assert values(tables["antal.numbers"], "antal", "mean", "median", "base", "missing") == [6, 6, 2, 2]
    assert values(tables["form.chosen"], "x", "chosen", "base", "missing") == [100, 2, 2]
    assert values(tables["ordning.order"], "q", "first", "place", "base") == [100, 1, 1]
    assert values(tables["steg.years"], "beslut", "2024", "base") == [100, 1]
    assert values(tables["behov.figures"], "sar", "top", "net", "mean") == [50, 50, 2.5]


def test_bounds_of_a_census_by_every_possible_answer() -> None:
    """Of three regions one is silent, and of two rows' answers one more is beside the scale."""
    tables = told(ROWS[:2], ground=Ground({"region": 3}))
    cell = tables["behov"].cell("sar", "hog")
    silent = [one.count(True) for one in itertools.product([True, False], repeat=1)]
    possible = [(1 + yes) / (1 + 1) for yes in silent]
    assert (cell.value, cell.low, cell.high) == (100, 100 * min(possible), 100 * max(possible))


def test_hidden_together_nothing_can_be_worked_out() -> None:
    rng = np.random.default_rng(3)
    rows = [
        Answered(
            "region" if at % 3 else "municipality",
            {
                "har": str(rng.choice(["ja", "nej"])),
                "behov": {"sar": str(rng.choice(["hog", "mellan", "lag", "ej"], p=[0.05, 0.5, 0.4, 0.05]))},
                "form": [str(rng.choice(["x", "y"]))],
            },
        )
        for at in range(60)
    ]
    made = make_tables(data_of(CONTENT, rows), Ground({}), threshold=THRESHOLD, crossings=[("har", "behov")])
    assert (made.audit["safe"], made.audit["bare"]) == (True, [])
    data = data_of(CONTENT, rows)
    codes = data.by_key["sar"].codes
    table = {one.key: one for one in made.tables}["behov"]
    for at, code in enumerate(("hog", "mellan", "lag")):
        number = int((codes == at).sum())
        cell = table.cell("sar", code)
        assert cell.value is None or number == 0 or number >= THRESHOLD, code
        assert cell.why in {None, Why.HIDDEN}
    crossed = {one.key: one for one in made.tables}["sar.by.har"]
    assert {row.key for row in crossed.rows} == {"ja", "nej"}


def test_a_sample_is_weighted_by_its_strata() -> None:
    rows = [Answered("region", {"har": "ja"}, "a")] * 3 + [Answered("region", {"har": "nej"}, "a")]
    rows += [Answered("region", {"har": "nej"}, "b")] * 3 + [Answered("region", {"har": "ja"}, "b")]
    data = data_of(CONTENT, rows)
    ground = sampled(data, {"a": Drawn(100), "b": Drawn(300)}, {}, {"region": 20})
    table = {one.key: one for one in make_tables(data, ground, threshold=0).tables}["har"]
    cell = table.cell("har", "ja")
    assert cell.value == pytest.approx(round(100 * (0.75 * 100 + 0.25 * 300) / 400 + 1e-9), abs=1)
    assert cell.low is not None
    assert cell.high is not None
    assert cell.low < 38 < cell.high
    fitted = sampled(data, {"a": Drawn(100), "b": Drawn(300)}, {"har": {"ja": 300, "nej": 100}}, {"region": 20})
    assert [one.code for one in fitted.notes] == ["fitted_to"]
    raked = {one.key: one for one in make_tables(data, fitted, threshold=0).tables}["har"]
    assert raked.cell("har", "ja").value == 75


@pytest.mark.parametrize(
    ("strata", "said"), [({}, "no_strata"), ({"a": Drawn(1)}, "no_design"), ({"a": Drawn(9), "c": Drawn(9)}, None)]
)
def test_a_design_that_does_not_hold_is_said(strata: dict[str, Drawn], said: str | None) -> None:
    data = data_of(CONTENT, [Answered("region", {"har": "ja"}, "a")] * 4)
    ground = sampled(data, strata, {}, {})
    assert [one.code for one in ground.notes] == ([said] if said else [])


def test_a_cell_is_a_figure_or_a_reason() -> None:
    for value, why in ((None, None), (1.0, Why.HIDDEN)):
        with pytest.raises(ValueError, match="reason"):
            Cell(value, why)
