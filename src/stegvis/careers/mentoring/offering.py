"""Offering oneself as a mentor, pausing and withdrawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.careers.mentoring.policies import may_offer
from stegvis.careers.mentoring.queries import acting_person, latest_employment
from stegvis.careers.mentoring.services import decline_waiting
from stegvis.careers.models import MentorOffer, Topic
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.people.models import Person, Profession

State = MentorOffer.State


@dataclass(frozen=True)
class OfferText:
    """What a mentor publishes of themself. ``professions`` empty: for all; ``unit`` may be left out."""

    topics: tuple[str, ...]
    places: int
    meets: str
    unit: str = ""
    about: str = ""
    professions: tuple[str, ...] = ()


@transaction.atomic
def offer_mentoring(*, actor: Actor, text: OfferText) -> MentorOffer:
    """Publish one's offer, or change it; it is open afterwards. Raises Refused."""
    person, user = acting_person(actor)
    require(may_offer(actor))
    employment = latest_employment(actor)
    assert employment is not None, "the policy refuses none"  # noqa: S101 - tells the type checker
    _check(text)
    is_former = employment.valid_to is not None and employment.valid_to < actor.today
    give_reason("offer to be a mentor")
    values = {
        "employer_id": employment.employer_id,
        "profession_id": employment.profession_id,
        "name": str(visible(actor, Person).get(pk=person)),
        "unit": clean(text.unit),
        "topics": _in_order(text.topics),
        "about": clean(text.about),
        "professions": _known(text.professions),
        "places": text.places,
        "meets": text.meets,
        "is_former": is_former,
        "state": State.OPEN,
    }
    try:
        with transaction.atomic():
            found, _created = writable(actor, MentorOffer).update_or_create(
                person_id=person, user_id=user, defaults=values
            )
    except IntegrityError as error:
        raise Refused(_("You have more mentorships under way than that. Finish one first.")) from error
    return found


def _check(text: OfferText) -> None:
    if not text.topics:
        raise Refused(_("Choose at least one thing that you can help with."))
    if any(holds_personal_number(said) for said in (text.about, text.unit)):
        raise Refused(_("Leave out personal numbers. They are not kept here."))


def _in_order(topics: Iterable[str]) -> list[str]:
    return [code for code in Topic.values if code in set(topics)]


def _known(professions: Iterable[str]) -> list[str]:
    return sorted(Profession.objects.filter(pk__in=set(professions)).values_list("pk", flat=True))


@transaction.atomic
def pause_offer(*, actor: Actor) -> None:
    """Take no more for now. What runs goes on, and who has asked keeps waiting for an answer."""
    _set(actor, State.PAUSED)


@transaction.atomic
def reopen_offer(*, actor: Actor) -> None:
    """As it was, with the state of the employment today. Raises Refused."""
    found = _own(actor)
    text = OfferText(tuple(found.topics), found.places, found.meets, found.unit, found.about, tuple(found.professions))
    offer_mentoring(actor=actor, text=text)


@transaction.atomic
def withdraw_offer(*, actor: Actor) -> None:
    """Be a mentor no more. What runs goes on; whoever waits for an answer gets a no."""
    _set(actor, State.WITHDRAWN)
    decline_waiting(actor=actor)


def _set(actor: Actor, state: str) -> None:
    found = _own(actor)
    give_reason(f"offer {state}")
    writable(actor, MentorOffer).filter(pk=found.pk).update(state=state)


def _own(actor: Actor) -> MentorOffer:
    found = writable(actor, MentorOffer).select_for_update().first()
    if found is None:
        raise NotYours
    return found
