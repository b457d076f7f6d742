"""Reading rounds: for who wishes, who answers and who leads."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils import timezone

from stegvis.careers.mentoring.queries import own_employments
from stegvis.careers.models import Standing
from stegvis.careers.queries.disclosed import database_rows
from stegvis.exchange.models import Occasion, Offer, Round, RoundOccasion, RoundResult, RoundWish
from stegvis.exchange.openings import is_ahead
from stegvis.exchange.rounds.policies import may_lead
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.foundation.access.rules import NotHidden
from stegvis.organisations.models import Membership
from stegvis.people.access import EmployedNow, current
from stegvis.people.models import Employment

State = Round.State


def rounds_for(actor: Actor) -> QuerySet[Round]:
    return visible(actor, Round).select_related("employer", "collaboration")


def rounds_listed(actor: Actor) -> QuerySet[Round]:
    """Those under way first, then what is being set up, then what is over; the last day for wishes in each."""
    place = Case(
        When(state__in=[State.OPEN, State.CLOSED, State.PREVIEWED], then=0), When(state=State.DRAFT, then=1), default=2
    )
    return rounds_for(actor).order_by(place, "-closes_on", "-pk")


def round_of(actor: Actor, key: int) -> Round:
    """Raises NotYours."""
    return get_visible(actor, Round, rounds_for(actor).select_related("previous"), pk=key)


def led_rounds(actor: Actor) -> QuerySet[Round]:
    led = Q(employer__in=actor.coordinates) | Q(collaboration__in=actor.leads)
    return rounds_for(actor).filter(led)


def employers_of(actor: Actor, found: Round) -> set[int]:
    """The employers whose staff the round is for."""
    if found.employer_id is not None:
        return {found.employer_id}
    members = Membership.objects.filter(current(actor), collaboration=found.collaboration_id)
    return set(members.values_list("organisation", flat=True))


def own_place_in(actor: Actor, found: Round) -> list[Employment]:
    """The actor's employments that the round is for, the largest share first."""
    employers = employers_of(actor, found)
    return [one for one in own_employments(actor) if one.employer_id in employers]


def own_wishes(actor: Actor, found: Round) -> list[RoundWish]:
    """The dearest first."""
    if actor.person is None:
        return []
    rows = visible(actor, RoundWish).filter(round=found, person=actor.person)
    return list(rows.select_related("occasion").order_by("rank", "pk"))


@dataclass(frozen=True)
class Got:
    """What came of somebody's wishes in a published round; ``waits`` for some of them, ``placed`` what they got."""

    wishes: tuple[RoundWish, ...]
    placed: RoundWish | None
    waits: bool


def got_in(actor: Actor, found: Round) -> Got:
    """Raises NotYours where nothing is published, or the actor wished for nothing."""
    mine = own_wishes(actor, found)
    if found.state != State.PUBLISHED or not mine:
        raise NotYours
    placed = next((one for one in mine if one.outcome == RoundWish.Outcome.PLACED), None)
    return Got(tuple(mine), placed, placed is None and any(one.waiting for one in mine))


def company_of(found: Round, word: str) -> list[str]:
    """The names of the others who have this word, to whoever knows it."""
    return [name for (name,) in database_rows("SELECT name FROM stegvis_round_company(%s, %s)", found.pk, word)]


def occasions_in(actor: Actor, found: Round) -> list[RoundOccasion]:
    """With the occasion and its offer as far as the actor sees them, the first to come first."""
    seen = visible(actor, Occasion).filter(offer__in=visible(actor, Offer).values("pk"))
    rows = visible(actor, RoundOccasion).filter(round=found, occasion__in=seen.values("pk"))
    return list(rows.select_related("occasion__offer", "employer", "quota").order_by("occasion__starts", "pk"))


def wishable(actor: Actor, found: Round, work: Employment) -> list[RoundOccasion]:
    """What somebody with this employment may wish for."""
    standing = visible(actor, Standing).filter(person=work.person_id, employer=work.employer_id, is_primary=True)
    level = standing.values_list("level_order", flat=True).first()
    return [one for one in occasions_in(actor, found) if _suits(one.occasion, work, level)]


