"""The pathway against every choice there is, on small instances."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import e, inf
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.engine.pathway import Offered, Problem, Why, Wish, hindrance_of, problems, solve
from stegvis.engine.pathway.question import A_WEEK

HOUR = 60
Row = dict[str, Any]


def offered(rows: list[Row], *, asked: int, evidence: int = 2) -> Offered:
    """A row says ``closes``, and what else is not as usual: an offer of its own, an hour at no price, no evidence."""
    sessions, starts, ends = [], [], []
    for number, row in enumerate(rows):
        begins = row.get("at", number * HOUR)
        stops = begins + row.get("lasts", HOUR)
        starts.append(begins)
        ends.append(stops)
        if not row.get("own_time"):
            sessions.append((number, begins, stops))
    marks = {
        name: np.zeros((len(rows), width), np.bool_)
        for name, width in (("closes", asked), ("needs", evidence), ("gives", evidence))
    }
    for name, table in marks.items():
        for number, row in enumerate(rows):
            table[number, list(row.get(name, ()))] = True
    return Offered(
        offer=np.array([row.get("offer", 100 + number) for number, row in enumerate(rows)], np.int64),
        hours=np.array([row.get("hours", 1.0) for row in rows], np.float64),
        price=np.array([row.get("price", 0) for row in rows], np.int64),
        starts=np.array(starts, np.int64),
        ends=np.array(ends, np.int64),
        sessions=np.array(sessions, np.int64).reshape(-1, 3),
        **marks,
    )


def wish(weights: list[float], **facts: Any) -> Wish:
    usual = {
        "first": 0,
        "last": 52 * A_WEEK,
        "budget": inf,
        "hours_a_week": inf,
        "has": np.zeros(2, np.bool_),
        "busy": np.zeros((0, 2), np.int64),
    }
    return Wish(np.array(weights, np.float64), **(usual | facts))


def may_be(found: Offered, wanted: Wish, chosen: tuple[int, ...]) -> bool:
    """Every rule, said as plainly as can be and apart from the engine's own words."""
    hours: dict[int, float] = {}
    for begins, ends, booked in wanted.booked.tolist():
        spread(hours, int(begins), int(ends), booked)
    most = {week: max(wanted.hours_a_week, spent) for week, spent in hours.items()}
    busy = [tuple(one) for one in wanted.busy.tolist()]
    for one in chosen:
        if found.starts[one] < wanted.first or found.ends[one] > wanted.last:
            return False
        mine = [(begins, ends) for whose, begins, ends in found.sessions.tolist() if whose == one]
        if any(begins < other_ends and other < ends for begins, ends in mine for other, other_ends in busy):
            return False
        busy += mine
        for begins, _ends in mine:
            hours[begins // A_WEEK] = hours.get(begins // A_WEEK, 0) + found.hours[one] / len(mine)
        if not mine:
            spread(hours, int(found.starts[one]), int(found.ends[one]), found.hours[one])
        for piece in np.flatnonzero(found.needs[one] & ~wanted.has):
            if not any(found.gives[other, piece] and found.ends[other] <= found.starts[one] for other in chosen):
                return False
    return (
        len({int(found.offer[one]) for one in chosen}) == len(chosen)
        and sum(found.price[one] for one in chosen) <= wanted.budget
        and all(one <= most.get(week, wanted.hours_a_week) + 1e-9 for week, one in hours.items())
    )


def spread(hours: dict[int, float], begins: int, ends: int, whole: float) -> None:
    """An hour at a time, so that what is one's own to spread is spread evenly."""
    for at in range(begins, ends, HOUR):
        hours[at // A_WEEK] = hours.get(at // A_WEEK, 0) + whole * HOUR / (ends - begins)


def key(found: Offered, wanted: Wish, chosen: tuple[int, ...]) -> tuple[float, float, float]:
    weight = float(wanted.weights[found.closes[list(chosen)].any(axis=0)].sum())
    money, number = -float(found.price[list(chosen)].sum()), -float(len(chosen))
    return (weight, money, number) if wanted.cheapest else (weight, number, money)


def best_of_all(found: Offered, wanted: Wish) -> tuple[float, float, float]:
    every = (some for size in range(found.size + 1) for some in combinations(range(found.size), size))
    return max(key(found, wanted, some) for some in every if may_be(found, wanted, some))


@st.composite
def questions(draw: st.DrawFn) -> tuple[Offered, Wish]:
    asked = draw(st.integers(1, 4))
    some = st.sets(st.integers(0, asked - 1), max_size=2)
    pieces = st.one_of(st.just(set[int]()), st.sets(st.integers(0, 1), max_size=1))
    row = st.fixed_dictionaries(
        {
            "offer": st.integers(0, 4),
            "closes": some,
            "price": st.integers(0, 4),
            "hours": st.integers(0, 4),
            "at": st.integers(0, 8).map(lambda at: at * 40 * HOUR),
            "lasts": st.sampled_from([HOUR, 60 * HOUR]),
            "needs": pieces,
            "gives": pieces,
            "own_time": st.booleans(),
        }
    )
    found = offered(draw(st.lists(row, min_size=1, max_size=6)), asked=asked)
    return found, wish(
        draw(st.lists(st.integers(0, 3), min_size=asked, max_size=asked)),
        first=draw(st.sampled_from([0, 30 * HOUR])),
        last=draw(st.sampled_from([2 * A_WEEK, 9 * A_WEEK])),
        budget=draw(st.sampled_from([2, 5, inf])),
        hours_a_week=draw(st.sampled_from([3, 6, inf])),
        has=np.array(draw(st.lists(st.booleans(), min_size=2, max_size=2))),
        busy=np.array(draw(st.sampled_from([[], [(0, 50 * HOUR)]])), np.int64).reshape(-1, 2),
        booked=np.array(draw(st.sampled_from([[], [(0, 50 * HOUR, 2)], [(160 * HOUR, 176 * HOUR, 4)]]))).reshape(-1, 3),
        cheapest=draw(st.booleans()),
    )


@settings(max_examples=60, deadline=None)
@given(questions())
def test_exact_is_the_best_of_all_choices_and_greedy_breaks_no_rule(question: tuple[Offered, Wish]) -> None:
    best, exact, greedy = best_of_all(*question), solve(*question, seconds=5), solve(*question, seconds=0)
    assert exact.is_exact
    assert key(*question, exact.chosen)[:2] == pytest.approx(best[:2])
    for answer in (exact, greedy):
        assert may_be(*question, answer.chosen)
        assert answer.weight == pytest.approx(key(*question, answer.chosen)[0])
        assert answer.bound >= best[0] - 1e-6
        assert ((answer.why == Why.CLOSED) == answer.closed).all()


@settings(max_examples=40, deadline=None)
@given(questions())
def test_the_greedy_answer_is_as_good_as_is_proven(question: tuple[Offered, Wish]) -> None:
    """The sources stand in ``greedy``. Nothing asked for before, no clash, no hours; then one rule at a time."""
    found, wanted = question
    free = replace(
        found,
        offer=np.arange(found.size),
        sessions=found.sessions[:0],
        needs=np.zeros_like(found.needs),
    )
    wanted = replace(wanted, first=0, last=52 * A_WEEK, hours_a_week=inf, busy=wanted.busy[:0])
    for offers, budget, share in (
        (free, inf, 1.0),
        (replace(free, offer=found.offer), inf, 1 / 2),
        (free, 4.0, (1 - 1 / e) / 2),
    ):
        limited = replace(wanted, budget=budget)
        assert solve(offers, limited, seconds=0).weight >= share * best_of_all(offers, limited)[0] - 1e-9


def test_the_fewest_or_the_cheapest() -> None:
    found = offered([{"closes": {0}, "price": 1}, {"closes": {1}, "price": 1}, {"closes": {0, 1}, "price": 9}], asked=2)
    assert solve(found, wish([1, 1])).chosen == (2,)
    assert solve(found, wish([1, 1], cheapest=True)).chosen == (0, 1)


def test_why_each_stays_open_and_what_is_in_the_way() -> None:
    found = offered(
        [
            {"closes": {0}, "at": 0},
            {"closes": {1}, "at": 0, "price": 2},
            {"closes": {2}, "needs": {0}},
            {"closes": {3}, "price": 99},
            {"closes": {4}, "hours": 99},
            {"closes": {5}, "at": A_WEEK},
            {"closes": {6}, "at": 99 * A_WEEK},
        ],
        asked=8,
    )
    wanted = wish([2, *[1] * 7], budget=9, hours_a_week=8, busy=np.array([[A_WEEK, A_WEEK + 1]]))
    answer = solve(found, wanted)
    assert answer.chosen == (0,)
    assert [Why(one) for one in answer.why] == [
        Why.CLOSED,
        Why.NOT_TOGETHER,
        Why.NEEDS,
        Why.TOO_DEAR,
        Why.TOO_LONG,
        Why.BUSY,
        Why.OUTSIDE,
        Why.NOT_OFFERED,
    ]
    hindrance = hindrance_of(found, wanted, answer.chosen, 1)
    assert (hindrance.clashes, hindrance.too_dear, hindrance.too_long) == ((0,), False, False)


def test_what_comes_before_is_chosen_too_and_a_circle_harms_nobody() -> None:
    found = offered(
        [{"gives": {0}}, {"closes": {0}, "needs": {0}}, {"closes": {1}, "needs": {1}, "gives": {1}}], asked=2
    )
    for seconds in (0, 5):
        assert solve(found, wish([1, 1]), seconds=seconds).chosen == (0, 1)
    assert problems(found, wish([1, 1])) == [Problem("needs_in_a_circle", 102)]


def test_a_week_is_from_monday_to_monday_and_what_is_booked_takes_of_it() -> None:
    """A window of whole weeks has as many and no more, and what is taken in one's own time is spread over its days."""
    found = offered([{"closes": {0}, "hours": 30, "lasts": A_WEEK, "own_time": True}], asked=1)
    week = wish([1], last=A_WEEK, hours_a_week=30)
    booked = np.array([[A_WEEK - 2 * HOUR, A_WEEK + 2 * HOUR, 8]])
    assert [Why(*solve(found, one).why) for one in (week, replace(week, hours_a_week=29))] == [Why.CLOSED, Why.TOO_LONG]
    assert Why(*solve(found, replace(week, hours_a_week=34, booked=booked)).why) == Why.CLOSED
    assert Why(*solve(found, replace(week, hours_a_week=33, booked=booked)).why) == Why.TOO_LONG


def test_bad_input_is_named() -> None:
    found = offered([{"hours": -1, "lasts": -5}, {"price": -1}], asked=1)
    wanted = wish([-1], first=9, last=3, budget=-1, hours_a_week=float("nan"))
    assert [(one.what, one.where) for one in problems(found, wanted)] == [
        ("negative_hours", 0),
        ("negative_price", 1),
        ("ends_before_start", 0),
        ("session_ends_before_start", 0),
        ("negative_weight", 0),
        ("window_ends_before_start", -1),
        ("negative_budget", -1),
        ("negative_hours_a_week", -1),
    ]
    with pytest.raises(ValueError, match="negative_hours"):
        solve(found, wanted)


def test_nothing_offered_and_nothing_asked_for() -> None:
    found = solve(offered([], asked=1), wish([1]))
    assert (found.chosen, found.weight, found.is_exact, found.why.tolist()) == ((), 0.0, True, [Why.NOT_OFFERED])
    assert solve(offered([{}], asked=0), wish([])).chosen == ()
