from __future__ import annotations

from stegvis.exchange.demand.survey import needs
from stegvis.surveys.content.checks import problems
from stegvis.surveys.content.document import Kind
from stegvis.surveys.content.plain import read
from stegvis.surveys.content.routing import shown
from stegvis.surveys.packaged import packaged

LANGUAGES = {"sv", "en"}


def test_both_surveys_are_ready_and_hold() -> None:
    assert {code: problems(content) for code, content in packaged().items()} == {
        "karriarmodeller": [],
        "utbildningsbehov": [],
    }


def test_the_career_survey_asks_each_kind_of_organisation_its_own() -> None:
    survey = read(packaged()["karriarmodeller"])
    ladder = {"steg-anpassning": {"l09": {"status": "pagar"}}, "steg-inforande": {"l11": {"status": "planerat"}}}
    answers = {**ladder, "f3": "ja", "f4": "nej", "u1": "ja"}
    asked = {
        actor: sorted(code for code in shown(survey, actor, answers).codes if not code.startswith("steg-"))
        for actor in ("region", "municipality", "university", "council")
    }
    ladders = [f"l{number:02}" for number in range(1, 17)]
    assert asked == {
        "region": ["f1", "f2", "f3", "f3a", *ladders, "y1", "y3", "y4", "y5"],
        "municipality": ["f1", "f2", "f4", "f4b", *ladders, "y1", "y3", "y4", "y5"],
        "university": ["u1", "u1a", "u2", "u3", "u4", "u5"],
        "council": [],
    }


def test_the_needs_survey_holds_the_items_that_were_published() -> None:
    survey = read(packaged()["utbildningsbehov"])
    matrices = [one for one in survey.questions() if one.kind == Kind.MATRIX]
    rows = [row for one in matrices for row in one.rows]
    published = sorted(need.title for need in needs())
    assert sorted(row.text["sv"].partition(" (")[0] for row in rows) == published
    assert [row.code for row in rows if not row.areas] == []
    assert {tuple((one.code, one.score, one.is_outside) for one in matrix.choices) for matrix in matrices} == {
        (("akut", 3, False), ("vardefullt", 2, False), ("intressant", 1, False), ("inte-aktuellt", None, True))
    }


def test_everything_is_said_in_both_languages() -> None:
    for content in packaged().values():
        survey = read(content)
        texts = [survey.title, survey.intro, survey.thanks, *(section.title for section in survey.sections)]
        for question in survey.questions():
            texts += [question.text, *(one.text for one in (*question.choices, *question.rows))]
            texts += [one for one in (question.hint, question.note) if one]
        assert [one for one in texts if set(one) != LANGUAGES] == []


def test_what_the_source_leaves_open_carries_a_note() -> None:
    survey = read(packaged()["karriarmodeller"])
    noted = {code for one in survey.questions() if one.note for code in ([row.code for row in one.rows] or [one.code])}
    assert noted == {*(f"l{number:02}" for number in range(1, 17)), "y1", "y2", "y3", "y4", "y5", "f1", "f2"}
