"""Days and clock times in Sweden as moments, and series of them. No database.

A night when the clocks change has an hour that does not exist, or one that comes twice: both are refused, since whoever
reads the time could not know which moment is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.exchange.days import FIRST_DAY, LAST_DAY
from stegvis.foundation.access.verdict import Refused

WEEK = timedelta(weeks=1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """One stretch of time: ``starts`` and ``ends`` are moments. ``place`` and ``link`` only where they are its own."""

    starts: datetime
    ends: datetime
    place: str = ""
    link: str = ""


def moment(day: date, at: time) -> datetime:
    """That time of that day in Sweden. Raises Refused where it does not exist, comes twice, or is not taken in."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refused(_("Write a year between 2000 and 2100."))
    zone = timezone.get_default_timezone()
    first = datetime.combine(day, at, zone)
    told = {"time": f"{at:%H:%M}", "day": date_format(day)}
    if first.astimezone(UTC).astimezone(zone).time() != at:
        raise Refused(
            _("%(time)s does not exist on %(day)s: the clocks go forward that night. Choose another time.") % told
        )
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        raise Refused(_("%(time)s comes twice on %(day)s: the clocks go back that night. Choose another time.") % told)
    return first.astimezone(UTC)  # hours are counted between moments, which clock times of one zone do not


def hours_on(day: date, starts: time, ends: time, *, place: str = "", link: str = "") -> Hours:
    """From one time to another; an earlier end is on the day after. Raises Refused."""
    if starts == ends:
        raise Refused(_("It ends when it begins. Write another time."))
    begins = moment(day, starts)
    last = day if ends > starts else day + ONE_DAY
    return Hours(begins, moment(last, ends), place, link)


def on_day(hours: Hours, day: date) -> Hours:
    """The same clock times, begun on another day. Raises Refused."""
    starts, ends = timezone.localtime(hours.starts), timezone.localtime(hours.ends)
    last = day + (ends.date() - starts.date())
    return replace(hours, starts=moment(day, starts.time()), ends=moment(last, ends.time()))


def moved(sessions: Sequence[Hours], first: date) -> tuple[Hours, ...]:
    """The same sessions at the same clock times, with the first one on that day. Raises Refused."""
    begins = timezone.localdate(min(one.starts for one in sessions))
    return tuple(on_day(one, timezone.localdate(one.starts) + (first - begins)) for one in sessions)


def days_every(first: date, weeks: int, times: int) -> list[date]:
    """So many days, so many weeks apart, over new years and 53rd weeks alike."""
    return [first + WEEK * weeks * number for number in range(times)]


def in_words(starts: datetime, ends: datetime) -> str:
    """``tisdag 14 april 2026 kl. 8.00–16.00``; the second day too where it ends on another."""
    first, last = timezone.localtime(starts), timezone.localtime(ends)
    told = {
        "day": date_format(first, "l j F Y"),
        "from": date_format(first, "H:i"),
        "to": date_format(last, "H:i"),
        "last": date_format(last, "l j F Y"),
    }
    if first.date() == last.date():
        return _("%(day)s %(from)s–%(to)s") % told
    if (first.time(), last.time().replace(second=0, microsecond=0)) == (time(), time(23, 59)):
        return _("%(day)s to %(last)s") % told
    return _("%(day)s %(from)s to %(last)s %(to)s") % told


def span(sessions: Iterable[Hours]) -> tuple[datetime, datetime]:
    """From the first begin to the last end."""
    rows = list(sessions)
    return min(one.starts for one in rows), max(one.ends for one in rows)


def overlap(sessions: Iterable[Hours]) -> bool:
    """Whether two of them do."""
    rows = sorted(sessions, key=lambda one: one.starts)
    return any(after.starts < one.ends for one, after in pairwise(rows))
