"""What a participant is told when attendance is noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.exchange.models import Application
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.kinds import Kind, Params, register_kind
from stegvis.foundation.notices.services import Message, send

NOTED = "exchange.attendance"
State = Application.State


def register() -> None:
    register_kind(Kind(NOTED, _("Attendance noted where I had a place"), _words))


def tell_noted(applications: Iterable[Application]) -> None:
    """Once for each thing that was noted. Runs in the caller's transaction."""
    messages = [
        Message(
            user=one.user_id,
            kind=NOTED,
            params={"application": str(one.pk)},
            link=reverse("exchange:afterwards", args=[one.pk]),
            key=f"application-{one.pk}-{one.state}",
        )
        for one in applications
    ]
    if messages:
        send(messages)


def _words(actor: Actor, notices: Sequence[Params]) -> list[str]:
    rows = visible(actor, Application).filter(pk__in=[one["application"] for one in notices])
    found = {str(one.pk): one for one in rows}
    return [_sentence(found.get(one["application"])) for one in notices]


def _sentence(one: Application | None) -> str:
    if one is None or one.state not in (State.ATTENDED, State.ABSENT):
        return ""
    told = {"title": one.title}
    if one.state == State.ATTENDED:
        return gettext("You took part in “%(title)s”. Your certificate is ready.") % told
    return gettext("You are noted as absent from “%(title)s”. See what it means, and what to do if it is wrong.") % told
