"""Reading applications: one's own, those of one's staff, and those to what one offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from stegvis.careers.models import Goal
from stegvis.exchange.applying.cases import cases_of
from stegvis.exchange.applying.policies import may_apply
from stegvis.exchange.applying.services import DATES
from stegvis.exchange.models import Application, Meets, Occasion, Session
from stegvis.exchange.models.applying import ACTIVE
from stegvis.exchange.openings import is_ahead, open_occasions, other_occasions
from stegvis.exchange.taking_part.policies import may_show_code
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.rules import NotHidden
from stegvis.people.access import EmployedNow

State = Application.State
TO_ANSWER = (State.WAITING, State.HELD, State.OFFERED)
TAKING_PART = (State.HELD, State.BOOKED, State.ATTENDED, State.ABSENT)


@dataclass(frozen=True)
class Place:
    """An application of one's own. ``line`` is the place in the waiting list, 1 the next in turn.

    ``occasion`` is None where it is no longer shown to the person; ``sessions`` are its hours; ``suggested`` is the
    manager's other date.
    """

    application: Application
    occasion: Occasion | None
    sessions: tuple[Session, ...]
    line: int = 0
    suggested: Occasion | None = None

    @property
    def is_now(self) -> bool:
        """Whether the host takes attendance of it just now."""
        if self.application.state != State.BOOKED or self.occasion is None:
            return False
        now = timezone.now()
        return any(may_show_code(self.occasion, one, now) for one in self.sessions or (None,))

    @property
    def is_over(self) -> bool:
        """Whether there is something to read of how it was noted."""
        return self.application.state in (State.ATTENDED, State.ABSENT)


@dataclass(frozen=True)
class Places:
    """One's own, by what there is to do about them."""

    offered: tuple[Place, ...]
    coming: tuple[Place, ...]
    waiting: tuple[Place, ...]
    suggested: tuple[Place, ...]
    past: tuple[Place, ...]


def places_of(actor: Actor) -> Places:
    """Everything that the actor has applied for. Five queries at most."""
    found: dict[str, list[Place]] = defaultdict(list)
    now = timezone.now()
    for one in _places(actor, list(_own(actor))):
        found[_where(one, now)].append(one)
    return Places(
        offered=tuple(found["offered"]),
        coming=tuple(found["coming"]),
        waiting=tuple(found["waiting"]),
        suggested=tuple(found["suggested"]),
        past=tuple(reversed(found["past"])),
    )


def _own(actor: Actor) -> QuerySet[Application]:
    if actor.person is None:
        raise NotYours
    return visible(actor, Application).filter(person=actor.person).select_related("host")


def place_of(actor: Actor, application_id: UUID) -> Place:
    """One of the actor's own. Raises NotYours."""
    (place,) = _places(actor, [get_visible(actor, Application, _own(actor), pk=application_id)])
    return place


def _places(actor: Actor, rows: Sequence[Application]) -> list[Place]:
    """With what the person may still see of the occasions, the first to come first."""
    keys = {one.occasion_id for one in rows} | {one.suggested_id for one in rows if one.suggested_id}
    occasions = visible(actor, Occasion).select_related("offer").in_bulk(keys)
    sessions = sessions_of(actor, occasions.keys())
    lines = own_lines() if any(one.state == State.WAITING for one in rows) else {}
    places = [
        Place(
            application=one,
            occasion=occasions.get(one.occasion_id),
            sessions=tuple(sessions[one.occasion_id]),
            line=lines.get(one.pk, 0),
            suggested=occasions.get(one.suggested_id or 0),
        )
        for one in rows
    ]
    return sorted(places, key=lambda one: one.occasion.starts if one.occasion else one.application.asked_at)


def own_lines() -> dict[UUID, int]:
    """Application → its place in the waiting list."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT application, place FROM stegvis_own_lines()")
        return dict(cursor.fetchall())


def _where(place: Place, now: datetime) -> str:
    one = place.application
    is_ahead = place.occasion is None or place.occasion.ends > now
    if one.state in ACTIVE and is_ahead:
        return {State.OFFERED: "offered", State.BOOKED: "coming"}.get(State(one.state), "waiting")
    is_open = place.suggested is not None and place.suggested.last_start > now
    return "suggested" if one.state == State.DECLINED and is_open else "past"


def sessions_of(actor: Actor, occasions: Collection[int]) -> dict[int, list[Session]]:
    found: dict[int, list[Session]] = defaultdict(list)
    if occasions:
        rows = visible(actor, Session).select_related("occasion").filter(occasion__in=occasions)
        for one in rows.order_by("starts"):
            found[one.occasion_id].append(one)
    return found


def occasion_of(actor: Actor, occasion_id: int) -> Occasion:
    """Raises NotYours."""
    return get_visible(actor, Occasion, visible(actor, Occasion).select_related("offer", "employer"), pk=occasion_id)


def other_dates(actor: Actor, occasion: Occasion) -> list[Occasion]:
    """Other occasions of the same offer that the actor may apply to, as many as one wish holds. Two queries."""
    dates = list(open_occasions(actor).filter(offer=occasion.offer_id).exclude(pk=occasion.pk))
    cases = cases_of(actor, [one.pk for one in dates])
    return [one for one in dates if one.pk in cases and may_apply(actor, cases[one.pk])][: DATES - 1]


def of_staff(actor: Actor) -> QuerySet[Application]:
    """Applications of those whose manager or coordinator the actor is, but the actor's own."""
    sender = EmployedNow("manages") | EmployedNow("coordinates")
    rows = visible(actor, Application).filter((sender & NotHidden()).q(actor, Application))
    return rows.exclude(person=actor.person) if actor.person else rows


