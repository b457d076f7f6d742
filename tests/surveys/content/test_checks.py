from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.surveys.content.checks import problems, question_problems
from stegvis.surveys.content.document import Kind
from stegvis.surveys.content.plain import Plain, read, write
from stegvis.surveys.content.shape import QUESTION, QUESTIONNAIRE

YES_NO = [{"code": "ja", "text": {"sv": "Ja"}}, {"code": "nej", "text": {"sv": "Nej"}}]


def asked(code: str, kind: str = "text", **more: Any) -> Plain:
    return {"code": code, "kind": kind, "text": {"sv": f"Fråga {code}?"}, **more}


def whole(*questions: Plain, **more: Any) -> Plain:
    section = {"code": "bakgrund", "title": {"sv": "Bakgrund"}, "questions": list(questions)}
    return {"code": "prov", "title": {"sv": "Prov"}, "sections": [section], **more}


def told(content: object) -> list[tuple[str, str, str]]:
    return [(one.code, one.section, one.question) for one in problems(content)]


def rows(*codes: str) -> list[Plain]:
    return [{"code": code, "text": {"sv": code}} for code in codes]


def choices(*codes: str, **more: Any) -> list[Plain]:
    return [{"code": code, "text": {"sv": code}, **more} for code in codes]


def test_a_questionnaire_that_holds_has_no_problem() -> None:
    content = whole(
        asked("samverkar", "single", choices=YES_NO, required=True),
        asked("hur", shown_when=[{"question": "samverkar", "test": "is", "values": ["ja"]}]),
        asked("behov", "matrix", scale="behov", rows=rows("vardhygien", "diabetes"), areas=["dementia"]),
        scales={"behov": [*choices("akut", score=2), *choices("ej", score=1), *choices("inte", outside=True)]},
    )
    content["sections"][0]["questions"][2]["areas"] = []
    assert problems(content) == []
    assert problems(write(read(content))) == []


ROUTE = {"question": "samverkar", "test": "is", "values": ["ja"]}
YES = asked("samverkar", "single", choices=YES_NO)
WRONG: list[tuple[str, object, list[tuple[str, str, str]]]] = [
    ("nothing", None, [("not_mapping", "", "")]),
    ("no sections", {"code": "a", "title": {"sv": "A"}, "sections": []}, [("no_sections", "", "")]),
    ("no question", whole(), [("no_questions", "bakgrund", "")]),
    ("unknown kind", whole(asked("a", "slider")), [("unknown_kind", "bakgrund", "a")]),
    ("no words", whole({"code": "a", "kind": "text"}), [("missing", "bakgrund", "a")]),
    ("no Swedish", whole(asked("a") | {"text": {"en": "A"}}), [("no_swedish", "bakgrund", "a")]),
    ("no choices", whole(asked("a", "single")), [("no_choices", "bakgrund", "a")]),
    ("one code twice", whole(asked("a"), asked("a")), [("code_twice", "bakgrund", "a")]),
    (
        "a row as a question",
        whole(asked("a"), asked("b", "matrix", choices=YES_NO, rows=rows("a"))),
        [("code_twice", "bakgrund", "b")],
    ),
    (
        "a choice twice",
        whole(asked("a", "single", choices=[*YES_NO, YES_NO[0]])),
        [("choice_twice", "bakgrund", "a")],
    ),
    ("unknown scale", whole(asked("a", "single", scale="ingen")), [("unknown_scale", "bakgrund", "a")]),
    (
        "scale and choices",
        whole(asked("a", "single", scale="s", choices=YES_NO), scales={"s": YES_NO}),
        [("scale_and_choices", "bakgrund", "a")],
    ),
    (
        "a score twice",
        whole(asked("a", "single", choices=choices("x", "y", score=1))),
        [("score_twice", "bakgrund", "a")],
    ),
    (
        "outside with a score",
        whole(asked("a", "single", choices=[*choices("x", "y"), *choices("z", score=1, outside=True)])),
        [("score_outside", "bakgrund", "a")],
    ),
    (
        "a score missing",
        whole(asked("a", "single", choices=[*choices("x", score=1), *choices("y")])),
        [("score_missing", "bakgrund", "a")],
    ),
    (
        "a hundred and one rows",
        whole(asked("a", "matrix", choices=YES_NO, rows=rows(*(f"r{at}" for at in range(101))))),
        [("too_many", "bakgrund", "a")],
    ),
    ("too long words", whole(asked("a") | {"text": {"sv": "å" * 1001}}), [("too_long", "bakgrund", "a")]),
    ("a script", whole(asked("a") | {"text": {"sv": "<script>alert(1)</script>"}}), [("markup", "bakgrund", "a")]),
    ("an invisible sign", whole(asked("a") | {"text": {"sv": "Rol\u200bl"}}), [("hidden", "bakgrund", "a")]),
    ("unknown actors", whole(asked("a", actors=["kommun"])), [("unknown_actor", "bakgrund", "a")]),
    ("unknown area", whole(asked("a", areas=["trolleri"])), [("unknown_area", "bakgrund", "a")]),
    ("unknown target", whole(asked("a", shown_when=[ROUTE])), [("unknown_target", "bakgrund", "a")]),
    ("later target", whole(asked("a", shown_when=[ROUTE]), YES), [("later_target", "bakgrund", "a")]),
    (
        "unknown value",
        whole(YES, asked("a", shown_when=[ROUTE | {"values": ["kanske"]}])),
        [("unknown_value", "bakgrund", "a")],
    ),
    (
        "a route from what another is asked",
        whole(YES | {"actors": ["region"]}, asked("a", shown_when=[ROUTE])),
        [("unasked_target", "bakgrund", "a")],
    ),
    (
        "a route from words",
        whole(asked("b"), asked("a", shown_when=[{"question": "b", "test": "is", "values": ["x"]}])),
        [("test_not_here", "bakgrund", "a")],
    ),
    ("bounds the wrong way", whole(asked("a", "number", least=3, most=1)), [("least_over_most", "bakgrund", "a")]),
    (
        "one earlier twice",
        whole(*(asked(code, earlier={"code": "c", "likeness": "same"}) for code in "ab")),
        [("earlier_twice", "bakgrund", "b")],
    ),
]


