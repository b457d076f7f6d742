"""The words of what is done with a study as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stegvis.surveys.models import InterviewStudy

State = InterviewStudy.State


@dataclass(frozen=True)
class Move:
    """A button, what it leads to, and what is said when it is done."""

    button: Promise
    detail: Promise
    done: Promise


MOVES: dict[str, Move] = {
    State.GOING_ON: Move(
        _("Open for interviews"),
        _("Interviewers write notes of their own interviews."),
        _("The study is open: interviewers can write."),
    ),
    State.SUMMARISED: Move(
        _("Go on to the report"),
        _("Interviewers write no more, and a report can be made."),
        _("The interviews are summarised. Now a report can be made."),
    ),
    State.CLOSED: Move(
        _("Close the study"),
        _("Nothing can be changed any more. Names and notes are deleted on their days."),
        _("The study is closed."),
    ),
}
