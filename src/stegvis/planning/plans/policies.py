"""Who writes and decides a supply plan, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.planning.models import SupplyPlan
from stegvis.planning.policies import may_plan_for


def may_write(actor: Actor, plan: SupplyPlan) -> Verdict:
    if not (verdict := may_plan_for(actor, plan.owner)):
        return verdict
    return Verdict(False, _("The plan is put away.")) if plan.put_away_at else ALLOWED


def may_decide(actor: Actor, plan: SupplyPlan, *, needs: int, measures: int) -> Verdict:
    if not (verdict := may_write(actor, plan)):
        return verdict
    if not needs:
        return Verdict(False, _("The plan names no profession yet. Say first what is needed."))
    if not measures:
        return Verdict(False, _("The plan has no measure yet. Say first what is to be done, by whom and when."))
    return ALLOWED
