"""Who may lead an introduction, and who may say how its steps go; and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.careers.introductions.queries import Case
from stegvis.careers.models import Introduction, Programme
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.people.models import Employment


def may_keep_programmes(actor: Actor, employer_id: int) -> Verdict:
    if employer_id in actor.coordinates:
        return ALLOWED
    return Verdict(False, _("The programmes are kept by the employer's coordinators."))


def may_start(actor: Actor, employment: Employment, programme: Programme) -> Verdict:
    """The manager or a coordinator, with a programme in use, for somebody whose employment has not ended."""
    if employment.valid_to is not None and employment.valid_to < actor.today:
        return Verdict(False, _("The employment has ended."))
    if programme.retired_on is not None:
        return Verdict(False, _("The programme is no longer used. Choose another."))
    return _leads(actor, employment)


def may_follow(case: Case) -> Verdict:
    """Tick, and say what did not go as planned: whoever sees it, while it runs and the person works there."""
    if case.introduction.state != Introduction.State.RUNNING:
        return Verdict(False, _("The introduction is no longer under way."))
    if not case.works_there:
        return Verdict(False, _("The employment has ended. The introduction can be read, but not changed."))
    return ALLOWED


def may_lead(actor: Actor, case: Case) -> Verdict:
    """Extend, stop, finish, and name a supervisor."""
    verdict = may_follow(case)
    return _leads(actor, case.employment) if verdict else verdict


def _leads(actor: Actor, employment: Employment | None) -> Verdict:
    """``employment`` is None for a supervisor, who does not see it."""
    if employment is not None and employment.person_id == actor.person:
        return Verdict(False, _("Your own introduction is led by your manager."))
    if employment and (employment.unit_id in actor.manages or employment.employer_id in actor.coordinates):
        return ALLOWED
    return Verdict(False, _("The person's manager or the employer's coordinator decides this."))
