"""A person's way through what is offered. It is worked out anew each time and stored nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

import numpy as np
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.careers.queries.person import PersonStanding, Place, standing_of
from stegvis.engine.pathway import Answer, Offered, Why, Wish, hindrance_of, solve
from stegvis.exchange.models import Occasion
from stegvis.exchange.pathways.gap import Asked, Met, deeper, met_by, to_the_next_level
from stegvis.exchange.pathways.library import Whom, library_of
from stegvis.exchange.pathways.offered import (
    Coming,
    What,
    as_arrays,
    hours_of,
    minutes,
    price_of,
    stretch,
    what_there_is,
)
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.people.models import Employment, Evidence

SECONDS = 1.0
"""So long the exact answer is sought before the greedy one is given."""


@dataclass(frozen=True)
class Bounds:
    """Days, both included; hours in any one week and kronor, None where nobody counts. ``area``: to grow deeper in."""

    first: date
    last: date
    hours: int | None = None
    budget: int | None = None
    cheapest: bool = False
    area: str = ""


@dataclass(frozen=True)
class Step:
    """An occasion on the way: what it closes, and what it is asked for before, if that is why it is here."""

    occasion: Occasion
    closes: tuple[Asked, ...]
    before: tuple[str, ...]
    hours: int
    price: int


@dataclass(frozen=True)
class Left:
    """What the way does not close. ``beside`` are chosen ones that ``instead``, which would close it, clashes with."""

    asked: Asked
    why: Why
    beside: tuple[Occasion, ...] = ()
    instead: Occasion | None = None
    too_dear: bool = False
    too_long: bool = False


@dataclass(frozen=True)
class Pathway:
    """``place`` is None where no framework is chosen for the person's profession. ``asked`` is what no place in
    ``coming`` closes already."""

    standing: PersonStanding
    employment: Employment
    place: Place | None
    bounds: Bounds
    asked: tuple[Asked, ...]
    coming: tuple[Coming, ...]
    steps: tuple[Step, ...]
    left: tuple[Left, ...]
    is_exact: bool

    @property
    def closed(self) -> int:
        return len(self.asked) - len(self.left)

    @property
    def hours(self) -> int:
        return sum(one.hours for one in self.steps)

    @property
    def price(self) -> int:
        return sum(one.price for one in self.steps)


def whose_way(actor: Actor, person: UUID) -> tuple[PersonStanding, Employment | None, Place | None]:
    """A person, the employment whose framework counts first, and the place. Raises NotYours."""
    standing = standing_of(actor, person)
    place = standing.places[0] if standing.places else None
    employment = place.employment if place else next(iter(standing.unplaced), None)
    return standing, employment, place


def pathway_of(
    actor: Actor, standing: PersonStanding, employment: Employment, place: Place | None, bounds: Bounds
) -> Pathway:
    """The way to the next level, or deeper in an area. About ten queries, whatever the number of offers."""
    whom = Whom(standing.person.pk, employment.profession_id, place.order if place else 0)
    met = met_by(place) if place and not bounds.area else Met()
    library = library_of(actor, met)
    asked: list[Asked] = []
    if bounds.area:
        asked = deeper()
    elif place:
        asked = to_the_next_level(place, library.codes(met))
    what = what_there_is(actor, whom, library, asked, met, area=bounds.area) if asked else What()
    left = what.asked
    offered, wish = _question(actor, standing.person.pk, what, left, bounds)
    answer = solve(offered, wish, seconds=SECONDS)
    return Pathway(
        standing,
        employment,
        place,
        bounds,
        left,
        what.coming,
        _steps(what, left, answer),
        tuple(_left(what, left, offered, wish, answer)),
        answer.is_exact,
    )


def _question(actor: Actor, person: UUID, what: What, asked: Sequence[Asked], bounds: Bounds) -> tuple[Offered, Wish]:
    first, last = minutes(_midnight(bounds.first)), minutes(_midnight(bounds.last)) + 24 * 60
    pieces = sorted({piece for needs in what.needs for piece in needs})
    has = _evidence(actor, person) if pieces else set()
    booked = _booked(what)
    wish = Wish(
        weights=np.ones(len(asked)),
        first=first,
        last=last,
        budget=np.inf if bounds.budget is None else float(bounds.budget),
        hours_a_week=np.inf if bounds.hours is None else float(bounds.hours),
        has=np.array([piece in has for piece in pieces], np.bool_),
        busy=np.array(booked.busy, np.int64).reshape(-1, 2),
        booked=np.array(booked.hours, np.float64).reshape(-1, 3),
        cheapest=bounds.cheapest,
    )
    return as_arrays(what, len(asked), pieces, first, last), wish


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())


def _evidence(actor: Actor, person: UUID) -> set[tuple[str, str]]:
    rows = visible(actor, Evidence).filter(person=person, state=Evidence.State.VERIFIED, valid_from__lte=actor.today)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=actor.today))
    return set(rows.values_list("kind", "code"))


@dataclass(frozen=True)
class _Booked:
    """What the person sits in already: when, and what it takes of the hours of its weeks, as the engine wants them."""

    busy: tuple[tuple[int, int], ...]
    hours: tuple[tuple[int, int, float], ...]


def _booked(what: What) -> _Booked:
    """Of what is begun when it suits there are hours alone, from when the person begins."""
    busy, hours = [], []
    for one, begins in what.seats:
        held = [stretch(a, b) for a, b in what.sessions.get(one.pk, ())]
        times = held or [stretch(_midnight(begins) if begins else one.starts, one.ends)]
        whole = sum(b - a for a, b in times)
        busy += held
        hours += [(a, b, hours_of(one, what) * (b - a) / whole) for a, b in times]
    return _Booked(tuple(busy), tuple(hours))


def _steps(what: What, asked: Sequence[Asked], answer: Answer) -> tuple[Step, ...]:
    chosen = [(what.occasions[at], what.closes[at], at) for at in answer.chosen]
    asked_for: dict[tuple[str, str], list[str]] = {}
    for occasion, _closes, at in chosen:
        for piece in what.needs[at]:
            asked_for.setdefault(piece, []).append(occasion.offer.title)
    return tuple(
        Step(
            occasion,
            tuple(asked[number] for number in sorted(closes)),
            tuple(asked_for.get((occasion.offer.gives_kind, occasion.offer.gives_code), ())),
            round(hours_of(occasion, what)),
            price_of(occasion.offer),
        )
        for occasion, closes, _at in chosen
    )


def _left(what: What, asked: Sequence[Asked], offered: Offered, wish: Wish, answer: Answer) -> list[Left]:
    found = []
    for number, one in enumerate(asked):
        why = Why(int(answer.why[number]))
        if why == Why.NOT_TOGETHER:
            at = next(at for at, closes in enumerate(what.closes) if number in closes)
            seen = hindrance_of(offered, wish, answer.chosen, at)
            beside = tuple(what.occasions[other] for other in seen.clashes)
            found.append(Left(one, why, beside, what.occasions[at], seen.too_dear, seen.too_long))
        elif why != Why.CLOSED:
            found.append(Left(one, why))
    return found


def why_in_words(left: Left) -> str:
    """Why something stays open, in a sentence."""
    words = {
        Why.NOT_OFFERED: _("Nobody offers it just now."),
        Why.OUTSIDE: _("It is offered, but not between the days you chose."),
        Why.NEEDS: _("It asks for something before it that is not offered in time."),
        Why.BUSY: _("It is offered at a time when you already have a place elsewhere."),
        Why.TOO_LONG: _("It takes more hours in a week than you chose, with the places you have already counted."),
        Why.TOO_DEAR: _("It costs more than the budget you chose."),
    }
    if left.why in words:
        return words[left.why]
    if left.beside:
        named = {"title": left.instead.offer.title if left.instead else "", "other": left.beside[0].offer.title}
        return _("%(title)s is at the same time as %(other)s.") % named
    if left.too_dear:
        return _("There is no money left for it beside the rest.")
    if left.too_long:
        return _("There are no hours left for it in that week.")
    return _("It cannot be had together with the rest.")
