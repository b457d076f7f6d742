"""Maria in Mölndal is a mentor; Anna in Ale and Cecilia in Mölndal want one. Rut has retired from Ale."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from stegvis.careers.mentoring.offering import OfferText, offer_mentoring
from stegvis.careers.mentoring.queries import Case, case_of
from stegvis.careers.mentoring.rounds import open_round, run_matching
from stegvis.careers.mentoring.services import accept, ask_mentor
from stegvis.careers.models import MentorOffer, MentorRound, Mentorship
from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.people.models import Employment, Profession
from tests.support.cast import Cast, employ
from tests.support.database import as_owner

TEXT: dict[str, Any] = {"topics": ("role", "new"), "places": 1, "meets": "either", "unit": "Vård och omsorg"}


def today() -> date:
    return timezone.localdate()


def offers(user: User, **changes: Any) -> MentorOffer:
    with acting_as(user.pk) as actor:
        return offer_mentoring(actor=actor, text=OfferText(**TEXT | changes))


def asks(user: User, offer: MentorOffer, line: str = "Att växa i rollen") -> Mentorship:
    with acting_as(user.pk) as actor:
        return ask_mentor(actor=actor, offer=visible(actor, MentorOffer).get(pk=offer.pk), line=line)


@contextmanager
def case(user: User, mentorship: Mentorship) -> Iterator[tuple[Actor, Case]]:
    """The user acting, and the mentorship as they have it."""
    with acting_as(user.pk) as actor:
        yield actor, case_of(actor, mentorship.pk)


def says_yes(user: User, mentorship: Mentorship) -> Mentorship:
    with case(user, mentorship) as (actor, found):
        return accept(actor=actor, case=found)


def under_way(person: User, mentor: User) -> Mentorship:
    return says_yes(mentor, asks(person, offers(mentor)))


def shifted(mentorship: Mentorship, days: int) -> None:
    """As if it had begun so many days earlier."""
    from django.db.models import F

    back = timedelta(days=days)
    with as_owner():
        Mentorship.objects.filter(pk=mentorship.pk).update(
            starts=F("starts") - back, ends=F("ends") - back, asked_on=F("asked_on") - back
        )


def opens(user: User, owner: Organisation | Collaboration) -> MentorRound:
    with acting_as(user.pk) as actor:
        return open_round(actor=actor, owner=owner, title="Våren", closes_on=today() + timedelta(days=14))


def closed(found: MentorRound) -> None:
    """As if the last day had passed."""
    with as_owner():
        MentorRound.objects.filter(pk=found.pk).update(closes_on=today() - timedelta(days=1))
        found.refresh_from_db()


def run(user: User, found: MentorRound) -> None:
    closed(found)
    with acting_as(user.pk) as actor:
        run_matching(actor=actor, found=found)


def ended(user: User) -> None:
    """The user's employment ended yesterday."""
    with as_owner():
        Employment.objects.filter(person__user=user).update(valid_to=today() - timedelta(days=1))


@pytest.fixture
def rut(cast: Cast) -> User:
    with as_owner():
        found = User.objects.create_user("rut@example.se", name="Rut")
        employ(found, cast.ale_south, Profession.objects.get(pk="sjukskoterska"), "1900")
    ended(found)
    return found