def _suits(occasion: Occasion, work: Employment, level: int | None) -> bool:
    """Where no framework says a level, none is asked for: small employers are not left out."""
    offer = occasion.offer
    if occasion.state != Occasion.State.OPEN or occasion.last_start <= timezone.now():
        return False
    if offer.professions and work.profession_id not in offer.professions:
        return False
    return level is None or (
        (offer.lowest_level or 0) <= level and (offer.highest_level is None or level <= offer.highest_level)
    )


def proposed_occasions(actor: Actor, found: Round) -> list[Occasion]:
    """Occasions that are given in a round, of the employers that this one is for, and stand in no other round."""
    others = visible(actor, Round).exclude(state=State.CANCELLED).exclude(pk=found.pk)
    busy = visible(actor, RoundOccasion).filter(round__in=others.values("pk"))
    rows = visible(actor, Occasion).filter(
        is_ahead(timezone.now()),
        state=Occasion.State.OPEN,
        offer__given=Offer.Given.ROUND,
        offer__state=Offer.State.PUBLISHED,
        employer__in=employers_of(actor, found),
    )
    rows = rows.filter(offer__kind=found.kind) if found.kind else rows
    return list(rows.exclude(pk__in=busy.values("occasion")).select_related("offer", "employer"))


@dataclass(frozen=True)
class Asker:
    """Somebody's wishes in one round, for who answers them; the dearest first."""

    round: Round
    person: UUID
    name: str
    workplace: str
    wishes: tuple[RoundWish, ...]

    @property
    def unanswered(self) -> int:
        return sum(one.answer == "" for one in self.wishes)


def of_staff(actor: Actor) -> QuerySet[RoundWish]:
    """Wishes of those whom the actor answers for, but the actor's own."""
    leader = (EmployedNow("manages") | EmployedNow("coordinates")) & NotHidden()
    rows = writable(actor, RoundWish).filter(leader.q(actor, RoundWish))
    return rows.exclude(person=actor.person) if actor.person else rows


def askers(actor: Actor) -> list[Asker]:
    """Who has wishes in rounds under way, those that wait for an answer first. Two queries."""
    under_way = [State.OPEN, State.CLOSED, State.PREVIEWED]
    rows = of_staff(actor).filter(round__in=visible(actor, Round).filter(state__in=under_way).values("pk"))
    found: dict[tuple[int, UUID], list[RoundWish]] = defaultdict(list)
    for one in rows.select_related("round", "occasion").order_by("round__closes_on", "name", "rank", "pk"):
        found[one.round_id, one.person_id].append(one)
    people = [
        Asker(wishes[0].round, person, wishes[0].name, wishes[0].workplace, tuple(wishes))
        for (_round, person), wishes in found.items()
    ]
    return sorted(people, key=lambda one: one.unanswered == 0)


def wishes_in(actor: Actor, found: Round) -> QuerySet[RoundWish]:
    """All that the leader sees, by name."""
    return visible(actor, RoundWish).filter(round=found).select_related("employer", "occasion")


@dataclass(frozen=True)
class Interest:
    """How it goes: who wishes, their wishes, and how many of these still wait for the manager."""

    people: int
    wishes: int
    unanswered: int


def interest_in(rows: QuerySet[RoundWish]) -> Interest:
    """One query."""
    counted = rows.order_by().aggregate(
        people=Count("person", distinct=True),
        wishes=Count("pk"),
        unanswered=Count("pk", filter=Q(answer=RoundWish.Answer.NONE)),
    )
    return Interest(**counted)


def results_of(actor: Actor, found: Round) -> list[RoundResult]:
    """The latest first, without their documents."""
    rows = visible(actor, RoundResult).filter(round=found).select_related("made_by")
    return list(rows.defer("document", "result"))


def latest_result(actor: Actor, found: Round) -> RoundResult | None:
    return visible(actor, RoundResult).filter(round=found).first()


def published_result(actor: Actor, found: Round) -> RoundResult | None:
    return visible(actor, RoundResult).filter(round=found, is_published=True).first()


def published_documents(actor: Actor, found: Round) -> RoundResult:
    """What was published, with its documents; where they are not for everybody, for who leads it. Raises NotYours."""
    rows = visible(actor, RoundResult).filter(round=found).exclude(document="")
    shown = rows.filter(is_published=True).first() or (rows.first() if may_lead(actor, found) else None)
    if found.state != State.PUBLISHED or shown is None:
        raise NotYours
    return shown
