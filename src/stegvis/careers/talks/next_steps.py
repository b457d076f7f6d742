"""What the first page says of talks: one to prepare, or to sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stegvis.careers.models import Talk
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.components.next_steps import NextStep, Waiting

State = Talk.State


def waiting(actor: Actor) -> Waiting:
    open_ones = visible(actor, Talk).filter(state__in=[State.PLANNED, State.HELD])
    mine = Q(person=actor.person) if actor.person is not None else Q(pk__in=[])
    return {"talks": open_ones.filter(mine | Q(manager=actor.user))}


def next_steps(actor: Actor, counts: Counter[str]) -> Iterator[NextStep]:
    """One query, where there is a talk."""
    if not counts["talks"]:
        return
    talks = list(waiting(actor)["talks"].order_by("held_on", "id"))
    yield from _own(actor, [one for one in talks if one.person_id == actor.person])
    yield from _led(actor, [one for one in talks if one.person_id != actor.person])


def _own(actor: Actor, talks: list[Talk]) -> Iterator[NextStep]:
    to_sign = next((one for one in talks if one.state == State.HELD and not one.person_signed_at), None)
    if to_sign is not None:
        yield NextStep(
            title=_("A talk waits for your signature"),
            detail=_("Read what you have agreed on, and sign if it is right."),
            url=reverse("careers:talk", args=[to_sign.pk]),
            action=pgettext("talk", "Read and sign"),
            icon="edit",
            tone="warm",
        )
    planned = next((one for one in talks if one.state == State.PLANNED), None)
    if planned is not None:
        yield NextStep(
            title=_("Prepare for your talk"),
            detail=_("%(kind)s on %(day)s. A few questions, for you alone until you show them.")
            % {"kind": planned.get_kind_display(), "day": date_format(planned.held_on)},
            url=reverse("careers:talk", args=[planned.pk]),
            action=_("Prepare"),
            icon="people",
        )


def _led(actor: Actor, talks: list[Talk]) -> Iterator[NextStep]:
    waiting = [one for one in talks if one.state == State.HELD and not one.manager_signed_at]
    if waiting:
        yield NextStep(
            title=ngettext("%(n)s talk waits for your signature", "%(n)s talks wait for your signature", len(waiting))
            % {"n": len(waiting)},
            detail=_("The talks of your team, planned, held and due."),
            url=reverse("careers:talk", args=[waiting[0].pk])
            if len(waiting) == 1
            else reverse("careers:team_talks") + f"?slag={waiting[0].kind}",
            action=_("Open the talks"),
            icon="edit",
            tone="warm",
        )
