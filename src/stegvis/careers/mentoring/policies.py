"""Who may offer themself, ask, wish, answer and lead, and why not."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from stegvis.careers.mentoring.days import NEAR_THE_END
from stegvis.careers.mentoring.queries import Case, has_mentor, latest_employment, may_be_named, own_employments
from stegvis.careers.models import MentorOffer, MentorRound, Mentorship
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.people.models import Employment

State = Mentorship.State


def may_offer(actor: Actor) -> Verdict:
    """Whoever works or has worked for an employer here, and whose name may be spread."""
    if latest_employment(actor) is None:
        return Verdict(False, _("Mentors are people who work, or have worked, for an employer that uses Stegvis."))
    return _may_be_named(actor)


def may_want(actor: Actor, employments: Collection[Employment]) -> Verdict:
    """Ask, or wish in a round: whoever works here today, and whose name may be spread."""
    if not employments:
        return Verdict(False, _("You can have a mentor where you work today."))
    return _may_be_named(actor)


def _may_be_named(actor: Actor) -> Verdict:
    if may_be_named(actor):
        return ALLOWED
    return Verdict(False, _("Mentoring shows your name to others, so it is not open to you. Talk to your manager."))


def may_ask(actor: Actor, offer: MentorOffer) -> Verdict:
    if offer.user_id == actor.user:
        return Verdict(False, _("You cannot be your own mentor."))
    if offer.state != MentorOffer.State.OPEN:
        return Verdict(False, _("The mentor takes nobody just now."))
    if offer.taken >= offer.places:
        return Verdict(False, _("The mentor's places are full just now. Ask another, or come back later."))
    if has_mentor(actor):
        return Verdict(False, _("You have a mentor. Finish that mentorship before you ask another."))
    return may_want(actor, own_employments(actor))


def may_lead(actor: Actor, found: MentorRound) -> Verdict:
    if found.employer_id in actor.coordinates or found.collaboration_id in actor.leads:
        return ALLOWED
    return Verdict(False, _("The round is led by a coordinator of whom it is for."))


def may_wish(actor: Actor, found: MentorRound) -> Verdict:
    if found.state != MentorRound.State.OPEN or found.closes_on < actor.today:
        return Verdict(False, _("The last day for wishes has passed."))
    return ALLOWED


def may_rank(found: MentorRound) -> Verdict:
    """Mentors may answer until the matching is run."""
    if found.state != MentorRound.State.OPEN:
        return Verdict(False, _("The matching has been run. Answers can no longer be changed."))
    return ALLOWED


def may_match(actor: Actor, found: MentorRound) -> Verdict:
    if found.state != MentorRound.State.OPEN:
        return Verdict(False, _("The matching has been run already."))
    if found.closes_on >= actor.today:
        return Verdict(False, _("The matching is run when the last day for wishes has passed."))
    return may_lead(actor, found)


def may_keep(case: Case) -> Verdict:
    """Note meetings, and move the end: both, while it runs."""
    if case.mentorship.state == State.RUNNING:
        return ALLOWED
    return Verdict(False, _("The mentorship is not under way."))


def may_reflect(case: Case) -> Verdict:
    if case.mentorship.state in {State.FINISHED, State.ENDED}:
        return ALLOWED
    return Verdict(False, _("The closing reflection is written when the mentorship has ended."))


def is_near_the_end(actor: Actor, mentorship: Mentorship) -> bool:
    """Whoever ends it now has finished it."""
    return mentorship.ends is not None and actor.today >= mentorship.ends - NEAR_THE_END
