from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from pyxform.xls2xform import convert

from stegvis.surveys.content.plain import read, write
from stegvis.surveys.packaged import packaged
from stegvis.surveys.questionnaires.files import read_file
from stegvis.surveys.questionnaires.xlsform.writing import write_xlsform
from tests.surveys.content.test_checks import FULL

Sheet = list[list[str]]
SURVEY = ["type", "name", "label", "relevant", "appearance", "required", "constraint"]
CHOICES = ["list_name", "name", "label"]
YES_NO = [["yn", "ja", "Ja"], ["yn", "nej", "Nej"]]


def workbook(survey: Sheet, choices: Sheet = YES_NO, **settings: str) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, lines in (
            ("survey", [SURVEY, *survey]),
            ("choices", [CHOICES, *choices]),
            ("settings", [list(settings), list(settings.values())]),
        ):
            page = book.add_worksheet(name)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
    return content.getvalue()


@pytest.mark.parametrize("content", [*packaged().values(), FULL], ids=[*packaged(), "every kind"])
def test_what_is_written_is_judged_and_comes_back_the_same(content: Any) -> None:
    questionnaire = read(content)
    written = write_xlsform(questionnaire)
    assert convert(io.BytesIO(written), validate=False, file_type=".xlsx").xform
    found = read_file(written, "x.xlsx")
    assert (found.problems, found.notes) == ([], [])
    assert found.content is not None
    assert write(read(found.content)) == write(questionnaire)


def test_a_form_from_elsewhere_comes_in_with_what_it_means() -> None:
    found = read_file(
        workbook(
            [
                ["start", "start"],
                ["begin group", "Bakgrund", "Bakgrund"],
                ["select_one yn", "Samverkar", "Samverkar ni?", "", "", "yes"],
                ["text", "hur", "Hur?", "${Samverkar} = 'ja'"],
                ["end group"],
                ["begin_group", "betyg", "Betyg", "", "table-list"],
                ["select_one yn", "r1", "Rad 1"],
                ["end_group"],
                ["integer", "antal", "Hur många?", "", "", "", ". >= 0 and . <= 20"],
                ["select_multiple yn", "flera", "Vilka?", "if(${antal} > 3, true(), false())"],
            ],
            form_title="Prov",
            form_id="prov",
        ),
        "x.xlsx",
    )
    assert found.problems == []
    assert found.notes == [
        "Bladet survey, rad 2: ”start” hoppades över.",
        "Bladet survey, rad 11: Villkoret if(${antal} > 3, true(), false()) kunde inte tas med. Skriv det på nytt.",
    ]
    choices = [{"code": "ja", "text": {"sv": "Ja"}}, {"code": "nej", "text": {"sv": "Nej"}}]
    assert found.content == {
        "code": "prov",
        "title": {"sv": "Prov"},
        "sections": [
            {
                "code": "bakgrund",
                "title": {"sv": "Bakgrund"},
                "questions": [
                    {
                        "code": "samverkar",
                        "kind": "single",
                        "text": {"sv": "Samverkar ni?"},
                        "required": True,
                        "choices": choices,
                    },
                    {
                        "code": "hur",
                        "kind": "text",
                        "text": {"sv": "Hur?"},
                        "shown_when": [{"question": "samverkar", "test": "is", "values": ["ja"]}],
                    },
                ],
            },
            {
                "code": "fragor-2",
                "title": {"sv": "Frågor"},
                "questions": [
                    {
                        "code": "betyg",
                        "kind": "matrix",
                        "text": {"sv": "Betyg"},
                        "rows": [{"code": "r1", "text": {"sv": "Rad 1"}}],
                        "choices": choices,
                    },
                    {"code": "antal", "kind": "number", "text": {"sv": "Hur många?"}, "least": 0, "most": 20},
                    {"code": "flera", "kind": "multi", "text": {"sv": "Vilka?"}, "choices": choices},
                ],
            },
        ],
    }


@pytest.mark.parametrize(
    ("survey", "problems"),
    [
        (
            [["geotrace", "spar", "Spår"]],
            ["Bladet survey, rad 2: Typen ”geotrace” är okänd, eller kan inte frågas här. Välj en annan."],
        ),
        (
            [["select_one saknas", "a", "A"]],
            ["Bladet survey, rad 2: Listan ”saknas” finns inte i bladet choices. Skriv dess svarsalternativ där."],
        ),
        (
            [["text", "a", "A"], ["text", "a", "B"]],
            ["Bladet survey, rad 3: Namnet ”a” står redan på rad 2. Ge ett av dem ett annat namn."],
        ),
        (
            [["select_one yn", "a", "A", "${b} = 'ja'"], ["select_one yn", "b", "B", "${a} = 'ja'"]],
            ["Bladet survey, rad 2: Villkoren går i cirkel: a → b → a. Ta bort ett av dem."],
        ),
        (
            [["begin_group", "g", "G"], ["text", "a", "A"]],
            ["Bladet survey, rad 2: Gruppen slutar inte. Skriv ”end_group” efter dess sista fråga."],
        ),
        ([["text", "", "A"]], ["Bladet survey, rad 2: Namnet saknas. Skriv ett i kolumnen ”name”."]),
    ],
    ids=["unknown type", "missing choices", "duplicate name", "cyclic relevance", "open group", "no name"],
)
def test_what_is_wrong_is_told_by_sheet_and_row(survey: Sheet, problems: list[str]) -> None:
    assert read_file(workbook(survey), "x.xlsx").problems == problems


def test_what_is_no_xlsform_is_refused_in_words() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("Blad1")
    assert read_file(content.getvalue(), "x.xlsx").problems == ["Det finns inget blad ”survey”. Filen har: blad1."]
    broken = read_file(b"PK\x03\x04 not a workbook", "x.xlsx")
    assert (broken.content, len(broken.problems)) == (None, 1)
