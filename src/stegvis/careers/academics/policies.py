"""Who may write in an academic path, agree on it and finish it, and why not."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from stegvis.careers.models import StudyPath
from stegvis.careers.plans import policies as plans
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict

State = StudyPath.State
OPEN = (State.PLANNED, State.RUNNING, State.PAUSED)


def may_write(actor: Actor, person: UUID, employer: int) -> Verdict:
    """As a development plan: the person while employed there, and the manager of where the person works."""
    if plans.may_write(actor, person, employer):
        return ALLOWED
    return Verdict(False, _("The studies belong to an employment that is over, or are not yours to change."))


def may_agree(actor: Actor, path: StudyPath) -> Verdict:
    """The manager, for the employer gives the time. Nobody agrees with themself."""
    if path.state != State.PLANNED:
        return Verdict(False, _("It is agreed on already."))
    if actor.person == path.person_id:
        return Verdict(False, _("Your manager confirms it when you have talked about it."))
    return may_write(actor, path.person_id, path.employer_id)


def may_finish(actor: Actor, path: StudyPath) -> Verdict:
    """The person, who states the degree that somebody else then checks."""
    if actor.person != path.person_id:
        return Verdict(False, _("The person registers the degree, and you check it."))
    if path.state not in OPEN:
        return Verdict(False, _("It is over already."))
    return may_write(actor, path.person_id, path.employer_id)
