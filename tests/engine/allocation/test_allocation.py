"""Deferred acceptance: as the textbook has it, stable, honest, explained, and the same again from its seed."""

from __future__ import annotations

from itertools import permutations
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.engine.allocation import NOWHERE, Capacities, Outcome, Reason, Wishes, allocate, draw_lottery

Row = list[tuple[int, int, bool]]


class Market(NamedTuple):
    """Each applicant's (programme, priority, suits), the dearest first; places of each programme; a seed."""

    rows: list[Row]
    places: list[int]
    seed: int

    def run(self) -> Outcome:
        return allocate(Wishes.of(self.rows), Capacities(np.array(self.places, np.int64)), seed=self.seed)


@st.composite
def markets(draw: st.DrawFn, applicants: int = 7, programmes: int = 4) -> Market:
    places = draw(st.lists(st.integers(0, 3), min_size=programmes, max_size=programmes))
    everybody = range(draw(st.integers(0, applicants)))
    wish = st.tuples(st.integers(0, 3), st.sampled_from([True, True, True, False]))
    rows = []
    for _applicant in everybody:
        order = draw(st.permutations(range(programmes)))[: draw(st.integers(0, programmes))]
        rows.append([(programme, *draw(wish)) for programme in order])
    return Market(rows, places, draw(st.integers(0, 2**40)))


def textbook(market: Market) -> list[int]:
    """One applicant at a time, with lists and loops."""
    lot = draw_lottery(len(market.rows), market.seed).tolist()
    keys = {(a, p): (priority, lot[a]) for a, row in enumerate(market.rows) for p, priority, suits in row if suits}
    left = {a: [p for p, _priority, suits in row if suits] for a, row in enumerate(market.rows)}
    taken: dict[int, list[int]] = {p: [] for p in range(len(market.places))}
    free = list(left)
    while free:
        a = free.pop()
        if not left[a]:
            continue
        p = left[a].pop(0)
        taken[p] = sorted([*taken[p], a], key=lambda one, p=p: keys[one, p])
        free += taken[p][market.places[p] :]
        taken[p] = taken[p][: market.places[p]]
    return [next((p for p, those in taken.items() if a in those), NOWHERE) for a in left]


@given(markets())
def test_it_places_as_the_textbook_does_and_again_from_its_seed(market: Market) -> None:
    assert market.run().places.tolist() == textbook(market) == market.run().places.tolist()


@given(markets())
def test_nobody_is_refused_by_a_programme_that_has_room_or_takes_somebody_behind(market: Market) -> None:
    found = market.run()
    lot = found.lottery.tolist()
    keys = {(a, p): (priority, lot[a]) for a, row in enumerate(market.rows) for p, priority, suits in row if suits}
    for a, row in enumerate(market.rows):
        for programme, _priority, suits in row:
            if programme == found.places[a]:
                break
            inside = np.flatnonzero(found.places == programme)
            has_room = inside.size < market.places[programme]
            envied = any(keys[one, programme] > keys[a, programme] for one in inside.tolist()) if suits else False
            assert not suits or not (has_room or envied)


@given(markets())
def test_each_wish_has_its_reason_and_the_cut_off_is_one(market: Market) -> None:
    found = market.run()
    at = 0
    for a, row in enumerate(market.rows):
        is_placed = False
        for programme, priority, suits in row:
            key, cut_off = (priority, int(found.lottery[a])), tuple(found.cut_offs[programme].tolist())
            takes = (found.places == programme).any()
            if programme == found.places[a]:
                expected, is_placed = Reason.PLACED, True
                assert cut_off == (-1, -1) or key <= cut_off
            elif is_placed:
                expected = Reason.DEARER
            elif not suits:
                expected = Reason.UNSUITED
            else:
                expected = Reason.BEHIND if takes else Reason.NO_PLACES
                assert key > cut_off
            assert found.reasons[at] == expected
            at += 1
    assert at == found.reasons.size


@given(markets(applicants=4, programmes=3))
def test_nobody_gains_by_wishing_otherwise(market: Market) -> None:
    """Every list that an applicant could hand in instead, of any length and order."""
    honest = market.run()
    for a, row in enumerate(market.rows):
        rank = {programme: n for n, (programme, _priority, _suits) in enumerate(row)}
        best = rank.get(int(honest.places[a]), len(row))
        for length in range(len(row) + 1):
            for other in permutations(row, length):
                rows = [*market.rows[:a], list(other), *market.rows[a + 1 :]]
                got = int(market._replace(rows=rows).run().places[a])
                assert rank.get(got, len(row)) >= best


class AtMostTogether:
    """Both of two programmes share a number of places, the first programme choosing first."""

    def __init__(self, places: int) -> None:
        self.places = places

    @property
    def linked(self) -> np.ndarray:
        return np.zeros(2, np.int64)

    def chosen(self, programmes: np.ndarray) -> np.ndarray:
        return np.arange(programmes.size) < self.places


def test_a_choice_may_span_programmes() -> None:
    """Whoever holds a place in another programme of the group is chosen anew with those who ask."""
    wishes = Wishes.of([[(1, 0, True)], [(0, 0, False), (1, 1, True)], [(0, 0, True)]])
    found = allocate(wishes, AtMostTogether(2), seed=1)
    assert found.places.tolist() == [1, NOWHERE, 0]
    assert found.reasons.tolist() == [Reason.PLACED, Reason.UNSUITED, Reason.BEHIND, Reason.PLACED]
    assert found.cut_offs[1].tolist() == [0, found.lottery[0]]


@pytest.mark.parametrize(
    ("starts", "programmes", "words"),
    [
        ([0, 1], [0, 1], "rows of wishes"),
        ([0, 2], [0, 0], "twice"),
        ([0, 1], [-1], "from 0"),
        ([0, 1], [9], "there is not"),
    ],
)
def test_what_does_not_fit_together_is_refused(starts: list[int], programmes: list[int], words: str) -> None:
    count = len(programmes)
    with pytest.raises(ValueError, match=words):
        allocate(
            Wishes(np.array(starts), np.array(programmes), np.zeros(count, np.int64), np.ones(count, np.bool_)),
            Capacities(np.array([1, 1])),
            seed=1,
        )
    with pytest.raises(ValueError, match="negative"):
        Capacities(np.array([-1]))
