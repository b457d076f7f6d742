"""The report: nothing of a few, the same on page, in PDF and in the workbook, and kept when notes are deleted."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook  # type: ignore[import-untyped]

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.notices.models import Notice
from stegvis.foundation.notices.queries import in_words, notices_of
from stegvis.surveys.interviews import interviewing, services, summarising
from stegvis.surveys.interviews.printing import report_pdf, report_workbook, shown
from stegvis.surveys.interviews.reminding import remind_of_notes
from stegvis.surveys.interviews.reporting import content_of, release_report
from stegvis.surveys.interviews.retention import forget_what_is_old
from stegvis.surveys.interviews.summarising import About
from stegvis.surveys.models import (
    Interview,
    InterviewAsked,
    Interviewee,
    IntervieweeContact,
    InterviewFinding,
    InterviewNote,
    InterviewQuestion,
    InterviewQuote,
    InterviewReport,
    InterviewStudy,
    InterviewSummary,
    InterviewSupport,
)
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer
from tests.support.pdf import Pdf
from tests.surveys.interviews.support import NURSES, REHAB, begun, does, facts, held, noted, themes_of

pytestmark = pytest.mark.django_db


Whole = tuple[InterviewStudy, list[Interview]]


@layer
def whole(cast: Cast) -> Whole:
    """The documents' own study: eight and seven, all of whom spoke of recruiting and three of pay."""
    rehab, nurses = 8, 7
    study = begun(cast, purpose="Ett underlag för beslut.", networks="Socialchefsnätverket")
    recruiting, pay = themes_of(study)
    interviews = [
        held(cast, study, cast.dag, REHAB if number < rehab else NURSES, minutes=41 + number)
        for number in range(rehab + nurses)
    ]
    for number, one in enumerate(interviews):
        noted(cast.dag, one, recruiting, f"Det är svårt att rekrytera, säger nummer {number}.")
    for one in interviews[:3]:
        noted(cast.dag, one, pay, "Lönen styr.")
    does(
        cast.dag,
        summarising.write_summary,
        study_id=study.pk,
        about=About(theme=recruiting.pk),
        text="Svårt.",
        revision=0,
    )
    agree(cast, recruiting.pk, "Det är svårt att rekrytera", interviews[:6] + interviews[rehab : rehab + 5])
    agree(cast, recruiting.pk, "Läget är olika", interviews[:9], differs=interviews[9:14])
    agree(cast, recruiting.pk, "Ryktet spelar roll", interviews[:2])
    quoted(cast, recruiting.pk, interviews[0], "svårt att rekrytera", approved=True)
    quoted(cast, recruiting.pk, interviews[1], "säger nummer 1", approved=False)
    with as_owner():
        question = InterviewQuestion.objects.filter(study=study).first()
    assert question is not None
    answered = About(question=question.pk)
    does(cast.dag, summarising.write_summary, study_id=study.pk, about=answered, text="Nej, i ingen.", revision=0)
    does(
        cast.dag,
        summarising.write_summary,
        study_id=study.pk,
        about=About(),
        text="En gemensam modell\nEn pilot",
        revision=0,
    )
    return study, interviews


def summed_up(cast: Cast, study: InterviewStudy, about: About, text: str) -> None:
    does(cast.dag, summarising.write_summary, study_id=study.pk, about=about, text=text, revision=0)


def agree(cast: Cast, theme: int, text: str, agrees: list[Interview], differs: list[Interview] | None = None) -> None:
    finding = does(cast.dag, summarising.add_finding, theme_id=theme, text=text)
    stances = {one.pk: "agrees" for one in agrees} | {one.pk: "differs" for one in differs or []}
    does(cast.dag, summarising.change_finding, finding_id=finding.pk, text=text, stances=stances)


def quoted(cast: Cast, theme: int, interview: Interview, text: str, *, approved: bool) -> None:
    quote = does(cast.dag, summarising.add_quote, theme_id=theme, interview_id=interview.pk, text=text)
    if approved:
        does(cast.dag, summarising.approve_quote, quote_id=quote.pk, approved=True)


def content(cast: Cast, study: InterviewStudy) -> dict[str, Any]:
    with acting_as(cast.dag.pk) as actor:
        return content_of(actor, InterviewStudy.objects.get(pk=study.pk))[0]


