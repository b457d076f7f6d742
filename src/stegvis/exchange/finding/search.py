"""What is looked for, and in which order it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.utils import timezone

from stegvis.exchange.days import FIRST_DAY, LAST_DAY
from stegvis.exchange.models import Offer
from stegvis.exchange.municipalities import Municipality, km_between, municipalities

GAP, TEAM, DATE, NEAR = "behov", "team", "datum", "nara"
LIST, CALENDAR, MAP = "lista", "kalender", "karta"
KM = (25, 50, 100, 200)
REMOTE = Q(offer__kind=Offer.Kind.DIGITAL) | Q(offer__form__in=[Offer.Form.DISTANCE, Offer.Form.WORKPLACE])
PAID_BY_OTHERS = (Offer.Split.FREE, Offer.Split.HOST)
WEEK = re.compile(r"(?:v|vecka|week|w)?\.?\s*(?P<week>\d{1,2})(?:\s+(?P<year>\d{4}))?", re.IGNORECASE)
ISO_WEEK = re.compile(r"(?P<year>\d{4})-?w(?P<week>\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True)
class Search:
    """Empty means no matter. ``first`` and ``last`` are days; ``km`` from one of ``homes``; ``price`` in kronor."""

    words: tuple[str, ...] = ()
    area: str = ""
    kind: str = ""
    profession: str = ""
    employer: str = ""
    municipality: str = ""
    form: str = ""
    first: date | None = None
    last: date | None = None
    km: int | None = None
    homes: tuple[Municipality, ...] = ()
    price: int | None = None
    is_free: bool = False
    openly: bool = False

    def on_offer(self) -> Q:
        """The filters on what is offered, of a query for occasions."""
        found = Q()
        for name, value in (("kind", self.kind), ("form", self.form), ("employer__slug", self.employer)):
            found &= Q(**{f"offer__{name}": value}) if value else Q()
        if self.area:
            found &= Q(offer__areas__contains=[self.area])
        if self.profession:
            found &= Q(offer__professions=[]) | Q(offer__professions__contains=[self.profession])
        if self.price is not None:
            found &= Q(offer__price__lte=self.price) | Q(offer__split__in=PAID_BY_OTHERS)
        if self.openly:
            found &= Q(offer__is_shown_openly=True)
        return found

    def on_occasion(self) -> Q:
        """The filters on when, where and how many."""
        found = Q(taken__lt=F("seats")) if self.is_free else Q()
        if self.first:
            found &= Q(starts__gte=_begins(self.first)) | Q(offer__starts_any_time=True, ends__gte=_begins(self.first))
        if self.last:
            found &= Q(starts__lt=_begins(self.last + timedelta(days=1)))
        if self.municipality:
            found &= ~REMOTE & _in_municipalities([self.municipality])
        if self.km is not None and self.homes:
            near = [one.code for one in municipalities().values() if self.km_from_home(one.code) <= self.km]
            found &= REMOTE | _in_municipalities(near)
        return found

    def km_from_home(self, code: str) -> int:
        """Kilometres to the nearest of the homes. KeyError for no municipality, ValueError without a home."""
        return min(km_between(home, municipalities()[code]) for home in self.homes)


def _in_municipalities(codes: list[str]) -> Q:
    """Where nothing else is said, an occasion is in its employer's municipality."""
    return Q(municipality__in=codes) | Q(municipality="", offer__employer__code__in=codes)


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def week_of(text: str, today: date) -> tuple[date, date]:
    """The Monday and the Sunday of ``v. 48``, ``48 2026`` or ``2026-W48``; without a year the next such week.

    ValueError for what is no week.
    """
    found = ISO_WEEK.fullmatch(text.strip()) or WEEK.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    number, year = int(found["week"]), int(found["year"] or today.isocalendar().year)
    if not FIRST_DAY.year <= year < LAST_DAY.year:
        raise ValueError(text)
    monday = _monday(year, number)
    if not found["year"] and (monday is None or monday + timedelta(days=6) < today):
        monday = _monday(year + 1, number)
    if monday is None:
        raise ValueError(text)
    return monday, monday + timedelta(days=6)


def _monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
