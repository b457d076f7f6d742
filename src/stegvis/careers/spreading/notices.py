"""The notice of something new in the unit's feed, and its days in the calendar."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.models import Sharing
from stegvis.careers.spreading.queries import TOLD, coming_days
from stegvis.careers.spreading.tasks import SHARED
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.notices.calendar import Event, register_calendar
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of


def register() -> None:
    register_kind(Kind(SHARED, _("Something new shared in the unit"), words_of(Sharing, _shared)))
    register_calendar(days)


def _shared(_actor: Actor, sharing: Sharing) -> str:
    told = {"title": sharing.title}
    if sharing.state == Sharing.State.PLANNED and sharing.planned_on:
        told["day"] = date_format(sharing.planned_on)
        return gettext("“%(title)s” will be shared in your unit on %(day)s.") % told
    return gettext("“%(title)s” is shared in your unit.") % told if sharing.state in TOLD else ""


def days(actor: Actor) -> Iterator[Event]:
    """Meetings and days to come in one's own units."""
    for one in coming_days(actor, actor.today):
        if one.planned_on is not None:
            title = gettext("Shared in the unit: %(title)s") % {"title": one.title}
            link = f"{reverse('careers:sharings')}?enhet={one.unit_id}"
            yield Event(f"sharing-{one.pk}", title, one.planned_on, link=link)