def test_what_is_told_of_the_documents_own_study(cast: Cast, whole: Whole) -> None:
    study, _interviews = whole
    assert content(cast, study) == {
        "title": "Kartläggning av karriärvägar",
        "purpose": "Ett underlag för beslut.",
        "networks": "Socialchefsnätverket",
        "fewest": 5,
        "told_by": "staff_group",
        "method": {
            "asked": None,  # one alone
            "yes": None,
            "no": None,
            "unanswered": None,
            "interviews": 15,
            "people": 15,
            "groups": [[REHAB, 8], [NURSES, 7]],
            "minutes": [40, 55],
            "modes": ["on_site"],
        },
        "questions": [
            {"text": "Finns det en plan i dag?", "answer": "Nej, i ingen."},
            {"text": "Finns det fördelar med en gemensam modell?", "answer": ""},
        ],
        "themes": [
            {
                "title": "Rekrytering",
                "interviews": 15,
                "summary": "Svårt.",
                "findings": [
                    {
                        "text": "Det är svårt att rekrytera",
                        "agrees": 11,
                        "differs": None,
                        "groups": [[REHAB, 6], [NURSES, 5]],
                    },
                    {"text": "Läget är olika", "agrees": 9, "differs": 5, "groups": []},
                    {"text": "Ryktet spelar roll", "agrees": None, "differs": None, "groups": []},
                ],
                "quotes": ["svårt att rekrytera"],
            }
        ],
        "hidden": ["Löneutveckling"],
        "proposals": ["En gemensam modell", "En pilot"],
    }


def test_of_four_interviews_nothing_is_counted(cast: Cast) -> None:
    study = begun(cast)
    recruiting, _pay = themes_of(study)
    for _number in range(4):
        noted(cast.dag, held(cast, study, cast.dag), recruiting, "Svårt")
    told = content(cast, study)
    assert (told["method"]["interviews"], told["method"]["people"], told["method"]["groups"]) == (None, None, [])
    assert (told["method"]["minutes"], told["method"]["modes"], told["themes"]) == ([], [], [])
    does(cast.dag, services.move_study, study_id=study.pk, to="summarised")
    with pytest.raises(Refused, match="4 intervjuer är genomförda, och ingenting redovisas om färre än 5"):
        does(cast.dag, release_report, study_id=study.pk)


def test_a_mixed_interview_is_of_no_group_alone(cast: Cast, whole: Whole) -> None:
    """One manager of each group together: counted among the rest, so that neither group can be told from them."""
    study, interviews = whole
    taker = interviewing.Taker(role="enhetschef", staff_group=NURSES)
    does(cast.dag, interviewing.add_interviewee, interview_id=interviews[0].pk, taker=taker)
    method = content(cast, study)["method"]
    assert (method["interviews"], method["people"], method["groups"]) == (15, 16, [[REHAB, 7], ["", 8]])


def test_it_is_told_by_one_way_only_and_that_stays(cast: Cast, whole: Whole) -> None:
    study, _interviews = whole
    does(cast.dag, services.move_study, study_id=study.pk, to="summarised")
    does(cast.dag, release_report, study_id=study.pk)
    changed = facts(purpose="Ett underlag för beslut.", networks="Socialchefsnätverket", told_by="role")
    with pytest.raises(Refused, match="En rapport har gjorts"):
        does(cast.dag, services.change_study, study_id=study.pk, facts=changed, revision=0)


def test_a_report_is_made_when_summarised_and_never_changes(cast: Cast, whole: Whole) -> None:
    study, interviews = whole
    with pytest.raises(Refused, match="när studien sammanställs"):
        does(cast.dag, release_report, study_id=study.pk)
    does(cast.dag, services.move_study, study_id=study.pk, to="summarised")
    made = does(cast.dag, release_report, study_id=study.pk)
    assert (made.number, made.content, len(made.interviews)) == (1, content(cast, study), 15)
    with as_owner(), pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        InterviewReport.objects.filter(pk=made.pk).update(number=9)
    assert does(cast.dag, release_report, study_id=study.pk).number == 2
    does(cast.dag, interviewing.delete_interview, interview_id=interviews[0].pk)
    with pytest.raises(Refused, match="inte riktigt desamma"):
        does(cast.dag, release_report, study_id=study.pk)
    with pytest.raises(Http404):
        does(cast.gunilla, release_report, study_id=study.pk)


def test_page_pdf_and_workbook_tell_the_same(cast: Cast, whole: Whole) -> None:
    study, _interviews = whole
    does(cast.dag, services.move_study, study_id=study.pk, to="summarised")
    made = does(cast.dag, release_report, study_id=study.pk)
    told = shown(made.content)
    assert told.method == (
        "15 intervjuer med 15 personer.",
        "Fördelning: rehabilitering 8, sjuksköterskor 7.",
        "De hölls: på plats.",
        "De tog mellan ungefär 40 och 55 minuter.",
    )
    assert [(one.agrees, one.groups) for one in told.themes[0].findings] == [
        ("Sades i 11 av 15 intervjuer.", "Av dem: rehabilitering 6, sjuksköterskor 5."),
        ("Sades i 9 av 15 intervjuer. 5 säger något annat.", ""),
        ("Sades i färre än 5 intervjuer.", ""),
    ]
    pdf = Pdf(report_pdf(made)).text()  # without its spaces
    sentences = [*told.method, *(one.agrees for one in told.themes[0].findings), "Nej, i ingen.", "En pilot"]
    assert [one for one in sentences if "".join(one.split()) not in pdf] == []
    assert "nummer1" not in pdf
    book = load_workbook(BytesIO(report_workbook(made)))
    rows = [[cell.value for cell in row] for row in book["Vad som sades"].iter_rows(min_row=2)]
    assert rows == [
        ["Rekrytering", "Det är svårt att rekrytera", 15, 11, None, told.themes[0].findings[0].groups],
        ["Rekrytering", "Läget är olika", 15, 9, 5, None],
        ["Rekrytering", "Ryktet spelar roll", 15, None, None, None],
    ]


