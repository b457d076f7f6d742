from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.engine.ladder import (
    NO_END,
    NOT_REACHED,
    OWN_AREA,
    AllOf,
    AnyOf,
    AtLeast,
    Evaluation,
    Fact,
    FactKey,
    Facts,
    Kind,
    Ladder,
    Level,
    Requirement,
    Track,
    compile_ladder,
    day_number,
    evaluate,
)
from stegvis.engine.ladder.evaluate import HORIZON
from stegvis.engine.ladder.reference import Standing, standing
from tests.engine.ladder.strategies import DAY, areas, days, examples, ladders, populations

COURSE = FactKey(Kind.COURSE, "hlr")
RATING = FactKey(Kind.COMPETENCE, "bemotande")


def one_leaf(requirement: Requirement, *facts: Fact, area: str = "", areas: tuple[str, ...] = ()) -> Evaluation:
    ladder = Ladder("one", (Level("l", 1, AllOf((requirement,))),), areas)
    return evaluate(compile_ladder(ladder, area), Facts.from_rows(1, facts), DAY)


def until_of(evaluation: Evaluation) -> int | None:
    return int(evaluation.until[0, 0]) if evaluation.met[0, 0] else None


def as_standings(evaluation: Evaluation) -> list[Standing]:
    """The arrays, person by person, in the words of the reference."""

    def untils(met: np.ndarray, left: np.ndarray, person: int) -> list[int | None]:
        until = evaluation._days(left)
        return [int(until[row, person]) if met[row, person] else None for row in range(met.shape[0])]

    return [
        Standing(
            requirements=untils(evaluation.met, evaluation.leaf_left, person),
            tracks=untils(evaluation.tracks_met, evaluation.track_left, person),
            levels=untils(evaluation.level_met, evaluation.level_left, person),
            level=int(evaluation.level[person]),
            level_until=(int(evaluation.level_until[person]) if evaluation.level[person] != NOT_REACHED else None),
        )
        for person in range(evaluation.facts.size)
    ]


@examples(120)
@given(ladders(), populations(), days, areas)
def test_the_whole_result_equals_the_reference(ladder, population, day, area):
    size, rows = population
    evaluation = evaluate(compile_ladder(ladder, area), Facts.from_rows(size, rows), day)
    by_person = [[fact for fact in rows if fact.person == person] for person in range(size)]
    assert as_standings(evaluation) == [standing(ladder, own, day, area) for own in by_person]


@examples(80)
@given(ladders(), populations(), areas)
def test_what_is_met_stays_so_until_its_last_day_and_no_longer(ladder, population, area):
    """``until`` needs no arithmetic of its own: ask again on that day and on the next."""
    size, rows = population
    today = [fact for fact in rows if fact.valid_from <= DAY <= fact.valid_until]
    compiled, facts = compile_ladder(ladder, area), Facts.from_rows(size, today)
    now = evaluate(compiled, facts, DAY)
    for person in range(size):
        until = int(now.level_until[person])
        if now.level[person] == NOT_REACHED or until == NO_END:
            continue
        assert evaluate(compiled, facts, until).level[person] >= now.level[person]
        assert evaluate(compiled, facts, until + 1).level[person] < now.level[person]


@examples(60)
@given(ladders(), populations(), st.integers(1, 7), st.integers(1, 3))
def test_chunks_and_threads_do_not_change_the_result(ladder, population, chunk, threads):
    size, rows = population
    compiled, facts = compile_ladder(ladder), Facts.from_rows(size, rows)
    whole = evaluate(compiled, facts, DAY, threads=1)
    assert_same(whole, evaluate(compiled, facts, DAY, chunk=chunk, threads=threads))


@examples(60)
@given(ladders(), populations(), st.data())
def test_people_in_another_order_get_the_same_results_in_that_order(ladder, population, data):
    size, rows = population
    place = data.draw(st.permutations(range(size)))
    compiled = compile_ladder(ladder)
    before = evaluate(compiled, Facts.from_rows(size, rows), DAY)
    moved = [fact._replace(person=place[fact.person]) for fact in rows]
    after = evaluate(compiled, Facts.from_rows(size, moved), DAY)
    assert [as_standings(after)[spot] for spot in place] == as_standings(before)


