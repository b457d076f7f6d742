"""A study as a collaboration's coordinator leads it, with as many interviews as a test wants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.surveys.interviews import asking, interviewing, services
from stegvis.surveys.interviews.interviewing import Taker
from stegvis.surveys.interviews.services import Facts, Owner, Theme
from stegvis.surveys.models import Interview, InterviewAsked, Interviewer, InterviewStudy, InterviewTheme
from tests.support.cast import Cast
from tests.support.database import as_owner

REHAB, NURSES = "rehabilitering", "sjuksköterskor"


def does(by: User, service: Callable[..., Any], /, **given: Any) -> Any:
    with acting_as(by.pk) as actor:
        return service(actor=actor, **given)


def facts(**changed: Any) -> Facts:
    today = timezone.localdate()
    days = {"contacts_until": today + timedelta(days=100), "notes_until": today + timedelta(days=200)}
    return Facts(
        **{"title": "Kartläggning av karriärvägar", "notice": "Vi frågar för GR:s räkning.", **days, **changed}
    )


def begun(cast: Cast, **changed: Any) -> InterviewStudy:
    """Dag's, open for interviews, with two themes and two main questions."""
    owner = Owner(collaboration=cast.gr.pk)
    study: InterviewStudy = does(cast.dag, services.begin_study, owner=owner, facts=facts(**changed))
    for title in ("Rekrytering", "Löneutveckling"):
        does(cast.dag, services.add_theme, study_id=study.pk, theme=Theme(title, "Hur är läget?\nVad är svårt?"))
    questions = ["Finns det en plan i dag?", "Finns det fördelar med en gemensam modell?"]
    does(cast.dag, services.set_questions, study_id=study.pk, texts=questions)
    does(cast.dag, services.move_study, study_id=study.pk, to="going_on")
    return study


def interviewer_of(study: InterviewStudy, user: User) -> Interviewer:
    with as_owner():
        return Interviewer.objects.get(study=study, user=user)


def named(cast: Cast, study: InterviewStudy, user: User) -> Interviewer:
    does(cast.dag, services.name_interviewer, study_id=study.pk, email=user.email)
    return interviewer_of(study, user)


def themes_of(study: InterviewStudy) -> list[InterviewTheme]:
    with as_owner():
        return list(InterviewTheme.objects.filter(study=study))


def held(
    cast: Cast, study: InterviewStudy, by: User, group: str = NURSES, place: str = "Ale kommun", **changed: Any
) -> Interview:
    """An interview yesterday with a unit manager of the group."""
    does(cast.dag, asking.ask_named, study_id=study.pk, names=place, on=None)
    with as_owner():
        asked = InterviewAsked.objects.get(study=study, name=place)
    about = interviewing.Facts(
        **{
            "interviewer": interviewer_of(study, by).pk,
            "asked": asked.pk,
            "state": "held",
            "held_on": timezone.localdate() - timedelta(days=1),
            "mode": "on_site",
            "minutes": 52,
            **changed,
        }
    )
    made: Interview = does(cast.dag, interviewing.plan_interview, study_id=study.pk, facts=about)
    taker = Taker(role="enhetschef", staff_group=group, told_on=timezone.localdate(), agrees=True, name="Karin Berg")
    does(cast.dag, interviewing.add_interviewee, interview_id=made.pk, taker=taker)
    return made


def noted(by: User, interview: Interview, theme: InterviewTheme, text: str, revision: int = 0) -> Any:
    given = {"interview_id": interview.pk, "theme_id": theme.pk, "text": text, "revision": revision}
    return does(by, interviewing.write_note, **given)
