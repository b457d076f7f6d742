from datetime import date

import numpy as np
import pytest
from hypothesis import given

from stegvis.engine.ladder import NO_END, NO_START, Column, Fact, FactKey, Facts, Kind, day_number
from tests.engine.ladder.strategies import examples, populations

HLR = FactKey(Kind.COURSE, "hlr")
LICENCE = FactKey(Kind.LICENCE, "sjukskoterska")


@examples(100)
@given(populations())
def test_every_fact_is_found_again_under_its_person_and_key(population):
    size, rows = population
    facts = Facts.from_rows(size, rows)
    found = [fact for key in facts.columns for person in range(size) for fact in facts.about(person, key)]
    assert sorted(found) == sorted(rows)


def test_one_persons_facts_come_soonest_to_lapse_first():
    rows = [Fact(1, HLR, valid_until=9), Fact(0, HLR), Fact(1, HLR), Fact(1, HLR, valid_until=3)]
    facts = Facts.from_rows(2, rows)
    assert facts.about(1, HLR) == [rows[3], rows[0], rows[2]]
    assert facts.about(1, LICENCE) == []


def test_a_table_and_columns_hold_the_same():
    table = Facts.from_table(3, (HLR, LICENCE), person=[2, 0, 1], key=[0, 1, 0], valid_until=[9, 8, 7])
    columns = Facts(3, {HLR: Column.of([2, 1], valid_until=[9, 7]), LICENCE: Column.of([0], valid_until=8)})
    assert [table.about(person, key) for person in range(3) for key in (HLR, LICENCE)] == [
        columns.about(person, key) for person in range(3) for key in (HLR, LICENCE)
    ]
    assert table.about(2, HLR) == [Fact(2, HLR, 1, NO_START, 9)]


@pytest.mark.parametrize(("person", "until"), [([1, 0, 1], [9, 5, 3]), ([0, 1, 1], [5, 9, 3])])
def test_a_column_is_sorted_by_person_and_last_day(person, until):
    column = Column.of(person, valid_until=until)
    assert (column.person.tolist(), column.valid_until.tolist()) == ([0, 1, 1], [5, 3, 9])


def test_a_scalar_fills_a_column_without_memory():
    column = Column.of(np.arange(1000, dtype=np.int32))
    assert (column.value.strides, column.valid_until[999]) == ((0,), NO_END)


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": [0], "value": -1},
        {"person": [0], "value": 2**31},
        {"person": [0.5]},
        {"person": ["0"]},
        {"person": [0], "judge": 2**15},
    ],
)
def test_numbers_that_are_none_are_refused(wrong):
    with pytest.raises(ValueError, match=r"negative|whole numbers"):
        Column.of(**wrong)


def test_people_and_judges_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="outside 0 … 1"):
        Facts.from_rows(2, [Fact(2, HLR)])
    with pytest.raises(ValueError, match="outside 0 … 1"):
        Facts.from_rows(2, [Fact(-1, HLR)])
    with pytest.raises(ValueError, match="a judge outside"):
        Facts(1, {HLR: Column.of([0], judge=1)})
    with pytest.raises(ValueError, match="the first role"):
        Facts(1, {}, ("chef",))


def test_days_are_those_of_numpy():
    assert day_number(date(2026, 2, 28)) == np.datetime64("2026-02-28", "D").astype(int)
    assert day_number(date(1969, 12, 31)) == -1
    assert day_number(7) == 7
