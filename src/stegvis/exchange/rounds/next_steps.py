"""What the first page says of rounds: to wish in, to answer wishes in, to lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.exchange.models import Round, RoundWish
from stegvis.exchange.rounds.queries import of_staff
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting
from stegvis.organisations.models import Membership
from stegvis.people.access import current

State = Round.State


def waiting(actor: Actor) -> Waiting:
    rounds = visible(actor, Round)
    led = Q(employer__in=actor.coordinates) | Q(collaboration__in=actor.leads)
    due = Q(state__in=[State.CLOSED, State.PREVIEWED])
    asked = of_staff(actor).filter(answer="", round__state__in=[State.OPEN, State.CLOSED])
    return {
        "rounds open": _to_wish_in(actor, rounds.filter(state=State.OPEN)),
        "rounds asked": asked if actor.manages else asked.none(),
        "rounds led": rounds.filter(led & due) if actor.coordinates or actor.leads else rounds.none(),
    }


def _to_wish_in(actor: Actor, rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Those that take wishes from the actor, who has made none."""
    if actor.person is None or not actor.employers:
        return rounds.none()
    members = Membership.objects.filter(current(actor), organisation__in=actor.employers)
    wished = visible(actor, RoundWish).filter(round=OuterRef("pk"), person=actor.person)
    mine = Q(employer__in=actor.employers) | Q(collaboration__in=members.values("collaboration"))
    return rounds.filter(mine, ~Exists(wished), opens_on__lte=actor.today, closes_on__gte=actor.today)


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    if number := counts["rounds asked"]:
        yield NextStep(
            title=ngettext("%(n)s wish waits for your yes", "%(n)s wishes wait for your yes", number) % {"n": number},
            detail=_("What nobody answers has no part in the round. One press answers all of a person's."),
            url=reverse("exchange:round_team"),
            action=_("Answer"),
            icon="check",
            tone="warm",
            ends=True,
        )
    if counts["rounds led"]:
        yield NextStep(
            title=_("A round waits for you"),
            detail=_("Draw the lottery, look through how the places fall, and publish it."),
            url=reverse("exchange:rounds"),
            action=_("Open the rounds"),
            tone="warm",
        )
    if counts["rounds open"]:
        yield NextStep(
            title=_("You can wish for places"),
            detail=_("A round is open. Put what you want most first; you can change it until the last day."),
            url=reverse("exchange:rounds"),
            action=_("See what is given"),
            icon="calendar",
        )
