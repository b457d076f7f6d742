"""Who may decide somebody's level, answer the decision and reply, and why not."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from stegvis.careers.models import Placement, PlacementAnswer
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible, writable
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.people.access import not_ended
from stegvis.people.models import Employment


def may_place(actor: Actor, employment: Employment) -> Verdict:
    """The manager of the unit where the person works now; nobody decides about themself."""
    if employment.person_id == actor.person:
        return Verdict(False, _("Your own level is decided by your manager."))
    runs = employment.valid_from <= actor.today and (employment.valid_to is None or employment.valid_to >= actor.today)
    if employment.unit_id in actor.manages and runs:
        return ALLOWED
    return Verdict(False, _("Only the manager of the unit where the person works now decides the level."))


def may_be_dated(actor: Actor, employment: Employment, day: date) -> Verdict:
    """When a decision was made: while the person was employed, and not in the future."""
    if day < employment.valid_from:
        return Verdict(False, _("The decision cannot be dated before the employment began."))
    if day > actor.today:
        return Verdict(False, _("A decision cannot be dated ahead."))
    return ALLOWED


def may_answer(actor: Actor, placement: Placement) -> Verdict:
    """The person it is about, as long as they work where somebody can reply."""
    if placement.person_id != actor.person:
        return Verdict(False, _("Only the person answers a decision about their level."))
    employed = visible(actor, Employment).filter(not_ended(actor), person=actor.person, employer=placement.employer_id)
    if not employed.exists():
        return Verdict(False, _("You no longer work there, so nobody can reply."))
    if placement.withdrawn_on is not None:
        return Verdict(False, _("The decision is withdrawn, so there is nothing to answer."))
    return ALLOWED


def may_reply(actor: Actor, answer: PlacementAnswer) -> Verdict:
    """Whoever manages the person now, also when another made the decision."""
    if answer.person_id != actor.person and writable(actor, PlacementAnswer).filter(pk=answer.pk).exists():
        return ALLOWED
    return Verdict(False, _("Only the manager of the unit where the person works now replies."))
