"""In the background: managers are asked and reminded, rounds close when their day has passed, large ones are drawn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from procrastinate.contrib.django import app

from stegvis.careers.evidence.tasks import leaders_of
from stegvis.exchange.applying.tasks import send_invitations
from stegvis.exchange.models import Application, Round, RoundOccasion, RoundWish
from stegvis.exchange.rounds.notices import ASKED, tell
from stegvis.foundation.access.actor import Actor, acting_as_system
from stegvis.foundation.jobs.progress import Progress
from stegvis.foundation.jobs.running import person_job, system_job

REMIND = timedelta(days=3)
"""Before the round closes."""


@system_job
def tell_managers(round_id: int, person_id: str) -> None:
    """Somebody has wishes to say yes or no to."""
    found = Round.objects.filter(pk=round_id).first()
    wish = RoundWish.objects.filter(round=round_id, person=UUID(person_id), answer="").select_related("person").first()
    if found is not None and wish is not None:
        tell(found, leaders_of(wish.person, wish.employer_id) - {wish.user_id}, ASKED)


@system_job
def invite_placed(round_id: int) -> None:
    """A letter with a file for the calendar to each who got a place when the round was published."""
    placed = RoundWish.objects.filter(
        round=round_id, outcome=RoundWish.Outcome.PLACED, person=OuterRef("person"), occasion=OuterRef("occasion")
    )
    booked = Application.objects.filter(Exists(placed), state=Application.State.BOOKED)
    send_invitations(booked.values_list("pk", flat=True))


@person_job()
def preview(*, actor: Actor, progress: Progress, round_id: int, reason: str = "") -> Any:
    """A large round, drawn by the worker."""
    from stegvis.exchange.rounds.drawn import preview_round
    from stegvis.exchange.rounds.queries import round_of

    progress(0, 1)
    preview_round(actor=actor, found=round_of(actor, round_id), reason=reason)
    progress(1, 1)


@system_job
def refill(occasion_id: int) -> None:
    """A place has come free, or somebody has asked for one that was left over, where a round has given the places."""
    from stegvis.exchange.rounds.refilling import refill_round

    for found in Round.objects.filter(state=Round.State.PUBLISHED, occasions__occasion=occasion_id):
        refill_round(found)


@app.periodic(cron="*/10 * * * *")
@app.task(name="exchange.rounds.refill_all", queueing_lock="exchange.rounds.refill_all")
def refill_all(timestamp: int) -> None:
    with acting_as_system(reason="exchange.rounds.refill_all"):
        refill_rounds()


def refill_rounds() -> None:
    """Seats that were added, or freed by another hand. Runs as the system; each round is a job of its own."""
    waiting = Application.objects.filter(occasion=OuterRef("occasion"), state=Application.State.WAITING)
    free = RoundOccasion.objects.filter(
        Exists(waiting),
        round__state=Round.State.PUBLISHED,
        occasion__taken__lt=F("occasion__seats"),
        occasion__ends__gt=timezone.now(),
    )
    for occasion in free.order_by("round_id", "pk").distinct("round_id").values_list("occasion", flat=True):
        refill.defer(occasion_id=occasion)


# The clock is UTC: one of the two is just after midnight in Stockholm, summer and winter.
@app.periodic(cron="50 22,23 * * *", periodic_id="midnight")
@app.task(name="exchange.rounds.look_after", queueing_lock="exchange.rounds.look_after")
def look_after(timestamp: int) -> None:
    with acting_as_system(reason="exchange.rounds.look_after"):
        look_after_rounds(timezone.localdate())


def look_after_rounds(today: date) -> None:
    """Runs as the system, and may run again."""
    for found in Round.objects.filter(state=Round.State.OPEN, closes_on__lt=today):
        Round.objects.filter(pk=found.pk, state=Round.State.OPEN).update(state=Round.State.CLOSED)
        _remind(found, "closed")
    for found in Round.objects.filter(state=Round.State.OPEN, closes_on__range=(today, today + REMIND)):
        _remind(found, f"reminder-{found.closes_on}")


def _remind(found: Round, what: str) -> None:
    waiting = RoundWish.objects.filter(round=found, answer="").select_related("person").order_by("person_id")
    for wish in waiting.distinct("person_id"):
        tell(found, leaders_of(wish.person, wish.employer_id) - {wish.user_id}, ASKED, what)