def test_who_was_asked_and_how_is_told_of_enough_only(cast: Cast, whole: Whole) -> None:
    study, interviews = whole
    with as_owner():
        Interview.objects.filter(pk__in=[one.pk for one in interviews[:3]]).update(mode="phone")
    assert content(cast, study)["method"]["modes"] == ["on_site"]
    told = []
    for number, said in ((8, "yes"), (5, "no"), (2, "nothing"), (3, "nothing")):
        with as_owner():
            InterviewAsked.objects.bulk_create(
                InterviewAsked(study=study, name=f"{said} {len(told)}-{n}", said=said) for n in range(number)
            )
        method = content(cast, study)["method"]
        told.append((method["asked"], method["yes"], method["no"], method["unanswered"]))
    assert told == [(9, 9, 0, 0), (14, 9, 5, 0), (16, None, None, None), (19, 9, 5, 5)]


def test_a_leader_is_told_before_notes_go_without_a_report(cast: Cast, whole: Whole, client: Client) -> None:
    study, _interviews = whole
    today = timezone.localdate()

    def heard(days: int) -> list[str]:
        """What Dag has heard when the notes have so many days left."""
        with as_owner():
            InterviewStudy.objects.update(contacts_until=today, notes_until=today + timedelta(days=days))
            remind_of_notes()
            remind_of_notes()
        with acting_as(cast.dag.pk) as actor:
            return [one.text for one in in_words(actor, notices_of(actor)) if "anteckningar" in one.text.lower()]

    assert heard(31) == []
    assert len(heard(30)) == 1
    client.force_login(cast.dag)
    steps = {one.title for one in client.get("/?alla=1").context["steps"]}
    assert "1 intervjustudie utan rapport" in steps
    for other in (cast.gunilla, cast.anna):  # who lead another's, and nothing
        with acting_as(other.pk) as actor:
            assert not notices_of(actor).filter(kind="interviews.ending").exists()
    does(cast.dag, services.move_study, study_id=study.pk, to="summarised")
    does(cast.dag, release_report, study_id=study.pk)
    assert len(heard(20)) == 1
    with as_owner():
        assert Notice.objects.filter(kind="interviews.ending").count() == 1
    assert "1 intervjustudie utan rapport" not in {one.title for one in client.get("/?alla=1").context["steps"]}


def test_names_and_notes_are_deleted_on_their_days_and_the_report_stays(cast: Cast, whole: Whole) -> None:
    study, _interviews = whole
    does(cast.dag, services.move_study, study_id=study.pk, to="summarised")
    made = does(cast.dag, release_report, study_id=study.pk)
    yesterday = timezone.localdate() - timedelta(days=1)
    with as_owner():
        mine = InterviewStudy.objects.filter(pk=study.pk)
        forget_what_is_old()
        assert (IntervieweeContact.objects.count(), InterviewNote.objects.count()) == (15, 18)
        mine.update(contacts_until=yesterday)
        forget_what_is_old()
        assert (IntervieweeContact.objects.count(), InterviewNote.objects.count()) == (0, 18)
        mine.update(notes_until=yesterday)
        forget_what_is_old()
        forget_what_is_old()
        gone = (InterviewNote, InterviewQuote, InterviewSupport, Interviewee, Interview)
        kept = (InterviewFinding, InterviewSummary, InterviewReport)
        assert [model._base_manager.count() for model in gone] == [0] * 5
        assert [model._base_manager.count() for model in kept] == [3, 3, 1]
        today = timezone.localdate()
        assert list(mine.values_list("state", "contacts_deleted_on", "notes_deleted_on")) == [("closed", today, today)]
        assert InterviewReport.objects.get().content == made.content


def test_no_name_is_kept_when_the_day_has_passed(cast: Cast) -> None:
    study = begun(cast)
    one = held(cast, study, cast.dag)
    with as_owner():
        InterviewStudy.objects.update(contacts_until=timezone.localdate() - timedelta(days=1))
    taker = interviewing.Taker(role="enhetschef", name="Eva Ek")
    with pytest.raises(Refused, match="Namn sparas inte längre"):
        does(cast.dag, interviewing.add_interviewee, interview_id=one.pk, taker=taker)
