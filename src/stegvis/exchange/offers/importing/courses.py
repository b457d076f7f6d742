"""A course with one of its days as a file has it, in any format, and how it is kept while it is looked through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from stegvis.exchange.models import Offer
from stegvis.exchange.offers.content import Planned
from stegvis.exchange.offers.forms import NOTICE
from stegvis.exchange.offers.times import Hours, hours_on, moment
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents import bringing
from stegvis.foundation.working_days import is_working_day

SALT = "exchange.offers.importing"
MOST_ROWS = 300
A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Course:
    """``row`` is where in the file it stood. ``reference`` names the course, ``occasion`` its occasion.

    Empty values are not said in the file, and leave what is there as it is; ``seats`` is None where it says none.
    ``price`` in kronor. One that is spread
    over its days takes up nobody's whole days: its hours are not known.
    """

    row: int
    reference: str
    title: str
    starts_on: date
    seats: int | None
    kind: str = Offer.Kind.COURSE
    occasion: str = ""
    ends_on: date | None = None
    starts_at: time = time(8)
    ends_at: time = time(16)
    apply_by: date | None = None
    place: str = ""
    link: str = ""
    summary: str = ""
    description: str = ""
    areas: list[str] = field(default_factory=list)
    audience: str = ""
    form: str = ""
    provider: str = ""
    host_name: str = ""
    host_email: str = ""
    is_spread: bool = False
    hours: int | None = None
    price: int | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the offer that the file says."""
        named = ("kind", "title", "summary", "description", "areas", "audience", "form", "provider", "host_name")
        found = {name: getattr(self, name) for name in (*named, "host_email", "hours") if getattr(self, name)}
        if self.price is not None:
            found["price"] = self.price
            found["split"] = Offer.Split.SENDER if self.price else Offer.Split.FREE
        return found

    @property
    def occasion_reference(self) -> str:
        """Its own name, else its first day: a course does not begin twice on one."""
        return self.occasion or self.starts_on.isoformat()

    def planned(self, today: date, municipality: str) -> Planned:
        """Its occasion, with a session for each working day from the first to the last. Raises Refused."""
        last = self.ends_on or self.starts_on
        if last < self.starts_on:
            raise Refused(_("The last day is before the first."))
        if not self.is_spread and last - self.starts_on > A_YEAR:
            raise Refused(_("From the first day to the last is more than a year. Write each part on a row of its own."))
        sessions = (self._spread(last),) if self.is_spread else self._weekdays(last)
        return Planned(
            sessions=sessions,
            seats=self.seats,
            apply_by=self.apply_by or max(self.starts_on - NOTICE, min(today, self.starts_on)),
            place=self.place,
            municipality=municipality,
            link=self.link,
            reference=self.occasion_reference,
            is_busy=not self.is_spread,
        )

    def _spread(self, last: date) -> Hours:
        return Hours(moment(self.starts_on, self.starts_at), moment(last, self.ends_at))

    def _weekdays(self, last: date) -> tuple[Hours, ...]:
        count = (last - self.starts_on).days + 1
        days = [self.starts_on + timedelta(days=number) for number in range(count)]
        weekdays = [day for day in days if is_working_day(day)] or days
        return tuple(hours_on(day, self.starts_at, self.ends_at) for day in weekdays)


def pack(courses: Iterable[Course], *, user: int | None, choices: dict[str, Any]) -> str:
    return bringing.pack(courses, salt=SALT, user=user, **choices)


def unpack(text: str, *, user: int | None) -> tuple[list[Course], dict[str, Any]]:
    """With the choices. Raises Refused for what was not packed within the hour, by the same user."""
    return bringing.unpack(text, Course, salt=SALT, user=user)
