"""The kinds of notices about rounds."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.exchange.models import Round
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.calendar import Event, register_calendar
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of
from stegvis.foundation.notices.models import Channel
from stegvis.foundation.notices.services import notify

ASKED, ANSWERED, RESULT, CANCELLED = "rounds.asked", "rounds.answered", "rounds.result", "rounds.cancelled"
FEW = "rounds.few"


def register() -> None:
    for code, label, sentence, channel in (
        (ASKED, _("Wishes in my team that wait for a yes or no"), _asked, Channel.AT_ONCE),
        (ANSWERED, _("Answers to my wishes in a round"), _answered, Channel.DIGEST),
        (RESULT, _("The result of a round, with the reason"), _result, Channel.AT_ONCE),
        (CANCELLED, _("A round that is called off"), _cancelled, Channel.AT_ONCE),
        (FEW, _("Too few are left for a day in a round that I lead"), _few, Channel.AT_ONCE),
    ):
        register_kind(Kind(code, label, words_of(Round, sentence), channel))
    register_calendar(days)


def tell(found: Round, users: Iterable[int | None], kind: str, what: str = "") -> None:
    """Tell these users of it, each once for each ``what``. Runs in the caller's transaction."""
    page = {
        ASKED: reverse("exchange:round_team"),
        RESULT: reverse("exchange:round_outcome", args=[found.pk]),
        FEW: reverse("exchange:round_lead", args=[found.pk]),
    }.get(kind) or reverse("exchange:round", args=[found.pk])
    notify(users=users, kind=kind, params={"round": found.pk}, link=page, key=f"round-{found.pk}-{kind}-{what}")


def _asked(_actor: Actor, found: Round) -> str:
    told = {"title": found.title, "day": date_format(found.closes_on)}
    if found.state in (Round.State.OPEN, Round.State.CLOSED):
        return (
            gettext(
                "Somebody in your team has wishes in “%(title)s”, open until %(day)s. What nobody answers has no part."
            )
            % told
        )
    return gettext("The answers in “%(title)s” are in.") % told


def _answered(_actor: Actor, found: Round) -> str:
    return gettext("Your manager has answered your wishes in “%(title)s”.") % {"title": found.title}


def _result(_actor: Actor, found: Round) -> str:
    return gettext("“%(title)s” is published. See what you got, and why.") % {"title": found.title}


def _cancelled(_actor: Actor, found: Round) -> str:
    return gettext("“%(title)s” is called off: %(why)s") % {"title": found.title, "why": found.cancelled_why}


def _few(_actor: Actor, found: Round) -> str:
    return gettext("In “%(title)s” fewer than the least number are left somewhere. See where.") % {"title": found.title}


def days(actor: Actor) -> Iterable[Event]:
    """The last day for wishes, of rounds that are open to the actor."""
    if actor.person is not None:
        for one in visible(actor, Round).filter(state=Round.State.OPEN, closes_on__gte=actor.today):
            said = gettext("Last day for wishes in “%(title)s”") % {"title": one.title}
            yield Event(f"round-{one.pk}-closes", said, one.closes_on, link=reverse("exchange:round", args=[one.pk]))
