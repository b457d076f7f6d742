"""Reading who takes part, and what it became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from stegvis.careers.models import Activity, DevelopmentPlan
from stegvis.exchange.models import Application, Lesson, Meets, Occasion, Offer, Outcome, Presence, Register, Session
from stegvis.exchange.taking_part.codes import short_code
from stegvis.exchange.taking_part.policies import EARLY
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.people.models import Evidence

State = Application.State
NOTED = (State.HELD, State.BOOKED, State.ATTENDED, State.ABSENT)
ASKED_FOR = timedelta(days=60)
"""So long after an occasion hosts and participants are reminded of what is left to do."""


def hosted_occasion(actor: Actor, occasion_id: int) -> Occasion:
    """Raises NotYours for whoever does not offer it."""
    rows = writable(actor, Occasion).select_related("offer", "employer")
    return get_visible(actor, Occasion, rows, pk=occasion_id)


def sessions_of(actor: Actor, occasion: Occasion) -> list[Session]:
    return list(visible(actor, Session).filter(occasion=occasion).order_by("starts"))


def session_now(sessions: Sequence[Session], now: datetime) -> Session | None:
    """The one that runs, or else the last that has begun, or else the first."""
    begun = [one for one in sessions if one.starts - EARLY <= now]
    running = [one for one in begun if one.ends > now]
    return running[0] if running else begun[-1] if begun else sessions[0] if sessions else None


def participants(actor: Actor, occasion: Occasion) -> list[Application]:
    """Who has a seat, by name."""
    rows = writable(actor, Application).filter(occasion=occasion, state__in=NOTED)
    return list(rows.select_related("profession").order_by("name", "pk"))


def to_be_noted(actor: Actor, occasion: Occasion) -> list[Application]:
    """The participants who have begun, but the actor: nobody attests their own attendance."""
    return [one for one in participants(actor, occasion) if one.person_id != actor.person and has_begun(actor, one)]


def has_begun(actor: Actor, application: Application) -> bool:
    """Where each begins when it suits, by the day they said."""
    return application.starts_on is None or application.starts_on <= actor.today


@dataclass(frozen=True)
class Row:
    """A participant in the list. ``presence`` is None before anything is noted; ``sessions`` are those attended.
    ``is_own``: the reader's, whom another has to note. ``has_begun`` is false where they begin another day."""

    application: Application
    presence: Presence | None
    sessions: int
    is_own: bool
    has_begun: bool

    @property
    def came(self) -> bool:
        """Ticked: everybody is taken to have come until it is said that they did not."""
        return self.presence is None or self.presence.came

    @property
    def noted(self) -> str:
        """Where each begins and ends when it suits, nothing is taken to be so."""
        return "" if self.presence is None else "came" if self.presence.came else "away"


def attendance(actor: Actor, occasion: Occasion, session: Session | None) -> list[Row]:
    """Two queries."""
    notes: dict[UUID, list[Presence]] = defaultdict(list)
    for one in visible(actor, Presence).filter(occasion=occasion):
        notes[one.application_id].append(one)
    key = session.pk if session else None
    return [
        Row(
            one,
            next((note for note in notes[one.pk] if note.session_id == key), None),
            sum(note.came for note in notes[one.pk]),
            one.person_id == actor.person,
            has_begun(actor, one),
        )
        for one in participants(actor, occasion)
    ]


def register_of(actor: Actor, occasion: Occasion) -> Register | None:
    return visible(actor, Register).filter(occasion=occasion).first()


def code_shown(register: Register | None, now: datetime) -> str:
    """The code that is open now; empty where there is none."""
    if register is None or register.key is None or register.code_until is None or register.code_until <= now:
        return ""
    return short_code(register.key)


def own_application(actor: Actor, application_id: UUID) -> Application:
    """Raises NotYours."""
    if actor.person is None:
        raise NotYours
    rows = visible(actor, Application).filter(person=actor.person).select_related("host", "profession")
    return get_visible(actor, Application, rows, pk=application_id)


def own_place(actor: Actor, occasion_id: int) -> Application:
    """The actor's booked seat. Raises NotYours."""
    if actor.person is None:
        raise NotYours
    seated = (State.BOOKED, State.ATTENDED, State.ABSENT)
    rows = visible(actor, Application).filter(person=actor.person, state__in=seated).select_related("host")
    return get_visible(actor, Application, rows, occasion=occasion_id)


@dataclass(frozen=True)
class Afterwards:
    """What an application became, for the person. ``hours`` are those of the offer, where they may still see it."""

    application: Application
    days: tuple[date, ...]
    hours: int | None
    evidence: Evidence | None
    has_answered: bool
    lesson: Lesson | None
    activities: tuple[Activity, ...]
    is_excused: bool


