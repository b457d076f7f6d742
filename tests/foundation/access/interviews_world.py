"""Interview studies in the drawn world: of employers and of collaborations, with interviewers who are anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stegvis.surveys import models as surveys

if TYPE_CHECKING:
    from tests.foundation.access.world import Maker


def make_interviews(maker: Maker) -> None:
    owners: list[dict[str, Any]] = [
        *({"employer": one} for one in maker.world.employers),
        *({"collaboration": one} for one in maker.world.collaborations),
    ]
    for owner in owners:
        a_study(maker, owner)


def a_study(maker: Maker, owner: dict[str, Any]) -> None:
    study = surveys.InterviewStudy.objects.create(
        **owner,
        title="S",
        contacts_until=maker.today,
        notes_until=maker.today,
        state=maker.draw.choice(surveys.InterviewStudy.State.values),
    )
    theme = surveys.InterviewTheme.objects.create(study=study, number=1, title="T")
    question = surveys.InterviewQuestion.objects.create(study=study, number=1, text="F")
    asked = surveys.InterviewAsked.objects.create(study=study, name="K")
    surveys.InterviewSummary.objects.create(study=study, theme=theme, text="S")
    surveys.InterviewSummary.objects.create(study=study, question=question, text="S")
    surveys.InterviewReport.objects.create(study=study, number=1, content={}, interviews=[])
    finding = surveys.InterviewFinding.objects.create(study=study, theme=theme, number=1, text="U")
    for number, user in enumerate(maker.draw.sample(maker.world.users, 3), start=1):
        interviewer = surveys.Interviewer.objects.create(
            **owner, study=study, email=f"{number}@example.se", user=user, is_active=maker.draw.random() < 0.7
        )
        interview = surveys.Interview.objects.create(study=study, number=number, interviewer=interviewer, asked=asked)
        whose: dict[str, Any] = {"study": study, "interview": interview}
        interviewee = surveys.Interviewee.objects.create(**whose, role="R")
        surveys.IntervieweeContact.objects.create(study=study, interviewee=interviewee, name="N")
        surveys.InterviewNote.objects.create(**whose, theme=theme, text="A")
        surveys.InterviewSupport.objects.create(**whose, finding=finding, stance="agrees")
        surveys.InterviewQuote.objects.create(**whose, theme=theme, text="C")
