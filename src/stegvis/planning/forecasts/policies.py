"""Who makes forecasts and shares them, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.planning.models import Forecast, Scenario
from stegvis.planning.policies import may_plan_for

MOST_SCENARIOS = 12


def may_write(actor: Actor, forecast: Forecast) -> Verdict:
    if not (verdict := may_plan_for(actor, forecast.owner)):
        return verdict
    return Verdict(False, _("The forecast is put away.")) if forecast.put_away_at else ALLOWED


def may_add(actor: Actor, forecast: Forecast, *, scenarios: int) -> Verdict:
    if not (verdict := may_write(actor, forecast)):
        return verdict
    if scenarios >= MOST_SCENARIOS:
        return Verdict(
            False, _("A forecast can have at most %(n)s scenarios. Put one away first.") % {"n": MOST_SCENARIOS}
        )
    return ALLOWED


def may_pull(scenario: Scenario) -> Verdict:
    if scenario.is_base:
        return Verdict(False, _("The base has no levers: it is what comes if nothing more is done. Make a scenario."))
    return ALLOWED


def is_ready(scenario: Scenario) -> Verdict:
    if scenario.state == Scenario.State.DONE:
        return ALLOWED
    if scenario.state == Scenario.State.FAILED:
        return Verdict(False, _("It could not be computed. Change it, or try again."))
    return Verdict(False, _("It is being computed. Look again in a while."))
