"""The collaboration gives two days in Mölndal in a round, led by Dag.

Anna and Bosse work in Ale, Cecilia and Maria in Mölndal. Bosse answers for Anna, Maria for Cecilia, Gunilla for Bosse.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from stegvis.exchange.models import Occasion, Offer, Round, RoundResult, RoundWish
from stegvis.exchange.rounds.answering import answer_wishes
from stegvis.exchange.rounds.drawn import preview_round, publish_round
from stegvis.exchange.rounds.leading import RoundFacts, close_round, open_round, set_up_round
from stegvis.exchange.rounds.wishing import add_wishes
from stegvis.foundation.access.actor import Actor, acting_as
from stegvis.foundation.access.policy import visible
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration, Organisation
from tests.exchange.support import an_occasion, an_offer
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer


@dataclass
class Given:
    """``days`` are the two occasions, one seat each."""

    cast: Cast
    offer: Offer
    days: list[Occasion]
    round: Round


def facts(**changes: Any) -> RoundFacts:
    today = timezone.localdate()
    values = {"title": "Vårens hospitering", "kind": "", "opens_on": today, "closes_on": today + timedelta(days=10)}
    return RoundFacts(**values | {"rule": ["gap", "small"], "small_staff": 2, "has_crossing": False} | changes)


def sets_up(user: User, owner: Organisation | Collaboration, **changes: Any) -> Round:
    with acting_as(user.pk) as actor:
        return set_up_round(actor=actor, owner=owner, facts=facts(**changes))


@contextmanager
def acting(user: User, found: Round) -> Iterator[dict[str, Any]]:
    """What a service about the round is called with."""
    with acting_as(user.pk) as actor:
        yield {"actor": actor, "found": visible(actor, Round).get(pk=found.pk)}


def does(user: User, service: Any, found: Round, **words: Any) -> Any:
    with acting(user, found) as given:
        return service(**given, **words)


def wishes(user: User, found: Round, *days: Occasion) -> None:
    does(user, add_wishes, found, occasions=[one.pk for one in days])


def answers(user: User, found: Round, person: User, *, yes: bool = True, reason: str = "") -> int:
    return does(user, answer_wishes, found, person=person.person.pk, yes=yes, reason=reason)


def draws(given: Given, **words: Any) -> RoundResult:
    return does(given.cast.dag, preview_round, given.round, **words)


def publishes(given: Given, result: RoundResult) -> int:
    return does(given.cast.dag, publish_round, given.round, seen=result.digest)


def outcomes(found: Round) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    with as_owner():
        for one in RoundWish.objects.filter(round=found).order_by("name", "rank"):
            told.setdefault(one.name.split()[0], []).append(one.outcome)
    return told


def a_round(cast: Cast) -> Given:
    offer = an_offer(cast.molndal, cast.gr, given="round", unit=cast.molndal_care)
    days = [an_occasion(offer, days=n, seats=1) for n in (30, 31)]
    found = sets_up(cast.dag, cast.gr)
    does(cast.dag, open_round, found)
    return Given(cast, offer, days, found)


def all_wish(given: Given) -> None:
    """Everybody wishes for both days, and all but Maria have a yes."""
    cast = given.cast
    for user in (cast.anna, cast.bosse, cast.cecilia, cast.maria):
        wishes(user, given.round, *given.days)
    answers(cast.bosse, given.round, cast.anna)
    answers(cast.gunilla, given.round, cast.bosse)
    answers(cast.maria, given.round, cast.cecilia)


@layer
def given(cast: Cast) -> Given:
    return a_round(cast)


@layer
def wished(given: Given) -> Given:
    """The round is closed."""
    all_wish(given)
    does(given.cast.dag, close_round, given.round)
    return given


def named(actor: Actor, found: Round) -> list[str]:
    return sorted({one.name for one in visible(actor, RoundWish).filter(round=found)})
