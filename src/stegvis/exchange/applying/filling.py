"""What is freed goes to whoever waits, in their order, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from stegvis.exchange.applying.notices import OFFERED, Told, tell_all
from stegvis.exchange.models import Application
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import writable
from stegvis.foundation.jobs.running import system_job

State = Application.State


def fill_seats(occasion_id: int, only: Sequence[UUID] | None = None) -> int:
    """Offer the free seats of an occasion to those who wait, tell them, and say how many that were.

    For whoever frees seats or adds some, whether or not they see who waits. Runs in the caller's transaction. What a
    published round has given is offered to ``only`` those whom the round has chosen (``rounds.refilling``).
    """
    with connection.cursor() as cursor:
        chosen = None if only is None else list(only)
        cursor.execute("SELECT application, whose FROM stegvis_fill(%s, %s)", [occasion_id, chosen])
        offered = cursor.fetchall()
    tell_all(Told(application, user, OFFERED) for application, user in offered)
    return len(offered)


def fill_after(application: Application) -> None:
    """After a seat was given back: its occasion now, and the person's other dates as soon as may be.

    Not in one transaction: two that fill several occasions could wait for each other. What was given in a round goes
    on by the round's quotas, which know more than this occasion.
    """
    if application.key:
        from stegvis.exchange.rounds.tasks import refill  # rounds stand on this module

        refill.defer(occasion_id=application.occasion_id)
        return
    fill_seats(application.occasion_id)
    if application.either is not None:
        fill_others.defer(either=str(application.either))


@system_job
def fill_others(either: str) -> None:
    """Who has lost the seat on one date may have one on another where they wait."""
    waiting = Application.objects.filter(either=either, state=State.WAITING).order_by("occasion_id")
    for occasion in waiting.values_list("occasion_id", flat=True):
        fill_seats(occasion)


def withdraw_others(actor: Actor, application: Application) -> None:
    """One date is enough: once it is booked, the person's others of the same wish end by themselves."""
    if application.either is not None:
        others = writable(actor, Application).filter(either=application.either, person=application.person_id)
        others.filter(state=State.WAITING).update(state=State.WITHDRAWN)
