"""Offering roles, saying that one would like one, wishing, and answering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.careers.experience.policies import WAITING, may_be_interested, may_offer, may_wish, may_withdraw
from stegvis.careers.experience.queries import interests_to_answer, offer_of
from stegvis.careers.models import Interest, Offer
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.foundation.notices.services import notify

State = Interest.State
INTEREST, ANSWERED = "offer.interest", "offer.answered"
ANSWERS = (State.TALKED, State.AGREED, State.NOT_NOW)
FARTHEST = timedelta(days=366 * 10)
"""How far off a role's days may be: beyond it the year is mistyped."""


@dataclass(frozen=True)
class OfferFacts:
    """``share`` in per cent of full time; an empty ``professions`` is for all."""

    kind: str
    title: str
    about: str = ""
    share: int | None = None
    starts: date | None = None
    ends: date | None = None
    professions: tuple[str, ...] = ()


@transaction.atomic
def publish_offer(*, actor: Actor, employer_id: int, unit_id: int | None, facts: OfferFacts) -> Offer:
    """Offer a role to the employer's staff. Raises Refused."""
    require(may_offer(actor, employer_id, unit_id))
    return Offer.objects.create(
        employer_id=employer_id,
        unit_id=unit_id,
        published_by_id=actor.user,
        published_on=actor.today,
        **_checked(actor, facts),
    )


@transaction.atomic
def change_offer(*, actor: Actor, offer_id: int, facts: OfferFacts) -> Offer:
    offer = _held_offer(actor, offer_id)
    for name, value in _checked(actor, facts).items():
        setattr(offer, name, value)
    offer.save()
    return offer


@transaction.atomic
def close_offer(*, actor: Actor, offer_id: int) -> Offer:
    """No longer open to others; who is interested already is still to be answered."""
    offer = _held_offer(actor, offer_id)
    offer.closed_on = offer.closed_on or actor.today
    offer.save()
    return offer


@transaction.atomic
def say_interested(*, actor: Actor, offer_id: int) -> Interest:
    """One press; a second changes nothing. Whoever published the role is told. Raises Refused."""
    offer = offer_of(actor, offer_id)
    require(may_be_interested(actor, offer))
    if actor.person is None:
        raise NotYours
    interest = Interest(
        person_id=actor.person,
        employer_id=offer.employer_id,
        offer=offer,
        unit_id=offer.unit_id,
        stated_by_id=actor.user,
        stated_on=actor.today,
    )
    try:
        with transaction.atomic():
            interest.save()
    except IntegrityError:
        said = visible(actor, Interest).filter(person=actor.person, state__in=(*WAITING, State.AGREED))
        return get_visible(actor, Interest, said, offer=offer)
    notify(
        users=[offer.published_by_id] if offer.published_by_id != actor.user else [],
        kind=INTEREST,
        params={"interest": interest.pk},
        link=reverse("careers:offer", args=[offer.pk]),
        key=f"offer-{offer.pk}-interest-{interest.pk}",
    )
    return interest


@transaction.atomic
def state_wish(*, actor: Actor, employer_id: int, text: str, share: int | None) -> Interest:
    """Say in one's own words what one would like, to one's manager. Raises Refused."""
    require(may_wish(actor, employer_id))
    if actor.person is None:
        raise NotYours
    words = _words(text)
    if not words:
        raise Refused(_("Write what you would like."))
    if share is not None and not 1 <= share <= 100:
        raise Refused(_("The share is between 1 and 100 per cent."))
    wish = Interest(
        person_id=actor.person,
        employer_id=employer_id,
        is_wish=True,
        text=words,
        share=share,
        stated_by_id=actor.user,
        stated_on=actor.today,
    )
    try:
        with transaction.atomic():
            wish.save()
    except IntegrityError as error:
        told = _("You have a wish that waits for a talk. Take it back if you want to write another.")
        raise Refused(told) from error
    return wish


@transaction.atomic
def withdraw_interest(*, actor: Actor, interest_id: int) -> Interest:
    """Take back one's own; a second time changes nothing. Raises Refused where it is answered."""
    rows = visible(actor, Interest).filter(person=actor.person) if actor.person else Interest.objects.none()
    own = get_visible(actor, Interest, rows, pk=interest_id)
    if own.state == State.WITHDRAWN:
        return own
    interest = writable(actor, Interest).select_for_update(of=("self",)).filter(pk=own.pk).first()
    if interest is None:
        raise NotYours
    require(may_withdraw(actor, interest))
    interest.state, interest.text = State.WITHDRAWN, ""
    interest.save()
    return interest


@transaction.atomic
def answer_interest(*, actor: Actor, interest_id: int, state: str, answer: str) -> Interest:
    """What came of the talk; the person reads it. Raises Refused where it is taken back or answered meanwhile."""
    rows = interests_to_answer(actor).select_for_update(of=("self",))
    interest = rows.filter(pk=interest_id).first()
    if interest is None:
        get_visible(actor, Interest, pk=interest_id)
        raise Refused(_("It is taken back, or answered already."))
    if state not in ANSWERS:
        raise Refused(_("Choose what you have said."))
    interest.state, interest.answer = state, _words(answer)
    interest.answered_by_id, interest.answered_on = actor.user, actor.today
    interest.save()
    notify(
        users=[interest.stated_by_id],
        kind=ANSWERED,
        params={"interest": interest.pk},
        link=reverse("careers:offers"),
        key=f"interest-{interest.pk}-{state}",
    )
    return interest


def _held_offer(actor: Actor, offer_id: int) -> Offer:
    offer = writable(actor, Offer).select_for_update(of=("self",)).filter(pk=offer_id).first()
    if offer is None:
        raise NotYours
    return offer


def _checked(actor: Actor, facts: OfferFacts) -> dict[str, object]:
    """The fields to be stored. Raises Refused with the first thing that cannot be so."""
    title = clean(facts.title)[:120]
    if not title:
        raise Refused(_("Say which role it is."))
    if holds_personal_number(title):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    if facts.kind not in Offer.Kind.values:
        raise Refused(_("Choose what kind of role it is."))
    if facts.share is not None and not 1 <= facts.share <= 100:
        raise Refused(_("The share is between 1 and 100 per cent."))
    if facts.starts and facts.ends and facts.ends < facts.starts:
        raise Refused(_("It cannot end before it begins."))
    if any(day and abs(day - actor.today) > FARTHEST for day in (facts.starts, facts.ends)):
        raise Refused(_("A day of the role is more than ten years away. Check the year."))
    return {
        "kind": facts.kind,
        "title": title,
        "about": _words(facts.about, 2000),
        "share": facts.share,
        "starts": facts.starts,
        "ends": facts.ends,
        "professions": list(facts.professions),
    }


def _words(text: str, longest: int = 1000) -> str:
    """Several lines, cleaned. Raises Refused for a personal number and for more than fits."""
    words = "\n".join(clean(line) for line in text.splitlines()).strip()
    if holds_personal_number(words):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    if len(words) > longest:
        raise Refused(_("That is more text than fits. Shorten it."))
    return words
