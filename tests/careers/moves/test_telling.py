"""What the tables of a move tell together lays no small count bare, by an attacker who tries every table that fits."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict

from stegvis.careers.moves.telling import Rows, Telling, told_together
from stegvis.careers.queries.disclosed import Line

FALLS = ((False, False), (True, False))


def drawn(rng: random.Random) -> tuple[Rows, Rows, tuple[int, ...]]:
    """People of two units: an outcome each, levels that go with it, and of two requirements those to be judged anew."""
    units, levels, reviews = [[0, 0, 0], [0, 0, 0]], [[0, 0], [0, 0]], [0, 0]
    for _ in range(rng.randint(6, 12)):
        outcome = rng.choice((0, 0, 0, 1, 1, 2))
        pairs = [(b, a) for b in (0, 1) for a in (0, 1) if outcome == 1 or FALLS[b][a] == (outcome == 2)]
        before, after = rng.choice(pairs)
        units[rng.randint(0, 1)][outcome] += 1
        levels[before][after] += 1
        for one in rng.choice(((0,), (1,), (0, 1))) if outcome == 1 else ():
            reviews[one] += 1
    return tuple(map(tuple, units)), tuple(map(tuple, levels)), tuple(reviews)


def with_totals(rows: Rows) -> Rows:
    summed = tuple((*row, sum(row)) for row in rows)
    return (*summed, tuple(map(sum, zip(*summed, strict=True))))


def fits(told: tuple[Line, ...], rows: Rows) -> bool:
    """Whether the table says no other than what is told."""
    return all(
        cell is None or cell == count
        for line, row in zip(told, with_totals(rows), strict=True)
        for cell, count in zip((*line.cells, line.total), row, strict=True)
    )


def tables_that_fit(told: Telling, units: Rows) -> list[tuple[Rows, Rows]]:
    """All tables by unit and by level that what is told leaves possible, by trying them all.

    How many work in a unit is known, and that each level shown has somebody.
    """
    splits = [[(k, r, n - k - r) for k in range(n + 1) for r in range(n - k + 1)] for n in map(sum, units)]
    by_outcome = defaultdict(list)
    for rows in itertools.product(*splits):
        if fits(told.units, rows):
            by_outcome[tuple(map(sum, zip(*rows, strict=True)))].append(rows)
    people = sum(map(sum, units))
    levels = [
        ((a, b), (c, people - a - b - c))
        for a, b, c in itertools.product(range(people + 1), repeat=3)
        if 0 < a + b < people and a + b + c <= people
    ]
    levels = [table for table in levels if fits(told.levels, table)]
    asked = [people for people in told.reviews if people is not None]
    found = []
    for (_kept, review, lapsed), rows in by_outcome.items():
        if all(people <= review + lapsed for people in asked) and (None in told.reviews or sum(asked) >= review):
            beside = [table for table in levels if lapsed <= table[1][0] <= lapsed + review]
            found += [(one, beside[0]) for one in rows if beside] + [(rows[0], table) for table in beside]
    return found


def assert_no_small_count_is_bare(units: Rows, levels: Rows, told: Telling, possible: list[tuple[Rows, Rows]]) -> int:
    """A unit's own staff is known; every other small cell or total of a row or column may be one of several."""
    hidden = 0
    for at, truth in enumerate((units, levels)):
        whole = with_totals(truth)
        fit = [with_totals(rows) for rows in {tables[at] for tables in possible}]
        for row, column in itertools.product(range(len(whole)), range(len(whole[0]))):
            is_staff = truth is units and column == len(truth[0])
            if 0 < whole[row][column] < 5 and not is_staff:
                assert len({table[row][column] for table in fit}) > 1, (row, column, units, levels, told)
                hidden += 1
    return hidden


def test_no_small_count_follows_from_the_tables_together() -> None:
    rng, hidden = random.Random(7), 0
    for _ in range(4):
        units, levels, reviews = drawn(rng)
        told = told_together(units, levels, FALLS, reviews)
        hidden += assert_no_small_count_is_bare(units, levels, told, tables_that_fit(told, units))
    assert hidden > 20


def test_the_staff_of_all_units_does_not_lay_the_few_on_a_level_bare() -> None:
    told = told_together(
        ((9, 4, 0),), ((9, 0, 0, 0), (0, 4, 0, 0)), ((False,) * 4, (True, False, False, False)), (4, 4)
    )
    assert told.units[-1].total == 13
    assert [line.total for line in told.levels] == [None, None, 13]


def test_counts_that_do_not_hang_together_tell_nothing() -> None:
    """Nobody can need review in more than there are who need it: somebody was saved between two of the counts."""
    told = told_together(((20, 3, 3),), ((20, 3), (3, 0)), FALLS, (9,))
    assert {cell for line in (*told.units, *told.levels) for cell in (*line.cells, line.total)} == {None}
    assert told.reviews == (None,)


def test_many_units_are_told_in_time() -> None:
    rng = random.Random(3)
    units = tuple((rng.randint(5, 30), rng.randint(0, 12), rng.randint(0, 6)) for _ in range(20))
    review, lapsed = (sum(row[at] for row in units) for at in (1, 2))
    reviews = (review // 2, review // 3, *([review // 5] * 8))
    levels = ((sum(row[0] for row in units), review), (lapsed, 0))
    told = told_together(units, levels, FALLS, reviews)
    assert [line.total for line in told.levels] == [sum(levels[0]), lapsed, sum(map(sum, levels))]
    assert told.reviews == reviews
