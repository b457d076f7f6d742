"""Who may note attendance, say that they are here, and tell what they thought; and why not."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from stegvis.exchange.models import Application, Occasion, Session
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import ALLOWED, Verdict

State = Application.State
EARLY = timedelta(minutes=30)
"""So long before it begins attendance may be taken."""


def hosts(actor: Actor, occasion: Occasion) -> bool:
    """Whoever may change the occasion."""
    return writable(actor, Occasion).filter(pk=occasion.pk).exists()


def may_enter_code(actor: Actor, occasion_id: int) -> Verdict:
    """Not who hosts: the code is theirs to show, and nobody attests their own attendance."""
    if writable(actor, Occasion).filter(pk=occasion_id).exists():
        return Verdict(False, not_by_oneself())
    return ALLOWED


def not_by_oneself() -> str:
    """Why a host is not noted by themself, and what to do."""
    return _(
        "You host this, and nobody attests their own attendance. Let another of the hosts note you in the list. If there is none, add it to your record yourself and let your manager check it."  # noqa: E501
    )


def may_note(occasion: Occasion, session: Session | None, now: datetime) -> Verdict:
    """The host, once it begins. Who hosts is asked of the database."""
    if occasion.state == Occasion.State.CANCELLED:
        return Verdict(False, _("The occasion is called off. Nobody is to be noted."))
    if (session or occasion).starts - EARLY > now:
        return Verdict(False, _("It has not begun yet. Attendance is taken from half an hour before."))
    return ALLOWED


def may_show_code(occasion: Occasion, session: Session | None, now: datetime) -> Verdict:
    """While it is held, and never after: then the list is used."""
    verdict = may_note(occasion, session, now)
    if verdict and (session or occasion).ends <= now:
        return Verdict(False, _("It is over. Note who came in the list instead."))
    return verdict


def may_tell(application: Application) -> Verdict:
    """Of what one has taken part in."""
    if application.state != State.ATTENDED:
        return Verdict(False, _("This is for those who took part."))
    return ALLOWED