@dataclass(frozen=True)
class Away:
    """Somebody of the unit who is elsewhere the same day."""

    name: str
    title: str


@dataclass(frozen=True)
class Asked:
    """An application that waits for an answer. ``away`` are others of the unit that day, ``goals`` those of the plan
    that it meets, ``dates`` what may be suggested instead."""

    application: Application
    hours: tuple[Session, ...] = ()
    away: tuple[Away, ...] = ()
    goals: tuple[str, ...] = ()
    dates: tuple[Occasion, ...] = ()


def to_answer(actor: Actor) -> QuerySet[Application]:
    """What waits for the actor's answer; to a coordinator only of those who have no manager."""
    asked = of_staff(actor).filter(is_ahead(timezone.now(), "occasion__"), state__in=TO_ANSWER, approved_at=None)
    mine = EmployedNow("manages").q(actor, Application)
    if actor.coordinates:
        mine |= Q(pk__in=RawSQL("SELECT stegvis_unmanaged()", ()))
    return asked.filter(mine)


def asked_of(actor: Actor, rows: Iterable[Application]) -> list[Asked]:
    """Each with what helps to answer. Six queries, whatever the number."""
    found = list(rows)
    sessions = sessions_of(actor, {one.occasion_id for one in found})
    days = {one.pk: _days_of(one, sessions) for one in found}
    away, goals, dates = _away(actor, found, days), _goals(actor, found), _dates(actor, found)
    return [
        Asked(
            one,
            hours=tuple(sessions[one.occasion_id]),
            away=tuple(_same_day(one, days[one.pk], away[one.unit_id])),
            goals=tuple(goals[one.person_id, one.offer_id]),
            dates=tuple(other for other in dates[one.offer_id] if other.pk != one.occasion_id),
        )
        for one in found
    ]


def _days_of(one: Application, sessions: Mapping[int, Sequence[Session]]) -> set[date]:
    """The days on which somebody is away by it: those of its hours, or the day on which they begin when it suits."""
    days = {one.starts_on} if one.starts_on is not None else set()
    for session in sessions.get(one.occasion_id, ()):
        first, last = timezone.localdate(session.starts), timezone.localdate(session.ends)
        days |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return days


WhenAway = tuple[Application, set[date]]


def _away(actor: Actor, found: Sequence[Application], days: Mapping[UUID, set[date]]) -> dict[int, list[WhenAway]]:
    """Unit → who of it has a place on one of the days, with all the days that they are away. Two queries."""
    away: dict[int, list[WhenAway]] = defaultdict(list)
    all_days = {day for one in days.values() for day in one}
    if not all_days:
        return away
    first, last = min(all_days), max(all_days)
    then = visible(actor, Session).filter(starts__date__lte=last, ends__date__gte=first)
    rows = of_staff(actor).filter(
        Q(occasion__in=then.values("occasion")) | Q(starts_on__range=(first, last)),
        unit__in={one.unit_id for one in found},
        state__in=[State.HELD, State.BOOKED],
    )
    others = list(rows)
    sessions = sessions_of(actor, {one.occasion_id for one in others})
    for one in others:
        away[one.unit_id].append((one, _days_of(one, sessions)))
    return away


def _same_day(asked: Application, days: set[date], others: Iterable[WhenAway]) -> Iterator[Away]:
    for one, away in others:
        if one.person_id != asked.person_id and days & away:
            yield Away(one.name, one.title)


def places_of_staff(actor: Actor) -> QuerySet[Application]:
    """Seats of those whom the actor answers for that are not over, the first to come first.

    ``begins`` is when they begin: the moment, or the day of their own.
    """
    seats = of_staff(actor).filter(state__in=[State.HELD, State.BOOKED], occasion__ends__gt=timezone.now())
    begins = Coalesce(Cast("starts_on", DateTimeField()), "occasion__starts")
    return seats.select_related("occasion", "host").annotate(begins=begins).order_by("begins", "pk")


def with_hours(actor: Actor, rows: Iterable[Application]) -> list[tuple[Application, list[Session]]]:
    """Each with the hours of its occasion. One query."""
    found = list(rows)
    sessions = sessions_of(actor, {one.occasion_id for one in found})
    return [(one, sessions[one.occasion_id]) for one in found]


def _goals(actor: Actor, found: Sequence[Application]) -> dict[tuple[UUID, int], list[str]]:
    """(person, offer) → the open goals of the person's plan that the offer helps to meet."""
    meets: dict[int, set[str]] = defaultdict(set)
    for offer, requirement in (
        visible(actor, Meets).filter(offer__in={one.offer_id for one in found}).values_list("offer", "requirement")
    ):
        meets[offer].add(requirement)
    goals: dict[UUID, list[Goal]] = defaultdict(list)
    if meets:
        people = {one.person_id for one in found}
        for goal in visible(actor, Goal).filter(person__in=people, state=Goal.State.OPEN).exclude(requirement=""):
            goals[goal.person_id].append(goal)
    return defaultdict(
        list,
        {
            (one.person_id, one.offer_id): [
                goal.title for goal in goals[one.person_id] if goal.requirement in meets[one.offer_id]
            ]
            for one in found
        },
    )


def _dates(actor: Actor, found: Sequence[Application]) -> dict[int, list[Occasion]]:
    """Offer → its occasions that may be suggested instead."""
    dates: dict[int, list[Occasion]] = defaultdict(list)
    for one in other_occasions(actor).filter(offer__in={one.offer_id for one in found}):
        dates[one.offer_id].append(one)
    return dates


def participants_of(actor: Actor, occasion: Occasion) -> QuerySet[Application]:
    """Who has a seat, by name."""
    rows = visible(actor, Application).filter(occasion=occasion, state__in=TAKING_PART)
    return rows.select_related("profession").order_by("name", "pk")
