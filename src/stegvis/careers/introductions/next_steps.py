"""What the first page says of introductions: to the new, to the supervisor, and to who leads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.introductions.following import LATE, SOON
from stegvis.careers.introductions.queries import newcomers, supervised_by
from stegvis.careers.models import Introduction, IntroductionStep
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting

RUNNING = Introduction.State.RUNNING


def waiting(actor: Actor) -> Waiting:
    running = visible(actor, Introduction).filter(state=RUNNING)
    left = visible(actor, IntroductionStep).filter(introduction__state=RUNNING, done_on=None)
    late = left.filter(due__lt=actor.today - LATE, introduction=OuterRef("pk"))
    leads = bool(actor.manages or actor.coordinates)
    return {
        "own steps": left.filter(person=actor.person, due__lte=actor.today + SOON) if actor.person else left.none(),
        "supervised": running.filter(supervisor=actor.user),
        "newcomers": newcomers(actor),
        "stalled": running.filter(Exists(late)).exclude(person=actor.person) if leads else running.none(),
    }


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """At most one step for the new, one for the supervisor (two queries) and one for who leads."""
    if counts["own steps"]:
        yield _own(counts["own steps"])
    if counts["supervised"]:
        yield from _supervised(actor)
    if counts["newcomers"] or counts["stalled"]:
        yield _led(counts["newcomers"], counts["stalled"])


def _own(number: int) -> NextStep:
    return NextStep(
        title=ngettext(
            "%(n)s step of your introduction within seven days",
            "%(n)s steps of your introduction within seven days",
            number,
        )
        % {"n": number},
        detail=_("See what it is, whom you ask and when you meet. Tick off as you go."),
        url=reverse("careers:my_introduction"),
        action=_("Open my introduction"),
        tone="warm",
    )


def _supervised(actor: Actor) -> Iterator[NextStep]:
    rows = supervised_by(actor)
    if rows:
        yield NextStep(
            title=_("You are supervisor for %(names)s") % {"names": ", ".join(row.name for _found, row in rows[:3])},
            detail=_("See what is due, and tick off what you have done together."),
            url=reverse("careers:supervising"),
            action=_("See the introduction") if len(rows) == 1 else _("See the introductions"),
            icon="people",
        )


def _led(new: int, stalled: int) -> NextStep:
    without = ngettext("%(n)s new has no introduction", "%(n)s new have no introduction", new) % {"n": new}
    stalls = ngettext("%(n)s introduction stalls", "%(n)s introductions stall", stalled) % {"n": stalled}
    return NextStep(
        title=", ".join([stalls] * bool(stalled) + [without] * bool(new)),
        detail=_("The introduction is the first thing to slip when time is short. It is started in three clicks."),
        url=reverse("careers:introductions"),
        action=_("See the introductions"),
        icon="clock" if stalled else "people",
    )
