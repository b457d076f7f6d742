"""Who may do what in a study, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.surveys.models import Interview, InterviewStudy
from stegvis.surveys.policies import leads

State = InterviewStudy.State
INTERVIEWING = (State.PLANNED, State.GOING_ON)
MOVES: dict[str, tuple[str, ...]] = {
    State.PLANNED: (State.GOING_ON,),
    State.GOING_ON: (State.SUMMARISED,),
    State.SUMMARISED: (State.GOING_ON, State.CLOSED),
    State.CLOSED: (),
}
"""From a state to those that follow it."""


def may_begin(actor: Actor) -> Verdict:
    if actor.coordinates or actor.leads:
        return ALLOWED
    return Verdict(False, _("Only coordinators begin interview studies."))


def may_change(actor: Actor, study: InterviewStudy) -> Verdict:
    """Whatever is the leaders' to write."""
    if not leads(actor, study):
        return Verdict(False, _("Only those who lead the study can do this."))
    if study.state == State.CLOSED:
        return Verdict(False, _("The study is closed. What has been written stays as it is."))
    return ALLOWED


def may_move(actor: Actor, study: InterviewStudy, to: str) -> Verdict:
    verdict = may_change(actor, study)
    if verdict and to not in MOVES[study.state]:
        return Verdict(False, _("The study is in another state now. Load the page again."))
    return verdict


def may_plan(actor: Actor, study: InterviewStudy) -> Verdict:
    """Add interviews, or bring them in from a file."""
    verdict = may_change(actor, study)
    if verdict and study.state not in INTERVIEWING:
        return Verdict(False, _("The interviews are summarised. Open the study for interviews again first."))
    return verdict


def may_write(actor: Actor, interview: Interview) -> Verdict:
    """The facts and the notes of an interview: the leaders until it is closed, the interviewer while interviewing."""
    study = interview.study
    if study.state == State.CLOSED:
        return Verdict(False, _("The study is closed. What has been written stays as it is."))
    if study.notes_deleted_on is not None:
        return Verdict(False, _("The notes of the study are deleted, as was promised."))
    if not leads(actor, study) and study.state not in INTERVIEWING:
        return Verdict(False, _("The interviews are being summarised. Ask the leader of the study to open it again."))
    return ALLOWED
