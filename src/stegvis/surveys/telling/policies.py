"""May a round's results be worked out now, and if not, why."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Verdict
from stegvis.surveys.models import Round, Telling
from stegvis.surveys.policies import may_lead

State, Kind = Round.State, Round.Kind


def may_tell(actor: Actor, found: Round) -> Verdict:
    """Answers without a name wait until the round is closed; what an organisation has sent may be counted before."""
    if found.state == State.DRAFT:
        return Verdict(False, _("The round has not been opened. There is nothing to tell yet."))
    if found.kind == Kind.PERSONS and found.state != State.CLOSED:
        return Verdict(False, _("Answers without a name are counted when the round is closed. Close it first."))
    if found.keep_until < actor.today:
        return Verdict(False, _("The answers have been deleted, as was promised. What has been told stays."))
    return may_lead(actor, found.owner)


def may_decide(actor: Actor, found: Round) -> Verdict:
    """What is hidden, and what a sample is fitted to: two tellings that differ in it would tell what one hides."""
    if visible(actor, Telling).filter(round=found, state=Telling.State.TOLD).exists():
        return Verdict(
            False,
            _(
                "Results have been worked out. How they are told stands, so that no two can be compared for what one"
                " hides."
            ),
        )
    return may_lead(actor, found.owner)


def may_choose(actor: Actor, found: Round) -> Verdict:
    """What is crossed."""
    return may_lead(actor, found.owner)
