"""What a person does about places: applies, withdraws, answers what is offered or suggested."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.exchange.applying.cases import Case, case_of
from stegvis.exchange.applying.deadlines import answer_by
from stegvis.exchange.applying.filling import fill_after, fill_seats, withdraw_others
from stegvis.exchange.applying.notices import asked_notice, tell_asked
from stegvis.exchange.applying.policies import may_apply, may_withdraw
from stegvis.exchange.applying.tasks import send_invitation, tell_ended
from stegvis.exchange.models import Application, Occasion
from stegvis.exchange.models.applying import ACTIVE
from stegvis.exchange.openings import is_ahead
from stegvis.exchange.rounds.tasks import refill
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean

State = Application.State
DATES = 12
"""At most so many dates in one wish."""
AFTER_A_ROUND = 2**62
"""The key of who asks when a round has given its places: after everybody who wished in it."""


@dataclass(frozen=True)
class Applied:
    """What came of an application: ``state`` is held or waiting, or what it has become when it is sent again."""

    application: UUID
    occasion: int
    state: str

    @property
    def has_a_seat(self) -> bool:
        return self.state == State.HELD


@transaction.atomic(savepoint=False)
def apply(
    *,
    actor: Actor,
    occasion_id: int,
    line: str = "",
    also: Sequence[int] = (),
    starts_on: date | None = None,
    request: UUID | None = None,
) -> list[Applied]:
    """Apply to an occasion; a seat is held while the manager answers, else it is the waiting list. Raises Refused.

    ``also`` are other dates of the same offer, of which one is enough: the first with a free seat holds it. The same
    ``request`` again changes nothing and gives the first answer. Whoever goes on after a refusal gives it a savepoint:
    most do not, and two journeys to the database are saved.
    """
    line, dates = checked_line(line), sorted({occasion_id, *also})
    if len(dates) > DATES:
        raise Refused(_("Choose at most twelve dates."))
    cases = sorted((case_of(actor, one) for one in dates), key=lambda case: (case.starts, case.occasion))
    if len({case.offer for case in cases}) > 1:
        raise NotYours
    if request and any(case.has_applied for case in cases) and (first := _answered(actor, request, dates)):
        return first
    common = {"line": line, "either": str(uuid4()) if len(cases) > 1 else None, "user_id": actor.user}
    applied: list[Applied] = []
    for case in cases:
        require(may_apply(actor, case))
        common["starts_on"] = _checked_start(case, starts_on)
        has_seat = case.is_given or any(one.has_a_seat for one in applied)
        applied.append(_apply(actor, case, common, request, seat=not has_seat))
        if case.is_given:
            refill.defer(occasion_id=case.occasion)
    return applied


def _answered(actor: Actor, request: UUID, dates: Sequence[int]) -> list[Applied]:
    """What came of the same press before; empty for a new one."""
    rows = visible(actor, Application).filter(person=actor.person, state__in=ACTIVE)
    rows = rows.filter(request__in=[_request_for(request, one) for one in dates])
    return [Applied(one.pk, one.occasion_id, one.state) for one in rows.order_by("occasion__starts", "occasion")]


def _request_for(request: UUID, occasion: int) -> UUID:
    """One press may be for several dates, and each application has a request of its own: the same each time."""
    return uuid5(request, str(occasion))


def checked_line(line: str, most: int = 300) -> str:
    """Why somebody wants to take part, why not, or who stands in, as it is kept. Raises Refused."""
    line = clean(line)[:most]
    if holds_personal_number(line):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    return line


def _checked_start(case: Case, day: date | None) -> str | None:
    if not case.any_time:
        return None
    first = max(timezone.localdate(), timezone.localdate(case.starts))
    if day is None or not first <= day <= timezone.localdate(case.ends):
        raise Refused(_("Choose a day to begin on while the offer is open."))
    return day.isoformat()


def _apply(actor: Actor, case: Case, common: dict[str, Any], request: UUID | None, *, seat: bool) -> Applied:
    if case.waiting and case.left > 0:
        fill_seats(case.occasion)  # those who wait come first
    key, row = uuid4(), _row(actor, case)
    row |= common | {"id": str(key), "request": str(_request_for(request, case.occasion) if request else key)}
    with connection.cursor() as cursor:
        told = json.dumps(asked_notice(key))
        cursor.execute("SELECT stegvis_apply(%s, %s, %s)", [json.dumps(row), seat, told])
        (state,) = cursor.fetchone()
    if state == "application_is_sent_once":
        earlier = visible(actor, Application).get(person=actor.person, request=row["request"])
        if earlier.state not in ACTIVE:
            raise Refused(_("That application has ended. Open the page anew to apply once more."))
        return Applied(earlier.pk, earlier.occasion_id, earlier.state)
    if state not in (State.HELD, State.WAITING):
        raise Refused(_in_the_way(state))
    return Applied(key, case.occasion, state)


def _row(actor: Actor, case: Case) -> dict[str, Any]:
    """The application as the table has it."""
    work, now = case.work, timezone.now()
    assert work is not None, "the policy asks for it"  # noqa: S101 - tells the type checker
    starts = case.ends if case.any_time else case.starts
    return {
        "offer_id": case.offer,
        "occasion_id": case.occasion,
        "host_id": case.host,
        "host_unit_id": case.host_unit,
        "person_id": str(actor.person),
        "employer_id": work.employer,
        "unit_id": work.unit,
        "profession_id": work.profession,
        "state": State.HELD,
        "title": case.title,
        "name": case.name,
        "workplace": work.workplace[:250],
        "key": [AFTER_A_ROUND] if case.is_given else [],
        "asked_at": now.isoformat(),
        "answer_by": answer_by(actor.today, case.apply_by, starts).isoformat(),
        "answer": "",
        "substitute": "",
    }


def not_before(day: date, starts_on: date | None) -> date | None:
    """When somebody begins who wanted to on ``starts_on``: nobody does before there is a place and a yes."""
    return None if starts_on is None else max(day, starts_on)


def _in_the_way(constraint: str) -> str:
    words = {
        "nobody_sits_in_two_places": _("You have another place at that time. Withdraw from it first."),
        "one_application_to_an_occasion": _("You have applied to this occasion already. It stands under My places."),
    }
    return words.get(constraint) or _("It could not be saved. Look at the occasion as it is now.")


@transaction.atomic
def withdraw(*, actor: Actor, application_id: UUID) -> str:
    """Give up one's place, or one's turn; what is freed is offered on. Returns the state it was in. Raises Refused."""
    found = _own_locked(actor, application_id)
    was, now = found.state, timezone.now()
    occasions = visible(actor, Occasion).select_related("offer")
    require(may_withdraw(found, occasions.filter(pk=found.occasion_id).first(), now))
    give_reason("withdraw")
    turn(found, State.WITHDRAWN, ended_at=now, answer_by=None)
    if was != State.WAITING:
        fill_after(found)
    tell_ended.defer(application_id=str(found.pk))
    if was == State.BOOKED:
        send_invitation.defer(application_id=str(found.pk))
    return was


@transaction.atomic
def accept_offered(*, actor: Actor, application_id: UUID) -> Application:
    """Take the place from the waiting list, before its deadline. It is booked where the manager has said yes already,
    else held while the manager answers. Raises Refused."""
    found = _own_locked(actor, application_id)
    if found.state in (State.HELD, State.BOOKED):
        raise Refused(_("You have taken the place already. It stands under My places."))
    if found.state != State.OFFERED or found.answer_by is None or found.answer_by <= timezone.now():
        raise Refused(_("The time to answer has passed, and the place goes to the next in turn."))
    occasion = get_visible(actor, Occasion, visible(actor, Occasion).select_related("offer"), pk=found.occasion_id)
    begins = not_before(actor.today, found.starts_on)
    give_reason("accept the place")
    if found.approved_at is None:
        by = answer_by(actor.today, occasion.apply_by, occasion.last_start)
        turn(found, State.HELD, starts_on=begins, answer_by=by)
        tell_asked(found)
    else:
        turn(found, State.BOOKED, starts_on=begins, answer_by=None)
        _after_booking(actor, found)
    return found


@transaction.atomic
def accept_suggested(*, actor: Actor, application_id: UUID) -> Application:
    """Take the date that the manager suggests: booked if a seat is free, else the waiting list. Raises Refused."""
    found = _own_locked(actor, application_id)
    open_dates = visible(actor, Occasion).filter(is_ahead(timezone.now()), state=Occasion.State.OPEN)
    other = open_dates.filter(pk=found.suggested_id or 0).select_related("offer").first()
    if found.state != State.DECLINED or other is None:
        raise Refused(_("The suggested date is not open any longer."))
    give_reason("accept the suggested date")
    agreed = {
        "occasion": other,
        "starts_on": _begins(actor.today, other, found),
        "suggested": None,
        "approved_at": timezone.now(),
        "asked_at": timezone.now(),
        "ended_at": None,
        "answer": "",
    }
    if other.left > 0:
        fill_seats(other.pk)  # those who wait come first
    if _has_turned(found, State.BOOKED, agreed):
        _after_booking(actor, found)
    else:
        _has_turned(found, State.WAITING, agreed)
    return found


def _begins(today: date, other: Occasion, found: Application) -> date | None:
    """Their own day where the other window has it, else its first day that is not past. None where it has hours."""
    if not other.offer.starts_any_time:
        return None
    first, last = max(today, timezone.localdate(other.starts)), timezone.localdate(other.ends)
    wished = found.starts_on or first
    return wished if first <= wished <= last else first


def _has_turned(found: Application, state: str, values: dict[str, Any]) -> bool:
    """False where no seat is free. Raises Refused."""
    try:
        with transaction.atomic():
            turn(found, state, answer_by=None, **values)
    except IntegrityError as error:
        if "no seat is free" in str(error):
            return False
        known = ("nobody_sits_in_two_places", "one_application_to_an_occasion")
        raise Refused(_in_the_way(next((name for name in known if name in str(error)), ""))) from error
    return True


def _after_booking(actor: Actor, found: Application) -> None:
    withdraw_others(actor, found)
    send_invitation.defer(application_id=str(found.pk))


def _own_locked(actor: Actor, application_id: UUID) -> Application:
    """One's own, as it is now, until the end of the transaction. Raises NotYours."""
    rows = writable(actor, Application).filter(person=actor.person, pk=application_id)
    found = rows.select_for_update().first() if actor.person else None
    if found is None:
        raise NotYours
    return found


def turn(found: Application, state: str, *, answer_by: datetime | None, **values: Any) -> None:
    """Save the state; the database counts the seats."""
    changed = {"state": state, "answer_by": answer_by} | values
    for name, value in changed.items():
        setattr(found, name, value)
    found.save(update_fields=list(changed))
