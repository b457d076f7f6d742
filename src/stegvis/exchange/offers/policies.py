"""Who may offer places, for whom, and what may be done with an offer; and why not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.engine.disclosure import THRESHOLD
from stegvis.exchange.models import Occasion, Offer, Round
from stegvis.exchange.openings import given_in_rounds
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.organisations.models import Organisation

UNDER_WAY = {Round.State.OPEN, Round.State.CLOSED, Round.State.PREVIEWED, Round.State.PUBLISHED}


@dataclass(frozen=True, slots=True)
class Publisher:
    """For whom an offer is made: a unit, an employer, or a collaboration together with the member that answers."""

    employer: int
    unit: int | None = None
    collaboration: int | None = None
    is_joint: bool = False

    @property
    def key(self) -> str:
        kind = "joint" if self.is_joint else "unit" if self.unit else "employer"
        return f"{kind}-{self.collaboration if self.is_joint else self.unit or self.employer}-{self.employer}"


def may_offer(actor: Actor) -> Verdict:
    """Whether there is anything the actor may publish for at all."""
    if actor.manages or actor.coordinates or actor.represents or actor.leads:
        return ALLOWED
    return Verdict(
        False, _("Places are offered by managers, coordinators and universities. Tell your manager your idea.")
    )


def may_publish_for(actor: Actor, publisher: Publisher) -> Verdict:
    if publisher.is_joint:
        if publisher.collaboration in actor.leads:
            return ALLOWED
        return Verdict(False, _("What is offered together is published by the collaboration's coordinator."))
    answers = actor.coordinates | actor.represents
    if publisher.employer in answers or (publisher.unit is not None and publisher.unit in actor.manages):
        return ALLOWED
    return Verdict(False, _("You can publish for the units you lead and the employers you coordinate."))


def may_change(actor: Actor, offer: Offer) -> Verdict:
    found = may_publish_for(actor, Publisher(offer.employer_id, offer.unit_id, offer.collaboration_id, offer.is_joint))
    answers = offer.employer_id in actor.coordinates | actor.represents or offer.unit_id in actor.manages
    if not (found or answers or actor.is_system):
        return found
    if offer.state == Offer.State.CANCELLED:
        return Verdict(False, _("It is called off. Copy it to offer it anew."))
    return ALLOWED


def may_publish(offer: Offer, open_occasions: int) -> Verdict:
    if not open_occasions:
        return Verdict(False, _("Add a day before you publish it."))
    if offer.occasions.filter(state=Occasion.State.OPEN, seats=0).exists():
        return Verdict(False, _("Say how many places there are on each day before you publish it."))
    if offer.audience == Offer.Audience.INVITED and not offer.invited.exists():
        return Verdict(False, _("Choose which employers it is for."))
    return ALLOWED


def may_change_how_given(offer: Offer) -> Verdict:
    """People wish, and wait, by the rule of a round as it was published; nor is anybody of them shut out of it."""
    if given_in_rounds(offer.occasions.values_list("pk", flat=True)):
        return Verdict(
            False,
            _("The places are given in a round, by its published rule. That can be changed when the round is over."),
        )
    return ALLOWED


def may_shut_out(people: Mapping[Organisation, int]) -> Verdict:
    """``people`` are those with a place, or in the line for one, that it would no longer be for. Few are not named."""
    number = sum(people.values())
    if not number:
        return ALLOWED
    said = ngettext(
        "%(n)s person has a place or waits for one, and it would no longer be for them. Nothing has been changed.",
        "%(n)s people have a place or wait for one, and it would no longer be for them. Nothing has been changed.",
        number,
    ) % {"n": number}
    if named := sorted(str(one) for one, many in people.items() if many >= THRESHOLD):
        said += " " + _("Among them are staff of %(employers)s.") % {"employers": ", ".join(named)}
    return Verdict(False, said + " " + _("Let it be for their employers too, or call off the days that they come to."))


def may_be_draft(asked: int, rounds: Collection[str]) -> Verdict:
    """Back to a draft: only while nobody has asked for a place. ``rounds`` are the states of those it stands in."""
    if not UNDER_WAY.isdisjoint(rounds):
        return Verdict(False, _("It is given in a round. Call it off instead, so that those who wish for it are told."))
    if asked:
        said = ngettext(
            "%(n)s person has applied. Call it off instead, so that they are told.",
            "%(n)s people have applied. Call it off instead, so that they are told.",
            asked,
        )
        return Verdict(False, said % {"n": asked})
    return ALLOWED


def may_be_gone(offer: Offer, asked: int, rounds: Collection[str]) -> Verdict:
    """Deleted: a draft that nobody has asked for, and that no round holds on to."""
    if not (verdict := may_be_draft(asked, rounds)):
        return verdict
    if offer.state != Offer.State.DRAFT:
        return Verdict(False, _("Only a draft can be deleted. Call it off, or make it a draft first."))
    if Round.State.DRAFT in rounds:
        why = _("It stands in a round that is being set up. Ask who leads the round to leave it out, or call it off.")
        return Verdict(False, why)
    if rounds:
        return Verdict(False, _("It stands in a round that was called off, and is kept with it. Call it off instead."))
    return ALLOWED


def may_change_occasion(occasion: Occasion) -> Verdict:
    """Moved, changed or called off: only what is not over."""
    if occasion.state == Occasion.State.CANCELLED:
        return Verdict(False, _("The occasion is called off. Copy it to a new day instead."))
    if occasion.state == Occasion.State.HELD or occasion.ends <= timezone.now():
        return Verdict(False, _("The occasion has been held."))
    return ALLOWED
