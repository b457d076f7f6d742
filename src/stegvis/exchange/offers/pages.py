"""What the pages of offers share: tabs, and what is told of a day and its times."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.exchange.models import Occasion, Offer
from stegvis.exchange.offers.times import in_words
from stegvis.exchange.taking_part.policies import may_note

PARTS = ("kommande", "utkast", "tidigare")


def tabs(here: str) -> list[dict[str, object]]:
    """The parts of the list, by the ``del`` of the address."""
    labels = {"kommande": _("To come"), "utkast": _("Drafts"), "tidigare": _("Earlier and called off")}
    page = reverse("exchange:managed")
    return [
        {"label": labels[part], "url": f"{page}?del={part}", "current": part == here, "count": None} for part in PARTS
    ]


def part_of(offers: QuerySet[Offer], part: str) -> QuerySet[Offer]:
    """The offers of one part of the list."""
    open_ones = Occasion.objects.filter(offer=OuterRef("pk"), state=Occasion.State.OPEN, ends__gt=timezone.now())
    is_coming = Exists(open_ones)
    match part:
        case "utkast":
            return offers.filter(state=Offer.State.DRAFT)
        case "tidigare":
            return offers.exclude(state=Offer.State.DRAFT).exclude(is_coming, state=Offer.State.PUBLISHED)
    return offers.filter(is_coming, state=Offer.State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class OccasionLine:
    """An occasion in its publisher's list."""

    occasion: Occasion
    when: str
    waiting: int
    is_past: bool
    takes_attendance: bool


def occasion_lines(offer: Offer, counts: dict[int, tuple[int, int]]) -> list[OccasionLine]:
    """Those to come first, then the others, each in order of time. Two queries."""
    now = timezone.now()
    rows = offer.occasions.prefetch_related("sessions")
    lines = [
        OccasionLine(
            occasion=one,
            when=when_of(one, offer),
            waiting=counts.get(one.pk, (0, 0))[0],
            is_past=one.ends <= now,
            takes_attendance=bool(may_note(one, None, now)),
        )
        for one in rows
    ]
    return sorted(lines, key=lambda one: one.is_past)


def when_of(occasion: Occasion, offer: Offer) -> str:
    """Its day and times; the window where each begins when it suits; how many times where there are several."""
    if offer.starts_any_time:
        told = {
            "first": date_format(timezone.localtime(occasion.starts)),
            "last": date_format(timezone.localtime(occasion.ends)),
        }
        return _("Begins when it suits, from %(first)s to %(last)s") % told
    sessions = list(occasion.sessions.all())
    if len(sessions) > 1:
        first = in_words(sessions[0].starts, sessions[0].ends)
        said = ngettext(
            "%(first)s and once more, on %(last)s",
            "%(first)s and %(n)d times more, the last on %(last)s",
            len(sessions) - 1,
        )
        return said % {
            "first": first,
            "n": len(sessions) - 1,
            "last": date_format(timezone.localtime(occasion.ends)),
        }
    return in_words(occasion.starts, occasion.ends)
