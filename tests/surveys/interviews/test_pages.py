"""The pages: as the leader, an interviewer and a stranger, with few queries; and what saves itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from openpyxl import load_workbook  # type: ignore[import-untyped]

from stegvis.surveys.interviews import services, summarising
from stegvis.surveys.interviews.reporting import release_report
from stegvis.surveys.models import (
    Interview,
    InterviewAsked,
    Interviewee,
    Interviewer,
    InterviewNote,
    InterviewStudy,
    InterviewTheme,
)
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer
from tests.surveys.interviews.support import begun, does, held, named, noted, themes_of

pytestmark = pytest.mark.django_db
ROOM = "/enkater/intervjuer/"
MOST_QUERIES = 15
HTMX = {"HX-Request": "true"}


@dataclass
class Whole:
    """A study with an interview of Anna's and one of Dag's, notes, a finding, a quote and a report."""

    cast: Cast
    study: InterviewStudy
    hers: Interview
    his: Interview
    theme: InterviewTheme
    rows: dict[str, int] = field(default_factory=dict)

    def pages(self) -> dict[str, str]:
        """Every address that is read, by what it is."""
        study, hers, his = f"{ROOM}{self.study.pk}/", f"{ROOM}intervju/{self.hers.pk}/", self.rows
        return {
            "studies": ROOM,
            "new": f"{ROOM}ny/",
            "study": study,
            "change": f"{study}andra/",
            "guide": f"{study}guide/",
            "theme of the guide": f"{ROOM}tema/{self.theme.pk}/andra/",
            "coverage": f"{study}tillfragade/",
            "interviews": f"{study}intervjuer/",
            "plan": f"{study}intervjuer/ny/",
            "import": f"{study}intervjuer/fran-excel/",
            "template": f"{study}intervjuer/mall/",
            "interview": hers,
            "change interview": f"{hers}andra/",
            "delete interview": f"{hers}ta-bort/",
            "interviewees": f"{hers}deltagare/",
            "interviewee": f"{ROOM}deltagare/{his['interviewee']}/",
            "another's interview": f"{ROOM}intervju/{self.his.pk}/",
            "themes": f"{study}teman/",
            "theme": f"{ROOM}tema/{self.theme.pk}/",
            "finding": f"{ROOM}fynd/{his['finding']}/",
            "answers": f"{study}svar/",
            "report": f"{study}rapport/",
            "version": f"{study}rapport/1/",
            "pdf": f"{study}rapport/1/pdf/",
            "workbook": f"{study}rapport/1/xlsx/",
            "no such file": f"{study}rapport/1/docx/",
            "list as file": f"{study}intervjuer/?export=xlsx",
            "list as no file": f"{study}intervjuer/?export=exe",
        }


@layer
def whole(cast: Cast) -> Whole:
    study = begun(cast, fewest=3)
    named(cast, study, cast.anna)
    theme = themes_of(study)[0]
    hers = held(cast, study, cast.anna)
    others = [held(cast, study, cast.dag, place=f"Kommun {number}") for number in range(6)]
    for number, one in enumerate([hers, *others]):
        noted(cast.dag, one, theme, f"Det är svårt att rekrytera, säger nummer {number}.")
    finding = does(cast.dag, summarising.add_finding, theme_id=theme.pk, text="Det är svårt")
    stances = {one.pk: "agrees" for one in others}
    does(cast.dag, summarising.change_finding, finding_id=finding.pk, text="Det är svårt", stances=stances)
    quote = does(cast.dag, summarising.add_quote, theme_id=theme.pk, interview_id=hers.pk, text="svårt att rekrytera")
    does(cast.dag, services.move_study, study_id=study.pk, to="summarised")
    does(cast.dag, release_report, study_id=study.pk)
    does(cast.dag, services.move_study, study_id=study.pk, to="going_on")
    with as_owner():
        interviewee = Interviewee.objects.get(interview=hers).pk
    return Whole(
        cast, study, hers, others[0], theme, {"finding": finding.pk, "quote": quote.pk, "interviewee": interviewee}
    )


def test_who_gets_which_page_and_with_how_few_queries(whole: Whole) -> None:
    answers: dict[str, dict[str, int]] = {}
    costly = {}
    for name in ("dag", "anna", "gunilla", "cecilia"):
        client = Client()
        client.force_login(getattr(whole.cast, name))
        answers[name] = {}
        for page, address in whole.pages().items():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                answers[name][page] = client.get(address).status_code
            if len(queries) > MOST_QUERIES:
                costly[name, page] = len(queries)
        menu = [item["url"] for item in client.get(ROOM).context["navigation"]]
        assert (name, ROOM in menu) == (name, name == "anna")  # who leads goes there by a tab
    hers = {"studies", "study", "guide", "interviews", "interview", "change interview", "interviewees", "interviewee"}
    hers.add("list as file")
    for page in whole.pages():
        there = 200 if "no " not in page else 404
        assert (page, answers["dag"][page]) == (page, there)
        assert (page, answers["anna"][page]) == (page, 200 if page in hers else 404)
        own = {"studies": 200, "new": 200}
        assert (page, answers["gunilla"][page]) == (page, own.get(page, 404))
        assert (page, answers["cecilia"][page]) == (page, {"studies": 200}.get(page, 404))
    assert costly == {}


def test_no_page_with_notes_and_no_file_names_who_was_interviewed(whole: Whole) -> None:
    client = Client()
    client.force_login(whole.cast.dag)
    named_on = {
        page
        for page, address in whole.pages().items()
        if "Karin" in client.get(address).content.decode("utf-8", "ignore")
    }
    assert named_on == {"interviewees", "interviewee"}
    file = client.get(f"{ROOM}{whole.study.pk}/intervjuer/?export=xlsx").content
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(file)).active.iter_rows(min_row=2)]
    day = whole.hers.held_on
    assert [row[:6] for row in rows[:2]] == [
        [1, "Ale kommun", "enhetschef", "sjuksköterskor", "anna@example.se", "Genomförd"],
        [2, "Kommun 0", "enhetschef", "sjuksköterskor", "Dag", "Genomförd"],
    ]
    assert (rows[0][6].date(), rows[0][7:]) == (day, ["På plats", 52, None, 1])
    listed = client.get(f"{ROOM}{whole.study.pk}/intervjuer/").content.decode()
    assert (date_format(day) in listed, str(day) in listed) == (True, False)


def test_a_note_saves_itself_and_warns_of_names(whole: Whole) -> None:
    client = Client()
    client.force_login(whole.cast.anna)
    second = themes_of(whole.study)[1]
    address = f"{ROOM}intervju/{whole.hers.pk}/anteckning/{second.pk}/"
    said = client.post(address, {"text": "Karin sa att lönen styr", "revision": "0"}, headers=HTMX).content.decode()
    assert "Kan peka ut någon: Karin" in said
    assert f'id="tema-{second.pk}-rev" value="1" hx-swap-oob="true"' in said
    refused = client.post(address, {"text": "19811218-9876", "revision": "1"}, headers=HTMX)
    assert (refused.status_code, refused["Content-Type"]) == (422, "text/plain; charset=utf-8")
    both = client.post(address, {"text": "Mitt eget", "revision": "0"}, headers=HTMX)
    assert (both["HX-Retarget"], both["HX-Reswap"]) == (f"#tema-{second.pk}", "outerHTML")
    assert "Karin sa att lönen styr" in both.content.decode()
    assert "Mitt eget" in both.content.decode()
    with as_owner():
        assert InterviewNote.objects.get(theme=second).text == "Karin sa att lönen styr"


def test_without_scripts_nothing_that_was_typed_is_lost(whole: Whole) -> None:
    client = Client()
    client.force_login(whole.cast.dag)
    address = f"{ROOM}tema/{whole.theme.pk}/sammanfattning/"
    saved = client.post(address, {"text": "Rad ett\r\nRad två", "revision": "0"})
    assert (saved.status_code, saved["Location"]) == (302, f"{ROOM}tema/{whole.theme.pk}/#sammanfattning")
    both = client.post(address, {"text": "Mitt eget", "revision": "0"})
    assert both.status_code == 409
    assert [words in both.content.decode() for words in ("Rad ett\nRad två", "Mitt eget", "Spara mitt")] == [True] * 3
    mine = client.post(address, {"text": "Mitt eget", "revision": "1"})
    assert mine.status_code == 302
    refused = client.post(address, {"text": "Född 19811218-9876", "revision": "2"})
    assert [words in refused.content.decode() for words in ("Utelämna personnummer", "Född 19811218")] == [True] * 2
    odd = client.post(address, {"text": "x" * 9000, "revision": "-1"})
    assert "högst 8000" in odd.content.decode()


def test_what_is_pressed_is_done(whole: Whole) -> None:
    """Every form that answers with a redirect, pressed as the leader."""
    client = Client()
    client.force_login(whole.cast.dag)
    study = f"{ROOM}{whole.study.pk}/"
    with as_owner():
        anna = Interviewer.objects.get(user=whole.cast.anna)
        asked = InterviewAsked.objects.get(name="Kommun 1")
    presses: list[tuple[str, dict[str, Any], str]] = [
        (f"{study}intervjuare/", {"email": "ny@example.se"}, "kan intervjua i studien"),
        (f"{study}intervjuare/", {"email": "ny"}, "Skriv en e-postadress"),
        (f"{ROOM}intervjuare/{anna.pk}/ta-bort/", {}, "kan inte längre läsa"),
        (f"{study}guide/", {"title": "Framtid", "prompts": ""}, "Temat är tillagt"),
        (f"{study}huvudfragor/", {"questions": "En fråga\n\nEn till"}, "Huvudfrågorna är sparade"),
        (f"{ROOM}tema/{whole.theme.pk}/flytta/", {"gor": "ner"}, "Temat är flyttat"),
        (f"{ROOM}tema/{whole.theme.pk}/flytta/", {"gor": "ta-bort"}, "något skrivet om temat"),
        (f"{ROOM}tema/{whole.theme.pk}/andra/", {"title": "Rekryteringsläget"}, "Sparat"),
        (f"{study}tillfragade/", {"names": "Kungälvs kommun\nAle kommun"}, "1 har lagts till"),
        (f"{study}tillfragade/alla/", {}, "Alla medlemmar"),
        (f"{ROOM}tillfragad/{asked.pk}/", {"svar": "no"}, "Ställ in den först"),
        (f"{ROOM}tillfragad/{asked.pk}/", {"gor": "ta-bort"}, "kvar på listan"),
        (f"{ROOM}fynd/{whole.rows['finding']}/", {"text": "Svårare än förr"}, "Sparat"),
        (f"{ROOM}citat/{whole.rows['quote']}/", {"gor": "godkann"}, "får återges"),
        (f"{ROOM}citat/{whole.rows['quote']}/", {"gor": "angra"}, "återges inte"),
        (f"{ROOM}citat/{whole.rows['quote']}/", {"gor": "ta-bort"}, "Citatet är borttaget"),
        (f"{study}rapport/", {}, "En rapport görs när studien sammanställs"),
        (f"{study}lage/", {"till": "summarised"}, "Nu kan en rapport göras"),
        (f"{study}rapport/", {}, "Rapporten är gjord"),
        (f"{study}lage/", {"till": "closed"}, "Studien är avslutad"),
        (f"{study}lage/", {"till": "going_on"}, "Studien är avslutad. Det som är skrivet"),
    ]
    said = {}
    for address, typed, words in presses:
        page = client.post(address, typed, follow=True)
        said[address, words] = (page.status_code, words in page.content.decode())
    assert {key: found for key, found in said.items() if found != (200, True)} == {}


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("lage/", {"till": "deleted"}),
        ("intervjuer/ny/", {"interviewer": "999999", "state": "planned"}),
        ("intervjuer/ny/", {"interviewer": "1 2", "state": "hittepå", "held_on": "31 februari", "minutes": "1,5"}),
        ("andra/", {"title": "x" * 121, "contacts_until": "0001-01-01", "notes_until": "9999-12-31", "fewest": "2"}),
        ("guide/", {"title": ""}),
        ("tillfragade/", {"names": ""}),
    ],
)
def test_what_cannot_be_is_never_an_error(whole: Whole, address: str, typed: dict[str, str]) -> None:
    client = Client()
    client.force_login(whole.cast.dag)
    page = client.post(f"{ROOM}{whole.study.pk}/{address}", typed)
    assert page.status_code in {200, 404}
    assert page.status_code == 404 or page.context["form"].errors


def test_two_who_change_an_interview_are_both_shown(whole: Whole) -> None:
    client = Client()
    client.force_login(whole.cast.anna)
    address = f"{ROOM}intervju/{whole.hers.pk}/andra/"
    told = {"state": "held", "held_on": str(whole.hers.held_on), "mode": "teams", "minutes": "45"}
    assert client.post(address, told | {"revision": "0"}).status_code == 302
    page = client.post(address, told | {"minutes": "60", "revision": "0"})
    assert [(line.label, line.theirs, line.mine) for line in page.context["lines"]] == [("Minuter", "45", "60")]
    assert client.post(address, told | {"minutes": "60", "revision": "1"}).status_code == 302


def test_a_study_is_begun_on_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.dag)
    form = client.get(f"{ROOM}ny/").context["form"]
    typed = {"title": "Kartläggning", "fewest": "5", "told_by": "role", "owner": f"c{cast.gr.pk}"}
    days = {
        name: str(form.get_initial_for_field(form.fields[name], name)) for name in ("contacts_until", "notes_until")
    }
    page = client.post(f"{ROOM}ny/", typed | days, follow=True)
    assert "Skriv guiden och utse vilka som intervjuar" in page.content.decode()
    foreign = client.post(f"{ROOM}ny/", typed | days | {"owner": f"o{cast.molndal.pk}"})
    assert foreign.context["form"].errors["owner"]
