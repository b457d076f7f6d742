"""The kinds of notices about places, and the places in the calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.exchange.models import Application, Session
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.calendar import Event, register_calendar
from stegvis.foundation.notices.kinds import Kind, Params, register_kind
from stegvis.foundation.notices.models import Channel
from stegvis.foundation.notices.services import Message, send

ASKED, ENDED = "exchange.asked", "exchange.ended"  # to who answers
ANSWERED, BOOKED, OFFERED = "exchange.answered", "exchange.booked", "exchange.offered"  # to the person
State = Application.State
TO_LEADERS = {ASKED, ENDED}


def register() -> None:
    for code, label, sentence, channel in (
        (ASKED, _("Somebody in my team applies for a place"), _asked, Channel.AT_ONCE),
        (ENDED, _("An application in my team that has ended"), _ended, Channel.DIGEST),
        (ANSWERED, _("Answers to what I have applied for"), _own, Channel.AT_ONCE),
        (BOOKED, _("I have a place, with a file for the calendar"), _own, Channel.AT_ONCE),
        (OFFERED, _("I am offered a place from the waiting list"), _own, Channel.AT_ONCE),
    ):
        register_kind(Kind(code, label, _words(sentence), channel))
    register_calendar(days)


@dataclass(frozen=True)
class Told:
    """One application to tell one user of; each hears once of ``what``, by default of the kind."""

    application: UUID
    user: int | None
    kind: str
    what: str = ""


def tell_all(told: Iterable[Told]) -> None:
    """Runs in the caller's transaction. One query, none for nobody."""
    messages = [
        Message(
            user=one.user,
            kind=one.kind,
            params={"application": str(one.application)},
            link=_to_answer() if one.kind in TO_LEADERS else reverse("exchange:places"),
            key=key_of(one.application, one.what or one.kind),
        )
        for one in told
    ]
    if messages:
        send(messages)


def asked_notice(application: UUID) -> dict[str, Any]:
    """The notice to who answers, as ``stegvis_apply`` writes it: it puts the state after the key."""
    return {
        "kind": ASKED,
        "params": {"application": str(application)},
        "link": _to_answer(),
        "key": key_of(application, f"{ASKED}-"),
    }


@cache
def _to_answer() -> str:
    """Asked for once: a tenth of what Python spends on a booking went into finding it each time."""
    return reverse("exchange:asked")


def tell_asked(application: Application) -> None:
    """Tell who answers for the acting person. Runs in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM stegvis_own_leaders(%s)", [application.employer_id])
        leaders = [leader for (leader,) in cursor.fetchall()]
    tell_all(Told(application.pk, leader, ASKED, f"{ASKED}-{application.state}") for leader in leaders)


def key_of(application: UUID, what: str) -> str:
    return f"application-{application}-{what}"


def _words(sentence: Callable[[Application], str]) -> Callable[[Actor, Sequence[Params]], list[str]]:
    """A sentence for each that the reader still sees. One query."""

    def words(actor: Actor, notices: Sequence[Params]) -> list[str]:
        rows = visible(actor, Application).filter(pk__in=[one["application"] for one in notices])
        found = {str(one.pk): one for one in rows}
        return [sentence(found[key]) if (key := one["application"]) in found else "" for one in notices]

    return words


def _asked(one: Application) -> str:
    told = {"name": one.name, "title": one.title, "by": moment(one.answer_by)}
    if one.state == State.HELD:
        return gettext("%(name)s has applied for “%(title)s”. A place is held until %(by)s.") % told
    if one.state in (State.WAITING, State.OFFERED) and one.approved_at is None:
        return gettext("%(name)s has applied for “%(title)s” and waits for a place. Say yes or no already now.") % told
    return gettext("The application of %(name)s to “%(title)s” is answered.") % told


def _ended(one: Application) -> str:
    told = {"name": one.name, "title": one.title}
    if one.state == State.LAPSED:
        return gettext("Nobody answered in time, so the place of %(name)s in “%(title)s” has lapsed.") % told
    return gettext("%(name)s has withdrawn from “%(title)s”.") % told


def _own(one: Application) -> str:
    """What has come of one's application, as it is when it is read."""
    words = {
        State.OFFERED: gettext("You are offered a place in “%(title)s”. Answer before %(by)s."),
        State.BOOKED: gettext("You have a place in “%(title)s”."),
        State.WAITING: gettext("Your manager says yes to “%(title)s”. You stand on the waiting list."),
        State.DECLINED: gettext("It became a no to “%(title)s”: %(why)s"),
        State.LAPSED: gettext("The place in “%(title)s” was not answered in time, and went to the next in turn."),
        State.CANCELLED: gettext("“%(title)s” is called off."),
    }
    said = words.get(State(one.state)) or gettext("Your application to “%(title)s” is answered.")
    if one.state == State.DECLINED and one.suggested_id:
        said = gettext("Your manager suggests another date for “%(title)s”.")
    return said % {"title": one.title, "why": one.answer, "by": moment(one.answer_by)}


def moment(when: datetime | None) -> str:
    """A day and a time of day, in Stockholm."""
    return date_format(localtime(when), "j F H:i") if when else ""


def days(actor: Actor) -> Iterator[Event]:
    """The hours of one's booked places, what is past left out."""
    if actor.person is None:
        return
    rows = {one.occasion_id: one for one in visible(actor, Application).filter(person=actor.person, state=State.BOOKED)}
    link = reverse("exchange:places")
    booked = visible(actor, Session).select_related("occasion").filter(occasion__in=rows)
    sessions = booked.filter(ends__date__gte=actor.today) if rows else ()
    for session in sessions:
        yield event_of(rows[session.occasion_id], session, link)
    for one in rows.values():
        if one.starts_on is not None and one.starts_on >= actor.today:
            yield Event(
                f"application-{one.pk}-begins", gettext("Begins: %(title)s") % {"title": one.title}, one.starts_on
            )


def event_of(one: Application, session: Session, link: str) -> Event:
    """The same each time, so that a file, a letter and the feed are one thing in a calendar."""
    place = session.place or session.link or session.occasion.place or session.occasion.link
    uid = f"application-{one.pk}-{session.pk}"
    return Event(uid, one.title, session.starts, session.ends, link=link, place=place, is_busy=True)
