from collections.abc import Iterator

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from stegvis.engine.ladder import (
    NO_END,
    NO_START,
    AllOf,
    AnyOf,
    AtLeast,
    Choice,
    Explanation,
    Fact,
    FactKey,
    Facts,
    Kind,
    Ladder,
    Level,
    Missing,
    Node,
    Option,
    Requirement,
    RequirementState,
    Track,
    compile_ladder,
    evaluate,
    explain,
)
from tests.engine.ladder.strategies import DAY, examples, ladders, populations


def course(code: str) -> Requirement:
    return Requirement(code, Kind.COURSE, (code,))


def of_level(*children: Node, tracks: tuple[Track, ...] = (), held: str = "") -> Explanation:
    """One level over courses named by a letter, for somebody who holds some."""
    ladder = Ladder("x", (Level("l", 1, AllOf(children), tracks),))
    facts = Facts.from_rows(1, [Fact(0, FactKey(Kind.COURSE, code)) for code in held])
    return explain(evaluate(compile_ladder(ladder), facts, DAY), 0)


def short(missing: tuple[Missing, ...]) -> list[object]:
    """Codes for requirements, ``(need, options)`` for choices, a track's name before its options."""

    def one(entry: Missing) -> object:
        if isinstance(entry, RequirementState):
            return entry.requirement.code
        return entry.need, [
            (option.track, *short(option.missing)) if option.track else short(option.missing)
            for option in entry.options
        ]

    return [one(entry) for entry in missing]


A, B, C, D = (course(code) for code in "abcd")


@pytest.mark.parametrize(
    ("children", "held", "expected"),
    [
        ((A, B, C), "b", ["a", "c"]),
        ((A, AnyOf((B, C))), "c", ["a"]),
        ((A, AnyOf((B, C))), "", ["a", (1, [["b"], ["c"]])]),
        ((AnyOf((B,)),), "", ["b"]),
        ((AtLeast(2, (A, B, C, D)),), "", [(2, [["a"], ["b"], ["c"], ["d"]])]),
        ((AtLeast(2, (A, B, C, D)),), "c", [(1, [["a"], ["b"], ["d"]])]),
        ((AtLeast(3, (A, B, C)),), "a", ["b", "c"]),
        ((AnyOf((AllOf((A, B)), AllOf((C, D)))),), "a", [(1, [["b"], ["c", "d"]])]),
        ((AllOf((A, AllOf((B, AllOf((C,)))))),), "b", ["a", "c"]),
        ((AnyOf(()),), "", [(1, [])]),
        ((AtLeast(3, (A, B)),), "a", [(2, [["b"]])]),
    ],
)
def test_exactly_what_is_missing(children, held, expected):
    assert short(of_level(*children, held=held).missing) == expected


def test_the_options_of_tracks_carry_their_names():
    tracks = (Track("led", AllOf((B, C))), Track("fou", AllOf((D,))))
    assert short(of_level(A, tracks=tracks, held="b").missing) == ["a", (1, [("led", "c"), ("fou", "d")])]
    assert short(of_level(A, tracks=tracks, held="d").missing) == ["a"]
    assert short(of_level(A, tracks=tracks, held="ad").missing) == []


def test_below_within_and_above_the_levels():
    ladder = Ladder("x", (Level("bas", 1, AllOf((A,))), Level("expert", 2, AllOf((B,)))))
    rows = [
        Fact(1, FactKey(Kind.COURSE, "a"), valid_until=DAY + 5),
        Fact(2, FactKey(Kind.COURSE, "a")),
        Fact(2, FactKey(Kind.COURSE, "b"), valid_until=DAY + 3),
        Fact(3, FactKey(Kind.COURSE, "b")),
    ]
    evaluation = evaluate(compile_ladder(ladder), Facts.from_rows(4, rows), DAY)
    found = [explain(evaluation, person) for person in range(4)]
    assert [(one.level, one.level_until, one.next_level, short(one.missing)) for one in found] == [
        (None, None, "bas", ["a"]),
        ("bas", DAY + 5, "expert", ["b"]),
        ("expert", DAY + 3, None, []),
        (None, None, "bas", ["a"]),
    ]
    assert [level.met for level in found[3].levels] == [False, True]
    for person in (-1, 4):
        with pytest.raises(IndexError):
            explain(evaluation, person)


def test_a_state_names_what_is_held_and_the_facts_behind_it():
    months = Requirement("manader", Kind.PRACTICE, ("kommunal",), minimum=24)
    rating = Requirement("bemotande", Kind.COMPETENCE, ("bemotande",), minimum=3, judged_by=("chef",))
    practice, competence = FactKey(Kind.PRACTICE, "kommunal"), FactKey(Kind.COMPETENCE, "bemotande")
    periods = [
        Fact(0, practice, 10, valid_until=DAY + 3),
        Fact(0, practice, 8),
        Fact(1, practice, 20, valid_until=DAY + 4),
        Fact(1, practice, 20, valid_until=DAY + 8),
        Fact(1, practice, 4),
    ]
    ratings = [
        Fact(0, competence, 2, judge="chef"),
        Fact(0, competence, 5, judge="kollega"),
        Fact(1, competence, 4, valid_until=DAY + 6, judge="chef"),
        Fact(1, competence, 2, judge="chef"),
    ]
    ladder = Ladder("x", (Level("l", 1, AllOf((months, rating))),))
    evaluation = evaluate(compile_ladder(ladder), Facts.from_rows(2, periods + ratings), DAY)
    unmet, met = explain(evaluation, 0), explain(evaluation, 1)
    assert list(unmet.requirements()) == [
        RequirementState(months, None, 18, tuple(periods[:2])),
        RequirementState(rating, None, 2, (ratings[0],)),
    ]
    assert list(met.requirements()) == [
        RequirementState(months, DAY + 8, 44, tuple(periods[3:])),
        RequirementState(rating, DAY + 6, 4, (ratings[2],)),
    ]
    assert [[state.requirement.code for state in met.lapsing(within)] for within in (5, 6, 8)] == [
        [],
        ["bemotande"],
        ["bemotande", "manader"],
    ]