@examples(60)
@given(ladders(), populations(size=4), st.data())
def test_one_more_fact_never_takes_anything_away(ladder, population, data):
    size, rows = population
    _, more = data.draw(populations(size=4))
    compiled = compile_ladder(ladder)
    before = evaluate(compiled, Facts.from_rows(size, rows), DAY)
    after = evaluate(compiled, Facts.from_rows(size, rows + more), DAY)
    assert (after.leaf_left >= before.leaf_left).all()
    assert (after.level >= before.level).all()


def assert_same(one: Evaluation, other: Evaluation) -> None:
    for name in ("leaf_left", "track_left", "level_left", "level", "reached_left"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), strict=True)


def test_the_first_and_the_last_day_of_a_fact_count():
    requirement = Requirement("r", Kind.COURSE, ("hlr",))
    assert until_of(one_leaf(requirement, Fact(0, COURSE, 1, DAY, DAY))) == DAY
    assert until_of(one_leaf(requirement, Fact(0, COURSE, 1, DAY + 1, DAY + 9))) is None
    assert until_of(one_leaf(requirement, Fact(0, COURSE, 1, DAY - 9, DAY - 1))) is None


def test_a_date_and_its_day_number_are_one():
    compiled = compile_ladder(Ladder("x", (Level("l", 1, AllOf((Requirement("r", Kind.COURSE, ("hlr",)),))),)))
    facts = Facts.from_rows(1, [Fact(0, COURSE, 1, day_number(date(2026, 7, 1)), day_number(date(2026, 7, 31)))])
    assert [int(evaluate(compiled, facts, date(2026, month, 31)).level[0]) for month in (5, 7, 8)] == [
        -1,
        0,
        -1,
    ]


@pytest.mark.parametrize("kind", [Kind.PRACTICE, Kind.CREDITS])
def test_amounts_add_up_over_facts_and_accepted_codes_and_lapse_when_too_little_is_left(kind):
    requirement = Requirement("r", kind, ("kommunal", "regional"), minimum=24)
    municipal, regional = FactKey(kind, "kommunal"), FactKey(kind, "regional")
    facts = (
        Fact(0, municipal, 10, valid_until=DAY + 5),
        Fact(0, regional, 10, valid_until=DAY + 6),
        Fact(0, municipal, 6, valid_until=DAY + 7),
        Fact(0, municipal, 18),
    )
    assert until_of(one_leaf(requirement, *facts)) == DAY + 7
    assert until_of(one_leaf(requirement, *facts[:3], Fact(0, regional, 8))) == DAY + 6
    assert until_of(one_leaf(requirement, *facts[:2])) is None


def test_ratings_do_not_add_up_and_the_highest_counts():
    requirement = Requirement("r", Kind.COMPETENCE, ("bemotande",), minimum=4)
    ratings = (Fact(0, RATING, 3, judge="chef"), Fact(0, RATING, 3, judge="chef"))
    assert until_of(one_leaf(requirement, *ratings)) is None
    lasting = Fact(0, RATING, 4, valid_until=DAY + 30, judge="chef")
    assert until_of(one_leaf(requirement, lasting, *ratings)) == DAY + 30


@pytest.mark.parametrize(
    ("judged_by", "judge", "met"),
    [
        ((), "", False),
        ((), "handledare", True),
        (("chef",), "handledare", False),
        (("chef", "handledare"), "handledare", True),
    ],
)
def test_demonstrated_competence_takes_a_named_judge_of_the_right_role(judged_by, judge, met):
    requirement = Requirement("r", Kind.COMPETENCE, ("bemotande",), judged_by=judged_by)
    assert bool(one_leaf(requirement, Fact(0, RATING, 1, judge=judge)).met[0, 0]) is met


