"""Who may share and thank, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.careers.models import Sharing
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict


def may_share(actor: Actor, unit_id: int) -> Verdict:
    """Whoever works in the unit today."""
    if actor.person is not None and unit_id in actor.units:
        return ALLOWED
    return Verdict(False, _("You share with a unit where you work today."))


def may_thank(actor: Actor, sharing: Sharing) -> Verdict:
    """Who works in the unit or manages it, for what another has shared."""
    if actor.person is None or sharing.unit_id not in actor.units | actor.manages:
        return Verdict(False, _("Those who work in the unit thank each other."))
    if sharing.person_id == actor.person:
        return Verdict(False, _("It is your own. The thanks are for your colleagues to give."))
    if sharing.state != Sharing.State.SHARED:
        return Verdict(False, _("It is not shared yet."))
    return ALLOWED
