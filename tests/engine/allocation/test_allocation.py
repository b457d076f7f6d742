"""Deferred acceptance: as written otherwise, stable, honest, explained, and the same again from its seed."""

from __future__ import annotations

from itertools import permutations, product
from typing import NamedTuple
from warnings import catch_warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching.games import HospitalResident

from stegvis.engine.allocation import (
    NOWHERE,
    TOP,
    Outcome,
    Quota,
    Quotas,
    Reason,
    Wishes,
    allocate,
    compile_quotas,
    draw_lottery,
    problems,
)
from tests.engine.allocation.reference import place

Row = list[tuple[int, int, bool]]


class Market(NamedTuple):
    """Each applicant's (programme, priority, suits), the dearest first; the quotas, programmes first; a seed."""

    rows: list[Row]
    programmes: int
    limits: list[int]
    parents: list[int]
    seed: int

    @property
    def quotas(self) -> Quotas:
        return Quotas(self.programmes, np.array(self.limits, np.int64), np.array(self.parents, np.int64))

    @property
    def lot(self) -> list[int]:
        return draw_lottery(len(self.rows), self.seed).tolist()

    @property
    def keys(self) -> dict[tuple[int, int], tuple[int, int]]:
        lot = self.lot
        return {(a, p): (priority, lot[a]) for a, row in enumerate(self.rows) for p, priority, suits in row if suits}

    def run(self) -> Outcome:
        return allocate(Wishes.of(self.rows), self.quotas, seed=self.seed)

    def path(self, node: int) -> list[int]:
        return [] if node == TOP else [node, *self.path(self.parents[node])]

    def chosen(self, asks: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """The choice function: from the first to the last, whoever there is room for at every quota."""
        room, stays = list(self.limits), set()
        for a, programme in sorted(asks, key=self.keys.__getitem__):
            path = self.path(programme)
            if all(room[node] for node in path):
                stays.add((a, programme))
                for node in path:
                    room[node] -= 1
        return stays

    def stable(self, places: list[int], *, leaving: bool = False) -> bool:
        """Everybody stays who has a place, and nobody would be let in where they had rather be.

        With ``leaving`` not even if they left the place that they have.
        """
        held = {(a, p) for a, p in enumerate(places) if p != NOWHERE}
        if self.chosen(held) != held:
            return False
        for a, row in enumerate(self.rows):
            for programme, _priority, suits in row:
                if programme == places[a]:
                    break
                others = held - {(a, places[a])} if leaving else held
                if suits and (a, programme) in self.chosen({*others, (a, programme)}):
                    return False
        return True


@st.composite
def markets(draw: st.DrawFn, applicants: int = 7, programmes: int = 4, above: int = 4) -> Market:
    """Programmes under up to ``above`` quotas, each of which lies within one that comes after it or none."""
    inner = draw(st.integers(0, above))
    nodes = programmes + inner
    parents = [draw(st.sampled_from([TOP, *range(max(programmes, node + 1), nodes)])) for node in range(nodes)]
    limits = draw(st.lists(st.integers(0, 3), min_size=nodes, max_size=nodes))
    wish = st.tuples(st.integers(0, 2), st.sampled_from([True, True, True, False]))
    rows = []
    for _applicant in range(draw(st.integers(0, applicants))):
        order = draw(st.permutations(range(programmes)))[: draw(st.integers(0, programmes))]
        rows.append([(programme, *draw(wish)) for programme in order])
    return Market(rows, programmes, limits, parents, draw(st.integers(0, 2**40)))


@given(markets())
@settings(max_examples=200)
def test_it_places_as_heaps_do_stably_and_again_from_its_seed(market: Market) -> None:
    found, again = market.run(), market.run()
    places = found.places.tolist()
    assert places == place(market.rows, market.lot, market.limits, market.parents)
    assert market.stable(places)
    for name in vars(found):
        assert getattr(found, name).tobytes() == getattr(again, name).tobytes()


@given(markets())
def test_with_one_key_for_each_nobody_would_be_let_in_by_leaving_their_place(market: Market) -> None:
    rows = [[(p, a % 3, suits) for p, _priority, suits in row] for a, row in enumerate(market.rows)]
    market = market._replace(rows=rows)
    assert market.stable(market.run().places.tolist(), leaving=True)


@given(markets(applicants=4, programmes=3, above=2))
@settings(max_examples=40)
def test_of_all_stable_outcomes_everybody_has_their_best(market: Market) -> None:
    places = market.run().places.tolist()
    ways = [[*(p for p, _priority, suits in row if suits), NOWHERE] for row in market.rows]
    for other in product(*ways):
        if market.stable(list(other)):
            assert all(way.index(got) <= way.index(o) for way, got, o in zip(ways, places, other, strict=True))


@given(markets())
def test_each_wish_has_its_reason_its_quota_and_its_place_in_the_queue(market: Market) -> None:
    found = market.run()
    held = {a: p for a, p in enumerate(found.places.tolist()) if p != NOWHERE}
    refused: dict[int, list[tuple[tuple[int, int], int]]] = {}
    at = 0
    for a, row in enumerate(market.rows):
        is_placed = False
        for programme, priority, suits in row:
            key, node = (priority, int(found.lottery[a])), int(found.refused_by[at])
            within = [market.keys[one, p] for one, p in held.items() if node in market.path(p)]
            expected = Reason.DEARER if is_placed else Reason.UNSUITED
            if programme == found.places[a]:
                expected, is_placed = Reason.PLACED, True
            elif suits and not is_placed:
                expected = Reason.BEHIND if within else Reason.NO_PLACES
                assert node in market.path(programme)
                assert len(within) == market.limits[node]
                assert tuple(found.cut_offs[node].tolist()) == max(within, default=(-1, -1)) < key
                refused.setdefault(programme, []).append((key, at))
            assert (found.reasons[at], node == NOWHERE) == (expected, expected not in {Reason.BEHIND, Reason.NO_PLACES})
            at += 1
    queue = np.zeros(at, np.int64)
    for those in refused.values():
        queue[[wish for _key, wish in sorted(those)]] = np.arange(len(those)) + 1
    assert found.waiting.tolist() == queue.tolist()


@given(markets(applicants=4, programmes=3, above=2))
@settings(max_examples=40)
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


@given(markets(), st.data())
def test_when_somebody_withdraws_nobody_else_gets_less(market: Market, data: st.DataObject) -> None:
    before = market.run().places.tolist()
    gone = data.draw(st.sets(st.sampled_from(range(len(market.rows))))) if market.rows else set()
    left = Wishes.of(market.rows).without(np.array(sorted(gone), np.int64))
    after = allocate(left, market.quotas, seed=market.seed).places.tolist()
    for a, row in enumerate(market.rows):
        order = [*(programme for programme, _priority, _suits in row), NOWHERE]
        assert after[a] == NOWHERE if a in gone else order.index(after[a]) <= order.index(before[a])


def test_a_large_market_is_placed_as_heaps_do() -> None:
    """Every applicant wishes in each of three regions; one wishes for everything; ties everywhere."""
    draw = np.random.RandomState(7)
    parents = [60 + n // 3 for n in range(60)] + [80 + n // 5 for n in range(20)] + [84 + n % 3 for n in range(4)]
    parents += [TOP] * 3
    limits = [int(x) for x in draw.randint(0, 30, 60)] + [40] * 20 + [150] * 4 + [140] * 3
    rows = [[(int(p), int(draw.randint(3)), True) for p in draw.permutation(60)[:8]] for _ in range(1500)]
    rows.append([(p, 2, True) for p in range(60)])
    market = Market(rows, 60, limits, parents, 5)
    assert market.run().places.tolist() == place(rows, market.lot, limits, parents)


def test_what_is_wrong_with_a_tree_of_quotas_is_listed() -> None:
    found = problems(
        [
            Quota("a", 2, ("kommun", "region")),
            Quota("b", -1, ("norr",)),
            Quota("c", 0, ("a",)),
            Quota("kommun", 3, ("region",)),
            Quota("region", 3, ("land",)),
            Quota("land", 9, ("kommun",)),
            Quota("land", 9, ("kommun",)),
        ],
        ["a", "b", "c", "c", "d"],
    )
    assert [(one.code, one.path) for one in found] == [
        ("duplicate-quota", ("land",)),
        ("duplicate-programme", ("c",)),
        ("no-quota", ("d",)),
        ("several-parents", ("a", "kommun", "region")),
        ("negative-limit", ("b",)),
        ("unknown-parent", ("b", "norr")),
        ("within-programme", ("c", "a")),
        ("circle", ("kommun", "region", "land")),
    ]
    with pytest.raises(ValueError, match="only one may"):
        compile_quotas([Quota("a", 1, ("x", "y")), Quota("x", 1), Quota("y", 1)], ["a"])


def test_quotas_by_name_are_numbered_programmes_first() -> None:
    quotas = compile_quotas([Quota("region", 5), Quota("a", 2, ("region",)), Quota("b", 0)], ["b", "a"])
    assert (quotas.programmes, quotas.limits.tolist(), quotas.parents.tolist()) == (2, [0, 2, 5], [TOP, 2, TOP])
    assert quotas.paths.tolist() == [[TOP, 1], [0, 2]]


@pytest.mark.parametrize(
    ("limits", "parents", "words"),
    [
        ([-1, 1], [TOP, TOP], "negative"),
        ([1, 1], [1, 2], "within one"),
        ([1, 1, 1, 1], [2, 2, 3, 2], "circle"),
        ([1, 1], [TOP], "a parent"),
    ],
)
def test_quotas_that_do_not_nest_are_refused(limits: list[int], parents: list[int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Quotas(2, np.array(limits), np.array(parents))


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
            Quotas.of_places(np.array([1, 1])),
            seed=1,
        )


@given(markets(above=0))
@settings(max_examples=30)
def test_it_places_as_the_library_matching_does(market: Market) -> None:
    """Which knows neither quotas above programmes nor what nobody wishes for or has no places."""
    wished = {p for row in market.rows for p, _priority, suits in row if suits and market.limits[p]}
    rows = {a: [p for p, _priority, suits in row if suits and p in wished] for a, row in enumerate(market.rows)}
    residents = {a: row for a, row in rows.items() if row}
    if not residents:
        return
    order = {
        p: sorted((a for a, row in residents.items() if p in row), key=lambda a: market.keys[a, p]) for p in wished
    }
    with catch_warnings(action="ignore"):
        game = HospitalResident.create_from_dictionaries(residents, order, {p: market.limits[p] for p in wished})
        found = game.solve(optimal="resident")
    places = [NOWHERE] * len(rows)
    for hospital, those in found.items():
        for one in those:
            places[one.name] = hospital.name
    assert market.run().places.tolist() == places