def _day(application: Application, note: Presence) -> date:
    """Of the session; where each begins when it suits, the day on which they said that they would."""
    begun = application.starts_on if note.session is None else None
    return begun or timezone.localdate((note.session or note.occasion).starts)


def afterwards(actor: Actor, application_id: UUID) -> Afterwards:
    """Seven queries at most. Raises NotYours."""
    one = own_application(actor, application_id)
    outcome = visible(actor, Outcome).filter(application=one).select_related("evidence__employer").first()
    offer = visible(actor, Offer).filter(pk=one.offer_id).first()
    notes = list(visible(actor, Presence).filter(application=one).select_related("session", "occasion"))
    came = sorted({_day(one, note) for note in notes if note.came})
    attended = one.state == State.ATTENDED
    return Afterwards(
        application=one,
        days=tuple(came),
        hours=offer.hours if offer else None,
        evidence=outcome.evidence if outcome else None,
        has_answered=bool(outcome and outcome.has_answered),
        lesson=visible(actor, Lesson).filter(application=one).first() if attended else None,
        activities=tuple(suggested_activities(actor, one)) if attended else (),
        is_excused=any(note.excused for note in notes),
    )


def certified(actor: Actor, application_id: UUID) -> Afterwards:
    """What a certificate says: of who took part, and was noted on some day. Raises NotYours."""
    found = afterwards(actor, application_id)
    if found.application.state != State.ATTENDED or not found.days:
        raise NotYours
    return found


def suggested_activities(actor: Actor, one: Application) -> list[Activity]:
    """What the person's open plans have left of the same kind, with the same title or a goal that the offer meets."""
    meets = visible(actor, Meets).filter(offer=one.offer_id).values("requirement")
    kind = visible(actor, Offer).filter(pk=one.offer_id).values_list("kind", flat=True).first() or ""
    left = Activity.State.PLANNED, Activity.State.UNDER_WAY
    rows = visible(actor, Activity).filter(person=one.person_id, state__in=left)
    rows = rows.exclude(goal__plan__state=DevelopmentPlan.State.CLOSED)
    of_kind = Q(kind=_ACTIVITY.get(kind, "course"), goal__requirement__in=meets)
    return list(
        rows.filter(Q(title__iexact=one.title) | of_kind).select_related("goal__plan").order_by("due", "pk")[:5]
    )


_ACTIVITY = {"shadowing": "shadowing", "supervision": "supervision", "network": "network", "placement": "practice"}


def to_evaluate(actor: Actor) -> QuerySet[Application]:
    """What the actor has taken part in lately and not answered about."""
    answered = visible(actor, Outcome).filter(application=OuterRef("pk"), has_answered=True)
    rows = visible(actor, Application).filter(person=actor.person, state=State.ATTENDED)
    return rows.filter(~Exists(answered), occasion__ends__gte=timezone.now() - ASKED_FOR)


def to_note(actor: Actor) -> QuerySet[Occasion]:
    """Occasions of the actor's that have begun, with somebody else of whom nothing is noted."""
    now = timezone.now()
    left = writable(actor, Application).filter(occasion=OuterRef("pk"), state__in=(State.HELD, State.BOOKED))
    left = left.exclude(person=actor.person)
    rows = writable(actor, Occasion).filter(starts__range=(now - ASKED_FOR, now)).exclude(state="cancelled")
    return rows.filter(Exists(left.filter(~Exists(visible(actor, Presence).filter(application=OuterRef("pk"))))))


@dataclass(frozen=True)
class Told:
    """What participants thought: means of whole fives, and their lines where there are ten answers."""

    answers: int
    useful: float
    arranged: float
    recommended: float
    lines: tuple[str, ...]


def evaluation_of(offer: Offer) -> Told | None:
    """None until five have answered. The database asks who reads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_evaluation(%s)", [offer.pk])
        row = cursor.fetchone()
    return Told(row[0], float(row[1]), float(row[2]), float(row[3]), tuple(row[4] or ())) if row else None


def told_offer(actor: Actor, offer_id: int) -> Offer:
    """An offer of the actor's own, or of a collaboration that they lead. Raises NotYours."""
    rows = visible(actor, Offer).select_related("employer")
    offer = get_visible(actor, Offer, rows, pk=offer_id)
    if offer.collaboration_id not in actor.leads and not writable(actor, Offer).filter(pk=offer.pk).exists():
        raise NotYours
    return offer


def lessons_of(actor: Actor, offer: Offer) -> list[Lesson]:
    """What participants chose to tell the host, the latest first."""
    rows = visible(actor, Lesson).filter(application__offer=offer).exclude(person=actor.person)
    return list(rows.select_related("application")[:50])
