"""Who writes, decides and follows a task shift, and why not."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.planning.mix.policies import may_divide
from stegvis.planning.models import Shift

State = Shift.State


def may_change(actor: Actor, shift: Shift) -> Verdict:
    """Change what is proposed, or decide it."""
    return _in_state(actor, shift, {State.PROPOSED}, _("It is decided, and stays as it was decided."))


def may_tell(actor: Actor, shift: Shift) -> Verdict:
    """Tell how a week went, or sum it up."""
    words = _("It is followed from when it is decided until it is summed up.")
    return _in_state(actor, shift, {State.DECIDED}, words)


def may_tell_of(actor: Actor, shift: Shift, week: date) -> Verdict:
    """Tell how the week of that Monday went."""
    if not (verdict := may_tell(actor, shift)) or week <= actor.today:
        return verdict
    day = {"day": date_format(week, "DATE_FORMAT")}
    return Verdict(False, _("The week has not come yet. You can tell of it from %(day)s.") % day)


def may_drop(actor: Actor, shift: Shift) -> Verdict:
    return _in_state(actor, shift, {State.PROPOSED, State.DECIDED}, _("It is closed."))


def _in_state(actor: Actor, shift: Shift, states: set[Shift.State], otherwise: str) -> Verdict:
    if not (verdict := may_divide(actor, shift.unit)):
        return verdict
    return ALLOWED if shift.state in states else Verdict(False, otherwise)
