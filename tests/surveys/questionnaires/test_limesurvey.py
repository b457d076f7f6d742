from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.surveys.questionnaires.files import MAX_BYTES, read_file
from stegvis.surveys.questionnaires.limesurvey.reading import read_lss

BOMB = b"""<?xml version="1.0"?><!DOCTYPE document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<document>&b;</document>"""


def table(name: str, *rows: dict[str, str]) -> str:
    cells = "".join(
        "<row>" + "".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in row.items()) + "</row>"
        for row in rows
    )
    return f"<{name}><fields/><rows>{cells}</rows></{name}>"


def question(qid: str, kind: str, title: str, **more: str) -> dict[str, str]:
    return {"qid": qid, "gid": "1", "type": kind, "title": title, "question_order": qid, "parent_qid": "0", **more}


def words(qid: str, text: str, language: str = "sv") -> dict[str, str]:
    return {"qid": qid, "question": text, "language": language}


LSS = (
    '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
    "<DBVersion>498</DBVersion>"
    + table("groups", {"gid": "1", "group_order": "1"})
    + table("group_l10ns", {"gid": "1", "group_name": "Bakgrund", "language": "sv"})
    + table(
        "questions",
        question("1", "Y", "Q1", mandatory="Y"),
        question("2", "S", "Q2", relevance='((Q1.NAOK == "Y"))'),
        question("3", "F", "Q3"),
        question("4", "M", "Q4"),
        question("5", "K", "Q5"),
        question("6", "1", "Q6"),
        question("7", "X", "Q7"),
        question("8", "I", "Q8"),
    )
    + table(
        "subquestions",
        question("31", "T", "SQ001", parent_qid="3"),
        question("41", "T", "SQ001", parent_qid="4"),
        question("51", "T", "SQ001", parent_qid="5"),
    )
    + table(
        "question_l10ns",
        words("1", "<p>Samverkar&nbsp;ni?</p>"),
        words("1", "Do you cooperate?", "en"),
        words("2", "Hur?"),
        words("3", "Betyg"),
        words("31", "Rad 1"),
        words("4", "Vilka?"),
        words("41", "Den första"),
        words("5", "Antal"),
        words("51", "Sjuksköterskor"),
        words("6", "Två skalor"),
        words("7", "Läs detta."),
        words("8", "Vilket språk?"),
    )
    + table(
        "answers",
        {"aid": "1", "qid": "3", "code": "A1", "sortorder": "1"},
        {"aid": "2", "qid": "3", "code": "A2", "sortorder": "2"},
    )
    + table(
        "answer_l10ns",
        {"aid": "1", "answer": "Bra", "language": "sv"},
        {"aid": "2", "answer": "Dåligt", "language": "sv"},
    )
    + table("surveys", {"sid": "1", "language": "sv"})
    + table("surveys_languagesettings", {"surveyls_title": "Prov", "surveyls_language": "sv"})
    + "</document>"
)


def test_a_survey_comes_in_and_what_cannot_is_told() -> None:
    content, problems, notes = read_lss(LSS.encode())
    assert problems == []
    assert notes == [
        "Frågan Q6: Frågetypen ”1” i LimeSurvey kan inte tas med. Frågan utelämnades.",
        "Frågan Q8: Den frågar vilket språk man svarar på, och utelämnades: det väljs på varje sida här.",
    ]
    assert content == {
        "code": "prov",
        "title": {"sv": "Prov"},
        "sections": [
            {
                "code": "grupp-1",
                "title": {"sv": "Bakgrund"},
                "text": {"sv": "Läs detta."},
                "questions": [
                    {
                        "code": "q1",
                        "kind": "single",
                        "text": {"sv": "Samverkar ni?", "en": "Do you cooperate?"},
                        "required": True,
                        "choices": [
                            {"code": "y", "text": {"sv": "Ja", "en": "Yes"}},
                            {"code": "n", "text": {"sv": "Nej", "en": "No"}},
                        ],
                    },
                    {
                        "code": "q2",
                        "kind": "text",
                        "text": {"sv": "Hur?"},
                        "shown_when": [{"question": "q1", "test": "is", "values": ["y"]}],
                    },
                    {
                        "code": "q3",
                        "kind": "matrix",
                        "text": {"sv": "Betyg"},
                        "choices": [
                            {"code": "a1", "text": {"sv": "Bra"}},
                            {"code": "a2", "text": {"sv": "Dåligt"}},
                        ],
                        "rows": [{"code": "q3-sq001", "text": {"sv": "Rad 1"}}],
                    },
                    {
                        "code": "q4",
                        "kind": "multi",
                        "text": {"sv": "Vilka?"},
                        "choices": [{"code": "sq001", "text": {"sv": "Den första"}}],
                    },
                    {"code": "q5-sq001", "kind": "number", "text": {"sv": "Antal: Sjuksköterskor"}},
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (BOMB, "Filen har dolda definitioner (XML-entiteter) och har inte lästs."),
        (b"<document><groups>", "Filen är inte hel XML (rad 1). Exportera den från LimeSurvey en gång till."),
        (b"<html></html>", "Det här är XML, men ingen enkät från LimeSurvey (.lss)."),
        (b"<document></document>", "Det finns inga frågor i filen. Exportera hela enkätens struktur (.lss)."),
        (b"<" * (MAX_BYTES + 1), "Filen är större än 10 MB och har inte lästs. Dela upp den."),
    ],
    ids=["entity bomb", "not whole", "other XML", "empty", "huge"],
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, problem: str) -> None:
    assert read_file(content, "x.lss").problems == [problem]


def test_a_file_that_is_not_xml_is_refused() -> None:
    assert read_file(b"Hej", "x.lss").problems == [
        "Filen är inte hel XML (rad 1). Exportera den från LimeSurvey en gång till."
    ]


@given(st.integers(0, len(LSS)), st.text(max_size=20))
def test_a_spoilt_file_never_fails(at: int, garbage: str) -> None:
    content, problems, _notes = read_lss((LSS[:at] + garbage + LSS[at + len(garbage) :]).encode("utf-8", "replace"))
    assert content is not None or problems
