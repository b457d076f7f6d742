"""A user's days as a calendar that other programs read. Rooms register where the days come from.

A source is called with the actor whose calendar it is, inside that actor's transaction, and yields events of what the
actor may see, for instance in a room's ``AppConfig.ready``::

    def talks(actor: Actor) -> Iterator[Event]:
        for talk in visible(actor, Talk).filter(person=actor.person, held_on__gte=actor.today):
            yield Event(f"talk-{talk.pk}", gettext("Development talk"), talk.held_on, link=reverse(...))

    register_calendar(talks)

Whoever holds the address reads it, and so does the service that shows it: a title names no other person and tells
nothing that should not stand in a calendar on a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr

import icalendar
from django.utils import timezone

from stegvis.foundation.access.actor import Actor


@dataclass(frozen=True)
class Event:
    """``starts`` is a day, or a moment with a time zone; ``ends`` the last day, or the moment it ends.

    ``uid`` is the same for the same thing each time and unique among all sources: ``evidence-17``. ``link`` is an
    address of the product, from its root. ``is_busy`` hours are shown as taken to who asks for a meeting.
    """

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime | None = None
    description: str = ""
    link: str = ""
    place: str = ""
    is_busy: bool = False


Source = Callable[[Actor], Iterable[Event]]
_sources: list[Source] = []


def register_calendar(source: Source) -> None:
    """Make a source known; the same one twice counts once."""
    if source not in _sources:
        _sources.append(source)


def events_of(actor: Actor) -> list[Event]:
    """Everything in the actor's calendar, by day."""
    found = [event for source in _sources for event in source(actor)]
    return sorted(found, key=lambda event: (str(event.starts), event.uid))


def as_ics(events: Iterable[Event], *, name: str, site: str) -> bytes:
    """The events as an iCalendar file (RFC 5545); ``site`` is the product's address, such as https://example.se."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Stegvis//Stegvis//SV")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_component(event, site))
    return bytes(calendar.to_ical())


def as_invitation(event: Event, *, method: str, sequence: int, organizer: str, attendee: str, site: str) -> bytes:
    """One event as a file that a letter carries into the calendar of ``attendee`` (RFC 5546).

    ``method`` is REQUEST, or CANCEL for what no longer is. The same ``uid`` with a higher ``sequence`` changes it.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Stegvis//Stegvis//SV")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    made = _component(event, site)
    made.add("sequence", sequence)
    made.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    made.add("organizer", f"mailto:{parseaddr(organizer)[1]}")
    made.add("attendee", f"mailto:{attendee}", parameters={"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    calendar.add_component(made)
    return bytes(calendar.to_ical())


def _component(event: Event, site: str) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", f"{event.uid}@{site.partition('//')[2]}")
    made.add("dtstamp", timezone.now().astimezone(UTC))
    made.add("summary", event.title)
    made.add("dtstart", _moment(event.starts))
    if event.ends is not None:  # the end of days is the day after the last
        made.add("dtend", _moment(event.ends if isinstance(event.ends, datetime) else event.ends + timedelta(days=1)))
    if event.description:
        made.add("description", event.description)
    if event.link:
        made.add("url", site + event.link)
    if event.place:
        made.add("location", event.place)
    made.add("transp", "OPAQUE" if event.is_busy else "TRANSPARENT")
    return made


def _moment(value: date | datetime) -> date | datetime:
    return value.astimezone(UTC) if isinstance(value, datetime) else value
