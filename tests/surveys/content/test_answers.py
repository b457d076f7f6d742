from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.surveys.content.answers import AnswerError, check_answer, missing
from stegvis.surveys.content.plain import read, read_question
from stegvis.surveys.content.routing import shown
from tests.surveys.content.test_checks import YES_NO, asked, choices, rows, whole

SINGLE = read_question(asked("a", "single", choices=YES_NO))
MULTI = read_question(asked("a", "multi", choices=[*choices("x", "y", "z"), *choices("inga", outside=True)], most=2))
MATRIX = read_question(asked("a", "matrix", choices=YES_NO, rows=rows("r1", "r2")))
LADDER = read_question(asked("a", "ladder", choices=YES_NO, rows=rows("r1"), asks_date=True))
WHOLE = read_question(asked("a", "number", least=0, most=20))
DECIMAL = read_question(asked("a", "number", decimals=1))
DATE = read_question(asked("a", "date"))
TEXT = read_question(asked("a", longest=10))
RANKING = read_question(asked("a", "ranking", choices=choices("x", "y", "z")))
FILE = read_question(asked("a", "file"))
ALL = [SINGLE, MULTI, MATRIX, LADDER, WHOLE, DECIMAL, DATE, TEXT, RANKING, FILE]


@pytest.mark.parametrize(
    ("question", "value", "kept"),
    [
        (SINGLE, "ja", "ja"),
        (SINGLE, ["nej"], "nej"),
        (SINGLE, "", None),
        (MULTI, ["z", "x"], ["x", "z"]),
        (MULTI, "y", ["y"]),
        (MATRIX, {"r2": "ja", "r1": ""}, {"r2": "ja"}),
        (MATRIX, {"r1": ""}, None),
        (LADDER, {"r1": {"status": "ja", "on": "2026-05-31"}}, {"r1": {"status": "ja", "on": "2026-05-31"}}),
        (LADDER, {"r1": "nej"}, {"r1": {"status": "nej"}}),
        (LADDER, {"r1": {"status": "", "on": ""}}, None),
        (WHOLE, " 1 2 ", 12),
        (WHOLE, 0, 0),
        (DECIMAL, "3,14", 3.1),
        (DATE, "2026-05-31", "2026-05-31"),
        (TEXT, "  Två\u200b ord\r\n", "Två ord"),
        (TEXT, "\u200b", None),
        (RANKING, ["z", "x"], ["z", "x"]),
        (FILE, {"id": "a-1", "name": "Plan.pdf", "size": 3}, {"id": "a-1", "name": "Plan.pdf", "size": 3}),
    ],
)
def test_what_can_be_taken_is_kept_plainly(question: Any, value: Any, kept: Any) -> None:
    assert check_answer(question, value) == kept


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        (SINGLE, "kanske", "”kanske” är inget av svarsalternativen. Välj på nytt."),
        (MULTI, ["x", "y", "z"], "Välj högst 2."),
        (MULTI, ["x", "inga"], "”inga” kan inte väljas tillsammans med andra. Ta bort ett av dem."),
        (MATRIX, {"r3": "ja"}, "Det finns svar på rader som inte frågas. Öppna sidan på nytt."),
        (LADDER, {"r1": {"on": "2026-05-31"}}, "Välj hur långt ni har kommit, inte bara datumet."),
        (LADDER, {"r1": {"status": "ja", "on": "i maj"}}, "”i maj” är inget datum. Skriv det som 2026-05-31."),
        (WHOLE, "21", "21 är för mycket. Det högsta är 20."),
        (WHOLE, "-1", "-1 är för lite. Det lägsta är 0."),
        (WHOLE, "1,5", "Skriv ett heltal, utan decimaler."),
        (WHOLE, "många", "”många” är inget tal. Skriv det med siffror."),
        (DATE, "2026-02-30", "”2026-02-30” är inget datum. Skriv det som 2026-05-31."),
        (DATE, "0026-02-03", "Årtalet 26 kan inte stämma."),
        (TEXT, "x" * 1_000_000, "Svaret är 1000000 tecken långt, men högst 10 får plats. Korta det."),
        (TEXT, "x" * 11, "Svaret är 11 tecken långt, men högst 10 får plats. Korta det."),
        (RANKING, ["x", "x"], "Samma alternativ står på två platser. Ge varje alternativ en plats."),
        (FILE, "C:\\plan.pdf", "Bifoga filen på nytt."),
    ],
)
def test_what_cannot_is_refused_in_words(question: Any, value: Any, words: str) -> None:
    with pytest.raises(AnswerError) as wrong:
        check_answer(question, value)
    assert wrong.value.text == words


def test_what_must_be_answered_is_told_by_question_and_row() -> None:
    survey = read(
        whole(
            asked("a", "single", choices=YES_NO, required=True),
            asked("b", required=True, shown_when=[{"question": "a", "test": "is", "values": ["ja"]}]),
            asked("c", "matrix", choices=YES_NO, rows=rows("r1", "r2"), required=True),
        )
    )
    answers = {"a": "nej", "c": {"r1": "ja"}}
    found = [(question.code, row) for question, row in missing(shown(survey, "", answers), answers)]
    assert found == [("c", "r2")]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=15)
    | st.sampled_from(["ja", "x", "2026-05-31", 10**400]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["r1", "status", "on", "id", "name", "size"]) | st.text(max_size=3), inner)
    ),
)


@given(st.sampled_from(ALL), VALUES)
def test_whatever_comes_is_kept_or_refused_and_what_is_kept_is_kept_again(question: Any, value: Any) -> None:
    try:
        kept = check_answer(question, value)
    except AnswerError:
        return
    assert check_answer(question, kept) == kept
