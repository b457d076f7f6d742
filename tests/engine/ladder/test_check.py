import pytest
from hypothesis import given

from stegvis.engine.ladder import (
    OWN_AREA,
    AllOf,
    AnyOf,
    AtLeast,
    Kind,
    Ladder,
    Level,
    Node,
    Requirement,
    Track,
    problems,
)
from stegvis.engine.ladder.check import MAX_DEPTH
from tests.engine.ladder.strategies import examples, ladders

HLR = Requirement("hlr", Kind.CERTIFICATE, ("hlr",))
SOUND = Ladder(
    "gr",
    (
        Level("bas", 1, AllOf((HLR, Requirement("months", Kind.PRACTICE, ("kommunal",), 24, OWN_AREA)))),
        Level(
            "expert",
            2,
            AllOf((Requirement("rating", Kind.COMPETENCE, ("samtal",), 5, "barn", ("chef",)),)),
            (Track("led"), Track("fou", AllOf((Requirement("credits", Kind.CREDITS, ("vard",), 600),)))),
        ),
    ),
    areas=("barn", "aldre"),
    scale=(1, 2, 3, 4, 5),
)


def found(ladder: Ladder) -> list[tuple[str, tuple[str, ...]]]:
    return [(problem.code, problem.path) for problem in problems(ladder)]


def holding(*children: Node, areas: tuple[str, ...] = ("barn",)) -> Ladder:
    return Ladder("x", (Level("l", 1, AllOf(children)),), areas, (1, 2, 3))


def nested(depth: int) -> Node:
    return AllOf((nested(depth - 1),)) if depth else HLR


def test_a_sound_ladder_has_no_problems():
    assert problems(SOUND) == ()
    assert problems(Ladder("described", (Level("a", 1), Level("b", 2)))) == ()


@pytest.mark.parametrize(
    ("ladder", "expected"),
    [
        (Ladder("x", ()), [("no-levels", ())]),
        (Ladder("x", (Level("a", 1), Level("a", 2))), [("duplicate-level", ("a",))]),
        (Ladder("x", (Level("a", 1), Level("b", 1))), [("tied-levels", ("b",))]),
        (Ladder("x", (Level("a", 1, tracks=(Track("t"), Track("t"))),)), [("duplicate-track", ("a", "t"))]),
        (Ladder("x", (Level("a", 1),), ("barn", "barn")), [("duplicate-area", ("barn",))]),
        (Ladder("x", (Level("a", 1),), ("own", "")), [("reserved-area", ("",)), ("reserved-area", ("own",))]),
        (
            Ladder("x", (Level("a", 1, AllOf((HLR,))), Level("b", 2, tracks=(Track("t", AllOf((HLR,))),)))),
            [("duplicate-requirement", ("b", "t", "hlr"))],
        ),
        (holding(AnyOf(())), [("empty-any-of", ("l",))]),
        (holding(AtLeast(0, (HLR,))), [("too-few", ("l",))]),
        (holding(AtLeast(2, (HLR,))), [("too-many", ("l",))]),
        (holding(nested(MAX_DEPTH - 1)), []),
        (holding(nested(MAX_DEPTH)), [("too-deep", ("l",))]),
    ],
)
def test_what_is_wrong_with_levels_and_groups(ladder, expected):
    assert found(ladder) == expected


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        (Requirement("r", Kind.COURSE, ()), "empty-accepts"),
        (Requirement("r", Kind.COURSE, ("",)), "empty-accepts"),
        (Requirement("r", Kind.COURSE, ("hlr",), area="aldre"), "unknown-area"),
        (Requirement("r", Kind.COURSE, ("hlr",), judged_by=("chef",)), "judged-formal"),
        (Requirement("r", Kind.COURSE, ("hlr",), minimum=0), "minimum-too-low"),
        (Requirement("r", Kind.COURSE, ("hlr",), minimum=2), "minimum-too-high"),
        (Requirement("r", Kind.COMPETENCE, ("samtal",), minimum=4), "minimum-too-high"),
        (Requirement("r", Kind.PRACTICE, ("kommunal",), minimum=721), "minimum-too-high"),
        (Requirement("r", Kind.CREDITS, ("vard",), minimum=6001), "minimum-too-high"),
    ],
)
def test_a_requirement_that_cannot_be_held_against_anybody(requirement, expected):
    assert found(holding(requirement)) == [(expected, ("l", "r"))]


def test_the_own_area_takes_areas():
    requirement = Requirement("r", Kind.COURSE, ("hlr",), area=OWN_AREA)
    assert found(holding(requirement)) == []
    assert found(holding(requirement, areas=())) == [("own-area-without-areas", ("l", "r"))]


def test_a_problem_holds_what_its_wording_needs():
    (problem,) = problems(holding(Requirement("r", Kind.PRACTICE, ("kommunal",), minimum=900)))
    assert problem.message == "A minimum of 900 can never be met; the most is 720."
    assert problem.data == {"minimum": 900, "most": 720}
    (tied,) = problems(Ladder("x", (Level("a", 1), Level("b", 1))))
    assert tied.data == {"order": 1, "levels": ("a", "b")}


@examples(50)
@given(ladders())
def test_any_ladder_can_be_checked(ladder):
    levels = {level.code for level in ladder.levels}
    assert all(problem.path[0] in levels for problem in problems(ladder) if problem.path)
