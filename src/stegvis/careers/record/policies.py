"""Who may show what to whom, and who may take over what is shown, and why not."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.careers.record.queries import registrars
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.organisations.models import Organisation
from stegvis.people.access import not_ended
from stegvis.people.models import Consent, Employment

LONGEST_YEARS = 2


def latest_end(today: date) -> date:
    """The last day that a consent given today may name; what is given on 29 February ends on the 28th."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year + LONGEST_YEARS, today.month, day)


def may_last(actor: Actor, until: date) -> Verdict:
    if until < actor.today:
        return Verdict(False, _("That day has passed. Choose a day to come."))
    if until > (last := latest_end(actor.today)):
        return Verdict(False, _("At most two years at a time, so until %(day)s.") % {"day": date_format(last)})
    return ALLOWED


def may_show(actor: Actor, receiver: Organisation) -> Verdict:
    """Not to whom there is nothing more to show: an employer reads what it has registered itself."""
    if registrars(actor) - {receiver.pk}:
        return ALLOWED
    told = {"employer": receiver}
    if visible(actor, Employment).filter(not_ended(actor), person=actor.person, employer=receiver).exists():
        return Verdict(False, _("%(employer)s already sees what is registered there, and there is no more.") % told)
    return Verdict(False, _("There is nothing to show %(employer)s yet.") % told)


def may_count(actor: Actor, consent: Consent) -> Verdict:
    """Whoever checks the person's evidence with the receiving employer."""
    works = visible(actor, Employment).filter(not_ended(actor), person=consent.person_id, employer=consent.receiver_id)
    if works.filter(unit__in=actor.manages).exists() or (consent.receiver_id in actor.coordinates and works.exists()):
        return ALLOWED
    return Verdict(False, _("It can be counted when the person is employed with you."))
