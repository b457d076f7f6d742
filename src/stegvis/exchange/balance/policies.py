"""Who may close a settlement, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.exchange.balance.periods import HalfYear, in_words
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict


def may_close(actor: Actor, collaboration_id: int, period: HalfYear, *, closed: HalfYear | None) -> Verdict:
    """``closed`` is the latest half-year that is."""
    if collaboration_id not in actor.leads:
        return Verdict(False, _("The collaboration's coordinator closes a settlement."))
    if closed and period < closed:
        text = _("A later half-year, %(later)s, is closed already. What was left of this one came with it.")
        return Verdict(False, text % {"later": in_words(closed).lower()})
    if period == closed:
        return Verdict(False, _("The half-year is closed and stays as it is. What is corrected comes with the next."))
    if period.ends >= actor.today:
        return Verdict(False, _("The half-year is not over."))
    return ALLOWED
