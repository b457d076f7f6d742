"""What is offered to a person, as rows and as the engine's arrays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from stegvis.engine.pathway import Offered
from stegvis.exchange.models import Application, Occasion, Offer, Session
from stegvis.exchange.models.applying import SEATED
from stegvis.exchange.openings import open_occasions
from stegvis.exchange.pathways.gap import Asked, Met
from stegvis.exchange.pathways.library import Evidence, Library, Whom
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible

MONDAY = datetime(1970, 1, 5)  # noqa: DTZ001 - of the clock on the wall
A_DAY = 24 * 60
HOURS_A_DAY = 8
"""So much of what is taken at one's own pace is gone through in a day."""
DEEPEST = 4
"""So many offers in a row are followed, each asked for before the next."""


@dataclass(frozen=True)
class Coming:
    """A place that the person has already, and what it closes."""

    title: str
    offer: int
    closes: tuple[Asked, ...]


@dataclass(frozen=True)
class What:
    """Occasions that may be applied for, the first to begin first, with what each closes of what is ``asked``: what no
    place in ``coming`` closes already. ``seats`` are what the person sits in, with when they begin where each begins
    when it suits."""

    asked: tuple[Asked, ...] = ()
    coming: tuple[Coming, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    closes: tuple[frozenset[int], ...] = ()
    needs: tuple[frozenset[Evidence], ...] = ()
    sessions: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    seats: tuple[tuple[Occasion, date | None], ...] = ()


def what_there_is(actor: Actor, whom: Whom, library: Library, asked: list[Asked], met: Met, *, area: str) -> What:
    """Everything that may be applied for and closes something, or is asked for before it. Three queries."""
    seats = _seats(actor, whom.person)
    held = tuple((one.occasion, one.starts_on) for one in seats if one.occasion)
    closing = library.closing(asked, met, area)
    coming = tuple(
        Coming(one.title, one.offer_id, tuple(asked[number] for number in sorted(closing[one.offer_id])))
        for one in seats
        if one.state != Application.State.OFFERED and closing.get(one.offer_id)
    )
    left = [one for one in asked if not any(one in place.closes for place in coming)]
    number_of = {asked.index(one): at for at, one in enumerate(left)}
    closes = {
        offer: kept
        for offer, numbers in closing.items()
        if library.offers[offer].suits(whom)
        and (kept := {number_of[number] for number in numbers if number in number_of})
    }
    followed = set(closes)
    for _step in range(DEEPEST):
        wanted = {piece for offer in followed for piece in library.offers[offer].needs}
        followed |= library.giving(whom, wanted)
    occasions = tuple(_with_seats(actor).filter(offer__in=followed).select_related("offer", "employer"))
    sessions: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    rows = visible(actor, Session).filter(
        occasion__in={one.pk for one in (*occasions, *(seat for seat, _begins in held))}
    )
    for occasion, starts, ends in rows.values_list("occasion", "starts", "ends"):
        sessions[occasion].append((starts, ends))
    return What(
        tuple(left),
        coming,
        occasions,
        tuple(frozenset(closes.get(one.offer_id, ())) for one in occasions),
        tuple(frozenset(library.offers[one.offer_id].needs) for one in occasions),
        sessions,
        held,
    )


def _seats(actor: Actor, person: UUID) -> list[Application]:
    """What the person sits in, or is offered. One query."""
    rows = visible(actor, Application).filter(person=person, state__in=SEATED)
    return list(rows.order_by("asked_at").select_related("occasion__offer"))


def _with_seats(actor: Actor) -> QuerySet[Occasion]:
    """That may be applied for today: with a seat left, unless a round gives the seats."""
    return open_occasions(actor).filter(Q(taken__lt=F("seats")) | Q(offer__given=Offer.Given.ROUND))


def minutes(moment: datetime) -> int:
    """Whole minutes on the clock on the wall since a Monday's midnight, so that each week begins as it does here."""
    return int((timezone.make_naive(moment) - MONDAY).total_seconds()) // 60


def stretch(starts: datetime, ends: datetime) -> tuple[int, int]:
    """In ``minutes``. Where the clock is put back in between it still ends after it begins."""
    begins = minutes(starts)
    return begins, max(minutes(ends), begins + 1)


def as_arrays(what: What, asked: int, pieces: list[Evidence], first: int, last: int) -> Offered:
    """The engine's arrays. What is begun when it suits lies within the window, if there are days enough for it."""
    number = {piece: at for at, piece in enumerate(pieces)}
    size = len(what.occasions)
    closes = np.zeros((size, asked), np.bool_)
    needs, gives = np.zeros((size, len(pieces)), np.bool_), np.zeros((size, len(pieces)), np.bool_)
    starts, ends, sessions = [], [], []
    for at, one in enumerate(what.occasions):
        held = [] if one.offer.starts_any_time else [stretch(a, b) for a, b in what.sessions[one.pk]]
        begins, stops = stretch(one.starts, one.ends)
        begins, stops = min([begins, *(a for a, _b in held)]), max([stops, *(b for _a, b in held)])
        if one.offer.starts_any_time:
            begins, stops = _when_it_suits(begins, stops, first, last, hours_of(one, what))
        sessions += [(at, a, b) for a, b in held]
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


def _when_it_suits(begins: int, stops: int, first: int, last: int, hours: float) -> tuple[int, int]:
    """The days that the window leaves of its time; all of its time where these are too few, so that it lies outside."""
    within = max(begins, first), min(stops, last)
    days = -(-(within[1] - within[0]) // A_DAY)
    return within if days * HOURS_A_DAY >= hours and within[0] < within[1] else (begins, stops)


def hours_of(one: Occasion, what: What) -> float:
    """Working hours as the offer says, else those of its sessions."""
    if one.offer.hours is not None:
        return float(one.offer.hours)
    return sum((b - a).total_seconds() for a, b in what.sessions[one.pk]) / 3600


def price_of(offer: Offer) -> int:
    """What a seat costs the participant's employer, in kronor."""
    return 0 if offer.split in {Offer.Split.FREE, Offer.Split.HOST} else offer.price
