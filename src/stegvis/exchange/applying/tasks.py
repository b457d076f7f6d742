"""In the background: telling who answers, letters, deadlines, and those who have left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from procrastinate.contrib.django import app

from stegvis.careers.evidence.tasks import leaders_of
from stegvis.exchange.applying.deadlines import REMIND_MANAGER, REMIND_PERSON
from stegvis.exchange.applying.filling import fill_after, fill_seats
from stegvis.exchange.applying.letters import send_letter
from stegvis.exchange.applying.notices import ANSWERED, ASKED, BOOKED, ENDED, OFFERED, Told, key_of, tell_all
from stegvis.exchange.models import Application, Occasion, Session
from stegvis.exchange.models.applying import ACTIVE
from stegvis.exchange.openings import is_ahead
from stegvis.foundation.access.actor import acting_as_system
from stegvis.foundation.jobs.running import system_job
from stegvis.foundation.notices.services import dismiss
from stegvis.people.models import Employment

State = Application.State
REMINDER = f"{ASKED}-reminder"


@system_job
def tell_ended(application_id: str) -> None:
    """Tell who answers for the person that they have withdrawn."""
    found = Application.objects.filter(pk=application_id).select_related("person").first()
    if found is not None:
        tell_leaders_of(found, ENDED)


def tell_leaders_of(application: Application, kind: str, what: str = "") -> None:
    """Runs as the system. What has ended needs no answer: the questions about it are taken for read."""
    if kind == ENDED:
        asked = (f"{ASKED}-{State.HELD}", f"{ASKED}-{State.WAITING}", REMINDER)
        dismiss(keys=[key_of(application.pk, one) for one in asked])
    leaders = leaders_of(application.person, application.employer_id) - {application.user_id}
    tell_all(Told(application.pk, leader, kind, what) for leader in sorted(leaders))


@system_job
def send_invitation(application_id: str, kind: str = BOOKED, gone: Sequence[Sequence[Any]] = ()) -> None:
    """A letter with the place as a file for the calendar, or that it is cancelled there.

    ``kind`` is the notice that it says in its place; ``gone`` the key, beginning and end of hours that are taken away.
    """
    rows = Application.objects.select_related("user", "occasion")
    found = rows.filter(pk=application_id).first()
    if found is not None:
        hours = [(key, datetime.fromisoformat(starts), datetime.fromisoformat(ends)) for key, starts, ends in gone]
        send_letter(found, kind, [Session(pk=key, starts=starts, ends=ends) for key, starts, ends in hours])


def send_invitations(applications: Iterable[object], kind: str = BOOKED, gone: Iterable[Session] = ()) -> None:
    """Queue a letter for each, in the caller's transaction."""
    hours = [[one.pk, one.starts.isoformat(), one.ends.isoformat()] for one in gone]
    queued = [{"application_id": str(one), "kind": kind, "gone": hours} for one in applications]
    if queued:
        send_invitation.batch_defer(*queued)


@app.periodic(cron="*/10 * * * *")
@app.task(name="exchange.applying.look_after", queueing_lock="exchange.applying.look_after")
def look_after(timestamp: int) -> None:
    with acting_as_system(reason="exchange.applying.look_after"):
        look_after_places(timezone.now())


def look_after_places(now: datetime) -> None:
    """Runs as the system, and may run again."""
    _remind(now)
    _lapse(now)
    _withdraw_who_left(timezone.localdate(now))
    _fill(now)


def _remind(now: datetime) -> None:
    """Whoever is to answer, once, while there is time."""
    due = Application.objects.filter(answer_by__gt=now).select_related("person")
    for one in due.filter(state=State.HELD, answer_by__lte=now + REMIND_MANAGER, asked_at__lt=now - timedelta(days=1)):
        tell_leaders_of(one, ASKED, REMINDER)
    late = due.filter(state=State.OFFERED, answer_by__lte=now + REMIND_PERSON)
    tell_all(Told(one.pk, one.user_id, OFFERED, f"{OFFERED}-reminder") for one in late)


def _lapse(now: datetime) -> None:
    """What nobody has answered in time goes to who waits, and everybody is told. A clock that jumps back harms none."""
    rows = Application.objects.filter(state__in=[State.HELD, State.OFFERED], answer_by__lte=now)
    for one in rows.select_related("person").select_for_update(of=("self",), skip_locked=True).order_by("occasion_id"):
        was = one.state
        one.state, one.ended_at, one.answer_by = State.LAPSED, now, None
        one.save(update_fields=["state", "ended_at", "answer_by"])
        fill_after(one)
        tell_all([Told(one.pk, one.user_id, ANSWERED, "lapsed")])
        if was == State.HELD:
            tell_leaders_of(one, ENDED)


def _withdraw_who_left(today: date) -> None:
    """Whoever no longer works for the employer that they applied in has no place by it."""
    works = Employment.objects.filter(person=OuterRef("person"), employer=OuterRef("employer"))
    left = Application.objects.filter(
        ~Exists(works.filter(Q(valid_to=None) | Q(valid_to__gte=today))), state__in=ACTIVE
    )
    for one in left.select_for_update(of=("self",), skip_locked=True).order_by("occasion_id"):
        was = one.state
        one.state, one.ended_at, one.answer_by = State.WITHDRAWN, timezone.now(), None
        one.save(update_fields=["state", "ended_at", "answer_by"])
        if was != State.WAITING:
            fill_after(one)
        if was == State.BOOKED:
            send_invitation.defer(application_id=str(one.pk))


def _fill(now: datetime) -> None:
    """Seats that were added, or freed by another hand."""
    waiting = Application.objects.filter(occasion=OuterRef("pk"), state=State.WAITING)
    rows = Occasion.objects.filter(is_ahead(now), Exists(waiting), state=Occasion.State.OPEN, taken__lt=F("seats"))
    for occasion in rows.order_by("pk").values_list("pk", flat=True):
        fill_seats(occasion)