FAR_AND_FOREVER = (
    Ladder("x", (Level("l", 1, AllOf((Requirement("r", Kind.COMPETENCE, ("a",), 1),))),), ()),
    [
        Fact(0, FactKey(Kind.COMPETENCE, "a"), 0, NO_START, NO_END, "chef"),
        Fact(0, FactKey(Kind.COMPETENCE, "a"), 1, NO_START, DAY + 2**16, "chef"),
    ],
)


@example(FAR_AND_FOREVER[0], (1, FAR_AND_FOREVER[1]))
@examples(80)
@given(ladders(), populations())
def test_the_explanation_agrees_with_the_evaluation(ladder, population):
    size, rows = population
    compiled = compile_ladder(ladder)
    evaluation = evaluate(compiled, Facts.from_rows(size, rows), DAY)
    for person in range(size):
        found = explain(evaluation, person)
        states = list(found.requirements())
        assert [state.requirement for state in states] == [leaf.requirement for leaf in compiled.leaves]
        assert [state.met for state in states] == evaluation.met[:, person].tolist()
        assert [level.met for level in found.levels] == evaluation.level_met[:, person].tolist()
        assert [level.whole.until or 0 for level in found.levels if level.met] == [
            int(until)
            for until, met in zip(
                evaluation._days(evaluation.level_left)[:, person],
                evaluation.level_met[:, person],
                strict=True,
            )
            if met
        ]
        for state in states:
            only = Ladder("x", (Level("l", 1, AllOf((state.requirement,))),), ladder.areas)
            alone = evaluate(compile_ladder(only), Facts.from_rows(size, state.by), DAY)
            assert bool(alone.met[0, person]) is state.met
            assert not state.met or alone.until[0, person] == state.until


@st.composite
def ladders_of_courses(draw: st.DrawFn) -> Ladder:
    """Sound ladders whose every requirement asks for a course of its own: each can be granted alone."""

    def group(depth: int) -> Node:
        kind = draw(st.sampled_from(["leaf", "all", "any", "some"] if depth < 3 else ["leaf"]))
        if kind == "leaf":
            leaves.append(course(f"r{len(leaves)}"))
            return leaves[-1]
        children = tuple(group(depth + 1) for _ in range(draw(st.integers(1, 3))))
        if kind == "some":
            return AtLeast(draw(st.integers(1, len(children))), children)
        return AllOf(children) if kind == "all" else AnyOf(children)

    def whole() -> AllOf:
        return AllOf(tuple(group(1) for _ in range(draw(st.integers(0, 3)))))

    leaves: list[Requirement] = []
    levels = []
    for order in range(draw(st.integers(1, 3))):
        tracks = tuple(Track(f"t{n}", whole()) for n in range(draw(st.integers(0, 3))))
        levels.append(Level(f"l{order}", order, whole(), tracks))
    return Ladder("courses", tuple(levels))


def grants(missing: tuple[Missing, ...], draw: st.DrawFn) -> Iterator[str]:
    """One smallest way to meet everything missing, with options chosen at random."""
    for entry in missing:
        if isinstance(entry, RequirementState):
            yield entry.requirement.code
        else:
            for option in draw(st.permutations(entry.options))[: entry.need]:
                yield from grants(option.missing, draw)


@examples(80)
@given(ladders_of_courses(), st.data())
def test_granting_what_is_missing_lifts_to_the_next_level_and_anything_less_does_not(ladder, data):
    compiled = compile_ladder(ladder)

    def level(codes: set[str]) -> int:
        rows = [Fact(0, FactKey(Kind.COURSE, code)) for code in codes]
        return int(evaluate(compiled, Facts.from_rows(1, rows), DAY).level[0])

    codes = [leaf.requirement.code for leaf in compiled.leaves]
    held = data.draw(st.sets(st.sampled_from(codes))) if codes else set()
    rows = [Fact(0, FactKey(Kind.COURSE, code)) for code in held]
    evaluation = evaluate(compiled, Facts.from_rows(1, rows), DAY)
    before = explain(evaluation, 0)
    assume(before.next_level is not None)
    granted = set(grants(before.missing, data.draw))
    assert not granted & held
    assert level(held | granted) > level(held)
    assert all(level(held | granted - {one}) == level(held) for one in granted)


def test_a_choice_is_a_plain_value():
    found = of_level(AnyOf((A, B)))
    states = tuple(RequirementState(node, None, 0, ()) for node in (A, B))
    assert found.missing == (Choice(1, tuple(Option((state,)) for state in states)),)
    assert found.levels[0].whole.until is None
    assert of_level(A, held="a").levels[0].whole.until == NO_END