@pytest.mark.parametrize(
    ("asked", "placed_in", "held_in", "met"),
    [
        (OWN_AREA, "barn", "barn", True),
        (OWN_AREA, "barn", "aldre", False),
        (OWN_AREA, "barn", "", False),
        (OWN_AREA, "", "", True),
        ("aldre", "barn", "aldre", True),
        ("", "barn", "", True),
        ("", "barn", "barn", False),
    ],
)
def test_an_area_is_looked_up_as_asked(asked, placed_in, held_in, met):
    requirement = Requirement("r", Kind.PRACTICE, ("kommunal",), area=asked)
    fact = Fact(0, FactKey(Kind.PRACTICE, "kommunal", held_in))
    evaluation = one_leaf(requirement, fact, area=placed_in, areas=("barn", "aldre"))
    assert bool(evaluation.met[0, 0]) is met


def test_a_level_takes_every_lower_one_and_one_of_its_tracks():
    def course(code: str) -> Requirement:
        return Requirement(code, Kind.COURSE, (code,))

    ladder = Ladder(
        "three",
        (
            Level("expert", 30, AllOf((course("c"),))),
            Level("bas", 10, AllOf((course("a"),))),
            Level(
                "mellan",
                20,
                tracks=(Track("led", AllOf((course("b"),))), Track("fou", AllOf((course("d"),)))),
            ),
        ),
    )
    held = ["", "a", "ab", "ad", "ac", "bc", "abc", "abcd"]
    rows = [Fact(person, FactKey(Kind.COURSE, code)) for person, codes in enumerate(held) for code in codes]
    compiled = compile_ladder(ladder)
    evaluation = evaluate(compiled, Facts.from_rows(len(held), rows), DAY)
    assert [level.code for level in compiled.levels] == ["bas", "mellan", "expert"]
    assert [leaf.requirement.code for leaf in compiled.leaves] == ["a", "b", "d", "c"]
    assert compiled.tracks == (("mellan", "led"), ("mellan", "fou"))
    assert evaluation.level.tolist() == [-1, 0, 1, 1, 0, -1, 2, 2]
    assert evaluation.tracks_met.astype(int).tolist() == [[0, 0, 1, 0, 0, 1, 1, 1], [0, 0, 0, 1, 0, 0, 0, 1]]
    assert evaluation.level_met[2].astype(int).tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_alternatives_last_as_long_as_the_longest_that_suffice():
    lasting = {"a": 3, "b": 5, "c": 9}
    leaves = tuple(Requirement(code, Kind.COURSE, (code,)) for code in lasting)
    rows = [Fact(0, FactKey(Kind.COURSE, code), valid_until=DAY + left) for code, left in lasting.items()]

    def until(group: AllOf | AnyOf | AtLeast) -> int:
        compiled = compile_ladder(Ladder("x", (Level("l", 1, AllOf((group,))),)))
        return int(evaluate(compiled, Facts.from_rows(1, rows), DAY).level_until[0])

    groups = (AnyOf(leaves), AtLeast(2, leaves), AllOf(leaves))
    assert [until(group) - DAY for group in groups] == [9, 5, 3]


def test_an_end_beyond_the_horizon_is_no_end():
    requirement = Requirement("r", Kind.COURSE, ("hlr",))
    ends = [DAY + HORIZON - 1, DAY + HORIZON, NO_END]
    assert [until_of(one_leaf(requirement, Fact(0, COURSE, valid_until=end))) for end in ends] == [
        DAY + HORIZON - 1,
        NO_END,
        NO_END,
    ]


def test_nobody_and_no_levels():
    empty = evaluate(compile_ladder(Ladder("none", ())), Facts(0, {}), DAY)
    assert (empty.met.shape, empty.level.shape) == ((0, 0), (0,))
    some = evaluate(compile_ladder(Ladder("none", ())), Facts(3, {}), DAY)
    assert some.level.tolist() == [NOT_REACHED] * 3


def test_a_ladder_that_cannot_be_read_one_way_is_refused():
    with pytest.raises(ValueError, match="has no area 'barn'"):
        compile_ladder(Ladder("x", ()), "barn")
    with pytest.raises(ValueError, match="two levels with the same order"):
        compile_ladder(Ladder("x", (Level("a", 1), Level("b", 1))))
