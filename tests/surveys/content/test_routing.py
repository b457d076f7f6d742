from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stegvis.surveys.content.plain import read
from stegvis.surveys.content.routing import shown
from tests.surveys.content.test_checks import YES_NO, asked, choices, rows, whole

SCALE = [*choices("hog", score=2), *choices("lag", score=1), *choices("inte", outside=True)]


def when(question: str, test: str, *values: str) -> dict[str, Any]:
    return {"shown_when": [{"question": question, "test": test, "values": list(values)}]}


SURVEY = read(
    whole(
        asked("samverkar", "single", choices=YES_NO, actors=["region", "municipality"]),
        asked("hur", **when("samverkar", "is", "ja"), actors=["region", "municipality"]),
        asked("behov", "single", choices=YES_NO, **when("samverkar", "is", "nej"), actors=["region", "municipality"]),
        asked("vilket", **when("behov", "is", "ja"), actors=["region", "municipality"]),
        asked("betyg", "matrix", choices=SCALE, rows=[*rows("r1"), rows("r2")[0] | {"actors": ["region"]}]),
        asked("varfor", **when("r1", "at_least", "hog")),
        asked("antal", "number"),
        asked("manga", **when("antal", "at_least", "10")),
        asked("inte", **when("samverkar", "is_not", "ja"), actors=["region", "municipality"]),
    )
)


def codes(actor: str, **answers: Any) -> list[str]:
    found = shown(SURVEY, actor, answers)
    return [one.question.code for section in found.sections for one in section.questions]


def test_a_route_opens_with_its_answer() -> None:
    assert codes("region") == ["samverkar", "betyg", "antal"]
    assert codes("region", samverkar="ja") == ["samverkar", "hur", "betyg", "antal"]
    assert codes("region", samverkar="nej") == ["samverkar", "behov", "betyg", "antal", "inte"]


def test_what_stands_behind_a_closed_route_opens_nothing_and_does_not_count() -> None:
    answers = {"samverkar": "ja", "hur": "I råd", "behov": "ja", "vilket": "Mer"}
    found = shown(SURVEY, "region", answers)
    assert codes("region", **answers) == ["samverkar", "hur", "betyg", "antal"]
    assert found.counted(answers) == {"samverkar": "ja", "hur": "I råd"}
    assert found.codes == {"samverkar", "hur", "betyg", "r1", "r2", "antal"}


def test_each_kind_of_organisation_is_asked_its_own_rows_and_questions() -> None:
    assert codes("university", samverkar="ja") == ["betyg", "antal"]
    found = shown(SURVEY, "university", {"betyg": {"r1": "lag", "r2": "hog"}})
    assert found.counted({"betyg": {"r1": "lag", "r2": "hog"}}) == {"betyg": {"r1": "lag"}}
    assert [row.code for row in found.sections[0].questions[0].narrowed.rows] == ["r1"]


def test_a_row_and_a_number_are_tried_in_order() -> None:
    assert codes("university", betyg={"r1": "hog"}) == ["betyg", "varfor", "antal"]
    assert codes("university", betyg={"r1": "inte"}) == ["betyg", "antal"]
    assert codes("university", antal=10) == ["betyg", "antal", "manga"]
    assert codes("university", antal=9.5) == ["betyg", "antal"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["ja", "hog"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["r1", "status", "x"]), inner),
)


@given(
    st.sampled_from(["region", "municipality", "university", "", "x"]),
    st.dictionaries(st.sampled_from([one.code for one in SURVEY.questions()]), VALUES),
)
def test_no_answer_makes_it_fail_and_only_what_counts_decides(actor: str, answers: dict[str, Any]) -> None:
    found = shown(SURVEY, actor, answers)
    assert shown(SURVEY, actor, found.counted(answers)) == found
