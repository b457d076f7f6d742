"""What a manager, or where there is none the employer's coordinator, says of an application."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.exchange.applying.filling import fill_after, withdraw_others
from stegvis.exchange.applying.notices import ANSWERED, BOOKED, Told, tell_all
from stegvis.exchange.applying.policies import may_answer
from stegvis.exchange.applying.queries import TO_ANSWER, of_staff
from stegvis.exchange.applying.services import checked_line, not_before, turn
from stegvis.exchange.applying.tasks import send_invitation
from stegvis.exchange.models import Application, Occasion, Offer
from stegvis.exchange.models.applying import ACTIVE
from stegvis.exchange.openings import open_occasions
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.audit.queries import names_of

State = Application.State


@transaction.atomic
def approve(*, actor: Actor, application_id: UUID, substitute: str = "") -> Application:
    """Say yes. A held seat is booked; who waits has the yes already when a place comes. Raises Refused.

    Nothing is left to do for one that ended by itself when another date of the same wish was booked.
    """
    found = _of_staff_locked(actor, application_id)
    if _is_met(actor, found):
        return found
    _check(actor, found)
    give_reason("approve")
    answered = {
        "approved_at": timezone.now(),
        "answered_by_id": actor.user,
        "substitute": checked_line(substitute, 200),
    }
    if found.state == State.HELD:
        turn(found, State.BOOKED, **answered, starts_on=not_before(actor.today, found.starts_on), answer_by=None)
        withdraw_others(actor, found)
        tell_all([Told(found.pk, found.user_id, BOOKED)])
        send_invitation.defer(application_id=str(found.pk))
    else:
        turn(found, found.state, **answered, answer_by=found.answer_by)
        tell_all([Told(found.pk, found.user_id, ANSWERED)])
    return found


@transaction.atomic
def decline(*, actor: Actor, application_id: UUID, reason: str) -> Application:
    """Say no, with a reason that the person reads; the seat is offered on. Raises Refused."""
    found = _locked(actor, application_id)
    reason = checked_line(reason)
    if not reason:
        raise Refused(_("Say why in a line. The person reads it."))
    give_reason("decline")
    _decline(actor, found, reason)
    return found


@transaction.atomic
def suggest(*, actor: Actor, application_id: UUID, occasion_id: int, reason: str = "") -> Application:
    """Another date of the same offer instead, which the person takes with one press. Raises Refused.

    Where they have asked for that date too it is a yes to that application, which keeps its place or its turn.
    """
    found = _locked(actor, application_id)
    dates = open_occasions(actor).filter(offer=found.offer_id).exclude(pk=found.occasion_id)
    other = dates.filter(pk=occasion_id).select_related("offer").first()
    if other is not None and other.offer.given == Offer.Given.ROUND:
        raise Refused(_("That date is given in a round, by its published rule. It is wished for there."))
    if other is None:
        raise Refused(_("Choose another date that is open."))
    give_reason("suggest another date")
    reason = checked_line(reason)
    asked = of_staff(actor).filter(person=found.person_id, occasion=other, state__in=ACTIVE).first()
    if asked is None:
        _decline(actor, found, reason, suggested=other)
        return found
    _decline(actor, found, reason or _("Your other date is approved."))
    if asked.approved_at is None:
        approve(actor=actor, application_id=asked.pk)
    return found


def _decline(actor: Actor, found: Application, reason: str, suggested: Occasion | None = None) -> None:
    held, said = found.state != State.WAITING, {"answer": reason, "answered_by_id": actor.user}
    turn(found, State.DECLINED, **said, suggested=suggested, ended_at=timezone.now(), answer_by=None)
    if held:
        fill_after(found)
    tell_all([Told(found.pk, found.user_id, ANSWERED)])


def _is_met(actor: Actor, found: Application) -> bool:
    if found.state != State.WITHDRAWN or found.either is None:
        return False
    return of_staff(actor).filter(either=found.either, person=found.person_id, state=State.BOOKED).exists()


def _locked(actor: Actor, application_id: UUID) -> Application:
    """As it is now, until the end of the transaction. Raises NotYours, Refused where there is nothing to answer."""
    found = _of_staff_locked(actor, application_id)
    _check(actor, found)
    return found


def _of_staff_locked(actor: Actor, application_id: UUID) -> Application:
    found = of_staff(actor).filter(pk=application_id).select_for_update().first()
    if found is None:
        raise NotYours
    return found


def _check(actor: Actor, found: Application) -> None:
    """Raises Refused where there is nothing to answer."""
    require(may_answer(actor, found))
    if found.approved_at is not None or found.state == State.DECLINED:
        raise Refused(_already(found))
    if found.state not in TO_ANSWER:
        raise Refused(_("The application of %(name)s is withdrawn, or has lapsed.") % {"name": found.name})
    if found.state == State.HELD and found.answer_by is not None and found.answer_by <= timezone.now():
        told = {"name": found.name, "day": date_format(timezone.localtime(found.answer_by), "j F Y H:i")}
        raise Refused(_("The time to answer %(name)s ended on %(day)s, and the place goes to who waits.") % told)


def _already(found: Application) -> str:
    who = names_of([found.answered_by_id]).get(found.answered_by_id or 0)
    if who is None:
        return _("The application of %(name)s is answered already.") % {"name": found.name}
    return _("The application of %(name)s is answered already, by %(who)s.") % {"name": found.name, "who": who}
