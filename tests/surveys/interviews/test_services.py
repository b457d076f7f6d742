"""A study from plan to closing: who reads and writes what, and what is refused in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.models import Notice
from stegvis.surveys.interviews import asking, interviewing, queries, services, summarising
from stegvis.surveys.interviews.interviewing import Taker
from stegvis.surveys.interviews.services import Overtaken, Owner, Theme
from stegvis.surveys.interviews.summarising import About
from stegvis.surveys.interviews.tasks import tell_named
from stegvis.surveys.interviews.writing import Conflict
from stegvis.surveys.models import (
    Interview,
    InterviewAsked,
    Interviewee,
    IntervieweeContact,
    Interviewer,
    InterviewFinding,
    InterviewNote,
    InterviewStudy,
    InterviewSummary,
    InterviewSupport,
    InterviewTheme,
)
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.surveys.interviews.support import begun, does, facts, held, named, noted, themes_of

pytestmark = pytest.mark.django_db
NUMBER = "Hon heter 19811218-9876"


def seen(by: User, model: Any, **where: Any) -> int:
    """How many rows the database itself shows."""
    with acting_as(by.pk):
        return int(model._base_manager.filter(**where).count())


def test_only_a_coordinator_begins_a_study_and_for_their_own_only(cast: Cast) -> None:
    with pytest.raises(Refused, match="Bara samordnare"):
        does(cast.anna, services.begin_study, owner=Owner(employer=cast.ale.pk), facts=facts())
    with pytest.raises(Http404):
        does(cast.gunilla, services.begin_study, owner=Owner(employer=cast.molndal.pk), facts=facts())
    study = does(cast.gunilla, services.begin_study, owner=Owner(employer=cast.ale.pk), facts=facts())
    assert (study.state, str(study.owner)) == ("planned", "Ale kommun")
    assert seen(cast.gunilla, Interviewer, study=study, user=cast.gunilla) == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"title": " "}, "Ge det en titel"),
        ({"fewest": 2}, "3 till 100"),
        ({"told_by": "municipality"}, "delas upp"),
        ({"contacts_until": timezone.localdate() - timedelta(days=1)}, "har passerat"),
        ({"notes_until": timezone.localdate()}, "Namnen tas bort före"),
        ({"notes_until": timezone.localdate() + timedelta(days=9999)}, "tio år"),
        ({"purpose": NUMBER}, "personnummer"),
    ],
)
def test_a_study_that_does_not_hold_is_refused_in_words(cast: Cast, changed: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        does(cast.dag, services.begin_study, owner=Owner(collaboration=cast.gr.pk), facts=facts(**changed))
    assert seen(cast.dag, InterviewStudy) == 0


def test_two_who_change_a_study_do_not_overwrite_each_other(cast: Cast) -> None:
    study = begun(cast)
    does(cast.dag, services.change_study, study_id=study.pk, facts=facts(title="Först"), revision=0)
    with pytest.raises(Overtaken):
        does(cast.dag, services.change_study, study_id=study.pk, facts=facts(title="Sedan"), revision=0)
    with as_owner():
        assert InterviewStudy.objects.get().title == "Först"


def test_three_circles_read_three_things(cast: Cast) -> None:
    """The leader everything, an interviewer their own interviews, another interviewer theirs, a stranger nothing."""
    study = begun(cast)
    named(cast, study, cast.anna)
    named(cast, study, cast.cecilia)
    first, second = themes_of(study)
    hers = held(cast, study, cast.anna)
    other = held(cast, study, cast.cecilia, place="Mölndals kommun")
    noted(cast.anna, hers, first, "Svårt att rekrytera")
    noted(cast.cecilia, other, first, "Lätt att rekrytera")
    about = About(theme=first.pk)
    does(cast.dag, summarising.write_summary, study_id=study.pk, about=about, text="Det skiljer sig", revision=0)
    does(cast.dag, summarising.add_finding, theme_id=first.pk, text="Det är svårt")
    models = (
        InterviewStudy,
        InterviewTheme,
        Interview,
        Interviewee,
        IntervieweeContact,
        InterviewNote,
        InterviewSummary,
        InterviewFinding,
    )
    circles = {user.name: [seen(user, model) for model in models] for user in (cast.dag, cast.anna, cast.gunilla)}
    assert circles == {"Dag": [1, 2, 2, 2, 2, 2, 1, 1], "Anna": [1, 2, 1, 1, 1, 1, 0, 0], "Gunilla": [0] * 8}
    with pytest.raises(Http404):
        noted(cast.anna, other, first, "Ändrat")
    with pytest.raises(Http404):
        noted(cast.gunilla, hers, second, "Ändrat")


def test_whoever_interviews_no_longer_reads_nothing(cast: Cast) -> None:
    study = begun(cast)
    anna = named(cast, study, cast.anna)
    hers = held(cast, study, cast.anna)
    noted(cast.anna, hers, themes_of(study)[0], "Svårt")
    does(cast.dag, services.remove_interviewer, interviewer_id=anna.pk)
    assert [seen(cast.anna, model) for model in (InterviewStudy, Interview, InterviewNote)] == [0, 0, 0]
    assert [seen(cast.dag, model) for model in (InterviewStudy, Interview, InterviewNote)] == [1, 1, 1]
    does(cast.dag, services.name_interviewer, study_id=study.pk, email=cast.anna.email)
    assert seen(cast.anna, InterviewNote) == 1


def test_naming_tells_nothing_of_accounts_and_finds_who_comes_later(cast: Cast) -> None:
    study = begun(cast)
    does(cast.dag, services.name_interviewer, study_id=study.pk, email="Ny@Example.se")
    does(cast.dag, services.name_interviewer, study_id=study.pk, email=cast.anna.email)
    with acting_as(cast.dag.pk) as actor:
        shown = [str(one) for one in queries.interviewers_of(actor, study)]
    assert shown == ["anna@example.se", "Dag", "ny@example.se"]
    with as_owner():
        new = User.objects.create_user("ny@example.se", name="Ny")
    assert seen(new, InterviewStudy) == 0
    services.claim_interviews("ny@example.se")
    assert seen(new, InterviewStudy) == 1
    with acting_as(new.pk) as actor:
        services.note_opening(actor=actor, study=study)
    with acting_as(cast.dag.pk) as actor:
        assert [str(one) for one in queries.interviewers_of(actor, study)] == ["anna@example.se", "Dag", "Ny"]
    with pytest.raises(Refused, match="redan"):
        does(cast.dag, services.name_interviewer, study_id=study.pk, email="ny@example.se")


def test_who_is_named_is_told_once(cast: Cast) -> None:
    study = begun(cast)
    anna = named(cast, study, cast.anna)
    with as_owner():
        tell_named.func(interviewer_id=anna.pk)
        tell_named.func(interviewer_id=anna.pk)
        told = Notice.objects.filter(user=cast.anna, kind="interviews.named").values_list("link", flat=True)
        assert list(told) == [f"/enkater/intervjuer/{study.pk}/"]


def test_the_guide_is_ordered_and_keeps_what_is_written_about(cast: Cast) -> None:
    study = begun(cast)
    first, second = themes_of(study)
    does(cast.dag, services.move_theme, theme_id=second.pk, by=-1)
    assert [one.title for one in themes_of(study)] == ["Löneutveckling", "Rekrytering"]
    noted(cast.dag, held(cast, study, cast.dag), first, "Svårt")
    with pytest.raises(Refused, match="något skrivet"):
        does(cast.dag, services.remove_theme, theme_id=first.pk)
    with pytest.raises(Refused, match="redan ett tema"):
        does(cast.dag, services.change_theme, theme_id=first.pk, theme=Theme("Löneutveckling"))
    does(cast.dag, services.remove_theme, theme_id=second.pk)
    assert [one.title for one in themes_of(study)] == ["Rekrytering"]


def test_a_main_question_with_an_answer_is_not_dropped(cast: Cast) -> None:
    study = begun(cast)
    with acting_as(cast.dag.pk) as actor:
        question = queries.questions_of(actor, study)[0]
    about = About(question=question.pk)
    does(cast.dag, summarising.write_summary, study_id=study.pk, about=about, text="Nej", revision=0)
    with pytest.raises(Refused, match="har ett svar"):
        does(cast.dag, services.set_questions, study_id=study.pk, texts=["En annan fråga"])
    does(cast.dag, services.set_questions, study_id=study.pk, texts=["En annan fråga", question.text])
    with acting_as(cast.dag.pk) as actor:
        rows, _proposals = queries.answers_of(actor, study)
    assert [(one.text, summary.text) for one, summary in rows] == [("En annan fråga", ""), (question.text, "Nej")]


def test_all_members_are_asked_once_and_whom_one_interviews_takes_part(cast: Cast) -> None:
    study = begun(cast)
    assert does(cast.dag, asking.ask_members, study_id=study.pk, on=timezone.localdate()) == 2
    assert does(cast.dag, asking.ask_members, study_id=study.pk, on=timezone.localdate()) == 0
    held(cast, study, cast.dag, place="Ale kommun")
    with acting_as(cast.dag.pk) as actor:
        coverage = queries.coverage_of(actor, study)
    assert (coverage.yes, coverage.no, coverage.unanswered, coverage.total) == (1, 0, 1, 2)
    rows = {one.name: one for one in coverage.asked}
    with pytest.raises(Refused, match="Ställ in"):
        does(cast.dag, asking.note_answer, asked_id=rows["Ale kommun"].pk, said="no")
    with pytest.raises(Refused, match="kvar på listan"):
        does(cast.dag, asking.remove_asked, asked_id=rows["Ale kommun"].pk)
    does(cast.dag, asking.note_answer, asked_id=rows["Mölndals kommun"].pk, said="no")
    with pytest.raises(Refused, match="deltar inte"):
        held(cast, study, cast.dag, place="Mölndals kommun")
    assert seen(cast.dag, InterviewAsked, said="no") == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"held_on": None}, "vilken dag"),
        ({"held_on": timezone.localdate() + timedelta(days=1)}, "dag som har varit"),
        ({"minutes": 700}, "600 minuter"),
        ({"followed_up_on": timezone.localdate() - timedelta(days=9)}, "efter intervjun"),
    ],
)
def test_an_interview_that_cannot_be_is_refused_in_words(cast: Cast, changed: dict[str, Any], why: str) -> None:
    study = begun(cast)
    with pytest.raises(Refused, match=why):
        held(cast, study, cast.dag, **changed)
    assert seen(cast.dag, Interview) == 0


def test_an_interviewer_changes_facts_but_not_who_interviews(cast: Cast) -> None:
    study = begun(cast)
    anna, dag = named(cast, study, cast.anna), begun_by(cast, study)
    hers = held(cast, study, cast.anna)
    about: dict[str, Any] = {"asked": hers.asked_id, "state": "held", "held_on": hers.held_on, "minutes": 40}
    told = interviewing.Facts(interviewer=anna.pk, **about)
    assert does(cast.anna, interviewing.change_interview, interview_id=hers.pk, facts=told, revision=0).minutes == 40
    with pytest.raises(Overtaken):
        does(cast.anna, interviewing.change_interview, interview_id=hers.pk, facts=told, revision=0)
    given = interviewing.Facts(interviewer=dag, **about)
    with pytest.raises(Http404):
        does(cast.anna, interviewing.change_interview, interview_id=hers.pk, facts=given, revision=1)
    with pytest.raises(Http404):
        does(cast.anna, interviewing.delete_interview, interview_id=hers.pk)


def begun_by(cast: Cast, study: InterviewStudy) -> int:
    with as_owner():
        return int(Interviewer.objects.get(study=study, user=cast.dag).pk)


def test_notes_of_two_tabs_are_both_kept_from_being_lost(cast: Cast) -> None:
    study = begun(cast)
    one, theme = held(cast, study, cast.dag), themes_of(study)[0]
    assert noted(cast.dag, one, theme, "Först").revision == 1
    with pytest.raises(Conflict) as conflict:
        noted(cast.dag, one, theme, "Sedan", revision=0)
    assert conflict.value.theirs.text == "Först"
    assert noted(cast.dag, one, theme, "Först", revision=0).revision == 1  # the answer was lost, and it is sent again
    assert noted(cast.dag, one, theme, "Båda", revision=1).revision == 2
    assert noted(cast.dag, one, theme, "", revision=2).text == ""


def test_a_personal_number_in_notes_is_refused_and_nothing_is_saved(cast: Cast) -> None:
    study = begun(cast)
    one, theme = held(cast, study, cast.dag), themes_of(study)[0]
    with pytest.raises(Refused, match="personnummer"):
        noted(cast.dag, one, theme, NUMBER)
    with pytest.raises(Refused, match="högst 20000"):
        noted(cast.dag, one, theme, "a" * 20_001)
    assert seen(cast.dag, InterviewNote) == 0


def test_names_are_kept_apart_and_go_with_whom_they_name(cast: Cast) -> None:
    study = begun(cast)
    held(cast, study, cast.dag)
    with as_owner():
        row = Interviewee.objects.get()
    does(cast.dag, interviewing.change_interviewee, interviewee_id=row.pk, taker=Taker(role="enhetschef"))
    assert seen(cast.dag, IntervieweeContact) == 0
    with pytest.raises(Refused, match="roll eller personalgrupp"):
        does(cast.dag, interviewing.change_interviewee, interviewee_id=row.pk, taker=Taker(name="Karin"))
    does(cast.dag, interviewing.change_interviewee, interviewee_id=row.pk, taker=Taker(role="chef", phone="0701"))
    does(cast.dag, interviewing.remove_interviewee, interviewee_id=row.pk)
    assert (seen(cast.dag, Interviewee), seen(cast.dag, IntervieweeContact)) == (0, 0)


def test_when_it_is_summarised_interviewers_write_no_more_and_closed_nobody_does(cast: Cast) -> None:
    study = begun(cast)
    named(cast, study, cast.anna)
    one, theme = held(cast, study, cast.anna), themes_of(study)[0]
    with pytest.raises(Refused, match="annat läge"):
        does(cast.dag, services.move_study, study_id=study.pk, to="closed")
    does(cast.dag, services.move_study, study_id=study.pk, to="summarised")
    with pytest.raises(Refused, match="sammanställs"):
        noted(cast.anna, one, theme, "Sent")
    with pytest.raises(Refused, match="sammanställs"):
        held(cast, study, cast.dag)
    assert noted(cast.dag, one, theme, "Leder").revision == 1
    does(cast.dag, services.move_study, study_id=study.pk, to="closed")
    with pytest.raises(Refused, match="avslutad"):
        noted(cast.dag, one, theme, "Efteråt", revision=1)
    with pytest.raises(Http404):
        does(cast.gunilla, services.move_study, study_id=study.pk, to="going_on")


def test_a_finding_is_traced_to_interviews_that_spoke_of_the_theme(cast: Cast) -> None:
    study = begun(cast)
    first, _second = themes_of(study)
    spoke, silent = held(cast, study, cast.dag), held(cast, study, cast.dag)
    noted(cast.dag, spoke, first, "Det är svårt att rekrytera sjuksköterskor.")
    finding = does(cast.dag, summarising.add_finding, theme_id=first.pk, text="Rekryteringen är svår")
    told = {"finding_id": finding.pk, "text": "Det är svårt att rekrytera"}
    does(cast.dag, summarising.change_finding, **told, stances={spoke.pk: "agrees"})
    with pytest.raises(Http404):
        does(cast.dag, summarising.change_finding, **told, stances={silent.pk: "agrees"})
    with acting_as(cast.dag.pk) as actor:
        whole = queries.theme_whole(actor, queries.led_theme(actor, first.pk))
    assert [(one.row.text, one.agrees, one.differs) for one in whole.findings] == [
        ("Det är svårt att rekrytera", [1], [])
    ]
    does(cast.dag, summarising.change_finding, **told, stances={spoke.pk: ""})
    assert seen(cast.dag, InterviewSupport) == 0


def test_a_quote_is_the_interviews_own_words(cast: Cast) -> None:
    study = begun(cast)
    first, _second = themes_of(study)
    spoke = held(cast, study, cast.dag)
    noted(cast.dag, spoke, first, "Hon sa: det är\nsvårt att rekrytera.")
    told = {"theme_id": first.pk, "interview_id": spoke.pk}
    with pytest.raises(Refused, match="egna ord"):
        does(cast.dag, summarising.add_quote, **told, text="det är lätt")
    quote = does(cast.dag, summarising.add_quote, **told, text="det är svårt att rekrytera")
    with pytest.raises(Refused, match="redan valt"):
        does(cast.dag, summarising.add_quote, **told, text="det är svårt att rekrytera")
    approved = does(cast.dag, summarising.approve_quote, quote_id=quote.pk, approved=True)
    assert (approved.approved_by_id, approved.approved_on) == (cast.dag.pk, timezone.localdate())
    assert does(cast.dag, summarising.approve_quote, quote_id=quote.pk, approved=False).approved_on is None


def test_an_interview_is_deleted_whole_for_who_takes_back_their_yes(cast: Cast) -> None:
    study = begun(cast)
    first, _second = themes_of(study)
    one = held(cast, study, cast.dag)
    noted(cast.dag, one, first, "Det är svårt")
    finding = does(cast.dag, summarising.add_finding, theme_id=first.pk, text="Svårt")
    given = {"finding_id": finding.pk, "text": "Svårt", "stances": {one.pk: "agrees"}}
    does(cast.dag, summarising.change_finding, **given)
    does(cast.dag, summarising.add_quote, theme_id=first.pk, interview_id=one.pk, text="svårt")
    does(cast.dag, interviewing.delete_interview, interview_id=one.pk)
    left = (Interview, InterviewNote, Interviewee, IntervieweeContact, InterviewSupport, InterviewFinding)
    assert [seen(cast.dag, model) for model in left] == [0, 0, 0, 0, 0, 1]
