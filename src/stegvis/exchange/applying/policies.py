"""Who may apply, answer and host, and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.exchange.applying.cases import Case, Work
from stegvis.exchange.models import Application, Occasion, Offer
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import ALLOWED, Verdict

State = Application.State


def may_apply(actor: Actor, case: Case) -> Verdict:
    """The person, for themself; what is said first is what can least be helped."""
    work = case.work
    if work is None:
        return Verdict(False, _("Places are for those who work today for an employer that uses Stegvis."))
    if not case.may_be_named:
        return Verdict(
            False,
            _(
                "Who offers the place would see your name, so you cannot apply here. Talk to your contact for protected"
                " identities: they can arrange a place for you in another way."
            ),
        )
    if case.has_applied:
        return Verdict(False, _("You have applied to this occasion already. It stands under My places."))
    for found in (_in_time(actor, case), _suits(case, work)):
        if found is not None:
            return found
    if case.given == Offer.Given.ROUND and not case.is_given:
        return Verdict(False, _("The places are given in a round. Make your wishes on the round's page."))
    return ALLOWED


def may_wish_instead(actor: Actor, case: Case) -> bool:
    """Whether nothing stands in the way but that a round gives the places."""
    without = replace(case, given=Offer.Given.FIRST_COME, apply_by=date.max)
    return case.given == Offer.Given.ROUND and not case.is_given and bool(may_apply(actor, without))


def _in_time(actor: Actor, case: Case) -> Verdict | None:
    if not case.is_open:
        return Verdict(False, _("The occasion is called off, or not open for applications."))
    if (case.ends if case.any_time else case.starts) <= timezone.now():
        return Verdict(False, _("The occasion has begun."))
    if case.apply_by < actor.today and (case.is_given or case.given != Offer.Given.ROUND):
        day = {"day": date_format(case.apply_by)}
        return Verdict(False, _("The last day to apply was %(day)s.") % day)
    return None


def _suits(case: Case, work: Work) -> Verdict | None:
    if not work.is_invited:
        return Verdict(False, _("The offer is not for your employer's staff. Ask who offers it whether it can be."))
    if not case.suits_profession(work):
        return Verdict(False, _("The offer is for other professions than yours."))
    if not case.suits_level(work):
        return Verdict(False, _("The offer is for other levels than the one you have reached."))
    if case.clash is not None:
        clash = {"title": case.clash}
        return Verdict(False, _("You have a place in “%(title)s” at that time. Withdraw from it first.") % clash)
    return None


def may_withdraw(application: Application, occasion: Occasion | None, now: datetime) -> Verdict:
    if application.state not in (State.WAITING, State.HELD, State.OFFERED, State.BOOKED):
        return Verdict(False, _("There is nothing to withdraw any longer."))
    if application.state == State.BOOKED and has_begun(application, occasion, now):
        return Verdict(False, _("The occasion has begun. Tell who offers it that you do not come."))
    return ALLOWED


def has_begun(application: Application, occasion: Occasion | None, now: datetime) -> bool:
    """For this person: on the day of their own, where each begins when it suits. ``occasion`` comes with its offer."""
    if application.starts_on is not None:
        return application.starts_on <= timezone.localdate(now)
    return occasion is not None and occasion.last_start <= now


def may_answer(actor: Actor, application: Application) -> Verdict:
    """Whoever manages the unit, or the employer's coordinator; nobody themself. The database says who sees it."""
    if application.person_id == actor.person:
        return Verdict(False, _("Somebody else answers your own application."))
    return ALLOWED


def may_host(actor: Actor, occasion: Occasion) -> bool:
    """See who comes: whoever may change the occasion."""
    return writable(actor, Occasion).filter(pk=occasion.pk).exists()
