"""What is told of gathered demand: to who is asked to act, and to those who said that it was missing."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.exchange.models import Bundle
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of
from stegvis.foundation.notices.models import Channel
from stegvis.foundation.notices.services import notify

SEATS, REQUEST, ANSWERED, ASKED = "demand.seats", "demand.request", "demand.answered", "demand.asked"


def register() -> None:
    for code, label, sentence, channel in (
        (SEATS, _("Seats to state of what a collaboration gathers"), _seats, Channel.AT_ONCE),
        (REQUEST, _("Requests to a university that I speak for"), _request, Channel.AT_ONCE),
        (ANSWERED, _("A university's answer to what we have gathered"), _answered, Channel.DIGEST),
        (ASKED, _("Something I have said is missing is asked for"), _asked, Channel.DIGEST),
    ):
        register_kind(
            Kind(code, label, words_of(Bundle, sentence, joined=("collaboration", "university")), default=channel)
        )


def tell(bundle: Bundle, users: Iterable[int | None], kind: str) -> None:
    """Tell these users of it, each once; of an answer once a day. Runs in the caller's transaction."""
    link = reverse("exchange:bundle", args=[bundle.pk])
    what = f"-{bundle.answered_on}" if kind == ANSWERED else ""
    notify(users=users, kind=kind, params={"bundle": bundle.pk}, link=link, key=f"bundle-{bundle.pk}-{kind}{what}")


def _seats(_actor: Actor, found: Bundle) -> str:
    told = {"title": found.title, "group": found.collaboration}
    if found.state != Bundle.State.GATHERING:
        return gettext("The seats of “%(title)s” are gathered.") % told
    if found.answer_by is None:
        return gettext("%(group)s gathers “%(title)s”. Say how many seats you want.") % told
    told["day"] = date_format(found.answer_by)
    return gettext("%(group)s gathers “%(title)s”. Say how many seats you want by %(day)s.") % told


def _request(_actor: Actor, found: Bundle) -> str:
    return gettext("%(group)s asks what you can give: “%(title)s”.") % {
        "group": found.collaboration,
        "title": found.title,
    }


def _answered(_actor: Actor, found: Bundle) -> str:
    return gettext("%(university)s has answered about “%(title)s”.") % {
        "university": found.university,
        "title": found.title,
    }


def _asked(_actor: Actor, found: Bundle) -> str:
    told = {"group": found.collaboration, "title": found.title}
    return gettext("You have said that it is missing: %(group)s now asks for “%(title)s”.") % told
