"""An interview study of each employer, with one of each thing that an address may name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from stegvis.organisations.models import Organisation
from stegvis.surveys import models as surveys
from tests.support.cast import START

if TYPE_CHECKING:
    from tests.support.furnished import Furnished


def furnish_interviews(world: Furnished) -> None:
    """Run as the owner. Anna interviews in Ale's, Cecilia in Mölndal's."""
    cast = world.cast
    for slug, employer, user in (("ale", cast.ale, cast.anna), ("molndal", cast.molndal, cast.cecilia)):
        for kind, row in _rows(employer, user).items():
            world.rows.setdefault(kind, {})[slug] = row


def _rows(employer: Organisation, user: Any) -> dict[str, Any]:
    today = timezone.localdate()
    study = surveys.InterviewStudy.objects.create(
        employer=employer, title="Intervjuer", contacts_until=today, notes_until=today, state="going_on"
    )
    interviewer = surveys.Interviewer.objects.create(study=study, employer=employer, email=user.email, user=user)
    theme = surveys.InterviewTheme.objects.create(study=study, number=1, title="Rekrytering")
    question = surveys.InterviewQuestion.objects.create(study=study, number=1, text="Finns en plan?")
    asked = surveys.InterviewAsked.objects.create(study=study, name="Ale kommun")
    interview = surveys.Interview.objects.create(
        study=study, number=1, interviewer=interviewer, asked=asked, state="held", held_on=START
    )
    whose: dict[str, Any] = {"study": study, "interview": interview}
    interviewee = surveys.Interviewee.objects.create(**whose, role="enhetschef")
    surveys.IntervieweeContact.objects.create(study=study, interviewee=interviewee, name="Karin Berg")
    surveys.InterviewNote.objects.create(**whose, theme=theme, text="Svårt att rekrytera")
    told = {"title": "Intervjuer", "purpose": "", "networks": "", "fewest": 5, "told_by": "none", "method": _METHOD}
    told |= {"questions": [], "themes": [], "hidden": [], "proposals": []}
    surveys.InterviewReport.objects.create(study=study, number=1, content=told, interviews=[interview.pk])
    return {
        "interview study": study,
        "interviewer": interviewer,
        "interview theme": theme,
        "interview question": question,
        "interview asked": asked,
        "interview": interview,
        "interviewee": interviewee,
        "interview finding": surveys.InterviewFinding.objects.create(study=study, theme=theme, number=1, text="Svårt"),
        "interview quote": surveys.InterviewQuote.objects.create(**whose, theme=theme, text="Svårt"),
    }


_METHOD: dict[str, Any] = {"asked": 1, "yes": 1, "no": 0, "unanswered": 0, "interviews": None}
