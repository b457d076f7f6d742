"""What people are told: that their occasion is moved or called off, and hosts that a common day is near."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.exchange.applying.tasks import send_invitations
from stegvis.exchange.models import Application, CommonDay, Session
from stegvis.exchange.offers.times import in_words
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.kinds import Kind, Params, Words, register_kind, words_of
from stegvis.foundation.notices.models import Channel
from stegvis.foundation.notices.services import Message, notify, send

MOVED, CANCELLED, NUDGED = "offers.moved", "offers.cancelled", "offers.common_day"


def register() -> None:
    for code, label, sentence in (
        (MOVED, _("Something I have a place in is moved"), _moved),
        (CANCELLED, _("Something I have a place in is called off"), _cancelled),
    ):
        register_kind(Kind(code, label, _of_applications(sentence), Channel.AT_ONCE))
    register_kind(Kind(NUDGED, _("A common day to offer places on"), words_of(CommonDay, _nudged)))


class Applicant(NamedTuple):
    """Who waits or has a place, by keys alone. Whoever is booked has it in their calendar."""

    application: str
    user: int
    is_booked: bool


def applicants(occasions: Iterable[int]) -> list[Applicant]:
    """Each who waits or has a place, seen by the actor or not. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_applicants_of_occasions(%s)", [list(occasions)])
        return [Applicant(str(application), user, is_booked) for application, user, is_booked in cursor.fetchall()]


def tell(people: Collection[Applicant], kind: str, what: datetime, gone: Sequence[Session] = ()) -> None:
    """Tell each of their own application, and the calendars of those who are booked; ``gone`` are hours that are taken
    away. ``what`` tells one change from the next. In the caller's transaction."""
    link = reverse("exchange:places")
    send(
        Message(one.user, kind, {"application": one.application}, link, f"{kind}-{one.application}-{what.isoformat()}")
        for one in people
    )
    send_invitations((one.application for one in people if one.is_booked), kind, gone)


def tell_hosts(day: CommonDay, users: Iterable[int]) -> None:
    link = f"{reverse('exchange:new_offer')}?gemensam={day.pk}"
    notify(users=users, kind=NUDGED, params={"commonday": day.pk}, link=link, key=f"common-day-{day.pk}")


def _of_applications(sentence: Callable[[Application], str]) -> Words:
    """A sentence for each application that the reader still sees. One query."""

    def words(actor: Actor, notices: Sequence[Params]) -> list[str]:
        keys = [one["application"] for one in notices]
        rows = visible(actor, Application).filter(pk__in=keys).select_related("occasion")
        found = {str(one.pk): sentence(one) for one in rows}
        return [found.get(key, "") for key in keys]

    return words


def _moved(found: Application) -> str:
    when = in_words(found.occasion.starts, found.occasion.ends)
    return gettext("“%(title)s” is changed. It is now %(when)s.") % {"title": found.title, "when": when}


def _cancelled(found: Application) -> str:
    told = {"title": found.title, "day": date_format(found.occasion.starts), "why": found.occasion.cancelled_why}
    if found.occasion.cancelled_why:
        return gettext("“%(title)s” on %(day)s is called off: %(why)s") % told
    return gettext("“%(title)s” on %(day)s is called off.") % told


def _nudged(_actor: Actor, found: CommonDay) -> str:
    return gettext("You have not yet offered any place on %(day)s.") % {"day": date_format(found.day, "j F")}
