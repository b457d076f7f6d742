"""When an offer takes place: adding days, changing, moving and calling off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import zip_longest
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.exchange.applying.filling import fill_seats
from stegvis.exchange.models import Occasion, Offer, Session
from stegvis.exchange.offers.content import Planned
from stegvis.exchange.offers.notices import CANCELLED, MOVED, applicants, tell
from stegvis.exchange.offers.overtaken import require_unchanged, stamp
from stegvis.exchange.offers.policies import may_change, may_change_occasion
from stegvis.exchange.offers.times import Hours, moved, overlap, span
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.text import clean

MOST_SEATS = 2000
MOST_AT_ONCE = 60
FURTHEST = timedelta(days=3 * 366)
State = Occasion.State
IS_LINK = URLValidator(schemes=["http", "https"])


def repeated(planned: Planned, days: Sequence[date]) -> list[Planned]:
    """The same occasion begun on each of these days, with as long to apply. Raises Refused."""
    first = timezone.localdate(span(planned.sessions)[0])
    ahead = first - planned.apply_by
    return [
        replace(planned, sessions=moved(planned.sessions, day), apply_by=day - ahead) for day in sorted({first, *days})
    ]


@transaction.atomic
def add_occasions(
    *, actor: Actor, offer_id: int, planned: Sequence[Planned], request: UUID | None = None
) -> list[Occasion]:
    """One day or a series. All or none; ``request`` again only gives the first. Raises NotYours, Refused."""
    offer = writable(actor, Offer).filter(pk=offer_id).select_for_update().first()
    if offer is None:
        raise NotYours
    require(may_change(actor, offer))
    if request is not None and (made := list(offer.occasions.filter(series=request))):
        return made
    give_reason("add occasions")
    return add_planned(offer=offer, planned=planned, request=request)


def add_planned(*, offer: Offer, planned: Sequence[Planned], request: UUID | None = None) -> list[Occasion]:
    """The same, of an offer that the caller has locked. Raises Refused."""
    if len(planned) > MOST_AT_ONCE:
        raise Refused(_("Add at most %(n)d days at a time.") % {"n": MOST_AT_ONCE})
    series = request or (uuid4() if len(planned) > 1 else None)
    if offer.state == Offer.State.PUBLISHED and any(one.seats is None for one in planned):
        raise Refused(_("Say how many places there are: what it is a day of is published already."))
    rows = [_row(offer, one, series) for one in planned]
    try:
        with transaction.atomic():
            made = Occasion.objects.bulk_create(rows)
    except IntegrityError as error:
        if "occasion_has_its_own_reference" in str(error):
            raise Refused(_("The offer has another occasion with that reference.")) from error
        raise
    for occasion, one in zip(made, planned, strict=True):
        _write_sessions(occasion, one, offer)
    return made


def _row(offer: Offer, planned: Planned, series: UUID | None) -> Occasion:
    starts, ends = _checked(planned, offer)
    _check_last_day(planned.apply_by)
    return Occasion(
        offer=offer,
        employer_id=offer.employer_id,
        starts=starts,
        ends=ends,
        place=clean(planned.place),
        municipality=planned.municipality,
        link=planned.link,
        seats=planned.seats or 0,
        fewest=planned.fewest,
        apply_by=planned.apply_by,
        series=series,
        reference=clean(planned.reference),
    )


def _checked(planned: Planned, offer: Offer) -> tuple[datetime, datetime]:
    """From when to when a new or moved occasion is. Raises Refused for what cannot be."""
    if not planned.sessions:
        raise Refused(_("Say when it is."))
    starts, ends = span(planned.sessions)
    now = timezone.now()
    if (ends if offer.starts_any_time else starts) <= now or starts < now - FURTHEST:
        raise Refused(_("%(day)s has passed. Choose a day to come.") % {"day": date_format(timezone.localtime(starts))})
    for one in (starts, ends):
        if one > now + FURTHEST:
            raise Refused(_("%(day)s is more than three years away.") % {"day": date_format(timezone.localtime(one))})
    if overlap(planned.sessions):
        raise Refused(_("Two of the times overlap. Each is counted once."))
    _check_terms(planned, offer, starts, ends)
    return starts, ends


def _check_terms(planned: Planned, offer: Offer, starts: datetime, ends: datetime) -> None:
    """All but the times. Raises Refused."""
    for link in (planned.link, *(one.link for one in planned.sessions)):
        _check_link(link)
    seats = planned.seats
    if seats is not None and seats < 1:
        raise Refused(_("There must be at least one place."))
    if seats is not None and seats > MOST_SEATS:
        raise Refused(_("At most %(n)d places fit.") % {"n": MOST_SEATS})
    if planned.fewest and seats is not None and planned.fewest > seats:
        raise Refused(_("The fewest participants are more than the places."))
    if offer.starts_any_time:
        if planned.apply_by > timezone.localdate(ends):
            raise Refused(_("The last day to apply is after the last day to begin."))
    elif planned.apply_by > timezone.localdate(starts):
        raise Refused(_("The last day to apply is after it begins."))


def _check_last_day(day: date) -> None:
    """Of what is written now: nobody could apply. Raises Refused."""
    if day < timezone.localdate():
        raise Refused(_("The last day to apply has passed. Choose a day to come."))


def _check_link(link: str) -> None:
    """Also what came by a file: a link leads to a page, and does nothing else. Raises Refused."""
    if link:
        try:
            IS_LINK(link)
        except ValidationError:
            raise Refused(_("The link must be a web address that begins with https://.")) from None


def _write_sessions(occasion: Occasion, planned: Planned, offer: Offer, keys: Sequence[int] = ()) -> int:
    """Where each begins when it suits, nobody is busy for the whole of the window. Returns how many there are.

    ``keys`` are of the hours before: one moved keeps its key, and so its name in people's calendars.
    """
    if offer.starts_any_time or not planned.is_busy:
        return 0
    hours = sorted(planned.sessions, key=lambda one: one.starts)
    Session.objects.bulk_create(
        Session(
            pk=key,
            occasion=occasion,
            employer_id=occasion.employer_id,
            starts=one.starts,
            ends=one.ends,
            place=clean(one.place),
            link=one.link,
        )
        for key, one in zip_longest(keys[: len(hours)], hours)
    )
    return len(hours)


def _rewrite_sessions(occasion: Occasion, planned: Planned) -> list[Session]:
    """Returns those that are taken away. Hours that stay as they are keep what is noted of them."""
    before = list(occasion.sessions.all())
    hours = sorted(planned.sessions, key=lambda one: one.starts)
    if [(one.starts, one.ends) for one in before] == [(one.starts, one.ends) for one in hours]:
        for session, one in zip(before, hours, strict=True):
            session.place, session.link = clean(one.place), one.link
            session.save(update_fields=["place", "link"])
        return []
    occasion.sessions.all().delete()
    kept = _write_sessions(occasion, planned, occasion.offer, [one.pk for one in before])
    return before[kept:]


@transaction.atomic
def change_occasion(*, actor: Actor, occasion_id: int, planned: Planned, seen: str = "") -> Occasion:
    """Write it anew. Whoever waits or has a place is told where time or place is another; seats that are added are
    offered to those who wait. ``seen`` is what it was read from.

    Raises NotYours, Overtaken where that is no longer what there is, and Refused where seats would be below those
    taken, or the new times clash for somebody who has a seat: then nothing is moved.
    """
    occasion = _locked(actor, occasion_id)
    require(may_change(actor, occasion.offer))
    require(may_change_occasion(occasion))
    if seen:
        require_unchanged(seen, stamp_of(occasion))
    if (planned.seats or 0) < occasion.taken:
        raise Refused(_too_few_seats(occasion.taken))
    before = _told_of(occasion, hours_of(occasion))
    is_moved = set(before[0]) != {(one.starts, one.ends) for one in planned.sessions}
    starts, ends = _checked(planned, occasion.offer) if is_moved else (occasion.starts, occasion.ends)
    _check_terms(planned, occasion.offer, starts, ends)
    if planned.apply_by != occasion.apply_by:
        _check_last_day(planned.apply_by)
    gone: list[Session] = []
    give_reason("change occasion")
    if is_moved and planned.is_busy:
        require_no_clash(occasion, planned.sessions)
    if is_moved and occasion.offer.starts_any_time:
        _require_all_inside(occasion, starts, ends)
    for name in ("municipality", "link", "fewest", "apply_by"):
        setattr(occasion, name, getattr(planned, name))
    occasion.seats = planned.seats or 0
    occasion.place, occasion.starts, occasion.ends = clean(planned.place), starts, ends
    try:
        with transaction.atomic():
            occasion.save()
            if is_moved or set(hours_of(occasion)) != set(planned.sessions):
                gone = _rewrite_sessions(occasion, planned)
    except IntegrityError as error:
        raise _in_words(error, occasion) from error
    if _told_of(occasion, planned.sessions) != before:
        tell(applicants([occasion.pk]), MOVED, timezone.now(), gone)
    fill_seats(occasion.pk)
    return occasion


def _told_of(occasion: Occasion, sessions: Sequence[Hours]) -> tuple[list[tuple[datetime, datetime]], list[str]]:
    """What people who come need to know: when, and where."""
    rows = sorted(sessions, key=lambda one: one.starts)
    places = [occasion.place, occasion.link, *(part for one in rows for part in (one.place, one.link))]
    return [(one.starts, one.ends) for one in rows], places


def hours_of(occasion: Occasion) -> list[Hours]:
    """Its sessions, or its window where it has none."""
    rows = [Hours(one.starts, one.ends, one.place, one.link) for one in occasion.sessions.all()]
    return rows or [Hours(occasion.starts, occasion.ends)]


def stamp_of(occasion: Occasion) -> str:
    """Of all that is written of it; not of the seats that are taken meanwhile. One query."""
    names = ("seats", "fewest", "apply_by", "place", "municipality", "link")
    hours = [(one.starts.timestamp(), one.ends.timestamp(), one.place, one.link) for one in hours_of(occasion)]
    return stamp(hours, [getattr(occasion, name) for name in names])


def require_no_clash(occasion: Occasion, sessions: Sequence[Hours]) -> None:
    """Raises Refused where somebody with a seat has another at those times, saying how many."""
    if occasion.offer.starts_any_time:
        return
    with connection.cursor() as cursor:
        starts, ends = [one.starts for one in sessions], [one.ends for one in sessions]
        cursor.execute("SELECT stegvis_occasion_clashes(%s, %s, %s)", [occasion.pk, starts, ends])
        (number,) = cursor.fetchone()
    if number:
        said = ngettext(
            "%(n)s person with a place is taken up elsewhere then. Nothing has been moved.",
            "%(n)s people with a place are taken up elsewhere then. Nothing has been moved.",
            number,
        )
        raise Refused(said % {"n": number})


def _require_all_inside(occasion: Occasion, starts: datetime, ends: datetime) -> None:
    """Raises Refused where somebody is to begin on a day that the window would leave out, saying how many."""
    with connection.cursor() as cursor:
        days = [timezone.localdate(starts), timezone.localdate(ends)]
        cursor.execute("SELECT stegvis_begin_outside(%s, %s, %s)", [occasion.pk, *days])
        (number,) = cursor.fetchone()
    if number:
        said = ngettext(
            "%(n)s person begins on a day outside those. Keep the day, or agree on another with them first.",
            "%(n)s people begin on days outside those. Keep the days, or agree on others with them first.",
            number,
        )
        raise Refused(said % {"n": number})


def _too_few_seats(taken: int) -> str:
    said = ngettext(
        "%(n)s place is taken, so there cannot be fewer than that.",
        "%(n)s places are taken, so there cannot be fewer than that.",
        taken,
    )
    return said % {"n": taken}


def _in_words(error: IntegrityError, occasion: Occasion) -> Exception:
    """What the database refused since somebody was quicker, for the reader."""
    if "no_more_seats_taken_than_there_are" in str(error):
        return Refused(_too_few_seats(occasion.taken))
    if "nobody_sits_in_two_places" in str(error):
        return Refused(_("Somebody with a place has just got another at those times. Nothing has been moved."))
    return error


@transaction.atomic
def call_off_occasion(*, actor: Actor, occasion_id: int, why: str) -> int:
    """Call it off and tell all who wait or have a place; returns how many. Raises NotYours, Refused."""
    occasion = _locked(actor, occasion_id)
    require(may_change(actor, occasion.offer))
    require(may_change_occasion(occasion))
    why = checked_reason(why)
    give_reason("call off occasion")
    people = applicants([occasion.pk])
    Occasion.objects.filter(pk=occasion.pk).update(state=State.CANCELLED, cancelled_why=why)
    tell(people, CANCELLED, timezone.now())
    return len(people)


def checked_reason(why: str) -> str:
    """Why something is called off, as it is kept. Raises Refused."""
    why = clean(why)[:300]
    if not why:
        raise Refused(_("Say why in a few words. Those who have applied read it."))
    return why


def _locked(actor: Actor, occasion_id: int) -> Occasion:
    """Its row with its offer; seats are taken before or after, not meanwhile. Raises NotYours."""
    rows = writable(actor, Occasion).filter(pk=occasion_id).select_for_update(of=("self",))
    found = rows.select_related("offer").first()
    if found is None:
        raise NotYours
    return found
