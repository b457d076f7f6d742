"""The kinds of notices about rounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.queries.disclosed import database_rows
from stegvis.exchange.models import Round, RoundWish
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.calendar import Event, register_calendar
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of
from stegvis.foundation.notices.models import Channel
from stegvis.foundation.notices.services import Message, notify, send

ASKED, ANSWERED, RESULT, CANCELLED = "rounds.asked", "rounds.answered", "rounds.result", "rounds.cancelled"
FEW, GONE = "rounds.few", "rounds.gone"


def register() -> None:
    for code, label, sentence, channel in (
        (ASKED, _("Wishes in my team that wait for a yes or no"), _asked, Channel.AT_ONCE),
        (ANSWERED, _("Answers to my wishes in a round"), _answered, Channel.DIGEST),
        (RESULT, _("The result of a round, with the reason"), _result, Channel.AT_ONCE),
        (CANCELLED, _("A round that is called off"), _cancelled, Channel.AT_ONCE),
        (FEW, _("Too few are left for a day in a round that I lead"), _few, Channel.AT_ONCE),
    ):
        register_kind(Kind(code, label, words_of(Round, sentence), channel))
    gone = words_of(RoundWish, _gone, joined=["round", "occasion"])
    register_kind(Kind(GONE, _("Something I have wished for in a round is called off"), gone, Channel.AT_ONCE))
    register_calendar(days)


def tell(found: Round, users: Iterable[int | None], kind: str, what: str = "") -> None:
    """Tell these users of it, each once for each ``what``. Runs in the caller's transaction."""
    page = {
        ASKED: reverse("exchange:round_team"),
        RESULT: reverse("exchange:round_outcome", args=[found.pk]),
        FEW: reverse("exchange:round_lead", args=[found.pk]),
    }.get(kind) or reverse("exchange:round", args=[found.pk])
    notify(users=users, kind=kind, params={"round": found.pk}, link=page, key=f"round-{found.pk}-{kind}-{what}")


class Wisher(NamedTuple):
    """A wish in a round that is not published, and whose it is, by keys alone."""

    wish: int
    user: int


def wishers(occasions: Iterable[int]) -> list[Wisher]:
    """Each who wishes for one of these, seen by the actor or not; to who offers them. One query."""
    return [Wisher(*row) for row in database_rows("SELECT * FROM stegvis_wishers_of_occasions(%s)", list(occasions))]


def tell_called_off(wished: Iterable[Wisher]) -> None:
    """Tell each that what they have wished for is called off. Runs in the caller's transaction."""
    link = reverse("exchange:rounds")
    send(Message(one.user, GONE, {"roundwish": one.wish}, link, f"round-wish-{one.wish}-gone") for one in wished)


def _gone(_actor: Actor, found: RoundWish) -> str:
    told = {"title": found.title, "round": found.round.title, "why": found.occasion.cancelled_why}
    told["day"] = date_format(localtime(found.occasion.starts))
    return gettext("“%(title)s” on %(day)s, which you wish for in “%(round)s”, is called off: %(why)s") % told


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
