"""What is offered to a person, as rows and as the engine's arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from django.db.models import F, Q, QuerySet

from stegvis.engine.pathway import Offered
from stegvis.exchange.models import Meets, Occasion, Offer, Prior, Session
from stegvis.exchange.openings import open_occasions
from stegvis.exchange.pathways.gap import Asked, Met
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible

MONDAY = datetime(1970, 1, 5, tzinfo=UTC)
DEEPEST = 4
"""So many offers in a row are followed, each asked for before the next."""

Evidence = tuple[str, str]
"""Kind and code."""


@dataclass(frozen=True)
class Whom:
    """Whose way it is: profession and level, for offers to certain ones."""

    profession: str
    order: int


@dataclass(frozen=True)
class What:
    """Occasions that may be applied for, the first to begin first, with what each closes of what is ``asked``."""

    occasions: tuple[Occasion, ...]
    closes: tuple[frozenset[int], ...]
    needs: tuple[frozenset[Evidence], ...]
    sessions: dict[int, list[tuple[datetime, datetime]]]


def codes_offered(actor: Actor, met: Met) -> set[str]:
    """Requirements that some offer open to the actor says it meets. Two queries."""
    rows = visible(actor, Meets).filter(framework__code__in=met.frameworks, offer__state=Offer.State.PUBLISHED)
    given = set(_open_offers(actor).exclude(gives_kind="").values_list("gives_kind", "gives_code").distinct())
    by_evidence = {requirement for requirement, *evidence in met.by_evidence if tuple(evidence) in given}
    return set(rows.values_list("requirement", flat=True)) | by_evidence


def what_there_is(actor: Actor, whom: Whom, asked: list[Asked], met: Met, area: str) -> What:
    """Everything that may be applied for and closes something, or is asked for before it. A handful of queries."""
    closes = _closing(actor, whom, asked, met, area)
    needs: dict[int, frozenset[Evidence]] = {}
    followed = set(closes)
    for _step in range(DEEPEST):
        new = _priors(actor, followed - needs.keys())
        needs |= {offer: frozenset(new.get(offer, ())) for offer in followed - needs.keys()}
        wanted = {piece for pieces in new.values() for piece in pieces}
        givers = _giving(actor, whom, wanted) - needs.keys()
        if not givers:
            break
        followed |= givers
    occasions = tuple(_with_seats(actor).filter(offer__in=followed).select_related("offer", "employer"))
    sessions: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    rows = visible(actor, Session).filter(occasion__in=[one.pk for one in occasions])
    for occasion, starts, ends in rows.values_list("occasion", "starts", "ends"):
        sessions[occasion].append((starts, ends))
    return What(
        occasions,
        tuple(frozenset(closes.get(one.offer_id, ())) for one in occasions),
        tuple(needs.get(one.offer_id, frozenset()) for one in occasions),
        sessions,
    )


def _open_offers(actor: Actor) -> QuerySet[Offer]:
    return visible(actor, Offer).filter(state=Offer.State.PUBLISHED)


def _suiting(actor: Actor, whom: Whom) -> QuerySet[Offer]:
    """Offers for the profession and the level."""
    return _open_offers(actor).filter(
        Q(professions=[]) | Q(professions__contains=[whom.profession]),
        Q(lowest_level__isnull=True) | Q(lowest_level__lte=whom.order),
        Q(highest_level__isnull=True) | Q(highest_level__gte=whom.order),
    )


def _with_seats(actor: Actor) -> QuerySet[Occasion]:
    """That may be applied for today: with a seat left, unless a round gives the seats."""
    return open_occasions(actor).filter(Q(taken__lt=F("seats")) | Q(offer__given=Offer.Given.ROUND))


def _closing(actor: Actor, whom: Whom, asked: list[Asked], met: Met, area: str) -> dict[int, set[int]]:
    """Offer → numbers of what it closes."""
    found: dict[int, set[int]] = defaultdict(set)
    suiting = _suiting(actor, whom)
    if area:
        for offer, kind in suiting.filter(areas__contains=[area]).values_list("pk", "kind"):
            found[offer] |= {number for number, one in enumerate(asked) if kind in one.kinds}
        return {offer: numbers for offer, numbers in found.items() if numbers}
    number_of = {code: number for number, one in enumerate(asked) for code in one.codes}
    says = visible(actor, Meets).filter(framework__code__in=met.frameworks, requirement__in=number_of)
    for offer, code in says.filter(offer__in=suiting).values_list("offer", "requirement"):
        found[offer].add(number_of[code])
    by_evidence = {(kind, code): number_of[one] for one, kind, code in met.by_evidence if one in number_of}
    codes = {code for _kind, code in by_evidence}
    for offer, kind, code in suiting.filter(gives_code__in=codes).values_list("pk", "gives_kind", "gives_code"):
        if (kind, code) in by_evidence:
            found[offer].add(by_evidence[kind, code])
    return found


def _priors(actor: Actor, offers: Iterable[int]) -> dict[int, set[Evidence]]:
    found: dict[int, set[Evidence]] = defaultdict(set)
    rows = visible(actor, Prior).filter(offer__in=set(offers))
    for offer, kind, code in rows.values_list("offer", "kind", "code"):
        found[offer].add((kind, code))
    return found


def _giving(actor: Actor, whom: Whom, wanted: set[Evidence]) -> set[int]:
    if not wanted:
        return set()
    rows = _suiting(actor, whom).filter(gives_code__in={code for _kind, code in wanted})
    return {pk for pk, kind, code in rows.values_list("pk", "gives_kind", "gives_code") if (kind, code) in wanted}


def minutes(moment: datetime) -> int:
    """Whole minutes since a Monday's midnight."""
    return int((moment - MONDAY).total_seconds()) // 60


