"""What the tables of a move tell together lays no small count bare, by an attacker who tries every table that fits."""

from __future__ import annotations

import itertools
import random

from stegvis.careers.moves.telling import Rows, Telling, told_together

FALLS = ((False, False), (True, False))


def drawn(rng: random.Random) -> tuple[Rows, Rows, tuple[int, ...]]:
    """People of two units: an outcome each, levels that go with it, and of two requirements those to be judged anew."""
    units, levels, reviews = [[0, 0, 0], [0, 0, 0]], [[0, 0], [0, 0]], [0, 0]
    for _ in range(rng.randint(6, 14)):
        outcome = rng.choice((0, 0, 0, 1, 1, 2))
        pairs = [(b, a) for b in (0, 1) for a in (0, 1) if outcome == 1 or FALLS[b][a] == (outcome == 2)]
        before, after = rng.choice(pairs)
        units[rng.randint(0, 1)][outcome] += 1
        levels[before][after] += 1
        for one in rng.choice(((0,), (1,), (0, 1))) if outcome == 1 else ():
            reviews[one] += 1
    return tuple(map(tuple, units)), tuple(map(tuple, levels)), tuple(reviews)


def fits(shown: tuple[int | None, ...], counts: tuple[int, ...]) -> bool:
    return all(cell is None or cell == count for cell, count in zip(shown, counts, strict=True))


def outcomes_that_fit(told: Telling, units: Rows) -> set[tuple[int, int, int]]:
    """The totals by outcome that the three tables leave possible, by trying them all."""
    sizes = [sum(row) for row in units]
    splits = [[(k, r, n - k - r) for k in range(n + 1) for r in range(n - k + 1)] for n in sizes]
    shown = [(line.cells if not line.too_few else (None,) * 3) for line in told.units]
    rows = [[one for one in split if fits(cells, one)] for split, cells in zip(splits, shown, strict=False)]
    totals = {tuple(map(sum, zip(*pair, strict=True))) for pair in itertools.product(*rows)}
    levels = [(line.cells if not line.too_few else (None,) * 2) for line in told.levels]
    found = set()
    for kept, review, lapsed in totals:
        fallen = None if levels[1][0] is None else levels[1][0]
        may_fall = fallen is None or lapsed <= fallen <= lapsed + review
        asked = [people for people in told.reviews if people is not None]
        may_ask = all(people <= review + lapsed for people in asked) and (None in told.reviews or sum(asked) >= review)
        if fits(shown[-1], (kept, review, lapsed)) and may_fall and may_ask:
            found.add((kept, review, lapsed))
    return found


def test_no_small_total_follows_from_the_tables_together() -> None:
    rng, hidden = random.Random(7), 0
    for _ in range(6):
        units, levels, reviews = drawn(rng)
        told = told_together(units, levels, FALLS, reviews)
        truth = tuple(map(sum, zip(*units, strict=True)))
        possible = outcomes_that_fit(told, units)
        assert truth in possible
        for outcome, people in enumerate(truth):
            if 0 < people < 5:
                assert len({one[outcome] for one in possible}) > 1, (units, levels, reviews, told)
                hidden += 1
    assert hidden > 4


def test_counts_that_do_not_hang_together_tell_nothing() -> None:
    """Nobody can need review in more than there are who need it: somebody was saved between two of the counts."""
    told = told_together(((20, 3, 3),), ((20, 3), (3, 0)), FALLS, (9,))
    assert {cell for line in (*told.units, *told.levels) for cell in (*line.cells, line.total)} == {None}
    assert told.reviews == (None,)


def test_many_units_are_told_in_time() -> None:
    rng = random.Random(3)
    units = tuple((rng.randint(5, 30), rng.randint(0, 12), rng.randint(0, 6)) for _ in range(30))
    review, lapsed = (sum(row[at] for row in units) for at in (1, 2))
    reviews = (review // 2, review // 3, *([review // 5] * 8))
    levels = ((sum(row[0] for row in units), review), (lapsed, 0))
    told = told_together(units, levels, FALLS, reviews)
    assert [line.total for line in told.levels] == [sum(levels[0]), lapsed, sum(map(sum, levels))]
    assert told.reviews == reviews