@pytest.mark.parametrize(("content", "expected"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG])
def test_what_is_wrong_is_told_with_its_place(content: object, expected: list[tuple[str, str, str]]) -> None:
    assert told(content) == expected


def test_a_circle_is_told_from_each_of_its_ends() -> None:
    first = asked("a", "single", choices=YES_NO, shown_when=[ROUTE | {"question": "b"}])
    second = asked("b", "single", choices=YES_NO, shown_when=[ROUTE | {"question": "a"}])
    found = problems(whole(first, second))
    assert [(one.code, one.params) for one in found] == [("cycle", {"value": "a → b → a"})]


def test_the_words_say_where_and_what_to_do() -> None:
    assert [str(one) for one in problems(whole(asked("a", "slider")))] == [
        "Sektionen bakgrund, frågan a: Frågetypen ”slider” finns inte. Välj en av: "
        "single, multi, matrix, ladder, number, date, text, ranking, file."
    ]


def test_more_than_a_hundred_problems_are_cut() -> None:
    found = problems(whole(*(asked("a", "slider") for _ in range(150))))
    assert (len(found), found[-1].code) == (101, "more")


def test_a_question_by_itself_may_not_lean_on_a_scale() -> None:
    assert [one.code for one in question_problems(asked("a", "single", scale="s"))] == ["unknown_scale"]
    assert question_problems(asked("a", "single", choices=YES_NO)) == []


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["a", "ja", "sv", "is", "at_least", "region", 10**400, "\u202e", *Kind])
)
KEYS = st.sampled_from([*QUESTION, *QUESTIONNAIRE, "sv", "questions", "question", "test", "values", "score", "x"])
GARBAGE = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | SCALARS, inner, max_size=5)
)


@given(GARBAGE)
def test_garbage_is_told_and_never_fails(content: object) -> None:
    assert [str(one) for one in problems(content)]
    question_problems(content)


def _places(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


FULL = whole(
    YES,
    asked("hur", shown_when=[ROUTE], longest=10, note={"sv": "Osäker"}),
    asked("behov", "matrix", scale="s", rows=rows("r1", "r2"), top=2, earlier={"code": "q", "likeness": "same"}),
    asked("tal", "number", least=0, most=10.5, decimals=1, unit={"sv": "%"}),
    asked("steg", "ladder", choices=YES_NO, rows=rows("l1"), asks_date=True),
    asked("sist", shown_when=[{"question": "tal", "test": "at_least", "values": [3]}], actors=["region"]),
    scales={"s": [*choices("x", score=2), *choices("y", score=1), *choices("z", outside=True)]},
)


@given(st.sampled_from(_places(FULL)[1:]), GARBAGE)
def test_a_questionnaire_with_garbage_put_in_fails_nowhere(place: tuple[Any, ...], garbage: object) -> None:
    content = deepcopy(FULL)
    inner: Any = content
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = garbage
    found = problems(content)
    if not found:
        read(content)
    assert all(str(one) for one in found)


def test_the_full_one_is_right() -> None:
    assert problems(FULL) == []
