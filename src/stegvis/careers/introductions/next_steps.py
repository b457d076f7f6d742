"""What the first page says of introductions: to the new, to the supervisor, and to who leads them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.introductions.following import LATE, SOON
from stegvis.careers.introductions.queries import newcomers, supervised_by
from stegvis.careers.models import Introduction, IntroductionStep
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep

RUNNING = Introduction.State.RUNNING


def next_steps(actor: Actor) -> Iterator[NextStep]:
    """At most one step for the new, one for the supervisor and one for who leads."""
    if actor.person is not None:
        yield from _own(actor)
    if actor.employers:
        yield from _supervised(actor)
    if actor.manages or actor.coordinates:
        yield from _led(actor)


def _own(actor: Actor) -> Iterator[NextStep]:
    left = visible(actor, IntroductionStep).filter(
        person=actor.person, introduction__state=RUNNING, done_on=None, due__lte=actor.today + SOON
    )
    if number := left.count():
        yield NextStep(
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


def _led(actor: Actor) -> Iterator[NextStep]:
    new = newcomers(actor).count()
    late = visible(actor, IntroductionStep).filter(
        introduction__state=RUNNING, done_on=None, due__lt=actor.today - LATE
    )
    stalled = late.exclude(person=actor.person).values("introduction").distinct().count()
    if not (new or stalled):
        return
    without = ngettext("%(n)s new has no introduction", "%(n)s new have no introduction", new) % {"n": new}
    stalls = ngettext("%(n)s introduction stalls", "%(n)s introductions stall", stalled) % {"n": stalled}
    yield NextStep(
        title=", ".join([stalls] * bool(stalled) + [without] * bool(new)),
        detail=_("The introduction is the first thing to slip when time is short. It is started in three clicks."),
        url=reverse("careers:introductions"),
        action=_("See the introductions"),
        icon="clock" if stalled else "people",
    )