def as_arrays(what: What, asked: int, pieces: list[Evidence], first: int, last: int) -> Offered:
    """The engine's arrays. What is begun when it suits lies within the window, as far as its own time allows."""
    number = {piece: at for at, piece in enumerate(pieces)}
    size = len(what.occasions)
    closes = np.zeros((size, asked), np.bool_)
    needs, gives = np.zeros((size, len(pieces)), np.bool_), np.zeros((size, len(pieces)), np.bool_)
    starts, ends, sessions = [], [], []
    for at, one in enumerate(what.occasions):
        begins, stops = minutes(one.starts), minutes(one.ends)
        if one.offer.starts_any_time and begins < last and stops > first:
            begins, stops = max(begins, first), min(stops, last)
        elif not one.offer.starts_any_time:
            sessions += [(at, minutes(a), minutes(b)) for a, b in what.sessions[one.pk]]
        starts.append(begins)
        ends.append(stops)
        closes[at, list(what.closes[at])] = True
        needs[at, [number[piece] for piece in what.needs[at]]] = True
        given = number.get((one.offer.gives_kind, one.offer.gives_code))
        if given is not None:
            gives[at, given] = True
    return Offered(
        offer=np.array([one.offer_id for one in what.occasions], np.int64),
        closes=closes,
        hours=np.array([hours_of(one, what) for one in what.occasions], np.float64),
        price=np.array([price_of(one.offer) for one in what.occasions], np.int64),
        starts=np.array(starts, np.int64),
        ends=np.array(ends, np.int64),
        sessions=np.array(sessions, np.int64).reshape(-1, 3),
        needs=needs,
        gives=gives,
    )


def hours_of(one: Occasion, what: What) -> float:
    """Working hours as the offer says, else those of its sessions."""
    if one.offer.hours is not None:
        return float(one.offer.hours)
    return sum((b - a).total_seconds() for a, b in what.sessions[one.pk]) / 3600


def price_of(offer: Offer) -> int:
    """What a seat costs the participant's employer, in kronor."""
    return 0 if offer.split in {Offer.Split.FREE, Offer.Split.HOST} else offer.price
