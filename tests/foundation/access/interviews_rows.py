"""What the web may write of interview studies, for the tests of writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model

from stegvis.organisations.models import Organisation
from stegvis.surveys import models as surveys
from tests.support.cast import START, Cast
from tests.support.database import as_owner

M = TypeVar("M", bound=Model)
Make = Callable[[Cast, Organisation], Model]
ABOUT: dict[str, Any] = {"title": "S", "contacts_until": START, "notes_until": START}


def made(model: type[M], **fields: Any) -> M:
    with as_owner():
        return model._base_manager.create(**fields)


def study_of(owner: Organisation) -> surveys.InterviewStudy:
    return made(surveys.InterviewStudy, employer=owner, **ABOUT)


def theme_of(owner: Organisation) -> surveys.InterviewTheme:
    return made(surveys.InterviewTheme, study=study_of(owner), number=1, title="T")


def interview_of(owner: Organisation, study: surveys.InterviewStudy | None = None) -> surveys.Interview:
    study = study or study_of(owner)
    interviewer = made(surveys.Interviewer, study=study, employer=owner, email="i@example.se")
    return surveys.Interview(study=study, number=1, interviewer=interviewer)


def held(owner: Organisation, study: surveys.InterviewStudy | None = None) -> surveys.Interview:
    found = interview_of(owner, study)
    with as_owner():
        found.save()
    return found


def part_of_both(owner: Organisation, model: type[Model], **fields: Any) -> Model:
    """Of an interview and of a theme or what else is of the theme's study."""
    theme = theme_of(owner)
    interview = held(owner, theme.study)
    if model is surveys.InterviewSupport:
        about: dict[str, Any] = {"finding": made(surveys.InterviewFinding, study=theme.study, theme=theme, number=1)}
    else:
        about = {"theme": theme}
    return model(study=theme.study, interview=interview, **about, **fields)


def contact_of(owner: Organisation) -> surveys.IntervieweeContact:
    interview = held(owner)
    interviewee = made(surveys.Interviewee, study=interview.study, interview=interview, role="R")
    return surveys.IntervieweeContact(study=interview.study, interviewee=interviewee, name="N")


def of_theme(owner: Organisation, model: type[Model], **fields: Any) -> Model:
    theme = theme_of(owner)
    return model(study=theme.study, theme=theme, **fields)


def interviewee_of(owner: Organisation) -> surveys.Interviewee:
    interview = held(owner)
    return surveys.Interviewee(study=interview.study, interview=interview, role="R")


ROWS: dict[type[Model], tuple[str, str, Make]] = {
    surveys.InterviewStudy: ("employer", "gunilla", lambda c, o: surveys.InterviewStudy(employer=o, **ABOUT)),
    surveys.Interviewer: (
        "employer",
        "gunilla",
        lambda c, o: surveys.Interviewer(study=study_of(o), employer=o, email="i@example.se"),
    ),
    surveys.InterviewQuestion: (
        "study",
        "gunilla",
        lambda c, o: surveys.InterviewQuestion(study=study_of(o), number=1, text="F"),
    ),
    surveys.InterviewTheme: (
        "study",
        "gunilla",
        lambda c, o: surveys.InterviewTheme(study=study_of(o), number=1, title="T"),
    ),
    surveys.InterviewAsked: ("study", "gunilla", lambda c, o: surveys.InterviewAsked(study=study_of(o), name="K")),
    surveys.Interview: ("interviewer", "gunilla", lambda c, o: interview_of(o)),
    surveys.Interviewee: ("interview", "gunilla", lambda c, o: interviewee_of(o)),
    surveys.IntervieweeContact: ("interviewee", "gunilla", lambda c, o: contact_of(o)),
    surveys.InterviewNote: ("interview", "gunilla", lambda c, o: part_of_both(o, surveys.InterviewNote, text="A")),
    surveys.InterviewSummary: ("study", "gunilla", lambda c, o: of_theme(o, surveys.InterviewSummary, text="S")),
    surveys.InterviewFinding: (
        "study",
        "gunilla",
        lambda c, o: of_theme(o, surveys.InterviewFinding, number=1, text="U"),
    ),
    surveys.InterviewSupport: (
        "study",
        "gunilla",
        lambda c, o: part_of_both(o, surveys.InterviewSupport, stance="agrees"),
    ),
    surveys.InterviewQuote: ("study", "gunilla", lambda c, o: part_of_both(o, surveys.InterviewQuote, text="C")),
    surveys.InterviewReport: (
        "study",
        "gunilla",
        lambda c, o: surveys.InterviewReport(study=study_of(o), number=1, content={}, interviews=[]),
    ),
}
