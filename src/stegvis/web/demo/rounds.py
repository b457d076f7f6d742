"""Two rounds of the collaboration, by the services that users use: one published, one open. All invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from stegvis.exchange.models import Occasion, Offer, Round, RoundWish, Session
from stegvis.exchange.rounds.answering import answer_wishes
from stegvis.exchange.rounds.drawn import preview_round, publish_round
from stegvis.exchange.rounds.leading import RoundFacts, close_round, open_round, set_up_round
from stegvis.exchange.rounds.wishing import add_wishes
from stegvis.foundation.access.actor import acting_as, acting_as_system
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Collaboration, Organisation
from stegvis.people.models import Employment
from stegvis.web.demo.cast import user_key

REASON = "Demonstration"
LEADER = "dag"
RULE = ("gap", "small", "received")
GIVEN: tuple[tuple[str, str, int], ...] = (
    ("molndal", "Följ demensteamet en dag", 1),
    ("ale", "Sårmottagningen, en dag med handledning", 1),
    ("molndal", "En dag på korttidsenheten", 1),
)
"""Host, title, seats."""


def give_in_rounds() -> None:
    """Autumn's round is published with people's outcomes; spring's takes wishes, and their
    managers are asked."""
    with acting_as_system(reason=REASON):
        if Round.objects.exists():
            return
        _offer("Höstens", days=45)
    autumn = _set_up("Höstens hospitering")
    people = ["anna", "bosse", "cecilia", "ingrid", "mona"]
    _wish(autumn, people)
    _answer(autumn)
    with acting_as(user_key(LEADER), reason=REASON) as actor:
        found = visible(actor, Round).get(pk=autumn)
        close_round(actor=actor, found=found)
        publish_round(actor=actor, found=found, seen=preview_round(actor=actor, found=found).digest)
    with acting_as_system(reason=REASON):
        _offer("Vårens", days=120)
    spring = _set_up("Vårens hospitering")
    _wish(spring, ["anna", "cecilia", "bosse"])


def _offer(season: str, *, days: int) -> None:
    """Offers whose places are given in a round, each with one day."""
    gr = Collaboration.objects.get(slug="gr")
    first = timezone.localdate() + timedelta(days=days)
    for n, (slug, title, seats) in enumerate(GIVEN):
        host = Organisation.objects.filter(slug=slug).first()
        if host is None:
            continue
        offer = Offer.objects.create(
            employer=host,
            collaboration=gr,
            kind=Offer.Kind.SHADOWING,
            state=Offer.State.PUBLISHED,
            given=Offer.Given.ROUND,
            title=title,
            summary=f"{season} hospitering hos {host}.",
            terms="Sekretess enligt offentlighets- och sekretesslagen, som för värdens egen personal.",
            hours=8,
            published_on=timezone.localdate(),
        )
        day = first + timedelta(days=n)
        starts, ends = (timezone.make_aware(datetime.combine(day, time(hour))) for hour in (8, 16))
        hours = {"employer": host, "starts": starts, "ends": ends}
        occasion = Occasion.objects.create(**hours, offer=offer, seats=seats, apply_by=day - timedelta(days=14))
        Session.objects.create(**hours, occasion=occasion)


def _set_up(title: str) -> int:
    with acting_as(user_key(LEADER), reason=REASON) as actor:
        gr = Collaboration.objects.get(slug="gr")
        facts = RoundFacts(title, "shadowing", actor.today, actor.today + timedelta(days=21), RULE, 60, False)
        found = set_up_round(actor=actor, owner=gr, facts=facts)
        open_round(actor=actor, found=found)
        return found.pk


def _wish(round_id: int, people: Sequence[str]) -> None:
    """Everybody for everything that suits them."""
    for name in people:
        with acting_as(user_key(name), reason=REASON) as actor:
            found = visible(actor, Round).filter(pk=round_id).first()
            if found is not None and actor.person is not None:
                add_wishes(actor=actor, found=found, occasions=None)


def _answer(round_id: int) -> None:
    """A yes from whoever manages the unit, or as the system where the manager has no log-in."""
    with acting_as(user_key("bosse"), reason=REASON) as actor:
        found = visible(actor, Round).get(pk=round_id)
        anna = Employment.objects.get(person__user=user_key("anna")).person_id
        answer_wishes(actor=actor, found=found, person=anna, yes=True)
    with acting_as_system(reason=REASON):
        unanswered = RoundWish.objects.filter(round=round_id, answer="")
        unanswered.update(answer="approved", answered_at=timezone.now())
